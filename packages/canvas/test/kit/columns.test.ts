import { describe, expect, test } from 'vitest';
import {
  asGiven,
  columnsShown,
  leastWidth,
  mostWidth,
  sortedFurther,
  sortRows,
  withShown,
  withWidth,
  type Column,
} from '../../src/kit/columns.ts';

const columns: readonly Column[] = [
  { id: 'name', title: 'Name', width: null, isKept: true, isSortable: true },
  { id: 'owner', title: 'Owner', width: 90, isSortable: true },
  { id: 'amount', title: 'Amount', width: 100, isNumber: true, isSortable: true },
  { id: 'gap', title: 'Gap', width: 100, isNumber: true, isExtra: true },
];
const given = asGiven(columns);
const [name, owner, amount] = columns as [Column, Column, Column];
const idsOf = (state: typeof given) => columnsShown(columns, state).map(({ id }) => id);

describe('columns', () => {
  test('are hidden and shown again; what a row is known by stays, and extras come when they are asked for', () => {
    expect(idsOf(given)).toEqual(['name', 'owner', 'amount']);
    const changed = withShown(withShown(withShown(given, 'name', false), 'owner', false), 'gap', true);
    expect(idsOf(changed)).toEqual(['name', 'amount', 'gap']);
    expect(idsOf(withShown(changed, 'owner', true))).toEqual(['name', 'owner', 'amount', 'gap']);
  });

  test('get a width in whole pixels that can still be used', () => {
    expect(columnsShown(columns, withWidth(given, 'owner', 123.6))[1]!.width).toBe(124);
    expect(withWidth(given, 'owner', -5).widths).toEqual({ owner: leastWidth });
    expect(withWidth(given, 'owner', 9_999).widths).toEqual({ owner: mostWidth });
  });
});

describe('sorting', () => {
  test('goes upwards for texts and downwards for numbers, then round, then is off', () => {
    const once = sortedFurther(given, name, false);
    const twice = sortedFurther(once, name, false);
    expect([once.sort, twice.sort, sortedFurther(twice, name, false).sort]).toEqual([
      [{ id: 'name', isDescending: false }],
      [{ id: 'name', isDescending: true }],
      [],
    ]);
    expect(sortedFurther(given, amount, false).sort).toEqual([{ id: 'amount', isDescending: true }]);
  });

  test('goes further where rows are alike, and one column of several is turned where it stands', () => {
    const both = sortedFurther(sortedFurther(given, owner, false), amount, true);
    expect(both.sort.map(({ id }) => id)).toEqual(['owner', 'amount']);
    expect(sortedFurther(both, owner, true).sort).toEqual([
      { id: 'owner', isDescending: true },
      { id: 'amount', isDescending: true },
    ]);
    expect(sortedFurther(both, name, false).sort.map(({ id }) => id)).toEqual(['name']);
  });

  test('ignores accents and capitals, knows numbers in texts, and puts what has no value last either way', () => {
    const rows = [
      { name: 'école 10', owner: null, amount: 3 },
      { name: 'Ecole 9', owner: 'Bo', amount: null },
      { name: 'zeta', owner: 'an', amount: 7 },
    ];
    const valueOf = (row: (typeof rows)[number], id: string) => row[id as keyof typeof row];
    const by = (id: string, isDescending = false) =>
      sortRows(rows, [{ id, isDescending }], valueOf).map((row) => rows.indexOf(row));
    expect(by('name')).toEqual([1, 0, 2]);
    expect([by('owner'), by('owner', true)]).toEqual([
      [2, 1, 0],
      [1, 2, 0],
    ]);
    expect([by('amount'), by('amount', true)]).toEqual([
      [0, 2, 1],
      [2, 0, 1],
    ]);
    expect(sortRows(rows, [], valueOf)).toBe(rows);
  });
});
