import type { LogLine } from '../../live/run-live-state.ts';

/** What became of a record, as its last telling line says. */
export const recordOutcomes = ['failed', 'skipped', 'created', 'updated', 'linked', 'unchanged'] as const;
export type RecordOutcome = (typeof recordOutcomes)[number];

/** A record of the run, as far as the log speaks of it. */
export interface RunRecord {
  readonly key: string;
  readonly name: string;
  readonly outcome: RecordOutcome;
  /** Nodes that have a line about it. */
  readonly nodeIds: readonly string[];
  /** When its last line was written. */
  readonly at: string;
  /** How long it took from its first to its last line, in milliseconds; 0 for a single line. */
  readonly tookMs: number;
}

const typed: Readonly<Record<string, RecordOutcome>> = {
  'record.failed': 'failed',
  'record.skipped': 'skipped',
  'record.created': 'created',
  'record.updated': 'updated',
  'record.linked': 'linked',
  'record.unchanged': 'unchanged',
};

/**
 * The records that the log speaks of: those that failed first, then those that took longest. Of a record with several
 * lines the worst outcome counts, as in the totals.
 */
export function recordsOf(log: readonly LogLine[]): RunRecord[] {
  const records = new Map<string, RunRecord & { readonly firstAt: string }>();
  for (const line of log) {
    if (line.kind !== 'event') continue;
    const { fact, at } = line.event;
    const outcome = typed[fact.type];
    if (!outcome || !('key' in fact)) continue;
    const known = records.get(fact.key);
    records.set(fact.key, {
      key: fact.key,
      name: fact.name,
      outcome: known && rank(known.outcome) < rank(outcome) ? known.outcome : outcome,
      nodeIds: known ? [...new Set([...known.nodeIds, fact.nodeId])] : [fact.nodeId],
      at,
      firstAt: known?.firstAt ?? at,
      tookMs: known ? Date.parse(at) - Date.parse(known.firstAt) : 0,
    });
  }
  return [...records.values()].toSorted(
    (a, b) =>
      Number(b.outcome === 'failed') - Number(a.outcome === 'failed') || b.tookMs - a.tookMs || (a.at < b.at ? 1 : -1),
  );
}

function rank(outcome: RecordOutcome): number {
  return recordOutcomes.indexOf(outcome);
}
