import type { FlowSummary } from '@koppel/protocol';
import { Play } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { Guard, QueryView } from '../../app/query-view.tsx';
import { useReason } from '../../app/session.tsx';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { ToDrawing } from '../to-drawing.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { EmptyState } from '../../kit/states.tsx';
import { RunTable } from '../../runs/run-table.tsx';
import { StartRunDialog } from '../../runs/start-run-dialog.tsx';
import { useRunList } from '../../runs/use-run-list.ts';

/** The runs of this flow, newest first, following what happens. */
export function RunsTab({ summary }: { readonly summary: FlowSummary }): ReactElement {
  const text = useText();
  const runReason = useReason('flows.run');
  const [isStarting, setIsStarting] = useState(false);
  const reason = runReason ?? (summary.publishedVersion === null ? text('sample.notPublished') : null);
  return (
    <main className="flex min-h-0 flex-1 flex-col gap-3 px-6 pt-4 max-narrow:px-3">
      <div className="flex items-center gap-3">
        <h2 className="flex-1 text-50 font-bold">{text('runsTab.title')}</h2>
        <Button icon={Play} reason={reason} onClick={() => setIsStarting(true)}>
          {text('runs.start')}
        </Button>
      </div>
      <Guard permission="runs.read">
        <List flowId={summary.id} />
      </Guard>
      {isStarting && <StartRunDialog flowId={summary.id} onClose={() => setIsStarting(false)} />}
    </main>
  );
}

function List({ flowId }: { readonly flowId: string }): ReactElement {
  const text = useText();
  const search = useMemo(() => ({ flow: flowId, range: 'all' as const }), [flowId]);
  const list = useRunList(search);
  return (
    <QueryView
      query={list.query}
      skeleton={
        <div className="flex-1 overflow-hidden rounded-t-3 bg-surface shadow-1">
          <SkeletonRows count={12} height={40} />
        </div>
      }
    >
      {({ pages }) =>
        pages[0]?.items.length === 0 && list.newCount === 0 ? (
          <div className="flex flex-1 flex-col rounded-t-3 bg-surface shadow-1">
            <EmptyState title={text('runsTab.none')} actions={<ToDrawing flowId={flowId} />}>
              {text('runs.emptyText')}
            </EmptyState>
          </div>
        ) : (
          <RunTable list={list} />
        )
      }
    </QueryView>
  );
}
