import type { Database } from 'better-sqlite3';
import { fieldValueSchema, runFactSchema, type RunEvent, type RunFact } from '@koppel/model';
import type { PlannedWrite } from '@koppel/runtime';
import { z } from 'zod';
import { readText } from '../json.ts';

/** Facts or planned writes in one row. Bounds what reading a small page costs. */
const maxChunk = 500;

const factsSchema = z.array(runFactSchema);

const plannedSchema: z.ZodType<PlannedWrite[]> = z.array(
  z.object({
    nodeId: z.string(),
    key: z.string(),
    name: z.string(),
    action: z.enum(['create', 'update', 'unchanged', 'filtered', 'skipped', 'failed', 'waiting']),
    changes: z.array(z.object({ field: z.string(), before: fieldValueSchema, after: fieldValueSchema })),
    reason: z.string().nullable(),
  }),
);

interface FactsRow {
  readonly first: number;
  readonly at: number;
  readonly facts: string;
}

/** What happened in runs, and what dry runs would do: long lists, stored in chunks and read in pages. */
export class RunLog {
  readonly #insertFacts;
  readonly #selectFacts;
  readonly #lastPlanned;
  readonly #insertPlanned;
  readonly #selectPlanned;

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
    this.#insertPlanned = database.prepare<[string, number, number, string]>(
      'insert into run_plan (run_id, first, last, writes) values (?, ?, ?, ?)',
    );
    this.#selectPlanned = database.prepare<[string, number], { first: number; writes: string }>(
      'select first, writes from run_plan where run_id = ? and last > ? order by first',
    );
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
    const last = this.#lastPlanned.get(runId)!;
    for (let from = 0; from < writes.length; from += maxChunk) {
      const chunk = writes.slice(from, from + maxChunk);
      const first = last + from + 1;
      this.#insertPlanned.run(runId, first, first + chunk.length - 1, JSON.stringify(chunk));
    }
  }

  /** What a dry run would write, in the order in which it was read, after the first `after`. */
  planned(runId: string, after: number, limit: number): { records: PlannedWrite[]; total: number } {
    const records: PlannedWrite[] = [];
    for (const { first, writes } of this.#selectPlanned.iterate(runId, after)) {
      const chunk = readText(plannedSchema, writes, `the plan of run ${runId} from ${first} on`);
      records.push(
        ...chunk.slice(Math.max(after + 1 - first, 0), limit - records.length + Math.max(after + 1 - first, 0)),
      );
      if (records.length >= limit) break;
    }
    return { records, total: this.#lastPlanned.get(runId)! };
  }
}
