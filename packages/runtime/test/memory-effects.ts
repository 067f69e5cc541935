import {
  afterRelease,
  isSettled,
  mayBegin,
  type EffectSettlement,
  type EffectStart,
  type EffectState,
  type LinkSides,
  type OpenEffect,
} from '../src/index.ts';
import type { MemoryLinks } from './memory-links.ts';

interface Effect extends EffectStart {
  readonly id: number;
  runId: string;
  state: EffectState;
}

/** Effects in memory: at most one that is open per target, entity and source record. */
export class MemoryEffects {
  readonly #links: MemoryLinks;
  #effects: Effect[] = [];
  #lastId = 0;

  constructor(links: MemoryLinks) {
    this.#links = links;
  }

  findOpen(sides: LinkSides, keys: readonly string[]): Map<string, OpenEffect> {
    const open = this.#open(sides).filter(({ sourceKey }) => keys.includes(sourceKey));
    return new Map(open.map((effect) => [effect.sourceKey, effect]));
  }

  reserved(sides: LinkSides, targetKeys: readonly string[]): Map<string, string> {
    const creates = this.#open(sides).filter(
      ({ op, targetKey }) => op === 'create' && targetKey !== null && targetKeys.includes(targetKey),
    );
    return new Map(creates.map(({ targetKey, sourceKey }) => [targetKey!, sourceKey]));
  }

  createdIn(runId: string, sides: LinkSides, sourceKeys: readonly string[]): Map<string, string> {
    const created = this.#of(sides).filter(
      (effect) => effect.op === 'create' && effect.state === 'confirmed' && effect.runId === runId,
    );
    const asked = created.filter(({ sourceKey }) => sourceKeys.includes(sourceKey));
    return new Map(asked.map(({ sourceKey, targetKey }) => [sourceKey, targetKey!]));
  }

  begin(start: EffectStart, runId: string): number {
    const { entity, connectionId: targetConnectionId, sourceConnectionId, sourceKey } = start;
    const sides = { entity, sourceConnectionId, targetConnectionId };
    if (start.op === 'create' && this.#links.find(sides, '', [sourceKey]).size > 0)
      throw new Error(`${sourceKey} was created already.`);
    const open = this.#open(sides).find((effect) => effect.sourceKey === sourceKey);
    // What is sending is the present run's own: others' was abandoned when the run was taken.
    const isBarred = open !== undefined && !mayBegin({ ...open, isOwn: true }, start.lookedForAt);
    if (isBarred && open.op === 'create' && start.op === 'create')
      throw new Error(`The create of ${sourceKey} may still arrive.`);
    if (open && (start.op === 'update' || open.op === 'create')) {
      // What an open create found to exist is updated under the create's own name.
      Object.assign(open, start, {
        runId,
        op: open.op,
        state: 'sending',
        targetKey: start.targetKey ?? open.targetKey,
      });
      return open.id;
    }
    if (open) this.#effects = this.#effects.filter((effect) => effect !== open);
    this.#lastId += 1;
    this.#effects.push({ ...start, runId, id: this.#lastId, state: 'sending' });
    return this.#lastId;
  }

  settle({ id, state, targetKey }: EffectSettlement): void {
    const effect = this.#effects.find((other) => other.id === id);
    if (!effect || isSettled(effect.state)) return;
    Object.assign(effect, { state, targetKey: targetKey ?? effect.targetKey });
  }

  /** Nobody is left who could tell what became of what was being sent. */
  abandon(): void {
    for (const effect of this.#effects) if (!isSettled(effect.state)) effect.state = afterRelease(effect.state);
  }

  #of({ entity, sourceConnectionId, targetConnectionId }: LinkSides): Effect[] {
    return this.#effects.filter(
      (effect) =>
        effect.entity === entity &&
        effect.connectionId === targetConnectionId &&
        effect.sourceConnectionId === sourceConnectionId,
    );
  }

  #open(sides: LinkSides): Effect[] {
    return this.#of(sides).filter(({ state }) => !isSettled(state));
  }
}
