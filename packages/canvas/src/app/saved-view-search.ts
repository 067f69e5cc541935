import type { ColumnState, SavedView } from '@koppel/protocol';
import { z } from 'zod';

/** The id of the view that is applied, in the address of a list. */
export const savedSchema = z.string().max(100).optional().catch(undefined);

/** The search parameters of the address of a list. */
export type ViewSearch = Readonly<Record<string, string | number | undefined>>;

/** What the address says besides the filters: the applied view, an open dialog, the chosen row. */
const passing = new Set(['saved', 'do', 'suggestion', 'event']);

/** What of the address a view keeps. */
export function keptOf(search: ViewSearch): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      passing.has(name) || value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  );
}

/** Whether the address, and the columns of a list that has any to change, are as a view holds them. */
export function isAsKept(view: SavedView, search: ViewSearch, columns: ColumnState | undefined): boolean {
  if (inOrder(keptOf(search)) !== inOrder(view.search)) return false;
  return columns === undefined || columnsInOrder(columns) === columnsInOrder(view.columns);
}

function inOrder(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function columnsInOrder({ hidden, widths, sort }: ColumnState): string {
  return JSON.stringify([hidden.toSorted(), inOrder(widths), sort.map(({ id, isDescending }) => [id, isDescending])]);
}
