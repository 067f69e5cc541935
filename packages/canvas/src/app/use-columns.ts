import type { ColumnState } from '@koppel/protocol';
import { useMemo } from 'react';
import { asGiven, columnsShown, type Column } from '../kit/columns.ts';
import { usePreferences } from './services.tsx';

/** The tables whose columns can be chosen. */
export type TableName = 'flows' | 'runs' | 'audit' | 'customers' | 'clients';

/** How this person wants the columns of a table, in this browser. Give the same columns while nothing of them changes. */
export function useColumns<Id extends string>(
  table: TableName,
  columns: readonly Column<Id>[],
): {
  readonly state: ColumnState;
  /** Null: as they are given. */
  readonly set: (state: ColumnState | null) => void;
  readonly shown: readonly Column<Id>[];
} {
  const [{ columns: kept }, change] = usePreferences();
  const own = kept[table];
  const state = useMemo(() => own ?? asGiven(columns), [own, columns]);
  const shown = useMemo(() => columnsShown(columns, state), [columns, state]);
  const set = (next: ColumnState | null) => {
    const { [table]: _former, ...others } = kept;
    change({ columns: next === null ? others : { ...others, [table]: next } });
  };
  return { state, set, shown };
}
