import type { LinkJobView, RouteName } from '@koppel/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi } from '../api/use-api.tsx';

const everyMs = 500;
/** What is read again when work on links has ended. */
export const staleWithLinks: readonly RouteName[] = [
  'listLinks',
  'listLinkPairs',
  'listLinkSuggestions',
  'getLink',
  'compareRecords',
  'countOpenFailures',
];

/** Work on links, looked at until it has ended; the links are read again then. */
export function useJob(id: string | null): LinkJobView | undefined {
  const api = useApi();
  const client = useQueryClient();
  const input = { params: { id: id ?? '' } };
  const { data } = useQuery<LinkJobView, ApiError>({
    queryKey: keyOf('getLinkJob', input),
    queryFn: ({ signal }) => api.getLinkJob(input, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'running' ? false : everyMs),
  });
  const job = id === null ? undefined : data;
  const ended = job && job.status !== 'running' ? `${job.id} ${job.status}` : null;
  useEffect(() => {
    if (ended === null) return;
    for (const route of staleWithLinks) void client.invalidateQueries({ queryKey: keyOf(route) });
  }, [client, ended]);
  return job;
}
