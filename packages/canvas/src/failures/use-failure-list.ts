import type { FailureList } from '@koppel/protocol';
import {
  keepPreviousData,
  useInfiniteQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi } from '../api/use-api.tsx';
import { useRefreshOnRuns } from '../live/use-refresh.ts';
import type { FailuresSearch } from './search.ts';

/** The failures that the address asks for, page by page; read again when runs change. */
export function useFailureList(
  search: FailuresSearch,
): UseInfiniteQueryResult<InfiniteData<FailureList, string | null>, ApiError> {
  const api = useApi();
  useRefreshOnRuns('listFailures');
  const { group: _group, saved: _saved, ...filters } = search;
  return useInfiniteQuery<
    FailureList,
    ApiError,
    InfiniteData<FailureList, string | null>,
    readonly unknown[],
    string | null
  >({
    queryKey: [...keyOf('listFailures'), 'pages', filters],
    queryFn: ({ pageParam, signal }) =>
      api.listFailures({ query: { ...filters, ...(pageParam === null ? {} : { before: pageParam }) } }, { signal }),
    initialPageParam: null,
    getNextPageParam: ({ items, hasMore }) => (hasMore ? (items.at(-1)?.id ?? null) : null),
    placeholderData: keepPreviousData,
  });
}
