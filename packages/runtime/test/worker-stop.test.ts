import { emptyCounters, type Run, type RunState } from '@koppel/model';
import { ConnectionError } from '@koppel/sdk';
import { testClock } from '@koppel/sdk/testing';
import { expect, test } from 'vitest';
import { Worker, type ClaimedRun, type RunJournal } from '../src/index.ts';

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
      renew: () => Promise.resolve({ isStopAsked: true }),
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
  expect(tries).toBe(0);
});
