import type { DriftKind, DriftState } from '@koppel/model';
import type { DriftFound, DriftOutcome, LinkSides, OpenDrift } from '@koppel/runtime';
import type { Database } from 'better-sqlite3';
import type { Pairs, PairView } from './pairs.ts';

interface OpenRow {
  readonly id: number;
  readonly sourceKey: string;
  readonly field: string;
  readonly kind: DriftKind;
  readonly state: DriftState;
  readonly runId: string;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

// Word for word the condition of the index drift_open: only then can it serve.
const isOpen = `state in ('found', 'held', 'left')`;

/** Departures from the master, as drift checks write them. What writes runs inside a transaction. */
export class DriftTable {
  readonly #pairs: Pairs;
  readonly #open;
  readonly #note;
  readonly #settle;
  readonly #hasOpen;
  readonly #decided;

  constructor(database: Database, pairs: Pairs) {
    this.#pairs = pairs;
    this.#open = database.prepare<[string, number, number, string], OpenRow>(
      `select id, source_key as sourceKey, field, kind, state, run_id as runId, changed_by as changedBy, changed_at as changedAt
       from drift indexed by drift_open
       where flow_id = ? and pair_id = ? and is_to_b = ? and ${isOpen} and source_key in (select value from json_each(?))
       order by id`,
    );
    this.#note = database.prepare(
      `insert into drift (flow_id, node_id, pair_id, is_to_b, source_key, target_key, name, kind, field, compared, changed_by,
         changed_at, state, first_at, last_at, run_id)
       values (@flowId, @nodeId, @pairId, @isToB, @sourceKey, @targetKey, @name, @kind, @field, @compared, @changedBy,
         @changedAt, 'found', @at, @at, @runId)
       on conflict (flow_id, pair_id, is_to_b, source_key, field) where ${isOpen} do update set
         node_id = excluded.node_id, target_key = excluded.target_key, name = excluded.name, kind = excluded.kind,
         changed_by = iif(excluded.changed_at is null and compared = excluded.compared, changed_by, excluded.changed_by),
         changed_at = iif(excluded.changed_at is null and compared = excluded.compared, changed_at, excluded.changed_at),
         compared = excluded.compared, state = 'found', last_at = excluded.last_at, run_id = excluded.run_id`,
    );
    this.#hasOpen = database
      .prepare<[string], number>(`select 1 from drift indexed by drift_open where flow_id = ? and ${isOpen} limit 1`)
      .pluck();
    this.#decided = database.prepare<[number, string, string]>(
      `update drift set state = 'settled', last_at = ?
       where flow_id = ? and ${isOpen} and state = 'held' and source_key in (select value from json_each(?))`,
    );
    this.#settle = database.prepare<[DriftState, number, number]>(
      `update drift set state = ?, last_at = ? where id = ?`,
    );
  }

  open(flowId: string, sides: LinkSides, sourceKeys: readonly string[]): Map<string, OpenDrift[]> {
    const pair = this.#pairs.find(sides);
    const rows = pair ? this.#rows(flowId, pair, sourceKeys) : [];
    return Map.groupBy(rows, ({ sourceKey }) => sourceKey);
  }

  note(flowId: string, runId: string, found: readonly DriftFound[], at: Date): void {
    for (const one of found) {
      const { base, present, wanted, nodeId, sourceKey, targetKey, name, kind, field, changedBy, changedAt } = one;
      const pair = this.#pairs.findOrAdd(one);
      this.#note.run({
        flowId,
        runId,
        nodeId,
        sourceKey,
        targetKey,
        name,
        kind,
        field,
        changedBy,
        changedAt,
        pairId: pair.id,
        isToB: toB(pair),
        compared: JSON.stringify({ base, present, wanted }),
        at: at.getTime(),
      });
    }
  }

  settle(flowId: string, runId: string, outcomes: readonly DriftOutcome[], at: Date): void {
    for (const outcome of outcomes) {
      const pair = this.#pairs.find(outcome);
      if (!pair) continue;
      const fields = new Set(outcome.fields);
      for (const row of this.#rows(flowId, pair, [outcome.sourceKey])) {
        if (!fields.has(row.field)) continue;
        const wasFound = row.state === 'found' && row.runId === runId;
        const state = outcome.remain[row.field] ?? (wasFound ? 'putBack' : 'settled');
        this.#settle.run(state, at.getTime(), row.id);
      }
    }
  }

  /** What waited for a person is settled: these records were handled now, by whichever run of the flow. */
  decided(flowId: string, sourceKeys: readonly string[], at: Date): void {
    if (sourceKeys.length === 0 || this.#hasOpen.get(flowId) === undefined) return;
    this.#decided.run(at.getTime(), flowId, JSON.stringify(sourceKeys));
  }

  #rows(flowId: string, pair: PairView, sourceKeys: readonly string[]): OpenRow[] {
    return this.#open.all(flowId, pair.id, toB(pair), JSON.stringify(sourceKeys));
  }
}

/** Departures are the target's. */
function toB({ isSourceA }: PairView): 0 | 1 {
  return isSourceA ? 1 : 0;
}
