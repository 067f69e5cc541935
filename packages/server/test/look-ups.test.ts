import type { Failure } from '@koppel/model';
import { testClock } from '@koppel/sdk/testing';
import { expect, test } from 'vitest';
import { LookUps } from '../src/workspace/look-ups.ts';

const minuteMs = 60_000;

/** Failures without an answer, and the minutes after which each was looked for. */
function looking({ failures }: { failures: Failure[] }) {
  const clock = testClock({ start: '2026-11-23T09:00:00.000Z' });
  const looks: [string, number][] = [];
  const reported: unknown[] = [];
  let isBroken = false;
  const lookUps = new LookUps({
    clock,
    doubtful: () => (isBroken ? Promise.reject(new Error('The disk is full.')) : Promise.resolve(failures)),
    lookUp: (found) => {
      for (const { key } of found) looks.push([key, clock.monotonicMs() / 1_000]);
      return Promise.resolve();
    },
    report: (error) => void reported.push(error),
  });
  return { clock, lookUps, looks, reported, break: (broken: boolean) => void (isBroken = broken) };
}

function doubtful(key: string, { lastAt = '09:00', knownFrom = '09:18' } = {}): Failure {
  const at = (time: string) => `2026-11-23T${time}:00.000Z`;
  return {
    id: `failure-of-${key}`,
    flowId: 'orders',
    runId: 'run',
    nodeId: 'create',
    entity: 'order',
    key,
    name: `Order ${key}`,
    cause: 'unknownOutcome',
    error: { code: 'create.unknown-outcome', message: 'No answer.', remedy: 'Nothing.', knownFrom: at(knownFrom) },
    input: {},
    output: null,
    state: 'open',
    seen: 1,
    firstAt: at(lastAt),
    lastAt: at(lastAt),
    note: null,
    sides: null,
  };
}

test('a record without an answer is looked for soon, then more seldom, and right when its absence can be believed', async () => {
  const { clock, lookUps, looks } = looking({ failures: [doubtful('1')] });
  lookUps.begin();
  await clock.advance(19 * minuteMs);
  await lookUps.stop();
  const known = 18 * 60;
  expect(looks.map(([, at]) => at)).toEqual([2, 12, 72, 372, 972, known]);
});

test('one that lasts is looked for every half hour, not without a pause', async () => {
  const { clock, lookUps, looks } = looking({ failures: [doubtful('1', { knownFrom: '09:00' })] });
  lookUps.begin();
  await clock.advance(4 * 60 * minuteMs);
  await lookUps.stop();
  expect(looks.length).toBeGreaterThan(8);
  expect(looks.length).toBeLessThan(14);
});

test('a record that fails in the same way again is not looked for as if it were new', async () => {
  const failures = [doubtful('1', { knownFrom: '12:00' })];
  const { clock, lookUps, looks } = looking({ failures });
  lookUps.begin();
  await clock.advance(2_000);
  failures.length = 0;
  lookUps.runEnded();
  await clock.advance(1_000);
  failures.push({ ...doubtful('1', { knownFrom: '12:00' }), lastAt: clock.now().toISOString() });
  lookUps.runEnded();
  await clock.advance(20_000);
  await lookUps.stop();
  expect(looks.map(([, at]) => at)).toEqual([2, 13]);
});

test('what a run leaves behind is noticed when it ends, and what is settled is not looked for any more', async () => {
  const failures: Failure[] = [];
  const { clock, lookUps, looks } = looking({ failures });
  lookUps.begin();
  await clock.advance(5 * minuteMs);
  failures.push(doubtful('1', { lastAt: '09:05' }));
  lookUps.runEnded();
  await clock.advance(3_000);
  expect(looks).toEqual([['1', 302]]);
  failures.length = 0;
  await clock.advance(60 * minuteMs);
  await lookUps.stop();
  expect(looks).toHaveLength(1);
});

test('after a restart it goes on with those whose time passed meanwhile', async () => {
  const failures = [doubtful('1', { lastAt: '07:00', knownFrom: '07:18' }), doubtful('2', { lastAt: '08:59' })];
  const { clock, lookUps, looks } = looking({ failures });
  lookUps.begin();
  await clock.advance(0);
  expect(looks).toEqual([
    ['1', 0],
    ['2', 0],
  ]);
  await lookUps.stop();
});

test('a store that does not work for a while is told of, and asked again', async () => {
  const looked = looking({ failures: [doubtful('1')] });
  looked.break(true);
  looked.lookUps.begin();
  await looked.clock.advance(90_000);
  expect(looked.looks).toEqual([]);
  expect(looked.reported).toHaveLength(2);
  looked.break(false);
  await looked.clock.advance(minuteMs);
  await looked.lookUps.stop();
  expect(looked.looks.map(([key]) => key)).toContain('1');
});
