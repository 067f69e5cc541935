import { isTooLate, type CreateRung } from '@koppel/sdk';
import { afterRelease, isFenceHeld, isProvenAbsent, latestStart, mayBegin, quietUntil } from '../src/create-guards.ts';
import { isSettled, transitionEffect } from '../src/effect-state.ts';
import type { EffectState } from '../src/ports.ts';

/**
 * The creation of one record, as a state space small enough to be walked through whole. Two workers execute two runs that
 * both want the record in the target. At every step a worker may crash, stall, or lose its run to the other one while it goes
 * on; a request may be carried out at any time within the target's bound, or never; its answer may get lost; what was
 * created is seen late; somebody may enter the same record by hand. What the workers may do is asked of the product's own
 * functions. Time is relative, so the space is finite.
 */

/** The functions of the product that the workers and the journal ask. A test takes one away and sees what happens. */
export const productGuards = {
  isFenceHeld,
  afterRelease,
  quietUntil,
  latestStart,
  isTooLate,
  isProvenAbsent,
  mayBegin,
  transitionEffect,
};
export type Guards = typeof productGuards;

export interface Variant {
  readonly rung: Extract<CreateRung, 'R2' | 'R3' | 'R4'>;
  readonly guards: Guards;
  /** One create per source record in the journal, whichever run began it: what a unique index of the store holds. */
  readonly isIntentUnique: boolean;
  /** The effect is stored as sending before its first byte leaves. */
  readonly isStoredFirst: boolean;
  /** The outcome and the record link become true in one transaction. */
  readonly isLinkedAtOnce: boolean;
  /** Beginning a create asks whether the record got its link since it was read. */
  readonly asksForLink: boolean;
  /** A second create under the same key is refused by a target of rung R2. */
  readonly isKeyUnique: boolean;
}

export const asBuilt: Variant = {
  rung: 'R3',
  guards: productGuards,
  isIntentUnique: true,
  isStoredFirst: true,
  isLinkedAtOnce: true,
  asksForLink: true,
  isKeyUnique: true,
};

/** In ticks. Larger numbers make the space larger and say nothing else. */
const bounds = { executionMs: 3_000, visibilityMs: 1_000, pauseMs: 1_000 };
const epoch = Date.parse('2026-11-23T09:00:00Z');
const at = (tick: number) => new Date(epoch + tick * 1_000);
/** The moment at which every state is looked at. */
export const now = at(0);
const tickOf = (date: Date) => (date.getTime() - epoch) / 1_000;
const execution = bounds.executionMs / 1_000;
const visibility = bounds.visibilityMs / 1_000;
const maxOnTheWay = 2;
const maxStates = 1_000_000;

/** All times are ticks from now. */
interface Effect {
  readonly state: EffectState;
  readonly run: number;
  readonly absentAfter: number | null;
}

type Stage = 'idle' | 'claimed' | 'read' | 'found' | 'decided' | 'begun' | 'sent' | 'confirmed';
type Answer = 'none' | 'created' | 'exists' | 'turnedAway';

interface Worker {
  readonly stage: Stage;
  readonly run: number;
  /** 1 is the run's present fence. */
  readonly fence: number;
  /** Whether it knows of an open effect, and until when that one may arrive. */
  readonly knowsOpen: boolean;
  readonly openAbsentAfter: number | null;
  readonly lookedForAt: number | null;
  readonly startBy: number;
  readonly answer: Answer;
  readonly foundOurs: boolean;
}

interface Request {
  /** Ticks until it can no longer be carried out. */
  readonly left: number;
  /** The worker that waits for the answer; null when it gave up. */
  readonly by: number | null;
}

interface State {
  /** One, or one per run where intents are not unique. */
  readonly effects: readonly (Effect | null)[];
  readonly workers: readonly Worker[];
  readonly requests: readonly Request[];
  /** Ticks until each record that we created can be seen. */
  readonly ours: readonly number[];
  /** The same for the record that somebody entered by hand; null: nobody did. */
  readonly theirs: number | null;
  readonly link: 'none' | 'ours' | 'theirs';
  /** A create was begun although the record had its link. */
  readonly isBeside: boolean;
}

