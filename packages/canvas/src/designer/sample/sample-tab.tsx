import { descriptorOf, doesWrite } from '../../flow-canvas/ports.ts';
import type { ErrorView, RunCounters } from '@koppel/model';
import type { FlowSummary, PlannedRecord } from '@koppel/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Bookmark, ChevronLeft, Play, RefreshCw } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote, ProblemPanel } from '../../app/problem.tsx';
import { Loading } from '../../app/query-view.tsx';
import { useReason } from '../../app/session.tsx';
import { matches } from '../../format/fold.ts';
import { useFormat, useLocalized, useText } from '../../i18n/locale.tsx';
import { useTold } from '../../i18n/told.ts';
import { Button } from '../../kit/button.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { EmptyState } from '../../kit/states.tsx';
import { Note } from '../../kit/status-pill.tsx';
import { pathOf } from '../../plan-view/path.ts';
import { byInterest, countPlanned, type PlanFilter } from '../../plan-view/planned.ts';
import { planSentence } from '../../plan-view/plan-summary.tsx';
import { choicesOf } from '../../plan-view/choices.ts';
import { PlanView, type PlanPart } from '../../plan-view/plan-view.tsx';
import { useCheck, useDesignerServices, useFlow } from '../designer-context.tsx';
import { FailedRecord, FixLink } from './failed-record.tsx';
import { SampleReport } from './sample-report.tsx';
import { useSample } from './use-sample.ts';
import { UserList } from '../settings/users-card.tsx';
import { KeepDialog } from '../tests/keep-dialog.tsx';
import { useNodeTitle, useNodeTypes } from '../use-drawing-facts.ts';

/** What the draft would write for recent records, read live. Nothing is changed in either system. */
export function SampleTab({
  summary,
  onPublish,
}: {
  readonly summary: FlowSummary;
  readonly onPublish: () => void;
}): ReactElement {
  const text = useText();
  const told = useTold();
  const format = useFormat();
  const localized = useLocalized();
  const navigate = useNavigate({ from: '/flows/$id' });
  const search = useSearch({ from: '/shell/flows/$id' });
  const { flowId, sample: last, context, editor } = useDesignerServices();
  const document = useFlow((flow) => flow);
  const errors = useCheck(({ issues }) => issues.filter(({ severity }) => severity === 'error').length);
  const firstError = useCheck(
    ({ issues }) => issues.find(({ severity, nodeId }) => severity === 'error' && nodeId !== null)?.nodeId ?? null,
  );
  const types = useNodeTypes();
  const title = useNodeTitle();
  // The draft as it was when the sample was asked for: reading goes to both systems, so never by itself.
  const [tried, setTried] = useState(document);
  const [isKeeping, setIsKeeping] = useState(false);
  const isWriting = useMemo(() => doesWrite(tried, types, context.subFlows), [tried, types, context.subFlows]);
  const hidden = useReason('payloads.read');
  const sample = useSample(flowId, tried, isWriting && hidden === null);
  const { isFetching } = sample;
  useEffect(() => {
    if (isFetching) last.setState({ trying: tried });
  }, [last, isFetching, tried]);
  const records = useMemo(() => sample.data?.records ?? [], [sample.data]);
  const paths = sample.data?.paths ?? {};
  const writes = sample.data?.writes ?? [];
  const writeOf = ({ nodeId, key }: PlannedRecord) =>
    writes.find((write) => write.nodeId === nodeId && write.key === key) ?? null;
  const editReason = useReason('flows.edit');
  const toKeep = useMemo(
    () =>
      [
        ...new Map(
          byInterest(records)
            .toReversed()
            .map((record) => [record.key, record]),
        ).values(),
      ].toReversed(),
    [records],
  );
  const counts = countPlanned(records);
  const readAt = sample.data?.readAt;
  const problem = sample.data?.error ? told(sample.data.error) : null;
  useEffect(() => {
    if (readAt === undefined || problem) return;
    last.setState({
      last: { document: tried, at: Date.parse(readAt), records: records.length, failed: counts.failed },
    });
  }, [last, tried, readAt, problem, records.length, counts.failed]);
  const counters: RunCounters = {
    read: records.length,
    created: counts.create,
    updated: counts.update,
    unchanged: counts.unchanged,
    filtered: counts.filtered,
    skipped: counts.skipped,
    failed: counts.failed,
    waiting: counts.waiting,
  };
  const part = useSamplePart(records);
  const nodes = useMemo(
    () =>
      Object.entries(tried.nodes).map(([id, node]) => ({
        id,
        title: title(id),
        role: node.slot ? (tried.slots[node.slot]?.role ?? null) : null,
        entity: node.entity ?? null,
        kind: descriptorOf(types, node)?.role ?? null,
        choices: choicesOf(context, node),
        outputs: Object.fromEntries(
          descriptorOf(types, node)?.ports.out.map((port) => [port.id, localized(port.title)]) ?? [],
        ),
      })),
    [tried, types, title, localized, context],
  );
  const isStale = tried !== document;
  const again = () => {
    if (isStale) setTried(document);
    else void sample.refetch();
  };

  return (
    <main className="flex min-h-0 flex-1 flex-col bg-surface">
      <header className="flex flex-none flex-wrap items-center gap-4 border-b border-line px-5 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-50 font-bold">{text('sample.title')}</h2>
          <p role="status" className="text-20 text-ink-2">
            {hidden ??
              (!isWriting
                ? null
                : readAt === undefined
                  ? text('sample.reading')
                  : `${text('sample.readAt', { time: format.time(readAt) })} ${planSentence(counters, text)} ${text('plan.promise')}`)}
          </p>
        </div>
        {isStale && <p className="text-20 font-medium text-warn-text">{text('sample.stale')}</p>}
        {!summary.isSubFlow && (
          <>
            <WholeTrial summary={summary} />
            <Button icon={RefreshCw} isBusy={sample.isFetching} reason={hidden} onClick={again}>
              {text('sample.again')}
            </Button>
          </>
        )}
      </header>
      {sample.data && <LeftOut nodes={sample.data.leftOut.map(title)} problem={records.length > 0 ? problem : null} />}
      {hidden !== null ? null : summary.isSubFlow && !isWriting ? (
        <EmptyState title={text('subFlow.noSample')} actions={<UserList flow={summary} tab="sample" />}>
          {text('subFlow.noSampleText')}
        </EmptyState>
      ) : !isWriting ? (
        <EmptyState title={text('sample.noWriter')}>{text('sample.noWriterText')}</EmptyState>
      ) : sample.error ? (
        <ProblemPanel error={sample.error} onRetry={() => void sample.refetch()} />
      ) : problem && records.length === 0 ? (
        <EmptyState
          title={problem.message}
          actions={
            <>
              <Button onClick={again}>{text('action.tryAgain')}</Button>
              {firstError && <FixLink nodeId={firstError} nodeTitle={title(firstError)} />}
            </>
          }
        >
          {problem.remedy}
        </EmptyState>
      ) : sample.data ? (
        <PlanView
          counts={counts}
          part={part}
          nodes={nodes}
          chosen={search.record}
          onChoose={(record) => void navigate({ search: (before) => ({ ...before, record }), replace: true })}
          isGoing={sample.isFetching}
          renderFailed={(record) => <FailedRecord document={tried} record={record} />}
          writeOf={writeOf}
          pathOf={(record) => pathOf(record, paths[record.key] ?? [], tried)}
          onOpen={(nodeId) => {
            editor.select([nodeId]);
            void navigate({ search: { node: nodeId } });
          }}
        />
      ) : (
        <Loading isOn>
          <SkeletonRows count={10} height={42} />
        </Loading>
      )}
      <footer className="flex h-13 flex-none items-center gap-2 border-t border-line px-5">
        <Button icon={ChevronLeft} onClick={() => void navigate({ search: {} })}>
          {text('sample.back')}
        </Button>
        <Button
          icon={Bookmark}
          reason={
            editReason ??
            (errors > 0 ? text('publish.solveFirst') : toKeep.length === 0 ? text('tests.keep.noRecords') : null)
          }
          onClick={() => setIsKeeping(true)}
        >
          {text('tests.keep')}
        </Button>
        {readAt !== undefined && (
          <SampleReport
            records={records}
            writeOf={writeOf}
            nodes={nodes}
            readAt={readAt}
            totals={planSentence(counters, text)}
          />
        )}
        <span className="ml-auto text-20 text-ink-3">{errors > 0 && text('sample.publishAfter', { n: errors })}</span>
        <Button look="primary" reason={errors > 0 ? text('publish.solveFirst') : null} onClick={onPublish}>
          {text('top.publish', { version: String((summary.publishedVersion ?? 0) + 1) })}
        </Button>
      </footer>
      {isKeeping && (
        <KeepDialog flowId={flowId} document={tried} records={toKeep} onClose={() => setIsKeeping(false)} />
      )}
    </main>
  );
}

