import { describe, expect, it } from 'vitest';
import { alignmentOf } from '../../src/flow-canvas/alignment.ts';

const card = (x: number, y: number, width = 160) => ({ x, y, width, height: 66 });

describe('going into line with others', () => {
  it('goes to the nearest line within reach, on each axis by itself', () => {
    expect(alignmentOf(card(104, 200), [card(100, 0), card(400, 203)])).toMatchObject({ dx: -4, dy: 3 });
    expect(alignmentOf(card(120, 200), [card(100, 0)])).toEqual({ dx: 0, dy: 0, guides: [] });
  });

  it('draws one line, as long as all that stand on it', () => {
    expect(alignmentOf(card(100, 300), [card(100, 0), card(500, 90)]).guides).toEqual([
      { axis: 'x', at: 180, from: 0, to: 366 },
    ]);
  });

  it('draws the edge that is in line where the middles are not', () => {
    expect(alignmentOf(card(100, 300, 80), [card(100, 0)]).guides).toEqual([{ axis: 'x', at: 100, from: 0, to: 366 }]);
  });

  it('lines up middles of different widths', () => {
    expect(alignmentOf(card(43, 0, 80), [card(0, 200)])).toMatchObject({ dx: -3, guides: [{ axis: 'x', at: 80 }] });
  });
});
