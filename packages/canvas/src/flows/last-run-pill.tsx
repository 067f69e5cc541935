import type { FlowSummary } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { StatusPill } from '../kit/status-pill.tsx';
import { isGoing, runStatusLooks, runStatusWords } from '../runs/run-status.ts';
import { writesNothing } from './attention.ts';

/** How the last run of a flow stands. */
export function LastRunPill({ flow }: { readonly flow: FlowSummary }): ReactElement {
  const text = useText();
  const last = flow.lastRuns.at(-1);
  if (flow.damage) return <StatusPill status="fail">{text('flows.damaged')}</StatusPill>;
  if (!last) return <StatusPill status="idle">{text('flows.neverRan')}</StatusPill>;
  if (last.status === 'failed' || isGoing(last.status) || last.failed === 0) {
    return <StatusPill status={runStatusLooks[last.status]}>{text(runStatusWords[last.status])}</StatusPill>;
  }
  return (
    <StatusPill status={writesNothing(flow) ? 'fail' : 'warn'}>
      {text('flows.failedRecords', { n: last.failed })}
    </StatusPill>
  );
}
