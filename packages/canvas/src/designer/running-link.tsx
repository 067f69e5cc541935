import type { FlowSummary } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactElement } from 'react';
import { useMay } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { StatusPill } from '../kit/status-pill.tsx';
import { useRunList } from '../runs/use-run-list.ts';

/** That a published version runs at this moment, and the way to that run. The draft can be changed meanwhile. */
export function RunningLink({ summary }: { readonly summary: FlowSummary }): ReactElement | null {
  return useMay('runs.read') ? <Running flowId={summary.id} /> : null;
}

function Running({ flowId }: { readonly flowId: string }): ReactElement | null {
  const text = useText();
  const search = useMemo(() => ({ flow: flowId, range: '2' as const }), [flowId]);
  const { query } = useRunList(search);
  const run = query.data?.pages[0]?.items.map((item) => item.run).find(({ state }) => state.status === 'running');
  if (!run) return null;
  return (
    <Link to="/runs/$id" params={{ id: run.id }} className="rounded-round">
      <StatusPill status="run" isFolding>
        {text('top.versionRuns', { version: String(run.flowVersion) })}
      </StatusPill>
    </Link>
  );
}
