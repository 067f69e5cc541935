import { isFinal, type RunScope } from '@koppel/model';
import type { ClaimedRun, RunJournal } from '@koppel/runtime';
import Database from 'better-sqlite3';
import type { Life } from '../../runtime/test/simulated-world.ts';
import type { JournalView, TestedJournal } from '../../runtime/test/tested-journal.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';

const leaseMs = 15_000;

/** The store's journal, as the suites of the runtime test it. */
export class SqliteJournal implements TestedJournal {
  readonly opened: TestStore = openTestStore();
  /** What can only be looked up from outside. */
  readonly #outside = new Database(this.opened.file, { readonly: true });
  #runId = '';
  #claimed: ClaimedRun | null = null;

  async begin(scope: RunScope = { kind: 'changes' }, isDryRun = false): Promise<void> {
    const { store, now } = this.opened;
    if (this.#claimed && !isFinal((await this.#stored()).run.state)) {
      const time = now().toISOString();
      const { fence } = this.#claimed;
      const state = { status: 'done', startedAt: time, endedAt: time } as const;
      await store.journal.commitState({ runId: this.#runId, fence, at: now(), state, facts: [] });
    }
    const cause = { kind: 'person', name: 'test' } as const;
    const run = await store.runs.create({ flowId: 'customers', flowVersion: 1, isDryRun, scope, cause });
    this.#runId = run.id;
    this.#claimed = null;
  }

  async take(): Promise<ClaimedRun> {
    const { store, now, pass } = this.opened;
    if (this.#claimed) pass(leaseMs);
    const claimed = await store.queue.claim('worker', { at: now(), leaseMs });
    if (claimed?.run.id !== this.#runId) throw new Error('The run was not the next one.');
    this.#claimed = claimed;
    return claimed;
  }

  forLife(life: Life): RunJournal {
    const { journal } = this.opened.store;
    const write = async <T>(change: () => Promise<T>): Promise<T> => {
      life.point();
      const result = await change();
      life.point();
      return result;
    };
    return {
      ...journal,
      noteDrift: (fence, found, at) => write(() => journal.noteDrift(fence, found, at)),
      beginEffects: (fence, effects, at) => write(() => journal.beginEffects(fence, effects, at)),
      appendFacts: (fence, at, facts) => write(() => journal.appendFacts(fence, at, facts)),
      commitBatch: (commit) => write(() => journal.commitBatch(commit)),
      commitState: (commit) => write(() => journal.commitState(commit)),
    };
  }

  async #stored() {
    return (await this.opened.store.runs.get(this.#runId))!;
  }

  async look(): Promise<JournalView> {
    const { runs, failures } = this.opened.store;
    const { run, checkpoint } = await this.#stored();
    const events = await runs.events(this.#runId, { after: 0, limit: 10_000 });
    const { records: planned } = await runs.planned(this.#runId, { after: 0, limit: 10_000 });
    const open = await failures.list({ state: 'open', limit: 10_000 });
    const erpIsA = this.#outside.prepare(`select connection_a = 'erp-1' from link_pair`).pluck().get() === 1;
    const [source, target] = erpIsA ? ['a', 'b'] : ['b', 'a'];
    const links = this.#outside
      .prepare<[], { sourceKey: string; targetKey: string }>(
        `select key_${source} as sourceKey, key_${target} as targetKey from link order by id`,
      )
      .all();
    const cursors = this.#outside
      .prepare<[], [string, string]>('select stream, cursor from cursor order by stream')
      .raw()
      .all();
    return {
      run,
      checkpoint,
      facts: events.map(({ fact }) => fact),
      links,
      gone: this.#outside
        .prepare<[], string>(
          'select key_a from link where gone_a is not null union all select key_b from link where gone_b is not null',
        )
        .pluck()
        .all(),
      failures: open.items.map(({ id, key, error }) => ({ id, key, code: error.code })),
      cursors: new Map(cursors),
      planned,
      drift: (await this.opened.store.drift.list({ limit: 10_000 })).items.reverse(),
    };
  }

  close(): void {
    this.#outside.close();
    this.opened.remove();
  }
}
