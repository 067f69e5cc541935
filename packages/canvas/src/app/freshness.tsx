import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Note } from '../kit/status-pill.tsx';
import { useNow } from '../kit/timing.ts';

/** Says of what time the figures are once they are older than three times their refresh interval; else nothing. */
export function Freshness({
  query,
  everyMs,
}: {
  readonly query: Pick<UseQueryResult, 'dataUpdatedAt'>;
  readonly everyMs: number;
}): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const now = useNow(everyMs / 2);
  if (query.dataUpdatedAt === 0 || now - query.dataUpdatedAt <= everyMs * 3) return null;
  return <Note status="warn">{text('state.stale', { time: format.moment(query.dataUpdatedAt, now) })}</Note>;
}
