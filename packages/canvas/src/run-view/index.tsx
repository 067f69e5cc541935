import type { RunDetail } from '@koppel/protocol';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useRead } from '../api/use-api.tsx';
import { Page } from '../app/page.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { useText, useLocalized } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { OnlyHeard } from '../kit/marks.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Bone, SkeletonRows } from '../kit/skeleton.tsx';
import { Splitter } from '../kit/split.tsx';
import { useRunStore } from '../live/use-live.tsx';
import { useThrottled } from '../live/use-refresh.ts';
import { PlanSummary } from '../plan-view/plan-summary.tsx';
import { Announcer } from './announcer.tsx';
import { RunCanvas } from './flow/run-canvas.tsx';
import { LogPanel } from './log/log-panel.tsx';
import { FailuresTab } from './records/failures-tab.tsx';
import { RecordsTab } from './records/records-tab.tsx';
import { RunActions } from './run-actions.tsx';
import { RunHeader } from './run-header.tsx';
import { RunViewProvider, useFigures, useRunView, type RunView } from './run-context.tsx';
import { useRunNodes } from './run-nodes.ts';
import { runTabs, type RunSearch, type RunTab } from './search.ts';
import { Timeline } from './timeline/timeline.tsx';
import { TrialPlan } from './trial-plan.tsx';

/** A run by its id: what it does, live or as it was. */
export function RunScreen(): ReactElement {
  const text = useText();
  const { id } = useParams({ from: '/shell/runs/$id' });
  const run = useRead('getRun', { params: { id } });
  // Another run is another screen: nothing of the one before stays.
  return (
    <Guarded key={id} run={run}>
      {text('runs.title')}
    </Guarded>
  );
}

function Guarded({ run, children }: { readonly run: ReturnType<typeof useRead<'getRun'>>; readonly children: string }) {
  const text = useText();
  if (run.data) return <Loaded detail={run.data} refetch={() => void run.refetch()} />;
  return (
    <Page title={text('runView.title', { number: '' })} trail={[<RunsLink key="runs">{children}</RunsLink>]}>
      <main className="flex min-h-0 flex-1 flex-col">
        <Guard permission="runs.read">
          <QueryView query={run} skeleton={<RunSkeleton />}>
            {() => null}
          </QueryView>
        </Guard>
      </main>
    </Page>
  );
}

function RunsLink({ children }: { readonly children: string }): ReactElement {
  return (
    <Link to="/runs" className="hover:text-ink">
      {children}
    </Link>
  );
}

function Loaded({ detail, refetch }: { readonly detail: RunDetail; readonly refetch: () => void }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const navigate = useNavigate({ from: '/runs/$id' });
  const search = useSearch({ from: '/shell/runs/$id' });
  const live = useRunStore(detail.run.id);
  const nodes = useRunNodes(detail);
  const change = useCallback(
    (part: { readonly [Key in keyof RunSearch]?: RunSearch[Key] | undefined }) =>
      void navigate({ search: (before) => ({ ...before, line: undefined, ...part }), replace: true }),
    [navigate],
  );
  const view = useMemo(
    (): RunView => ({ detail, document: detail.document, nodes, live, search, change }),
    [detail, nodes, live, search, change],
  );
  // What only the server knows (open failures, the usual time) is read anew when the run ends or a record fails.
  const failed = useStore(live, ({ counters }) => counters.failed);
  const status = useStore(live, ({ state }) => state?.status ?? null);
  const refresh = useThrottled(refetch, 2_000);
  useEffect(() => {
    if (status !== null) refresh();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `refresh` always does the same
  }, [status, failed]);
  return (
    <RunViewProvider value={view}>
      <Page
        title={text('runView.title', { number: String(detail.run.number) })}
        trail={[
          <RunsLink key="runs">{text('runs.title')}</RunsLink>,
          <Link key="flow" to="/runs" search={{ flow: detail.run.flowId }} className="truncate hover:text-ink">
            {localized(detail.flowTitle)}
          </Link>,
        ]}
        actions={<RunActions />}
      >
        <main className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          <RunHeader />
          <Parts />
          <Announcer />
        </main>
      </Page>
    </RunViewProvider>
  );
}

/** Of the height: of the flow, and of the flow of a trial, whose plan matters more. */
const usualShares = { run: 42, trial: 30 };

