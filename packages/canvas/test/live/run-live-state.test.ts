import { emptyCounters, type RunEvent, type RunFact, type RunState } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstGap,
  initialRun,
  maxLogLines,
  reduceRun,
  type RunAction,
  type RunLiveState,
} from '../../src/live/run-live-state.ts';

const startMs = Date.parse('2026-11-23T14:00:00.000Z');
const at = (seq: number) => new Date(startMs + seq * 10).toISOString();
const error = { code: 'dataverse.too-busy', message: 'Too busy', remedy: 'Wait.' };
const nodeIds = ['read', 'map', 'save'] as const;

const facts: fc.Arbitrary<(seq: number) => RunFact> = fc.oneof(
  fc.constantFrom(...nodeIds).map((nodeId) => () => ({ type: 'node.started' as const, nodeId })),
  fc.constantFrom(...nodeIds).map((nodeId) => () => ({ type: 'node.finished' as const, nodeId })),
  fc.constantFrom(...nodeIds).map((nodeId) => (seq: number) => ({
    type: 'node.waited' as const,
    nodeId,
    until: at(seq + 30),
    reason: error,
    tryNumber: 2,
    maxTries: 5,
  })),
  fc.constantFrom(...nodeIds).map((nodeId) => (seq: number) => ({
    type: 'record.unchanged' as const,
    nodeId,
    key: `k${seq}`,
    name: 'Record',
  })),
  fc.integer({ min: 1, max: 3 }).map((attempt) => () => ({
    type: 'run.stateChanged' as const,
    state: { status: 'running' as const, startedAt: at(1) },
    attempt,
  })),
  fc.constant((seq: number) => ({
    type: 'run.stateChanged' as const,
    state: { status: 'waiting' as const, startedAt: at(1), until: at(seq + 50), reason: error },
    attempt: 1,
  })),
);

const histories = fc
  .array(facts, { minLength: 1, maxLength: 60 })
  .map((made) => made.map((fact, index): RunEvent => ({ seq: index + 1, at: at(index + 1), fact: fact(index + 1) })));

/** The history as the network may bring it: cut into messages, out of order, some twice. */
const deliveries = histories.chain((history) =>
  fc
    .tuple(
      fc.shuffledSubarray(history, { minLength: history.length, maxLength: history.length }),
      fc.array(fc.nat(history.length - 1), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 60 }),
    )
    .map(([shuffled, repeats, sizes]) => {
      const all = [...shuffled, ...repeats.map((index) => history[index]!)];
      const messages: RunEvent[][] = [];
      for (let from = 0, cut = 0; from < all.length; cut += 1) {
        const size = sizes[cut % sizes.length]!;
        messages.push(all.slice(from, from + size));
        from += size;
      }
      return { history, messages };
    }),
);

const after = (state: RunLiveState, actions: readonly RunAction[]) => actions.reduce(reduceRun, state);
const eventsOf = (state: RunLiveState) => state.log.flatMap((line) => (line.kind === 'event' ? [line.event.seq] : []));
const line = (seq: number): RunEvent => ({
  seq,
  at: at(seq),
  fact: { type: 'record.unchanged', nodeId: 'save', key: String(seq), name: 'Record' },
});

