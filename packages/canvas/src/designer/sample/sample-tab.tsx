import type { FlowDocument, RunCounters } from '@koppel/model';
import type { FlowSummary, PlannedRecord, PreviewResult } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronLeft, Play, RefreshCw } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useApi, useCall } from '../../api/use-api.tsx';
import { ProblemNote, ProblemPanel } from '../../app/problem.tsx';
import { Loading } from '../../app/query-view.tsx';
import { useReason } from '../../app/session.tsx';
import { matches } from '../../format/fold.ts';
import { useFormat, useLocalized, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { EmptyState } from '../../kit/states.tsx';
import { byInterest, countPlanned, type PlanFilter } from '../../plan-view/planned.ts';
import { planSentence } from '../../plan-view/plan-summary.tsx';
import { PlanView, type PlanPart } from '../../plan-view/plan-view.tsx';
import { useCheck, useDesignerServices, useFlow } from '../designer-context.tsx';
import { useNodeTitle, useNodeTypes } from '../use-drawing-facts.ts';
import { planOfSamples } from './sample-plan.ts';

const sampleCount = 50;

/** What the draft would write for recent records, read live. Nothing is changed in either system. */
export function SampleTab({
  summary,
  onPublish,
}: {
  readonly summary: FlowSummary;
  readonly onPublish: () => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const navigate = useNavigate({ from: '/flows/$id' });
  const search = useSearch({ from: '/shell/flows/$id' });
  const { flowId, sample } = useDesignerServices();
  const document = useFlow((flow) => flow);
  const errors = useCheck(({ issues }) => issues.filter(({ severity }) => severity === 'error').length);
  const types = useNodeTypes();
  const title = useNodeTitle();
  // The draft as it was when the sample was asked for: reading goes to both systems, so never by itself.
  const [tried, setTried] = useState(document);
  const writers = useMemo(
    () => Object.keys(tried.nodes).filter((id) => types.get(tried.nodes[id]!.type)?.role === 'sink'),
    [tried, types],
  );
  const samples = useSamplesAt(flowId, tried, writers);
  const records = useMemo(
    () =>
      planOfSamples(
        samples.data?.map(({ nodeId, result }) => {
          const outputs = types.get(tried.nodes[nodeId]?.type ?? '')?.ports.out ?? [];
          const has = (port: string) => outputs.some(({ id }) => id === port);
          return { nodeId, records: result.records, creates: has('created'), updates: has('updated') };
        }) ?? [],
        {
          absent: text('sample.absent'),
          there: text('sample.there'),
          stopped: (nodeId, port) => {
            const ports = types.get(tried.nodes[nodeId]?.type ?? '')?.ports.out ?? [];
            const found = ports.find(({ id }) => id === port);
            return text('sample.stopped', { node: title(nodeId), port: found ? localized(found.title) : port });
          },
        },
      ),
    [samples.data, types, tried, text, title, localized],
  );
  const counts = countPlanned(records);
  const readAt = samples.data?.[0]?.result.readAt;
  const problem = samples.data?.find(({ result }) => result.error !== null)?.result.error ?? null;
  useEffect(() => {
    if (readAt === undefined || problem) return;
    sample.setState({
      last: { document: tried, at: Date.parse(readAt), records: records.length, failed: counts.failed },
    });
  }, [sample, tried, readAt, problem, records.length, counts.failed]);
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
  const isStale = tried !== document;
  const again = () => {
    if (isStale) setTried(document);
    else void samples.refetch();
  };

  return (
    <main className="flex min-h-0 flex-1 flex-col bg-surface">
      <header className="flex flex-none flex-wrap items-center gap-4 border-b border-line px-5 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-50 font-bold">{text('sample.title')}</h2>
          <p role="status" className="text-20 text-ink-2">
            {readAt === undefined
              ? text('sample.reading')
              : `${text('sample.readAt', { time: format.time(readAt) })} ${planSentence(counters, text)} ${text('plan.promise')}`}
          </p>
        </div>
        {isStale && <p className="text-20 font-medium text-warn-text">{text('sample.stale')}</p>}
        <WholeTrial summary={summary} />
        <Button icon={RefreshCw} isBusy={samples.isFetching} onClick={again}>
          {text('sample.again')}
        </Button>
      </header>
      {writers.length === 0 ? (
        <EmptyState title={text('sample.noWriter')}>{text('sample.noWriterText')}</EmptyState>
      ) : samples.error ? (
        <ProblemPanel error={samples.error} onRetry={() => void samples.refetch()} />
      ) : problem ? (
        <EmptyState title={problem.message} actions={<Button onClick={again}>{text('action.tryAgain')}</Button>}>
          {problem.remedy}
        </EmptyState>
      ) : samples.data ? (
        <PlanView
          counts={counts}
          part={part}
          nodes={Object.entries(tried.nodes).map(([id, node]) => ({
            id,
            title: title(id),
            role: node.slot ? (tried.slots[node.slot]?.role ?? null) : null,
            entity: node.entity ?? null,
          }))}
          chosen={search.record}
          onChoose={(record) => void navigate({ search: (before) => ({ ...before, record }), replace: true })}
          isGoing={samples.isFetching}
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
        <span className="ml-auto text-20 text-ink-3">{errors > 0 && text('sample.publishAfter', { n: errors })}</span>
        <Button look="primary" reason={errors > 0 ? text('publish.solveFirst') : null} onClick={onPublish}>
          {text('top.publish', { version: String((summary.publishedVersion ?? 0) + 1) })}
        </Button>
      </footer>
    </main>
  );
}

/** The draft at every node that writes, for the records changed last. */
function useSamplesAt(flowId: string, document: FlowDocument, writers: readonly string[]) {
  const api = useApi();
  return useQuery<{ nodeId: string; result: PreviewResult }[], ApiError>({
    queryKey: ['sample', flowId, document.nodes, document.edges],
    queryFn: ({ signal }) =>
      Promise.all(
        writers.map(async (nodeId) => ({
          nodeId,
          result: await api.previewFlow(
            { params: { id: flowId }, body: { document, nodeId, limit: sampleCount } },
            { signal },
          ),
        })),
      ),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    enabled: writers.length > 0,
  });
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