const idle: Worker = {
  stage: 'idle',
  run: 0,
  fence: 0,
  knowsOpen: false,
  openAbsentAfter: null,
  lookedForAt: null,
  startBy: 0,
  answer: 'none',
  foundOurs: false,
};

interface Step {
  readonly name: string;
  readonly next: State;
}

class Model {
  readonly #variant: Variant;
  readonly #isTimed: boolean;

  constructor(variant: Variant) {
    this.#variant = variant;
    this.#isTimed = variant.rung !== 'R2';
  }

  get start(): State {
    const effects = this.#variant.isIntentUnique ? [null] : [null, null];
    return { effects, workers: [idle, idle], requests: [], ours: [], theirs: null, link: 'none', isBeside: false };
  }

  steps(state: State): Step[] {
    const steps: Step[] = [{ name: 'a tick', next: tick(state) }];
    if (state.theirs === null) {
      steps.push({ name: 'somebody enters the same by hand', next: { ...state, theirs: visibility } });
    }
    state.requests.forEach((request, index) => {
      const rest = state.requests.filter((_, other) => other !== index);
      const { by } = request;
      const isRefused = !this.#isTimed && this.#variant.isKeyUnique && state.ours.length > 0;
      const done = { ...state, requests: rest, ours: isRefused ? state.ours : [...state.ours, visibility] };
      const gone = { ...state, requests: rest };
      steps.push({
        name: 'the target carries a request out',
        next: answered(done, by, isRefused ? 'exists' : 'created'),
      });
      steps.push({ name: 'a request gets lost', next: gone });
      if (by !== null) steps.push({ name: 'the target turns a request away', next: answered(gone, by, 'turnedAway') });
    });
    state.workers.forEach((worker, index) => {
      if (worker.stage !== 'idle') {
        steps.push({ name: `${nameOf(index)} crashes`, next: withWorker(state, index, idle) });
      }
      for (const { name, next } of this.#stepsOf(state, worker, index))
        steps.push({ name: `${nameOf(index)} ${name}`, next });
    });
    return steps;
  }

  #stepsOf(state: State, worker: Worker, index: number): Step[] {
    switch (worker.stage) {
      case 'idle':
        return [0, 1].map((run) => ({ name: `takes run ${run + 1}`, next: this.#claim(state, index, run) }));
      case 'claimed':
        return [this.#read(state, worker, index)];
      case 'read':
        return [this.#look(state, worker, index)];
      case 'found':
        return [this.#adopt(state, worker, index)];
      case 'decided':
        return [this.#begin(state, worker, index)];
      case 'begun':
        return this.#send(state, worker, index);
      case 'sent':
        return this.#conclude(state, worker, index);
      case 'confirmed':
        return [this.#linkLater(state, worker, index)];
    }
  }

  /** The run's fence rises: who had it before goes on and does not know. What the run was sending is in doubt. */
  #claim(state: State, index: number, run: number): Step['next'] {
    const { afterRelease: release } = this.#variant.guards;
    const workers = state.workers.map((other) =>
      other.stage !== 'idle' && other.run === run ? { ...other, fence: 0 } : other,
    );
    const effects = state.effects.map((effect) =>
      effect?.run === run && !isSettled(effect.state) ? { ...effect, state: release(effect.state) } : effect,
    );
    return withWorker({ ...state, workers, effects }, index, { ...idle, stage: 'claimed', run, fence: 1 });
  }

  #read(state: State, worker: Worker, index: number): Step {
    if (state.link !== 'none') {
      const isHeld = this.#isHeld(worker);
      const next = isHeld ? this.#settle(state, worker, 'confirmed') : state;
      return { name: 'finds the record link', next: withWorker(next, index, idle) };
    }
    const effect = this.#effectOf(state, worker);
    const open = effect && !isSettled(effect.state) ? effect : null;
    const read: Worker = {
      ...worker,
      stage: 'read',
      knowsOpen: open !== null,
      openAbsentAfter: open?.absentAfter ?? null,
    };
    return { name: 'reads the journal', next: withWorker(state, index, read) };
  }

  #look(state: State, worker: Worker, index: number): Step {
    const ours = state.ours.filter((left) => left === 0).length;
    const theirs = state.theirs === 0 ? 1 : 0;
    // Under a key of ours no time counts.
    const looked: Worker = { ...worker, lookedForAt: this.#isTimed ? 0 : null };
    if (ours + theirs > 1) return { name: 'finds several', next: withWorker(state, index, idle) };
    if (ours + theirs === 1) {
      return {
        name: 'finds one',
        next: withWorker(state, index, { ...looked, stage: 'found', foundOurs: ours === 1 }),
      };
    }
    const { isProvenAbsent: isProven } = this.#variant.guards;
    const { knowsOpen, openAbsentAfter } = worker;
    if (knowsOpen && !isProven(dateOf(openAbsentAfter), now)) {
      return { name: 'finds nothing, which proves nothing', next: withWorker(state, index, idle) };
    }
    return { name: 'finds nothing', next: withWorker(state, index, { ...looked, stage: 'decided' }) };
  }

  #adopt(state: State, worker: Worker, index: number): Step {
    const name = 'links what it found';
    if (!this.#isHeld(worker)) return { name, next: withWorker(state, index, idle) };
    const link = worker.foundOurs ? 'ours' : 'theirs';
    // A record has one link: a second one is refused with all of its batch.
    if (state.link !== 'none' && state.link !== link) return { name, next: withWorker(state, index, idle) };
    const settled = worker.knowsOpen ? this.#settle(state, worker, 'confirmed') : state;
    return { name, next: withWorker({ ...settled, link }, index, idle) };
  }

  #begin(state: State, worker: Worker, index: number): Step {
    const { isStoredFirst, guards } = this.#variant;
    const startBy = this.#isTimed ? guards.latestStart(0, bounds) / 1_000 : 0;
    const begun: Worker = { ...worker, stage: 'begun', startBy, answer: 'none' };
    if (!isStoredFirst) return { name: 'goes on to send', next: withWorker(state, index, begun) };
    const next = this.#stored(state, worker);
    if (next === null) return { name: 'may not begin', next: withWorker(state, index, idle) };
    return { name: 'stores it as sending', next: withWorker(next, index, begun) };
  }

  /** The transaction that begins a create; null where it is refused. */
  #stored(state: State, worker: Worker): State | null {
    const { guards, asksForLink } = this.#variant;
    if (!this.#isHeld(worker)) return null;
    if (asksForLink && state.link !== 'none') return null;
    const effect = this.#effectOf(state, worker);
    const earlier = effect && !isSettled(effect.state) ? effect : null;
    if (earlier) {
      const isOwn = earlier.run === worker.run;
      const absentAfter = dateOf(earlier.absentAfter);
      if (!guards.mayBegin({ state: earlier.state, isOwn, absentAfter }, dateOf(worker.lookedForAt))) return null;
    }
    const bound = this.#isTimed ? tickOf(guards.quietUntil(now, bounds)) : null;
    const known = earlier?.absentAfter ?? null;
    const absentAfter = bound === null ? null : Math.max(bound, known ?? bound);
    const next = withEffect(state, this.#placeOf(worker), { state: 'sending', run: worker.run, absentAfter });
    return { ...next, isBeside: state.isBeside || state.link !== 'none' };
  }

  #send(state: State, worker: Worker, index: number): Step[] {
    if (this.#isTimed && this.#variant.guards.isTooLate(worker.startBy, 0)) {
      return [{ name: 'is too late to send', next: withWorker(state, index, { ...worker, stage: 'decided' }) }];
    }
    if (state.requests.length >= maxOnTheWay) return [];
    const requests = [...state.requests, { left: execution, by: index }];
    return [{ name: 'sends it', next: withWorker({ ...state, requests }, index, { ...worker, stage: 'sent' }) }];
  }

  #conclude(state: State, worker: Worker, index: number): Step[] {
    const left = unwaited(state, index);
    switch (worker.answer) {
      case 'turnedAway':
        return [{ name: 'knows it was not done', next: withWorker(left, index, { ...worker, stage: 'decided' }) }];
      case 'created':
      case 'exists':
        return [
          { name: 'commits that it is there', next: this.#confirm(left, worker, index) },
          { name: 'does not get the answer', next: this.#doubt(left, worker, index) },
        ];
      case 'none':
        return [{ name: 'gets no answer', next: this.#doubt(left, worker, index) }];
    }
  }

  #confirm(state: State, worker: Worker, index: number): State {
    const { isLinkedAtOnce, isStoredFirst } = this.#variant;
    const isRefused = !this.#isHeld(worker) || state.link === 'theirs';
    if (isRefused) return withWorker(state, index, idle);
    const stored = isStoredFirst ? state : (this.#stored(state, worker) ?? state);
    const settled = this.#settle(stored, worker, 'confirmed');
    if (!isLinkedAtOnce) return withWorker(settled, index, { ...worker, stage: 'confirmed' });
    return withWorker({ ...settled, link: 'ours' }, index, idle);
  }

  #linkLater(state: State, worker: Worker, index: number): Step {
    const next: State = this.#isHeld(worker) && state.link === 'none' ? { ...state, link: 'ours' } : state;
    return { name: 'stores the record link', next: withWorker(next, index, idle) };
  }

  /** Under a key of ours it reads again at once; else the effect stays unknown. */
  #doubt(state: State, worker: Worker, index: number): State {
    if (!this.#isTimed) {
      return state.ours.length > 0
        ? this.#confirm(state, worker, index)
        : withWorker(state, index, { ...worker, stage: 'decided', answer: 'none' });
    }
    return withWorker(this.#isHeld(worker) ? this.#settle(state, worker, 'unknown') : state, index, idle);
  }

  /** As the journal does: what is settled stays as it is, and what another run sends may only turn out to have arrived. */
  #settle(state: State, worker: Worker, to: EffectState): State {
    const effect = this.#effectOf(state, worker);
    if (!effect || isSettled(effect.state)) return state;
    if (to !== 'confirmed' && effect.state === 'sending' && effect.run !== worker.run) return state;
    const settled = this.#variant.guards.transitionEffect(effect.state, to);
    return withEffect(state, this.#placeOf(worker), {
      ...effect,
      state: settled,
      absentAfter: isSettled(settled) ? null : effect.absentAfter,
    });
  }

  #isHeld({ fence }: Worker): boolean {
    return this.#variant.guards.isFenceHeld(fence, 1);
  }

  #placeOf({ run }: Worker): number {
    return this.#variant.isIntentUnique ? 0 : run;
  }

  #effectOf(state: State, worker: Worker): Effect | null {
    return state.effects[this.#placeOf(worker)]!;
  }
}

function nameOf(worker: number): string {
  return `worker ${worker + 1}`;
}

function dateOf(tickOrNull: number | null): Date | null {
  return tickOrNull === null ? null : at(tickOrNull);
}

function withWorker(state: State, index: number, worker: Worker): State {
  return { ...unwaited(state, worker.stage === 'sent' ? -1 : index), workers: state.workers.with(index, worker) };
}

function withEffect(state: State, index: number, effect: Effect): State {
  return { ...state, effects: state.effects.with(index, effect) };
}

/** Nobody waits any more for what this worker has sent. */
function unwaited(state: State, index: number): State {
  if (!state.requests.some(({ by }) => by === index)) return state;
  return { ...state, requests: state.requests.map((one) => (one.by === index ? { ...one, by: null } : one)) };
}

function answered(state: State, by: number | null, answer: Answer): State {
  if (by === null) return state;
  return { ...state, workers: state.workers.with(by, { ...state.workers[by]!, answer }) };
}

function tick(state: State): State {
  const earlier = (time: number | null) => (time === null ? null : time - 1);
  return {
    ...state,
    effects: state.effects.map((effect) => effect && { ...effect, absentAfter: earlier(effect.absentAfter) }),
    workers: state.workers.map((worker) => ({
      ...worker,
      openAbsentAfter: earlier(worker.openAbsentAfter),
      lookedForAt: earlier(worker.lookedForAt),
      startBy: worker.lookedForAt === null ? 0 : Math.max(worker.startBy - 1, -1),
    })),
    requests: state.requests.filter(({ left }) => left > 0).map(({ left, by }) => ({ left: left - 1, by })),
    ours: state.ours.map((left) => Math.max(left - 1, 0)),
    theirs: state.theirs === null ? null : Math.max(state.theirs - 1, 0),
  };
}

/**
 * What tells one state from another. Of past times only the order counts, so they are replaced by their rank; which worker
 * is which does not count.
 */
function keyOf(state: State): string {
  const past = new Set<number>();
  const note = (time: number | null) => {
    if (time !== null && time < 0) past.add(time);
  };
  for (const effect of state.effects) note(effect?.absentAfter ?? null);
  for (const worker of state.workers) {
    note(worker.openAbsentAfter);
    note(worker.lookedForAt);
  }
  const ranks = new Map([...past].sort((a, b) => b - a).map((time, rank) => [time, -1 - rank]));
  const ranked = (time: number | null) => (time === null ? 'n' : (ranks.get(time) ?? time));
  const effects = state.effects.map((one) => (one ? [one.state, one.run, ranked(one.absentAfter)].join() : '-'));
  const workers = state.workers.map((one, index) =>
    one.stage === 'idle'
      ? '-'
      : [
          state.requests.find(({ by }) => by === index)?.left,
          one.stage,
          one.run,
          one.fence,
          one.knowsOpen,
          ranked(one.openAbsentAfter),
          ranked(one.lookedForAt),
          one.startBy,
          one.answer,
          one.foundOurs,
        ].join(),
  );
  const requests = state.requests.flatMap(({ left, by }) => (by === null ? [left] : [])).sort();
  return [
    effects.join('/'),
    workers.sort().join('/'),
    requests.join(),
    state.ours.toSorted().join(),
    state.theirs ?? 'n',
    state.link,
    state.isBeside,
  ].join('|');
}

/** What must never be; null where all is well. */
function faultOf(state: State): string | null {
  if (state.ours.length > 1) return 'two records for one';
  if (state.link === 'ours' && state.ours.length === 0) return 'a link to a record that is not there';
  if (state.isBeside) return 'a create of a record that is linked';
  return null;
}

/** Either linked, or there twice because somebody entered it too: then a person decides. */
function isAtRest({ link, ours, theirs }: State): boolean {
  return link !== 'none' || (ours.length > 0 && theirs !== null);
}

export interface Exploration {
  readonly states: number;
  /** The fault met first, and the fewest steps that lead to it; null: there is none in any state. */
  readonly counterexample: { readonly fault: string; readonly steps: readonly string[] } | null;
  /** States from which the record can no longer come to be linked, by the steps to the first of them. */
  readonly stuck: readonly string[] | null;
}

/** Walks through every state that can be reached, breadth first, up to the first fault. */
export function explore(variant: Variant): Exploration {
  const model = new Model(variant);
  const ids = new Map<string, number>([[keyOf(model.start), 0]]);
  const states: State[] = [model.start];
  const cameFrom: (readonly [from: number, step: string])[] = [[-1, '']];
  const leadsTo: number[][] = [[]];
  const wayTo = (id: number): string[] => {
    const way: string[] = [];
    for (let [from, step] = cameFrom[id]!; from >= 0; [from, step] = cameFrom[from]!) way.unshift(step);
    return way;
  };
  for (let id = 0; id < states.length; id += 1) {
    const fault = faultOf(states[id]!);
    if (fault !== null) return { states: states.length, counterexample: { fault, steps: wayTo(id) }, stuck: null };
    for (const { name, next } of model.steps(states[id]!)) {
      const key = keyOf(next);
      let to = ids.get(key);
      if (to === undefined) {
        to = states.length;
        ids.set(key, to);
        states.push(next);
        if (to >= maxStates) throw new Error('The space is larger than it should be.');
        cameFrom.push([id, name]);
        leadsTo.push([]);
      }
      leadsTo[to]!.push(id);
    }
  }
  const isHopeful = new Uint8Array(states.length);
  const open = states.flatMap((state, id) => (isAtRest(state) ? [id] : []));
  for (const id of open) isHopeful[id] = 1;
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const from of leadsTo[id]!) {
      if (isHopeful[from] === 1) continue;
      isHopeful[from] = 1;
      open.push(from);
    }
  }
  const stuck = isHopeful.indexOf(0);
  return { states: states.length, counterexample: null, stuck: stuck < 0 ? null : wayTo(stuck) };
}
