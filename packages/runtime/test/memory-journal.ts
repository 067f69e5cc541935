import { emptyCounters, type Run, type RunFact, type RunState } from '@koppel/model';
import {
  FenceLost,
  type BatchCommit,
  type ClaimedRun,
  type EffectStart,
  type EffectState,
  type FailureWrite,
  type LinkBase,
  type LinkSides,
  type OpenEffect,
  type RunFence,
  type RunJournal,
  type StateCommit,
  type StoredLink,
} from '../src/index.ts';
import type { Life } from './simulated-world.ts';

interface Link {
  id: number;
  side: string;
  sourceKey: string;
  targetKey: string;
  targetVersion: string | null;
  writer: string;
  hash: string;
  base: Record<string, LinkBase[string]>;
}

interface Effect extends EffectStart {
  id: number;
  state: EffectState;
}

const sideOf = ({ entity, sourceConnectionId, targetConnectionId }: LinkSides) =>
  `${entity} ${sourceConnectionId} ${targetConnectionId}`;

/**
 * A journal in memory that holds writers to the rules of the ports: nothing is written under an old fence, a link claims
 * each of its ends once, an effect is sending before it is settled. It survives the deaths of the runs that use it.
 */
export class MemoryJournal {
  readonly links: Link[] = [];
  readonly effects: Effect[] = [];
  readonly failures = new Map<string, FailureWrite>();
  readonly cursors = new Map<string, string>();
  readonly facts: RunFact[] = [];
  readonly planned: BatchCommit['planned'][number][] = [];
  run: ClaimedRun;

  constructor() {
    this.run = this.#fresh({ kind: 'changes' });
  }