/** The flow above; below it what would be written, or timeline and log. */
function Parts(): ReactElement {
  const text = useText();
  const { detail, search, change } = useRunView();
  const usualShare = detail.run.isDryRun ? usualShares.trial : usualShares.run;
  const [share, setShare] = useState(usualShare);
  const isPlanShown = detail.run.isDryRun && search.trial !== 'log';
  return (
    <div className="flex min-h-130 flex-1 flex-col max-narrow:min-h-230">
      <section
        aria-label={text('runView.flow')}
        className="flex min-h-0 flex-none flex-col"
        style={{ height: `${share}%` }}
      >
        <RunCanvas />
      </section>
      <Splitter label={text('runView.split')} share={share} min={10} max={80} usual={usualShare} onChange={setShare} />
      <div className="flex min-h-0 flex-1 flex-col bg-surface">
        {detail.run.isDryRun && (
          <TrialHead isPlanShown={isPlanShown} onShow={(isPlan) => change({ trial: isPlan ? undefined : 'log' })} />
        )}
        {isPlanShown ? (
          <TrialPlan />
        ) : (
          <div className="flex min-h-0 flex-1 max-narrow:flex-col">
            <LeftPart />
            <LogPanel />
          </div>
        )}
      </div>
    </div>
  );
}

function TrialHead({
  isPlanShown,
  onShow,
}: {
  readonly isPlanShown: boolean;
  readonly onShow: (isPlan: boolean) => void;
}): ReactElement {
  const text = useText();
  const { counters } = useFigures();
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-1.5">
      <Segmented<'plan' | 'log'>
        label={text('timeline.view')}
        value={isPlanShown ? 'plan' : 'log'}
        onChange={(value) => onShow(value === 'plan')}
        options={[
          { value: 'plan', label: text('plan.title') },
          { value: 'log', label: text('plan.log') },
        ]}
      />
      <PlanSummary counters={counters} />
    </div>
  );
}

function LeftPart(): ReactElement {
  const text = useText();
  const { detail, search, change, nodes } = useRunView();
  const { counters } = useFigures();
  const tab = search.tab ?? 'nodes';
  const tabs = runTabs.filter((name) => name !== 'failures' || !detail.run.isDryRun);
  const chosen = nodes.find(({ id }) => id === search.node);
  const words: Record<RunTab, string> = {
    nodes: text('timeline.nodes'),
    records: text('timeline.records'),
    failures: text('timeline.failures', { n: counters.failed }),
  };
  return (
    <section
      aria-label={text('timeline.title')}
      className="flex min-h-0 w-[clamp(21rem,38%,31.25rem)] flex-none flex-col border-r border-line max-narrow:h-1/2 max-narrow:w-full"
    >
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
        <h2 className="text-40 font-bold">{text('timeline.title')}</h2>
        {chosen && (
          <button
            type="button"
            onClick={() => change({ node: undefined })}
            title={text('timeline.clear')}
            className="inline-flex h-6 max-w-40 items-center gap-1 rounded-1 bg-selected px-1.75 text-20 font-medium"
          >
            <span className="truncate">{text('timeline.filtered', { node: chosen.title })}</span>
            <Icon of={X} size="xs" />
            <OnlyHeard>{text('timeline.clear')}</OnlyHeard>
          </button>
        )}
        <span className="ml-auto">
          <Segmented<RunTab>
            label={text('timeline.view')}
            value={tab}
            onChange={(value) => change({ tab: value === 'nodes' ? undefined : value })}
            options={tabs.map((value) => ({ value, label: words[value] }))}
          />
        </span>
      </div>
      {tab === 'records' ? <RecordsTab /> : tab === 'failures' ? <FailuresTab /> : <Timeline />}
    </section>
  );
}

function RunSkeleton(): ReactElement {
  return (
    <>
      <div className="flex flex-none flex-col gap-2 border-b border-line bg-surface px-6 py-4">
        <Bone width="16rem" />
        <Bone width="10rem" />
      </div>
      <div className="h-2/5 flex-none border-b border-line-strong bg-canvas" />
      <div className="flex-1 overflow-hidden bg-surface">
        <SkeletonRows count={10} height={38} />
      </div>
    </>
  );
}
