import { expect, test } from 'vitest';
import { Lanes } from '../src/lanes.ts';

test('a batch waits for an earlier one that has one of its keys, and for no other', async () => {
  const lanes = new Lanes();
  const { signal } = new AbortController();
  const order: string[] = [];
  const first = lanes.enter(['A', 'B'], signal);
  const second = lanes.enter(['B', 'C'], signal);
  const third = lanes.enter(['D'], signal);
  const waited = second.free.then(() => order.push('second'));
  await third.free;
  order.push('third');
  first.leave();
  await waited;
  expect(order).toEqual(['third', 'second']);
});

test('a batch that waits for one which is given up without being committed is let go', async () => {
  const lanes = new Lanes();
  const giveUp = new AbortController();
  await lanes.enter(['A'], giveUp.signal).free;
  const waiting = lanes.enter(['A'], giveUp.signal);
  const reason = new Error('The commit failed.');
  giveUp.abort(reason);
  await expect(waiting.free).rejects.toBe(reason);
});
