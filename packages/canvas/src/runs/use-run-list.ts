import type { Run } from '@koppel/model';
import type { RunList } from '@koppel/protocol';
import {
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi, useRead } from '../api/use-api.tsx';
import { useNow } from '../kit/timing.ts';
import { useRunChanges } from '../live/use-live.tsx';
import { useThrottled } from '../live/use-refresh.ts';
import { fitsFilters, rangeStart, replaceRun, usualRange } from './run-list.ts';
import type { RunsSearch } from './search.ts';

type Pages = InfiniteData<RunList, number | null>;

export interface LiveRunList {
  readonly query: UseInfiniteQueryResult<Pages, ApiError>;
  readonly totals: RunList['totals'] | undefined;
  /** Runs that began since the list was read. They wait for `showNew`, so that nothing moves under the reader. */
  readonly newCount: number;
  showNew(): void;
}

/** The runs that the address asks for: page by page, with rows that follow what happens. */
export function useRunList(search: RunsSearch): LiveRunList {
  const api = useApi();
  const client = useQueryClient();
  const range = search.range ?? usualRange;
  const hour = useNow(3_600_000);
  const filters = useMemo(
    () => ({
      ...(search.status ? { status: search.status } : {}),
      ...(search.flow ? { flow: search.flow } : {}),
      ...(search.key ? { key: search.key } : {}),
      from: rangeStart(range, hour),
    }),
    [search.status, search.flow, search.key, range, hour],
  );
  const queryKey = useMemo(() => [...keyOf('listRuns'), 'pages', filters], [filters]);
  const query = useInfiniteQuery<RunList, ApiError, Pages, readonly unknown[], number | null>({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      api.listRuns({ query: { ...filters, ...(pageParam === null ? {} : { before: pageParam }) } }, { signal }),
    initialPageParam: null,
    getNextPageParam: ({ items, hasMore }) => (hasMore ? (items.at(-1)?.run.number ?? null) : null),
    // The rows follow the socket; reading many pages again on each focus would not show anything new.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const totals = useRead('listRuns', { query: { ...filters, limit: 1 } }, { everyMs: 30_000, keepsFormer: true });
  const [fresh, setFresh] = useState<{ of: readonly unknown[]; ids: ReadonlySet<string> }>({ of: [], ids: new Set() });
  const refreshTotals = useThrottled(() => void totals.refetch(), 2_000);

  const onRun = (run: Run) => {
    refreshTotals();
    const pages = client.getQueryData<Pages>(queryKey);
    if (!pages) return;
    const replaced = replaceRun(pages.pages, run);
    if (replaced) client.setQueryData<Pages>(queryKey, { ...pages, pages: replaced });
    else if (isNewer(pages.pages, run) && fitsFilters(run, search)) {
      setFresh(({ of, ids }) => ({ of: queryKey, ids: new Set(of === queryKey ? ids : []).add(run.id) }));
    }
  };
  useRunChanges(onRun, () => void client.invalidateQueries({ queryKey }));

  return {
    query,
    totals: totals.data?.totals,
    // Those of other filters are not of this list.
    newCount: fresh.of === queryKey ? fresh.ids.size : 0,
    showNew() {
      setFresh({ of: queryKey, ids: new Set() });
      // From the first page on: what was paged to is far below what the reader asks for.
      void client.resetQueries({ queryKey });
    },
  };
}

function isNewer(pages: readonly RunList[], run: Run): boolean {
  const newest = pages[0]?.items[0]?.run.number ?? 0;
  return run.number > newest;
}
