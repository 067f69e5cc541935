import type { Database } from 'better-sqlite3';
import { fieldValueSchema, runFactSchema, type RunEvent, type RunFact } from '@koppel/model';
import type { PlannedWrite } from '@koppel/runtime';
import { z } from 'zod';
import { readText } from '../json.ts';

/** Facts or planned writes in one row. Bounds what reading a small page costs. */
const maxChunk = 500;
/** Rows of a plan that one look reads: a search through a long plan leaves time for others in between. */
const rowsPerLook = 8;

/** What a dry run may say of a record, worst first. */
const plannedActions = ['failed', 'waiting', 'skipped', 'create', 'update', 'unchanged', 'filtered'] as const;

const factsSchema = z.array(runFactSchema);

const plannedSchema: z.ZodType<PlannedWrite[]> = z.array(
  z.object({
    nodeId: z.string(),
    key: z.string(),
    name: z.string(),
    action: z.enum(plannedActions),
    changes: z.array(z.object({ field: z.string(), before: fieldValueSchema, after: fieldValueSchema })),
    reason: z.string().nullable(),
  }),
);

interface FactsRow {
  readonly first: number;
  readonly at: number;
  readonly facts: string;
}

interface PlanRow {
  readonly first: number;
  readonly last: number;
  readonly writes: string;
}

export type PlannedAction = PlannedWrite['action'];

/** A part of a plan: `next` is where to look on, null when the plan ends here for now. */
export interface PlanLook {
  readonly records: PlannedWrite[];
  readonly next: number | null;
}

/** What happened in runs, and what dry runs would do: long lists, stored in chunks and read in pages. */
export class RunLog {
  readonly #insertFacts;
  readonly #selectFacts;
  readonly #lastPlanned;
  readonly #insertPlanned;
  readonly #selectPlanned;
  readonly #countPlanned;

  constructor(database: Database) {
    this.#insertFacts = database.prepare<[string, number, number, number, string]>(
      'insert into run_event (run_id, first_seq, last_seq, at, facts) values (?, ?, ?, ?, ?)',
    );
    this.#selectFacts = database.prepare<[string, string, number], FactsRow>(
      `select first_seq as first, at, facts from run_event
       where run_id = ? and first_seq >= coalesce(
         (select max(first_seq) from run_event where run_id = ? and first_seq <= ?), 0)
       order by first_seq`,
    );
    this.#lastPlanned = database
      .prepare<[string], number>('select coalesce(max(last), 0) from run_plan where run_id = ?')
      .pluck();
    this.#insertPlanned = database.prepare<[string, string, number, number, string]>(
      'insert into run_plan (run_id, action, first, last, writes) values (?, ?, ?, ?, ?)',
    );
    this.#selectPlanned = database.prepare<
      { runId: string; action: string | null; after: number; limit: number },
      PlanRow
    >(
      `select first, last, writes from run_plan
       where run_id = @runId and last > @after and (@action is null or action = @action) order by first limit @limit`,
    );
    this.#countPlanned = database
      .prepare<[string], [PlannedAction, number]>(
        'select action, sum(last - first + 1) from run_plan where run_id = ? group by action',
      )
      .raw();
  }

  /** Numbers the facts from `lastSeq` + 1 on. Only inside a transaction. */
  append(runId: string, lastSeq: number, facts: readonly RunFact[], at: Date): void {
    for (let from = 0; from < facts.length; from += maxChunk) {
      const chunk = facts.slice(from, from + maxChunk);
      const first = lastSeq + from + 1;
      this.#insertFacts.run(runId, first, first + chunk.length - 1, at.getTime(), JSON.stringify(chunk));
    }
  }

  /** The events after `after`, in order, at most `limit`. */
  events(runId: string, after: number, limit: number): RunEvent[] {
    const events: RunEvent[] = [];
    for (const { first, at, facts } of this.#selectFacts.iterate(runId, runId, after + 1)) {
      const time = new Date(at).toISOString();
      const chunk = readText(factsSchema, facts, `the events of run ${runId} from ${first} on`);
      for (const [index, fact] of chunk.entries()) {
        if (first + index > after) events.push({ seq: first + index, at: time, fact });
        if (events.length >= limit) return events;
      }
    }
    return events;
  }

  /** Only inside a transaction. */
  plan(runId: string, writes: readonly PlannedWrite[]): void {
    if (writes.length === 0) return;
    let last = this.#lastPlanned.get(runId)!;
    for (const action of plannedActions) {
      const alike = writes.filter((write) => write.action === action);
      for (let from = 0; from < alike.length; from += maxChunk) {
        const chunk = alike.slice(from, from + maxChunk);
        this.#insertPlanned.run(runId, action, last + 1, last + chunk.length, JSON.stringify(chunk));
        last += chunk.length;
      }
    }
  }

  /** How many records a dry run would treat in each way. */
  plannedCounts(runId: string): Record<PlannedAction, number> {
    const counts = { create: 0, update: 0, unchanged: 0, filtered: 0, skipped: 0, failed: 0, waiting: 0 };
    for (const [action, count] of this.#countPlanned.all(runId)) counts[action] = count;
    return counts;
  }

  /**
   * Looks a little way along a plan, batch by batch as it was read: at most `limit` records of `action` (null: any) after
   * the place `after`, which have every word of `search` in their name or key.
   */
  lookAtPlan(
    runId: string,
    wanted: {
      readonly action: PlannedAction | null;
      readonly search: string;
      readonly isInKeys: boolean;
      readonly after: number;
      readonly limit: number;
    },
  ): PlanLook {
    const { action, isInKeys, after, limit } = wanted;
    const words = folded(wanted.search).split(/\s+/).filter(Boolean);
    const quoted = words.map((word) => JSON.stringify(word).slice(1, -1));
    const records: PlannedWrite[] = [];
    const rows = this.#selectPlanned.all({ runId, action, after, limit: rowsPerLook });
    for (const { first, writes } of rows) {
      // Long plans are mostly passed over: only rows that may have a hit are taken apart.
      if (words.length > 0 && !hasAll(folded(writes), quoted)) continue;
      const chunk = readText(plannedSchema, writes, `the plan of run ${runId} from ${first} on`);
      for (const [index, record] of chunk.entries()) {
        const place = first + index;
        if (place <= after || !hasAll(folded(isInKeys ? record.key : `${record.name}\n${record.key}`), words)) continue;
        if (records.length === limit) return { records, next: place - 1 };
        records.push(record);
      }
    }
    return { records, next: rows.length === rowsPerLook ? rows.at(-1)!.last : null };
  }
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** A text without case and accents. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
