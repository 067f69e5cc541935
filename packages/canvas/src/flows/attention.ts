import type { Connection, FlowHold, FlowSummary, Review, RunListItem } from '@koppel/protocol';

/** One thing that needs attention now, without words. Worst first. */
export type Attention =
  | { readonly kind: 'connection'; readonly status: 'fail'; readonly connection: Connection }
  | { readonly kind: 'held'; readonly status: 'fail'; readonly flow: FlowSummary; readonly hold: FlowHold }
  | { readonly kind: 'runFailed'; readonly status: 'fail'; readonly flow: FlowSummary; readonly runId: string }
  | {
      readonly kind: 'failures';
      readonly status: 'fail' | 'warn';
      readonly flow: FlowSummary;
      readonly open: number;
    }
  | { readonly kind: 'review' | 'returned' | 'approved'; readonly status: 'warn'; readonly review: Review }
  | { readonly kind: 'late'; readonly status: 'warn'; readonly flow: FlowSummary }
  | { readonly kind: 'expiring'; readonly status: 'fail' | 'warn'; readonly connection: Connection }
  | { readonly kind: 'quiet'; readonly status: 'warn'; readonly item: RunListItem }
  | { readonly kind: 'allWell'; readonly status: 'ok'; readonly connections: readonly Connection[] };

/** UX.md section 5: at most three sentences above the table. */
const most = 3;

/**
 * What needs attention, at most three things, worst first: systems that do not answer, flows whose schedule rests, flows
 * whose last run failed, drafts that wait for the reader,
 * failed records (those of a flow that writes nothing any more before the others), credentials that run out, runs that were
 * unusually quiet. Where
 * there is room left and every system passed its last test, that is said last.
 */
export function findAttention({
  flows,
  connections,
  quiet,
  reviews = [],
}: {
  readonly flows: readonly FlowSummary[];
  readonly connections: readonly Connection[];
  readonly quiet: readonly RunListItem[];
  /** Drafts that wait for somebody. */
  readonly reviews?: readonly Review[];
}): Attention[] {
  const found: Attention[] = connections
    .filter(({ lastTest }) => lastTest && !lastTest.isOk)
    .map((connection) => ({ kind: 'connection', status: 'fail', connection }));
  for (const flow of flows) {
    const last = flow.lastRuns.at(-1);
    if (flow.hold) {
      found.push({ kind: 'held', status: 'fail', flow, hold: flow.hold });
    } else if (flow.isOn && last?.status === 'failed') {
      found.push({ kind: 'runFailed', status: 'fail', flow, runId: last.runId });
    }
  }
  for (const review of reviews) {
    const { canDecide, isOwn, isOutdated, status } = review;
    if (isOutdated && status !== 'returned') continue;
    if (canDecide) found.push({ kind: 'review', status: 'warn', review });
    else if (isOwn && status === 'returned') found.push({ kind: 'returned', status: 'warn', review });
    else if (isOwn && status === 'approved') found.push({ kind: 'approved', status: 'warn', review });
  }
  const withFailures = flows.filter(({ openFailures }) => openFailures > 0);
  for (const flow of withFailures.toSorted((a, b) => b.openFailures - a.openFailures)) {
    found.push({
      kind: 'failures',
      status: writesNothing(flow) ? 'fail' : 'warn',
      flow,
      open: flow.openFailures,
    });
  }
  for (const flow of flows) {
    if (flow.freshness?.isLate && !flow.hold) found.push({ kind: 'late', status: 'warn', flow });
  }
  for (const connection of connections) {
    const [first] = connection.expiring;
    if (first) found.push({ kind: 'expiring', status: first.state === 'soon' ? 'warn' : 'fail', connection });
  }
  for (const item of newestPerFlow(quiet)) found.push({ kind: 'quiet', status: 'warn', item });
  const worst = found.toSorted((a, b) => Number(a.status === 'warn') - Number(b.status === 'warn')).slice(0, most);
  const isWell = connections.length > 0 && connections.every(({ lastTest }) => lastTest?.isOk);
  return isWell && worst.length < most ? [...worst, { kind: 'allWell', status: 'ok', connections }] : worst;
}

/** Whether the last run failed for all that it should have written. */
export function writesNothing(flow: FlowSummary): boolean {
  const last = flow.lastRuns.at(-1);
  return last !== undefined && last.failed > 0 && last.written === 0;
}

function newestPerFlow(items: readonly RunListItem[]): RunListItem[] {
  const seen = new Set<string>();
  return items.filter(({ run, isUnusuallyQuiet }) => {
    if (!isUnusuallyQuiet || seen.has(run.flowId)) return false;
    seen.add(run.flowId);
    return true;
  });
}
