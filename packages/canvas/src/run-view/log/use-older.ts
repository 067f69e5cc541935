import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/use-api.tsx';
import type { LogLine } from '../../live/run-live-state.ts';
import type { PlacedLine } from './lines.ts';

const pageSize = 1_000;

export interface OlderLines {
  /** Before the first line that is kept, oldest first, without a gap to it. */
  readonly lines: readonly PlacedLine[];
  readonly isLoading: boolean;
  readonly error: ApiError | null;
  /** Reads one page more. */
  more(): void;
  /** Gives up what was read: the reader is back at the newest lines. */
  drop(): void;
}

/** Lines that the page no longer keeps, read from the server when somebody scrolls up to them. */
export function useOlderLines(runId: string, firstSeq: number | null, forgotten: number): OlderLines {
  const api = useApi();
  // Up to which line the reader went back, and how many pages; null while nobody looks.
  const [back, setBack] = useState<{ readonly before: number; readonly at: number; readonly pages: number } | null>(
    null,
  );
  const isDue = back !== null && forgotten > 0;
  const from = back ? Math.max(0, back.before - 1 - back.pages * pageSize) : 0;
  const query = useQuery<readonly PlacedLine[], ApiError>({
    queryKey: ['older-lines', runId, back?.before, back?.pages],
    queryFn: async ({ signal }) => {
      const lines: LogLine[] = [];
      let after = from;
      while (after < back!.before - 1) {
        const { events } = await api.getRunEvents(
          { params: { id: runId }, query: { after, limit: pageSize } },
          { signal },
        );
        const wanted = events.filter(({ seq }) => seq < back!.before);
        lines.push(...wanted.map((event): LogLine => ({ kind: 'event', event })));
        if (wanted.length === 0 || wanted.length < events.length) break;
        after = wanted.at(-1)!.seq;
      }
      return lines.map((line, index) => ({ at: back!.at - lines.length + index, line }));
    },
    enabled: isDue,
    staleTime: Infinity,
    placeholderData: (former) => (back ? former : undefined),
  });
  const lines = isDue ? (query.data ?? []) : [];
  // More lines were dropped meanwhile: what was read would have a gap behind it.
  const isBroken = back !== null && firstSeq !== null && back.before < firstSeq;
  return {
    lines: isBroken ? [] : lines,
    isLoading: isDue && query.isFetching,
    error: query.error,
    more() {
      if (firstSeq === null || forgotten === 0 || query.isFetching) return;
      if (back && !isBroken) {
        if (from > 0) setBack({ ...back, pages: back.pages + 1 });
      } else setBack({ before: firstSeq, at: forgotten, pages: 1 });
    },
    drop() {
      if (back) setBack(null);
    },
  };
}
