import { useMemo } from 'react';
import { useText } from '../i18n/locale.tsx';
import type { Column } from '../kit/columns.ts';

export type RunColumn =
  | 'status'
  | 'flow'
  | 'startedBy'
  | 'start'
  | 'duration'
  | 'read'
  | 'written'
  | 'unchanged'
  | 'failed'
  | 'remark';

/** What is told of each run. */
export function useRunColumns(): readonly Column<RunColumn>[] {
  const text = useText();
  return useMemo(
    () => [
      { id: 'status', title: text('runs.column.status'), width: 156 },
      { id: 'flow', title: text('runs.column.flow'), width: null, isKept: true },
      { id: 'startedBy', title: text('runs.column.startedBy'), width: 132 },
      { id: 'start', title: text('runs.column.start'), width: 84 },
      { id: 'duration', title: text('runs.column.duration'), width: 172 },
      { id: 'read', title: text('runs.column.read'), width: 68, isNumber: true },
      { id: 'written', title: text('runs.column.written'), width: 68, isNumber: true },
      { id: 'unchanged', title: text('runs.column.unchanged'), width: 84, isNumber: true },
      { id: 'failed', title: text('runs.column.failed'), width: 64, isNumber: true },
      { id: 'remark', title: text('runs.column.remark'), width: 152 },
    ],
    [text],
  );
}
