import { emptyCounters, isFinal, type Run, type RunFact } from '@koppel/model';
import {
  FenceLost,
  isFenceHeld,
  type BatchCommit,
  type ClaimedRun,
  type FailureWrite,
  type PlannedWrite,
  type RunFence,
  type RunJournal,
} from '../src/index.ts';
import { MemoryDrift } from './memory-drift.ts';
import { MemoryEffects } from './memory-effects.ts';
import { MemoryLinks } from './memory-links.ts';
import type { Life } from './simulated-world.ts';
import type { JournalView, TestedJournal } from './tested-journal.ts';

/**
 * A journal in memory that holds writers to the rules of the ports: nothing is written under an old fence, a link claims
 * each of its ends once, an effect is sending before it is settled. It survives the deaths of the runs that use it.
 */
export class MemoryJournal implements TestedJournal {
  readonly #links = new MemoryLinks();
  readonly #effects = new MemoryEffects(this.#links);
  readonly #drift = new MemoryDrift();
  readonly #failures = new Map<string, FailureWrite>();
  readonly #cursors = new Map<string, string>();
  #facts: RunFact[] = [];
  #planned: PlannedWrite[] = [];
  #run: ClaimedRun | null = null;

  begin(scope: Run['scope'] = { kind: 'changes' }, isDryRun = false): Promise<void> {
    const number = (this.#run?.run.number ?? 0) + 1;
    this.#facts = [];
    this.#planned = [];
    this.#run = {
      fence: this.#run?.fence ?? 0,
      run: {
        id: `run-${number}`,
        number,
        flowId: 'customers',
        flowVersion: 1,
        isDryRun,
        scope,
        cause: { kind: 'person', name: 'test' },
        state: { status: 'queued' },
        attempt: 0,
        counters: emptyCounters(),
        expected: null,
        createdAt: new Date(0).toISOString(),
      },
      checkpoint: {},
      nodes: {},
      lastSeq: 0,
      logLinesLeft: 20_000,
      waits: 0,
    };
    return Promise.resolve();
  }

  take(): Promise<ClaimedRun> {
    const { fence, run, ...rest } = this.#present;
    this.#effects.abandon();
    this.#run = { ...rest, fence: fence + 1, run: { ...run, attempt: run.attempt + 1 } };
    return Promise.resolve(this.#run);
  }

  get #present(): ClaimedRun {
    if (!this.#run) throw new Error('No run was begun.');
    return this.#run;
  }

  forLife(life: Life): RunJournal {
    const write = async <T>(fence: RunFence, change: () => T): Promise<T> => {
      life.point();
      const { run, fence: number } = this.#present;
      if (!isFenceHeld(fence.fence, number) || isFinal(run.state)) throw new FenceLost(fence.runId);
      const result = change();
      life.point();
      return Promise.resolve(result);
    };
    const reading = async <T>(read: () => T): Promise<T> => {
      await Promise.resolve();
      return read();
    };
    return {
      cursorOf: (stream) => reading(() => this.#cursors.get(stream) ?? null),
      watched: () => Promise.resolve([]),
      findLinks: (sides, writer, keys) => reading(() => this.#links.find(sides, writer, keys)),
      basesOf: (ids) => reading(() => this.#links.bases(ids)),
      findClaims: (sides, keys) =>
        reading(() => new Map([...this.#effects.reserved(sides, keys), ...this.#links.claims(sides, keys)])),
      findRefused: () => Promise.resolve(new Map()),
      findOpenEffects: (sides, keys) => reading(() => this.#effects.findOpen(sides, keys)),
      linkedKeys: (sides, after, limit) => reading(() => this.#links.linkedKeys(sides, after, limit)),
      linkCount: (sides) => reading(() => this.#links.linkedKeys(sides, 0, Infinity).length),
      openDrift: (_flowId, _sides, keys) => reading(() => this.#drift.open(keys)),
      noteDrift: (fence, found) => write(fence, () => this.#drift.note(fence.runId, found)),
      beginEffects: (fence, effects) =>
        write(fence, () => effects.map((effect) => this.#effects.begin(effect, fence.runId))),
      createdIn: (runId, sides, keys) => reading(() => this.#effects.createdIn(runId, sides, keys)),
      keepWrites: (fence, _at, { links, settled }) =>
        write(fence, () => {
          this.#links.write(links);
          for (const one of settled) this.#effects.settle(one);
        }),
      appendFacts: (fence, _at, facts) => write(fence, () => void this.#facts.push(...facts)),
      commitBatch: (commit) => write(commit, () => this.#commit(commit)),
      commitState: ({ state, facts, waits, ...fence }) =>
        write(fence, () => {
          this.#facts.push(...facts);
          const run = this.#present;
          this.#run = { ...run, waits: waits ?? run.waits, run: { ...run.run, state } };
        }),
    };
  }

  look(): Promise<JournalView> {
    const { run, checkpoint } = this.#present;
    return Promise.resolve({
      run,
      checkpoint,
      facts: [...this.#facts],
      links: this.#links.all(),
      gone: this.#links.gone(),
      failures: [...this.#failures.values()].map(({ id, key, error }) => ({ id, key, code: error.code })),
      cursors: new Map(this.#cursors),
      planned: [...this.#planned],
      drift: this.#drift.all(),
    });
  }

  close(): void {}

  /** What can be refused comes first, so that a refused batch leaves nothing behind. */
  #commit(commit: BatchCommit): void {
    const { counters, checkpoint, nodes, logLinesLeft, expected } = commit;
    const { created, updated, unchanged, filtered, skipped, failed, waiting } = counters;
    if (created + updated + unchanged + filtered + skipped + failed + waiting !== counters.read)
      throw new Error(`The counters do not add up: ${JSON.stringify(counters)}`);
    this.#links.write(commit.links);
    this.#links.markGone(commit.vanished);
    for (const settled of commit.settled) this.#effects.settle(settled);
    const joined = new Map<string, string>();
    for (const failure of commit.failures) {
      const id = this.#failures.get(failure.key)?.id ?? failure.id;
      joined.set(failure.id, id);
      this.#failures.set(failure.key, { ...failure, id });
    }
    const failedKeys = new Set(commit.failures.map(({ key }) => key));
    for (const { key } of commit.solved) if (!failedKeys.has(key)) this.#failures.delete(key);
    for (const { stream, cursor } of commit.cursors) this.#cursors.set(stream, cursor);
    this.#facts.push(
      ...commit.facts.map((fact) =>
        fact.type === 'record.failed' ? { ...fact, failureId: joined.get(fact.failureId) ?? fact.failureId } : fact,
      ),
    );
    this.#planned.push(...commit.planned);
    this.#drift.decided(commit.solved.map(({ key }) => key).filter((key) => !failedKeys.has(key)));
    this.#drift.settle(commit.runId, commit.drift);
    const { run, ...rest } = this.#present;
    this.#run = { ...rest, checkpoint, nodes, logLinesLeft, waits: 0, run: { ...run, counters, expected } };
  }
}
