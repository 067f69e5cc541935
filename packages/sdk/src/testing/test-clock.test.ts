import { expect, test } from 'vitest';
import { testClock } from './index.ts';

const signal = new AbortController().signal;

test('time passes only when the test says so', async () => {
  const clock = testClock();
  expect(clock.now().toISOString()).toBe('2026-11-23T09:00:00.000Z');
  await clock.advance(1500);
  expect(clock.now().toISOString()).toBe('2026-11-23T09:00:01.500Z');
  expect(clock.monotonicMs()).toBe(1500);
});

test('sleepers wake in the order of their times, each at its own time', async () => {
  const clock = testClock();
  const woken: string[] = [];
  const sleep = async (name: string, ms: number) => {
    await clock.sleep(ms, { signal });
    woken.push(`${name} at ${clock.monotonicMs()}`);
  };
  const all = [sleep('late', 300), sleep('early', 100)];
  await clock.advance(250);
  expect(woken).toEqual(['early at 100']);
  await clock.advance(50);
  await Promise.all(all);
  expect(woken).toEqual(['early at 100', 'late at 300']);
});

test('a sleeper that goes to sleep again inside the span wakes again', async () => {
  const clock = testClock();
  const woken: number[] = [];
  const twice = async () => {
    await clock.sleep(100, { signal });
    woken.push(clock.monotonicMs());
    await clock.sleep(100, { signal });
    woken.push(clock.monotonicMs());
  };
  const done = twice();
  await clock.advance(1000);
  await done;
  expect(woken).toEqual([100, 200]);
});

test('an aborted sleeper is gone', async () => {
  const clock = testClock();
  const stop = new AbortController();
  const slept = clock.sleep(100, { signal: stop.signal });
  expect(clock.nextWakeMs).toBe(100);
  stop.abort(new Error('enough'));
  await expect(slept).rejects.toThrow('enough');
  expect(clock.sleepers).toBe(0);
});

test('a jump of the wall clock wakes nobody', async () => {
  const clock = testClock();
  const stop = new AbortController();
  const slept = clock.sleep(1000, { signal: stop.signal });
  clock.jump(3_600_000);
  await clock.advance(999);
  expect(clock.sleepers).toBe(1);
  expect(clock.now().toISOString()).toBe('2026-11-23T10:00:00.999Z');
  await clock.advance(1);
  await slept;
});
