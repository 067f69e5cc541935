import type { ColumnState, SavedView } from '@koppel/protocol';
import { expect, it } from 'vitest';
import { isAsKept, keptOf } from '../../src/app/saved-view-search.ts';
import { viewOf } from '../fixture-server/data-views.ts';

const columns: ColumnState = {
  hidden: ['trigger', 'remark'],
  widths: { flow: 240, status: 90 },
  sort: [
    { id: 'started', isDescending: true },
    { id: 'flow', isDescending: false },
  ],
};
const view: SavedView = viewOf(
  { id: 'v', screen: 'runs', title: 'V', search: { status: 'attention', range: '7' }, columns },
  0,
);
const search = { range: '7', saved: 'v', status: 'attention' };

it('keeps the filters of an address as text, and neither a dialog nor the chosen row nor the view itself', () => {
  expect(
    keptOf({ ...search, do: 'run', event: 388, suggestion: 5, flow: undefined, text: '', id: 17 } as never),
  ).toEqual({ range: '7', status: 'attention', id: '17' });
});

it.each([
  ['the same filters in another order', search, undefined, true],
  ['an open dialog besides', { ...search, do: 'run' }, undefined, true],
  ['another filter', { ...search, range: '30' }, undefined, false],
  ['one filter more', { ...search, flow: 'orders' }, undefined, false],
  ['one filter less', { saved: 'v', range: '7' }, undefined, false],
  [
    'the same columns in another order of what has none',
    search,
    { ...columns, hidden: ['remark', 'trigger'], widths: { status: 90, flow: 240 } },
    true,
  ],
  ['another width', search, { ...columns, widths: { flow: 241, status: 90 } }, false],
  ['a column more that is shown', search, { ...columns, hidden: ['trigger'] }, false],
  ['sorted by the same in another order', search, { ...columns, sort: columns.sort.toReversed() }, false],
])('%s: whether a view is as it was kept', (_, address, state, isSame) => {
  expect(isAsKept(view, address, state)).toBe(isSame);
});
