import type { Database } from 'better-sqlite3';
import type { FailureWrite } from '@koppel/runtime';

// Word for word the condition of the index failure_live: only then can it serve.
const isLive = `state in ('open', 'retrying', 'waiting')`;

/** The failed records, as a run writes them. Everything here runs inside a transaction. */
export class FailureTable {
  readonly #idOf;
  readonly #insert;
  readonly #join;
  readonly #hasLive;
  readonly #solve;
  readonly #reopen;
  readonly #tell;
  readonly #tellSolved;
  readonly #tellNotReached;

  constructor(database: Database) {
    this.#idOf = database
      .prepare<[string, string, string, string], string>(
        `select id from failure where flow_id = ? and entity = ? and key = ? and ${isLive}
         union all select id from failure where id = ? limit 1`,
      )
      .pluck();
    this.#insert = database.prepare(
      `insert into failure (id, flow_id, run_id, node_id, entity, key, name, cause, error, input, output, state, waits_for, sides, seen, first_at, last_at)
       values (@id, @flowId, @runId, @nodeId, @entity, @key, @name, @cause, @error, @input, @output, @state, @waitsFor, @sides, 1, @at, @at)`,
    );
    this.#join = database.prepare(
      `update failure set run_id = @runId, node_id = @nodeId, name = @name, cause = @cause, error = @error, input = @input,
         output = @output, state = @state, waits_for = @waitsFor, sides = @sides, seen = seen + 1, last_at = @at, note = null, retry_run_id = null, edit = null
       where id = @id`,
    );
    this.#hasLive = database
      .prepare<[string], number>(`select 1 from failure where flow_id = ? and ${isLive} limit 1`)
      .pluck();
    this.#solve = database.prepare<[number, string, string, string]>(
      `update failure set state = 'solved', last_at = ?, retry_run_id = null, edit = null
       where flow_id = ? and entity = ? and ${isLive} and key in (select value from json_each(?))`,
    );
    this.#tell = database.prepare<[string, string, number, string, string]>(
      `insert into failure_event (failure_id, kind, at, run_id, text) values (?, ?, ?, ?, ?)`,
    );
    this.#tellSolved = database.prepare<[number, string, string, string, string]>(
      `insert into failure_event (failure_id, kind, at, run_id)
       select id, 'solved', ?, ? from failure
       where flow_id = ? and entity = ? and ${isLive} and key in (select value from json_each(?))`,
    );
    this.#tellNotReached = database.prepare<[number, string]>(
      `insert into failure_event (failure_id, kind, at, run_id)
       select id, 'notReached', ?, retry_run_id from failure where state = 'retrying' and retry_run_id = ?`,
    );
    this.#reopen = database.prepare<[string]>(
      `update failure set state = 'open', retry_run_id = null, edit = null where state = 'retrying' and retry_run_id = ?`,
    );
  }

  /**
   * Keeps failed records. One that failed before joins its failure, which is open again. Gives the ids of the failures
   * that were joined, by the id that the writer had thought of.
   */
  write(runId: string, failures: readonly FailureWrite[], at: Date): Map<string, string> {
    const joined = new Map<string, string>();
    for (const failure of failures) {
      const { id, flowId, nodeId, entity, key, name, cause, error, input, output, sides, waitsFor } = failure;
      const row = {
        flowId,
        runId,
        nodeId,
        entity,
        key,
        name,
        cause,
        error: JSON.stringify(error),
        input: JSON.stringify(input),
        output: output === null ? null : JSON.stringify(output),
        state: waitsFor ? 'waiting' : 'open',
        sides: sides && JSON.stringify(sides),
        waitsFor: waitsFor && JSON.stringify(waitsFor),
        at: at.getTime(),
      };
      const known = this.#idOf.get(flowId, entity, key, id);
      if (known === undefined) this.#insert.run({ ...row, id });
      else this.#join.run({ ...row, id: known });
      this.#tell.run(known ?? id, waitsFor ? 'waited' : 'failed', at.getTime(), runId, error.message);
      if (known !== undefined && known !== id) joined.set(id, known);
    }
    return joined;
  }

  /** The failures of these records are solved: they were handled now. */
  solve(
    { runId, flowId }: { readonly runId: string; readonly flowId: string },
    solved: readonly { readonly entity: string; readonly key: string }[],
    at: Date,
  ): void {
    if (solved.length === 0 || this.#hasLive.get(flowId) === undefined) return;
    const keys = Map.groupBy(solved, ({ entity }) => entity);
    for (const [entity, records] of keys) {
      const among = JSON.stringify(records.map(({ key }) => key));
      this.#tellSolved.run(at.getTime(), runId, flowId, entity, among);
      this.#solve.run(at.getTime(), flowId, entity, among);
    }
  }

  /** What this run was to retry and did not get to is open again. */
  reopen(runId: string, at: Date): void {
    this.#tellNotReached.run(at.getTime(), runId);
    this.#reopen.run(runId);
  }
}
