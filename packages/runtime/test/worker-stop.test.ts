import { emptyCounters, type Run, type RunState } from '@koppel/model';
import { ConnectionError } from '@koppel/sdk';
import { testClock } from '@koppel/sdk/testing';
import { expect, test } from 'vitest';
import { JournalError, Worker, type ClaimedRun, type RunJournal } from '../src/index.ts';

const startedAt = '2026-11-23T13:02:00.000Z';
const away = new ConnectionError({
  code: 'test.away',
  message: 'The system is away.',
  remedy: 'Wait.',
  retry: 'backoff',
  wasSent: false,
});

const run: Run = {
  id: 'r1',
  number: 1,
  flowId: 'accounts',
  flowVersion: 1,
  isDryRun: false,
  scope: { kind: 'changes' },
  cause: { kind: 'person', name: 'Lotte' },
  state: { status: 'waiting', startedAt, until: startedAt, reason: { code: 'test.away', message: '', remedy: '' } },
  attempt: 2,
  counters: emptyCounters(),
  expected: null,
  createdAt: startedAt,
};

test('a run that waits for a system that stays away is stopped when somebody asks, and not tried again', async () => {
  const claimed: ClaimedRun = { run, checkpoint: {}, nodes: {}, lastSeq: 3, logLinesLeft: 10, waits: 1, fence: 2 };
  const states: RunState[] = [];
  let tries = 0;
  const isOver = Promise.withResolvers<void>();
  const queue = [claimed];
  const worker = new Worker({
    name: 'w',
    queue: {
      claim: () => Promise.resolve(queue.shift() ?? null),
      renew: () => Promise.resolve({ stopAskedBy: 'Lotte' }),
    },
    journal: {
      commitState: ({ state }: { state: RunState }) => {
        states.push(state);
        if (state.status === 'stopped' || state.status === 'waiting') isOver.resolve();
        return Promise.resolve();
      },
    } as unknown as RunJournal,
    prepare: () => {
      tries += 1;
      return Promise.reject(away);
    },
    clock: testClock(),
    newId: () => 'id',
    report: (error) => {
      throw error;
    },
  });
  worker.start();
  await isOver.promise;
  await worker.stop();
  expect(states.map(({ status }) => status)).toEqual(['running', 'stopping', 'stopped']);
  expect(states.at(-1)).toMatchObject({ by: 'Lotte' });
  expect(tries).toBe(0);
});

test('a store that does not work for a while costs no run: it is left as it was and taken up again', async () => {
  const claimed: ClaimedRun = { run, checkpoint: {}, nodes: {}, lastSeq: 3, logLinesLeft: 10, waits: 1, fence: 2 };
  const full = new JournalError('The disk is full.');
  const states: RunState[] = [];
  const reported: unknown[] = [];
  let [claims, commits] = [0, 0];
  const isOver = Promise.withResolvers<void>();
  const clock = testClock();
  const worker = new Worker({
    name: 'w',
    queue: {
      // Refuses twice, gives the run, and gives it again when its lease has run out.
      claim: () => {
        claims += 1;
        return claims <= 2 ? Promise.reject(full) : Promise.resolve(claims === 3 || claims === 5 ? claimed : null);
      },
      renew: () => Promise.resolve({ stopAskedBy: null }),
    },
    journal: {
      commitState: ({ state }: { state: RunState }) => {
        commits += 1;
        if (commits === 1) return Promise.reject(full);
        states.push(state);
        if (state.status === 'failed') isOver.resolve();
        return Promise.resolve();
      },
    } as unknown as RunJournal,
    prepare: () =>
      Promise.reject(new ConnectionError({ code: 'test.gone', message: 'Gone.', remedy: 'None.', retry: 'never' })),
    clock,
    newId: () => 'id',
    report: (error) => void reported.push(error),
  });
  worker.start();
  const ticking = setInterval(() => clock.advance(1_000), 1);
  await isOver.promise;
  clearInterval(ticking);
  await worker.stop();
  expect(states.map(({ status }) => status)).toEqual(['running', 'failed']);
  // The failing store is told of once, the run that was let go once.
  expect(reported).toEqual([full, full]);
});

test('a run whose lease ran out while the machine slept is let go before the same worker takes it up again', async () => {
  const seen: string[] = [];
  const second = Promise.withResolvers<void>();
  const claims = [2, 3].map((fence): ClaimedRun => ({
    run,
    checkpoint: {},
    nodes: {},
    lastSeq: 3,
    logLinesLeft: 10,
    waits: 1,
    fence,
  }));
  let prepared = 1;
  const clock = testClock();
  const worker = new Worker({
    name: 'w',
    queue: {
      // Gives the run again only after the first attempt has begun.
      claim: () => Promise.resolve(claims.length === 2 || seen.length > 0 ? (claims.shift() ?? null) : null),
      renew: () => Promise.resolve({ stopAskedBy: null }),
    },
    journal: { commitState: () => Promise.resolve() } as unknown as RunJournal,
    prepare: async (_run, signal) => {
      prepared += 1;
      const fence = prepared;
      seen.push(`${fence} begins`);
      if (fence === 3) second.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await Promise.resolve();
      seen.push(`${fence} ends`);
      throw signal.reason as Error;
    },
    clock,
    newId: () => 'id',
    report: (error) => {
      throw error;
    },
  });
  worker.start();
  const ticking = setInterval(() => clock.advance(1_000), 1);
  await second.promise;
  clearInterval(ticking);
  expect(worker.running()).toEqual(['r1']);
  await worker.stop();
  expect(seen).toEqual(['2 begins', '2 ends', '3 begins', '3 ends']);
});
