import type { ColumnState } from '@koppel/protocol';
import { fold } from '../format/fold.ts';

/** A column of a table, as it is unless somebody wants it otherwise. */
export interface Column<Id extends string = string> {
  readonly id: Id;
  /** What its head says. */
  readonly title: string;
  /** In pixels; null: what the others leave. */
  readonly width: number | null;
  readonly isNumber?: boolean;
  /** A row is known by it: it cannot be hidden. */
  readonly isKept?: boolean;
  /** Shown only to those who ask for it. */
  readonly isExtra?: boolean;
  /** Rows can be sorted by it. */
  readonly isSortable?: boolean;
}

/** By which column rows are sorted; of several, each decides where those before it leave a tie. */
export type Sorting = ColumnState['sort'][number];

export const leastWidth = 40;
export const mostWidth = 800;
/** More columns than this to sort by help nobody. */
const mostSortings = 3;
/** What a column without a width of its own has at least. */
const leastLeft = 120;

/** The columns as nobody has changed them. */
export function asGiven(columns: readonly Column[]): ColumnState {
  return { hidden: columns.filter(({ isExtra }) => isExtra).map(({ id }) => id), widths: {}, sort: [] };
}

/** The columns to draw, with their widths. */
export function columnsShown<Id extends string>(columns: readonly Column<Id>[], state: ColumnState): Column<Id>[] {
  return columns
    .filter(({ id, isKept }) => isKept || !state.hidden.includes(id))
    .map((column) => ({ ...column, width: state.widths[column.id] ?? column.width }));
}

/** What these columns need, in pixels. */
export function widthNeeded(shown: readonly Column[]): number {
  return shown.reduce((sum, { width }) => sum + (width ?? leastLeft), 0);
}

/** Hides a column, or shows it again. */
export function withShown(state: ColumnState, id: string, isShown: boolean): ColumnState {
  const others = state.hidden.filter((hidden) => hidden !== id);
  return { ...state, hidden: isShown ? others : [...others, id] };
}

/** Gives a column a width, within what makes sense. */
export function withWidth(state: ColumnState, id: string, width: number): ColumnState {
  const within = Math.round(Math.min(mostWidth, Math.max(leastWidth, width)));
  return { ...state, widths: { ...state.widths, [id]: within } };
}

/**
 * Sorts by a column: texts upwards and numbers downwards, then the other way round, then not by it. `isFurther`: where the
 * columns sorted by so far leave a tie, instead of in their place.
 */
export function sortedFurther(
  state: ColumnState,
  { id, isNumber = false }: Pick<Column, 'id' | 'isNumber'>,
  isFurther: boolean,
): ColumnState {
  const now = state.sort.find((sorting) => sorting.id === id);
  const isLast = now !== undefined && now.isDescending !== isNumber;
  const next: Sorting[] = isLast ? [] : [{ id, isDescending: now ? !now.isDescending : isNumber }];
  if (!isFurther) return { ...state, sort: next };
  const sort = now
    ? state.sort.flatMap((sorting) => (sorting.id === id ? next : [sorting]))
    : [...state.sort, ...next].slice(-mostSortings);
  return { ...state, sort };
}

/** What rows can be compared by; null: nothing, which comes last in either direction. */
export type SortValue = string | number | null;

/** The rows in the wanted order; without one, and where all columns leave a tie, as they were. Accents and capitals do not count. */
export function sortRows<Row>(
  rows: readonly Row[],
  sort: readonly Sorting[],
  valueOf: (row: Row, columnId: string) => SortValue,
): readonly Row[] {
  if (sort.length === 0) return rows;
  return rows.toSorted((a, b) => {
    for (const { id, isDescending } of sort) {
      const [left, right] = [valueOf(a, id), valueOf(b, id)];
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
        continue;
      }
      const order =
        typeof left === 'number' && typeof right === 'number'
          ? left - right
          : fold(String(left)).localeCompare(fold(String(right)), undefined, { numeric: true });
      if (order !== 0) return isDescending ? -order : order;
    }
    return 0;
  });
}
