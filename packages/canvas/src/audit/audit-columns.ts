import { useMemo } from 'react';
import { useText } from '../i18n/locale.tsx';
import type { Column } from '../kit/columns.ts';
import type { AuditSearch } from './search.ts';

export type AuditColumn = 'when' | 'workspace' | 'who' | 'what' | 'from' | 'outcome';

/** What is told of each event. */
export function useAuditColumns({ scope, event }: AuditSearch): readonly Column<AuditColumn>[] {
  const text = useText();
  const isOfAll = scope === 'all';
  // What the open event tells itself gives its place to it.
  const isNarrow = event !== undefined;
  return useMemo(
    () => [
      { id: 'when', title: text('audit.column.when'), width: 84 },
      ...(isOfAll && !isNarrow ? [{ id: 'workspace', title: text('audit.workspace'), width: 108 } as const] : []),
      { id: 'who', title: text('audit.column.who'), width: isNarrow ? 136 : 160 },
      { id: 'what', title: text('audit.column.what'), width: null, isKept: true },
      ...(isNarrow ? [] : [{ id: 'from', title: text('audit.column.from'), width: 160 } as const]),
      { id: 'outcome', title: text('audit.column.outcome'), width: 144 },
    ],
    [text, isOfAll, isNarrow],
  );
}
