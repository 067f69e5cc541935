import { describe, expect, it } from 'vitest';
import { findItems, type PaletteItem } from '../../src/app/palette/search.ts';

const item = (kind: PaletteItem['kind'], title: string): PaletteItem => ({ id: title, kind, title, run: () => {} });

describe('the command palette', () => {
  it('shows what is called so before what looks for records with any text, but for keys', () => {
    const find = (typed: string) =>
      findItems([item('record', `Runs with record ${typed}`), item('action', 'Make sub-flow…')], typed).map(
        ({ title }) => title,
      );
    expect(find('sub')).toEqual(['Make sub-flow…', 'Runs with record sub']);
    expect(find('K10816')).toEqual(['Runs with record K10816']);
    expect(find('#sub')).toEqual(['Runs with record #sub']);
  });
});
