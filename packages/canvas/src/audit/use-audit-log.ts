import type { AuditEvent, AuditList } from '@koppel/protocol';
import {
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi, useRead } from '../api/use-api.tsx';
import { useSession } from '../app/session.tsx';
import { useNow } from '../kit/timing.ts';
import { queryOf, type AuditSearch } from './search.ts';

type Pages = InfiniteData<AuditList, number | null>;

const eventsAtATime = 100;

/** The events that the address asks for, page by page. */
export interface AuditLogList {
  readonly query: UseInfiniteQueryResult<Pages, ApiError>;
  readonly events: readonly AuditEvent[];
  /** Who occurs in the log. */
  readonly actors: AuditList['actors'];
  /** What the server was asked for. */
  readonly filter: ReturnType<typeof queryOf>;
  /** Reads it anew, from the newest event on. */
  refresh(): void;
}

/** Reads the audit log of the workspace, or with the scope `all` that of everything. */
export function useAuditLog(search: AuditSearch): AuditLogList {
  const api = useApi();
  const client = useQueryClient();
  const { timeZone } = useSession().workspace;
  const now = useNow(3_600_000);
  const filter = useMemo(() => queryOf(search, { now, timeZone }), [search, now, timeZone]);
  const name = search.scope === 'all' ? 'listInstanceAudit' : 'listAudit';
  const queryKey = useMemo(() => [...keyOf(name), 'pages', filter], [name, filter]);
  const query = useInfiniteQuery<AuditList, ApiError, Pages, readonly unknown[], number | null>({
    queryKey,
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: eventsAtATime, ...(pageParam === null ? {} : { before: pageParam }) };
      return api[name]({ query: { ...filter, ...page } }, { signal });
    },
    initialPageParam: null,
    getNextPageParam: ({ items, hasMore }) => (hasMore ? (items.at(-1)?.seq ?? null) : null),
    // Reading many pages again on each focus would move what somebody reads.
    refetchOnWindowFocus: false,
  });
  const events = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  // Of all, whatever the filters: somebody who is chosen stays a choice while the list is being read.
  const everybody = useRead(name, { query: { limit: 1 } });
  return {
    query,
    events,
    actors: everybody.data?.actors ?? [],
    filter,
    refresh: () => void client.resetQueries({ queryKey }),
  };
}

/** One event by its number: from the list, or else from the server. Undefined while it is being read, null where there is none. */
export function useAuditEvent(seq: number, { scope }: AuditSearch, list: AuditLogList): AuditEvent | null | undefined {
  const listed = list.events.find((event) => event.seq === seq);
  const name = scope === 'all' ? 'listInstanceAudit' : 'listAudit';
  const read = useRead(name, { query: { before: seq + 1, limit: 1 } }, { isEnabled: listed === undefined });
  if (listed) return listed;
  if (!read.data) return read.error ? null : undefined;
  return read.data.items.find((event) => event.seq === seq) ?? null;
}
