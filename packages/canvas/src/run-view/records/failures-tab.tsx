import { isWithin } from '@koppel/model';
import { Link } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useRead } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { QueryView } from '../../app/query-view.tsx';
import { useMay, useReason } from '../../app/session.tsx';
import { causeViews } from '../../failures/causes.ts';
import { useRepair } from '../../failures/use-repair.ts';
import { useSentence, useText } from '../../i18n/locale.tsx';
import { Button, buttonClass } from '../../kit/button.tsx';
import { Chip } from '../../kit/marks.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { EmptyState } from '../../kit/states.tsx';
import { useThrottled } from '../../live/use-refresh.ts';
import { useRunView } from '../run-context.tsx';

const limit = 100;

/** The records of this run that need somebody: what happened, what to do, and a retry. */
export function FailuresTab(): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const { detail, live, search } = useRunView();
  const runId = detail.run.id;
  const mayRead = useMay('failures.read');
  const reason = useReason('failures.repair');
  const query = useRead('listFailures', { query: { run: runId, limit } }, { isEnabled: mayRead, keepsFormer: true });
  const failed = useStore(live, ({ counters }) => counters.failed);
  const refresh = useThrottled(() => void query.refetch(), 2_000);
  useEffect(() => {
    if (failed > 0) refresh();
    // Only a further failure is a reason to read again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [failed]);
  const repair = useRepair();
  return (
    <QueryView query={query} skeleton={<SkeletonRows count={4} />}>
      {({ items, byState }) => {
        const shown = items.filter(({ nodeId }) => !search.node || isWithin(nodeId, search.node));
        const open = byState['open'] ?? items.length;
        if (shown.length === 0)
          return <EmptyState title={text('runFailures.none')}>{text('runFailures.noneText')}</EmptyState>;
        return (
          <>
            <div className="flex min-h-10 flex-none flex-wrap items-center gap-2 border-b border-line px-4 py-1">
              <Button
                size="s"
                icon={RotateCw}
                reason={reason}
                isBusy={repair.isRetrying}
                onClick={() => repair.retry(shown.map(({ id }) => id))}
              >
                {text('runFailures.retryAll', { n: shown.length })}
              </Button>
              <Link to="/failures" search={{ run: runId }} className={buttonClass('link', 's')}>
                {text('runFailures.open')}
              </Link>
            </div>
            {repair.error && (
              <div className="px-4 py-2">
                <ProblemNote error={repair.error} />
              </div>
            )}
            <ul
              tabIndex={0}
              aria-label={text('runView.outcome.failed')}
              className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
            >
              {shown.map((item) => (
                <li key={item.id} className="flex items-start gap-3 border-b border-line px-4 py-2.25">
                  <div className="min-w-0 flex-1 leading-ui">
                    <p className="flex items-center gap-2">
                      <Link
                        to="/failures/$id"
                        params={{ id: item.id }}
                        search={{ run: runId }}
                        data-row
                        title={item.name}
                        className="min-w-0 truncate font-bold hover:underline"
                      >
                        {item.name}
                      </Link>
                      <Chip>{text(causeViews[item.cause].short)}</Chip>
                    </p>
                    <p className="text-fail-text">{sentence(item.error.message)}</p>
                    <p className="text-20 text-ink-2">{sentence(item.error.remedy)}</p>
                  </div>
                  <Button
                    size="s"
                    reason={reason}
                    isBusy={repair.isRetrying}
                    aria-label={text('runFailures.retryOf', { name: item.name })}
                    onClick={() => repair.retry([item.id])}
                  >
                    {text('runFailures.retry')}
                  </Button>
                </li>
              ))}
              {open > items.length && (
                <li className="px-4 py-2.5">
                  <Link to="/failures" search={{ run: runId }} className={buttonClass('link', 's')}>
                    {text('runFailures.rest', { n: open })}
                  </Link>
                </li>
              )}
            </ul>
          </>
        );
      }}
    </QueryView>
  );
}
