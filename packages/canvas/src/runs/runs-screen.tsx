import type { RunList } from '@koppel/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { Page } from '../app/page.tsx';
import { PageTitle } from '../app/page.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { useReason } from '../app/session.tsx';
import { Rich, useLocalized, useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { EmptyState } from '../kit/states.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { RunFilters } from './run-filters.tsx';
import { usualRange } from './run-list.ts';
import { RunTable } from './run-table.tsx';
import type { RunsSearch } from './search.ts';
import { StartRunDialog } from './start-run-dialog.tsx';
import { useRunList } from './use-run-list.ts';

/** All runs, newest first, following what happens. */
export function RunsScreen(): ReactElement {
  const text = useText();
  const navigate = useNavigate({ from: '/runs' });
  const search = useSearch({ from: '/shell/runs' });
  const runReason = useReason('flows.run');
  const openDialog = (dialog: 'run' | undefined) =>
    void navigate({ search: (before) => ({ ...before, do: dialog }), replace: dialog === undefined });
  return (
    <Page
      title={text('runs.title')}
      actions={
        <Button icon={Play} reason={runReason} onClick={() => openDialog('run')}>
          {text('runs.start')}
        </Button>
      }
    >
      <main className="flex min-h-0 flex-1 flex-col gap-3 px-6 pt-5 max-narrow:px-3">
        <Guard permission="runs.read">
          <RunsBody search={search} />
        </Guard>
      </main>
      {search.do === 'run' && runReason === null && <StartRunDialog onClose={() => openDialog(undefined)} />}
    </Page>
  );
}

function RunsBody({ search }: { readonly search: RunsSearch }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const list = useRunList(search);
  const flows = useRead('listFlows', {});
  const flow = flows.data?.find(({ id }) => id === search.flow);
  const didRun = flows.data?.some(({ lastRuns }) => lastRuns.length > 0) ?? true;
  return (
    <>
      <PageTitle title={text('runs.title')} aside={list.totals && <Totals totals={list.totals} />}>
        {text('runs.subtitle', {
          range: text(`runs.range.${search.range ?? usualRange}`),
          flow: flow ? localized(flow.title) : text('runs.allFlows'),
        })}
      </PageTitle>
      <RunFilters search={search} totals={list.totals} />
      <QueryView query={list.query} skeleton={<RunsSkeleton />}>
        {({ pages }) =>
          pages[0]?.items.length === 0 && list.newCount === 0 ? (
            <NoRuns search={search} didRun={didRun} />
          ) : (
            <RunTable list={list} />
          )
        }
      </QueryView>
    </>
  );
}

function Totals({ totals }: { readonly totals: RunList['totals'] }): ReactElement {
  const figure = <b className="text-60 font-bold text-ink tabular-nums" />;
  return (
    <p className="flex flex-wrap items-baseline gap-x-6.5 text-ink-2">
      <span>
        <Rich id="runs.totalRuns" values={{ n: totals.runs }} components={{ b: figure }} />
      </span>
      <span>
        <Rich id="runs.totalRead" values={{ n: totals.read }} components={{ b: figure }} />
      </span>
      <span>
        <Rich id="runs.totalWritten" values={{ n: totals.written }} components={{ b: figure }} />
      </span>
      <span className={totals.failed > 0 ? 'text-fail-text' : ''}>
        <Rich
          id="runs.totalFailed"
          values={{ n: totals.failed }}
          components={{ b: <b className="text-60 font-bold tabular-nums" /> }}
        />
      </span>
    </p>
  );
}

function NoRuns({
  search,
  didRun,
}: {
  readonly search: RunsSearch;
  /** Some flow, at some time: else no filter is to blame. */
  readonly didRun: boolean;
}): ReactElement {
  const text = useText();
  const isFiltered = didRun && Boolean(search.status || search.flow || search.key || search.range !== 'all');
  return (
    <div className="flex flex-1 flex-col rounded-t-3 bg-surface shadow-1">
      {isFiltered ? (
        <EmptyState
          title={text('runs.noneMatch')}
          actions={
            <Link to="/runs" search={{ range: 'all' }} className={buttonClass()}>
              {text('action.clearFilters')}
            </Link>
          }
        >
          {text('runs.noneMatchText')}
        </EmptyState>
      ) : (
        <EmptyState
          title={text('runs.empty')}
          actions={
            <Link to="/flows" className={buttonClass('primary')}>
              {text('runs.toFlows')}
            </Link>
          }
        >
          {text('runs.emptyText')}
        </EmptyState>
      )}
    </div>
  );
}

function RunsSkeleton(): ReactElement {
  return (
    <div className="flex-1 overflow-hidden rounded-t-3 bg-surface shadow-1">
      <SkeletonRows count={16} height={40} />
    </div>
  );
}
