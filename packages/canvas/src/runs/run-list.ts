import type { Run } from '@koppel/model';
import type { RunListItem } from '@koppel/protocol';
import { isGoing } from './run-status.ts';
import type { Range, RunsSearch } from './search.ts';

/** The range that is shown when the address names none. */
export const usualRange: Range = '2';

const hourMs = 3_600_000;

/** From when the list shows runs; undefined is from the beginning. By the hour, so that the answer can be cached. */
export function rangeStart(range: Range, now: number): string | undefined {
  if (range === 'all') return undefined;
  return new Date(Math.floor(now / hourMs) * hourMs - Number(range) * 24 * hourMs).toISOString();
}

/** What became of the records that were to be written. */
export function writtenOf(run: Run): number {
  return run.counters.created + run.counters.updated;
}

/** How long a run has taken until now, or took; null while it has not begun. */
export function durationOf({ state }: Run, now: number): number | null {
  if (state.status === 'queued' || state.startedAt === null) return null;
  const end = 'endedAt' in state ? Date.parse(state.endedAt) : now;
  return Math.max(0, end - Date.parse(state.startedAt));
}

/** When a run began; before that, when it was asked for. */
export function startOf(run: Run): string {
  return (run.state.status === 'queued' ? null : run.state.startedAt) ?? run.createdAt;
}

/** Whether a run belongs into the list with these filters, as far as the run alone can tell. */
export function fitsFilters(run: Run, search: RunsSearch): boolean {
  // A search by record key is the server's to answer.
  if (search.key) return false;
  if (search.flow && run.flowId !== search.flow) return false;
  if (search.status === 'running') return isGoing(run.state.status);
  if (search.status === 'attention') return run.state.status === 'failed';
  if (search.status === 'failedRecords') return run.counters.failed > 0;
  return true;
}

/** A page of the list as the server gave it. */
export interface RunPage {
  readonly items: RunListItem[];
  readonly hasMore: boolean;
}

/** The pages with this run as it is now; null when no page has it. */
export function replaceRun<Page extends RunPage>(pages: readonly Page[], run: Run): Page[] | null {
  const at = pages.findIndex(({ items }) => items.some((item) => item.run.id === run.id));
  const page = pages[at];
  if (!page) return null;
  const items = page.items.map((item) => (item.run.id === run.id ? { ...item, run } : item));
  return pages.with(at, { ...page, items });
}

const shortestMs = 2_000;
const longestMs = 4 * hourMs;

/** Where a duration ends on its bar, from 0 to 1: by its order of magnitude, so that 20 s and 20 min both show. */
export function durationShare(ms: number): number {
  return Math.min(1, Math.log1p(Math.max(0, ms) / shortestMs) / Math.log1p(longestMs / shortestMs));
}