/** What was not tried, because it has problems, and what stopped the sample on its way, in the reader's language. */
function LeftOut({
  nodes,
  problem,
}: {
  readonly nodes: readonly string[];
  readonly problem: ErrorView | null;
}): ReactElement | null {
  const text = useText();
  if (nodes.length === 0 && !problem) return null;
  return (
    <div className="flex flex-none flex-col gap-1.5 border-b border-line px-5 py-2">
      {problem && (
        <Note status="fail">
          {problem.message} {problem.remedy}
        </Note>
      )}
      {nodes.length > 0 && (
        <Note status="warn">{text('sample.leftOut', { n: nodes.length, nodes: nodes.join(', ') })}</Note>
      )}
    </div>
  );
}

/** A trial of the published version over all its changes: a run that writes nothing. */
function WholeTrial({ summary }: { readonly summary: FlowSummary }): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const runReason = useReason('flows.run');
  const start = useCall('startRun', { stale: ['listRuns'] });
  const reason = runReason ?? (summary.publishedVersion === null ? text('sample.notPublished') : null);
  return (
    <>
      <ProblemNote error={start.error} />
      <Button
        icon={Play}
        reason={reason}
        isBusy={start.isPending}
        onClick={() =>
          start.mutate(
            { params: { id: summary.id }, body: { scope: { kind: 'all' }, isDryRun: true } },
            { onSuccess: (run) => void navigate({ to: '/runs/$id', params: { id: run.id } }) },
          )
        }
      >
        {text('sample.whole', { version: String(summary.publishedVersion ?? 1) })}
      </Button>
    </>
  );
}

/** The records of a sample that a filter and a search leave: all of them are here. */
function useSamplePart(records: readonly PlannedRecord[]): PlanPart {
  const [chosen, setFilter] = useState<PlanFilter | null>(null);
  const [search, setSearch] = useState('');
  const filter = chosen ?? 'all';
  const shown = useMemo(
    () =>
      byInterest(records).filter(
        ({ action, key, name }) =>
          (filter === 'all' || action === filter) && (search === '' || matches(`${name} ${key}`, search)),
      ),
    [records, filter, search],
  );
  return { filter, onFilter: setFilter, search, onSearch: setSearch, records: shown, onMore: null };
}
