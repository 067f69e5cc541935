import { isFinal } from '@koppel/model';
import type { PlanPage } from '@koppel/protocol';
import { keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi } from '../api/use-api.tsx';
import { QueryView } from '../app/query-view.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { PlanView } from '../plan-view/plan-view.tsx';
import { firstFilter, type PlanFilter } from '../plan-view/planned.ts';
import { ExportPlan } from './export-plan.tsx';
import { usePlanNodes } from './plan-nodes.ts';
import { useFigures, useRunView } from './run-context.tsx';

/** What this trial would write, page by page; grows while the trial goes on. */
export function TrialPlan(): ReactElement {
  const { detail, search, change } = useRunView();
  const nodes = usePlanNodes();
  const { state, counters } = useFigures();
  const isOver = isFinal(state);
  const [words, setWords] = useState('');
  // Chosen by nobody, it begins at the problems; while records still come, at the beginning.
  const filter = search.plan ?? (isOver ? firstFilter(counters) : 'all');
  const plan = usePlan(detail.run.id, filter, words, isOver);
  return (
    <QueryView query={plan} skeleton={<SkeletonRows count={8} height={42} />}>
      {({ pages }) => (
        <PlanView
          actions={<ExportPlan />}
          counts={pages[0]!.counts}
          part={{
            filter,
            onFilter: (next) => change({ plan: next, record: undefined }),
            search: words,
            onSearch: setWords,
            records: pages.flatMap(({ records }) => records),
            onMore: plan.hasNextPage && !plan.isFetching ? () => void plan.fetchNextPage() : null,
          }}
          nodes={nodes}
          chosen={search.record}
          onChoose={(record) => change({ record })}
          isGoing={!isOver}
        />
      )}
    </QueryView>
  );
}

/** The pages of a plan that a filter and a search leave. */
function usePlan(runId: string, filter: PlanFilter, search: string, isOver: boolean) {
  const api = useApi();
  const query = {
    ...(filter === 'all' ? {} : { action: filter }),
    ...(search === '' ? {} : { search }),
  };
  const plan = useInfiniteQuery<PlanPage, ApiError, InfiniteData<PlanPage, number>, readonly unknown[], number>({
    queryKey: [...keyOf('getRunPlan'), 'pages', runId, query],
    queryFn: ({ pageParam, signal }) =>
      api.getRunPlan({ params: { id: runId }, query: { ...query, after: pageParam } }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    ...(isOver ? { staleTime: Infinity } : { refetchInterval: 2_000 }),
  });
  const { refetch } = plan;
  useEffect(() => {
    // What was planned between the last look and the end.
    if (isOver) void refetch();
  }, [isOver, refetch]);
  return plan;
}
