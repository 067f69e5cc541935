import { testClock } from '@koppel/sdk/testing';
import { expect, test } from 'vitest';
import { Scheduler, type DueTrigger } from '../src/workspace/scheduler.ts';

const quarterMs = 15 * 60_000;

/** Flows that start every quarter of an hour while they are in `on`, and what was started. */
function scheduling(on: Set<string>) {
  const clock = testClock({ start: '2026-11-23T09:05:00.000Z' });
  const started: string[] = [];
  const reported: unknown[] = [];
  let isBroken = false;
  const scheduler = new Scheduler({
    clock,
    nextTimes: (after): Promise<DueTrigger[]> => {
      if (isBroken) return Promise.reject(new Error('The disk is full.'));
      const at = new Date((Math.floor(after.getTime() / quarterMs) + 1) * quarterMs);
      return Promise.resolve([...on].map((flowId) => ({ flowId, nodeId: 'schedule', at })));
    },
    start: ({ flowId, at }) => {
      started.push(`${flowId} ${at.toISOString().slice(11, 16)}`);
      return Promise.resolve();
    },
    report: (error) => void reported.push(error),
  });
  return { clock, scheduler, started, reported, break: (broken: boolean) => void (isBroken = broken) };
}

test('starts each flow that is on at each of its times, once', async () => {
  const { clock, scheduler, started } = scheduling(new Set(['a', 'b']));
  scheduler.begin();
  await clock.advance(31 * 60_000);
  await scheduler.stop();
  expect(started).toEqual(['a 09:15', 'b 09:15', 'a 09:30', 'b 09:30']);
});

test('a flow that is switched on later starts at its next time, not at one that is over', async () => {
  const on = new Set<string>();
  const { clock, scheduler, started } = scheduling(on);
  scheduler.begin();
  await clock.advance(40 * 60_000);
  on.add('late');
  scheduler.flowsChanged();
  await clock.advance(10 * 60_000);
  expect(started).toEqual([]);
  await clock.advance(10 * 60_000);
  await scheduler.stop();
  expect(started).toEqual(['late 10:00']);
});

test('times that passed while the machine slept lead to one start, and the clock set back to none twice', async () => {
  const { clock, scheduler, started } = scheduling(new Set(['a']));
  scheduler.begin();
  await clock.advance(60_000);
  clock.jump(2 * 60 * 60_000);
  await clock.advance(60_000);
  expect(started).toEqual(['a 09:15']);
  clock.jump(-2 * 60 * 60_000);
  await clock.advance(60_000);
  await scheduler.stop();
  expect(started).toEqual(['a 09:15']);
});

test('a store that fails for a while is told of, and the schedules go on', async () => {
  const scene = scheduling(new Set(['a']));
  scene.break(true);
  scene.scheduler.begin();
  await scene.clock.advance(60_000);
  expect(scene.reported.length).toBeGreaterThan(0);
  scene.break(false);
  await scene.clock.advance(20 * 60_000);
  await scene.scheduler.stop();
  expect(scene.started).toEqual(['a 09:15']);
});