describe('the view of a run', () => {
  it('is the same whatever the order, the doubles and the cuts in which events arrive', () => {
    fc.assert(
      fc.property(deliveries, ({ history, messages }) => {
        const inOrder = reduceRun(initialRun('run'), { type: 'events', events: history });
        const arrived = after(
          initialRun('run'),
          messages.map((events) => ({ type: 'events', events })),
        );
        expect(arrived).toEqual(inOrder);
      }),
    );
  });

  it('has every line exactly once and in order', () => {
    fc.assert(
      fc.property(deliveries, ({ history, messages }) => {
        const state = after(
          initialRun('run'),
          messages.map((events) => ({ type: 'events', events })),
        );
        expect(eventsOf(state)).toEqual(history.map(({ seq }) => seq));
        expect(firstGap(state)).toBeNull();
      }),
    );
  });

  it('accounts for every line when some are gone for good: each is in the log, or counted as lost', () => {
    fc.assert(
      fc.property(deliveries, fc.nat(58), (delivery, hole) => {
        const { history, messages } = delivery;
        const gone = 1 + (hole % history.length);
        let state = after(
          initialRun('run'),
          messages.map((events) => ({ type: 'events', events: events.filter(({ seq }) => seq !== gone) })),
        );
        const gap = firstGap(state);
        // The last event of all leaves no gap that anybody could see.
        if (gap) state = reduceRun(state, { type: 'lost', toSeq: gap.toSeq });
        const lost = state.log.flatMap((entry) => (entry.kind === 'lost' ? entry.toSeq - entry.fromSeq + 1 : []));
        const lostCount = lost.reduce((sum, count) => sum + count, 0);
        expect(lostCount).toBe(gap ? 1 : 0);
        expect(eventsOf(state)).toEqual(history.map(({ seq }) => seq).filter((seq) => seq !== gone));
      }),
    );
  });

  it('never lets an older snapshot overwrite a newer one', () => {
    const snapshot = (seq: number, read: number): RunAction => ({
      type: 'snapshot',
      snapshot: {
        seq,
        at: at(seq),
        state: { status: 'running', startedAt: at(1) },
        attempt: 1,
        counters: { ...emptyCounters(), read, unchanged: read },
        expected: 100,
        nodes: {},
      },
    });
    const state = after(initialRun('run'), [snapshot(20, 40), snapshot(10, 12)]);
    expect(state.counters.read).toBe(40);
    expect(state.countersSeq).toBe(20);
  });

  it('says how long it was away, and how many of the lines it missed came afterwards', () => {
    const before = reduceRun(initialRun('run'), { type: 'events', events: [line(1), line(2)] });
    const state = after(before, [
      { type: 'reconnected', awayMs: 3_000, serverTime: at(5) },
      { type: 'events', events: [line(3), line(4)] },
      { type: 'events', events: [line(5), line(6)] },
    ]);
    expect(state.log[2]).toEqual({ kind: 'reconnected', awayMs: 3_000, missed: 3, lost: 0 });
    expect(state.catchingUp).toBeNull();
  });

  it('forgets the oldest lines beyond its buffer and says how many', () => {
    const many = Array.from({ length: maxLogLines + 250 }, (_, index) => line(index + 1));
    let state = initialRun('run');
    for (let from = 0; from < many.length; from += 500) {
      state = reduceRun(state, { type: 'events', events: many.slice(from, from + 500) });
    }
    expect(state.log).toHaveLength(maxLogLines);
    expect(state.forgotten).toBe(250);
    expect(eventsOf(state)[0]).toBe(251);
  });

  const changed = (seq: number, ms: number, attempt: number, state: RunState): RunEvent => ({
    seq,
    at: at(ms),
    fact: { type: 'run.stateChanged', state, attempt },
  });
  const started = (seq: number): RunEvent => ({ seq, at: at(seq), fact: { type: 'node.started', nodeId: 'save' } });

  it('ends the work of a crashed attempt with the last that was heard of it, and goes on when the run does', () => {
    const running = { status: 'running', startedAt: at(1) } as const;
    const state = reduceRun(initialRun('run'), {
      type: 'events',
      events: [changed(1, 1, 1, running), started(2), line(3), changed(4, 900, 2, running)],
    });
    expect(state.nodes['save']?.spans).toEqual([
      { kind: 'work', from: at(2), to: at(3), tryNumber: 1 },
      { kind: 'work', from: at(900), to: null, tryNumber: 1 },
    ]);
  });

  it('has no node at work while the run waits for a system', () => {
    const running = { status: 'running', startedAt: at(1) } as const;
    const waiting = { status: 'waiting', startedAt: at(1), until: at(500), reason: error } as const;
    const events = [changed(1, 1, 1, running), started(2), changed(3, 100, 1, waiting)];
    const paused = reduceRun(initialRun('run'), { type: 'events', events });
    expect(paused.nodes['save']?.phase).toBe('paused');
    const on = reduceRun(paused, { type: 'events', events: [changed(4, 500, 1, running)] });
    expect(on.nodes['save']?.spans.map(({ from, to }) => [from, to])).toEqual([
      [at(2), at(100)],
      [at(500), null],
    ]);
  });

  it('has no node at work once the run is over', () => {
    const state = reduceRun(initialRun('run'), {
      type: 'events',
      events: [
        { seq: 1, at: at(1), fact: { type: 'node.started', nodeId: 'read' } },
        { seq: 2, at: at(2), fact: { type: 'node.finished', nodeId: 'read' } },
        { seq: 3, at: at(3), fact: { type: 'node.started', nodeId: 'save' } },
        {
          seq: 4,
          at: at(9),
          fact: {
            type: 'run.stateChanged',
            attempt: 1,
            state: { status: 'failed', startedAt: at(1), endedAt: at(9), error },
          },
        },
      ],
    });
    expect(state.nodes['read']?.phase).toBe('done');
    expect(state.nodes['save']).toEqual({
      phase: 'ended',
      wait: null,
      spans: [{ kind: 'work', from: at(3), to: at(9), tryNumber: 1 }],
    });
  });
});
