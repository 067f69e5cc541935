import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOffsets, rowsBetween } from '../../src/kit/rows-in-sight.ts';

const lists = fc.array(fc.integer({ min: 20, max: 200 }), { minLength: 1, maxLength: 200 });

describe('the rows in sight of a long list', () => {
  it('cover what one sees, wherever one scrolls', () => {
    fc.assert(
      fc.property(lists, fc.nat(10_000), fc.integer({ min: 100, max: 900 }), (heights, top, height) => {
        const offsets = rowOffsets(heights);
        const { first, end } = rowsBetween(offsets, top, height);
        heights.forEach((rowHeight, row) => {
          const isSeen = offsets[row]! < top + height && offsets[row]! + rowHeight > top;
          if (isSeen) expect(row >= first && row < end).toBe(true);
        });
      }),
    );
  });

  it('and the spaces above and below keep the list as high as all of its rows', () => {
    fc.assert(
      fc.property(lists, fc.nat(10_000), (heights, top) => {
        const offsets = rowOffsets(heights);
        const { first, end, above, below } = rowsBetween(offsets, top, 600);
        const shown = heights.slice(first, end).reduce((sum, rowHeight) => sum + rowHeight, 0);
        expect(above + shown + below).toBe(offsets.at(-1));
      }),
    );
  });
});