  #fresh(scope: Run['scope'], isDryRun = false): ClaimedRun {
    const number = (this.run?.run.number ?? 0) + 1;
    return {
      fence: (this.run?.fence ?? 0) + 1,
      run: {
        id: `run-${number}`,
        number,
        flowId: 'customers',
        flowVersion: 1,
        isDryRun,
        scope,
        cause: { kind: 'person', name: 'test' },
        state: { status: 'queued' },
        attempt: 1,
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
  }

  /** A new run; the old one is over. */
  begin(scope: Run['scope'], isDryRun = false): void {
    this.run = this.#fresh(scope, isDryRun);
  }

  /** Another worker takes the run: the old fence is worth nothing any more. */
  takeOver(): ClaimedRun {
    this.run = { ...this.run, fence: this.run.fence + 1, run: { ...this.run.run, attempt: this.run.run.attempt + 1 } };
    return this.run;
  }

  /** The journal as one life of a process sees it. */
  forLife(life: Life): RunJournal {
    const write = <T>(fence: RunFence, change: () => T): Promise<T> => {
      life.point();
      if (fence.fence !== this.run.fence) throw new FenceLost(fence.runId);
      const result = change();
      life.point();
      return Promise.resolve(result);
    };
    const reading = async <T>(read: () => T): Promise<T> => {
      await Promise.resolve();
      return read();
    };
    return {
      cursorOf: (stream) => reading(() => this.cursors.get(stream) ?? null),
      findLinks: (sides, writer, keys) => reading(() => this.#findLinks(sides, writer, keys)),
      basesOf: (ids) =>
        reading(() => new Map(this.links.filter(({ id }) => ids.includes(id)).map(({ id, base }) => [id, base]))),
      findClaims: (sides, keys) => reading(() => this.#findClaims(sides, keys)),
      findOpenEffects: (sides, keys) => reading(() => this.#findOpen(sides, keys)),
      beginEffects: async (fence, effects) => write(fence, () => effects.map((effect) => this.#begin(effect))),
      appendFacts: async (fence, _at, facts) => write(fence, () => void this.facts.push(...facts)),
      commitBatch: async (commit) => write(commit, () => this.#commit(commit)),
      commitState: async (commit: StateCommit) => write(commit, () => this.setState(commit.state)),
    };
  }

  setState(state: RunState): void {
    this.run = { ...this.run, run: { ...this.run.run, state } };
  }

  #findLinks(sides: LinkSides, writer: string, keys: readonly string[]): Map<string, StoredLink> {
    return new Map(
      this.links
        .filter(({ side, sourceKey }) => side === sideOf(sides) && keys.includes(sourceKey))
        .map((link) => [link.sourceKey, { ...link, hash: link.writer === writer ? link.hash : null }]),
    );
  }

  #findClaims(sides: LinkSides, keys: readonly string[]): Map<string, string> {
    const linked = this.links.filter(({ side, targetKey }) => side === sideOf(sides) && keys.includes(targetKey));
    const reserved = this.effects.filter(
      (effect) =>
        effect.connectionId === sides.targetConnectionId &&
        effect.op === 'create' &&
        (effect.state === 'sending' || effect.state === 'unknown') &&
        effect.targetKey !== null &&
        keys.includes(effect.targetKey),
    );
    return new Map([
      ...reserved.map(({ targetKey, sourceKey }) => [targetKey!, sourceKey] as const),
      ...linked.map(({ targetKey, sourceKey }) => [targetKey, sourceKey] as const),
    ]);
  }

  #findOpen(sides: LinkSides, keys: readonly string[]): Map<string, OpenEffect> {
    return new Map(
      this.effects
        .filter(
          ({ connectionId, sourceKey, state }) =>
            connectionId === sides.targetConnectionId &&
            keys.includes(sourceKey) &&
            (state === 'sending' || state === 'unknown'),
        )
        .map((effect) => [effect.sourceKey, effect]),
    );
  }

  #begin(start: EffectStart): number {
    const open = this.effects.find(
      ({ connectionId, entity, sourceKey, state }) =>
        connectionId === start.connectionId &&
        entity === start.entity &&
        sourceKey === start.sourceKey &&
        (state === 'sending' || state === 'unknown' || state === 'planned'),
    );
    if (open) {
      Object.assign(open, start, { state: 'sending' });
      return open.id;
    }
    const id = this.effects.length + 1;
    this.effects.push({ ...start, id, state: 'sending' });
    return id;
  }

  #commit(commit: BatchCommit): void {
    const { counters } = commit;
    const sum =
      counters.created +
      counters.updated +
      counters.unchanged +
      counters.filtered +
      counters.skipped +
      counters.failed +
      counters.waiting;
    if (sum !== counters.read) throw new Error(`The counters do not add up: ${JSON.stringify(counters)}`);
    for (const { id, state } of commit.settled) {
      if (id < 0) continue;
      const effect = this.effects[id - 1]!;
      if (effect.state !== 'sending' && effect.state !== 'unknown')
        throw new Error(`Effect ${id} is ${effect.state} already.`);
      effect.state = state;
    }
    for (const write of commit.links) this.#link(write);
    for (const failure of commit.failures) this.failures.set(failure.key, failure);
    for (const { key } of commit.solved) this.failures.delete(key);
    for (const { stream, cursor } of commit.cursors) this.cursors.set(stream, cursor);
    this.facts.push(...commit.facts);
    this.planned.push(...commit.planned);
    this.run = {
      ...this.run,
      checkpoint: commit.checkpoint,
      nodes: commit.nodes,
      logLinesLeft: commit.logLinesLeft,
      run: { ...this.run.run, counters, expected: commit.expected },
    };
  }

  #link(write: BatchCommit['links'][number]): void {
    const side = sideOf(write);
    if (write.id !== null) {
      const link = this.links[write.id - 1]!;
      Object.assign(link, { targetVersion: write.targetVersion, writer: write.writer, hash: write.hash });
      Object.assign(link.base, write.base);
      return;
    }
    const clash = this.links.find(
      (link) => link.side === side && (link.sourceKey === write.sourceKey || link.targetKey === write.targetKey),
    );
    if (clash)
      throw new Error(
        `${write.sourceKey} → ${write.targetKey} would be a second link beside ${clash.sourceKey} → ${clash.targetKey}.`,
      );
    this.links.push({ ...write, id: this.links.length + 1, side, base: { ...write.base } });
  }
}
