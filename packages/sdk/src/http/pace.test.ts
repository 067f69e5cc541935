import { expect, test } from 'vitest';
import { testClock } from '../testing/index.ts';
import { createGate } from './pace.ts';

const signal = new AbortController().signal;

function gateWith(pace: { maxConcurrent?: number; maxRequests?: number; windowMs?: number }) {
  const clock = testClock();
  const gate = createGate({
    pace: { maxConcurrent: 100, maxRequests: 1000, windowMs: 1000, ...pace },
    clock,
    random: () => 0,
  });
  /** Sends request after request, each taking no time, and notes when it went. */
  const went: string[] = [];
  const go = async (name: string, of: AbortSignal = signal) => {
    const pass = await gate.enter(of);
    went.push(`${name} at ${clock.monotonicMs()}`);
    return pass;
  };
  return { clock, gate, went, go };
}

test('lets no more through at once than the connection allows, first come first served', async () => {
  const { gate, went, go, clock } = gateWith({ maxConcurrent: 2 });
  const all = ['a', 'b', 'c', 'd'].map((name) => go(name));
  await clock.advance(0);
  expect(went).toEqual(['a at 0', 'b at 0']);
  gate.done();
  await clock.advance(0);
  expect(went).toEqual(['a at 0', 'b at 0', 'c at 0']);
  gate.done();
  await Promise.all(all);
  expect(went.at(-1)).toBe('d at 0');
});

test('keeps to the requests per window, whichever window is looked at', async () => {
  const { went, go, clock, gate } = gateWith({ maxRequests: 2, windowMs: 1000 });
  const one = async (name: string) => {
    await go(name);
    gate.done();
  };
  await one('a');
  await clock.advance(600);
  await one('b');
  const rest = Promise.all([one('c'), one('d')]);
  await clock.advance(2000);
  await rest;
  expect(went).toEqual(['a at 0', 'b at 600', 'c at 1000', 'd at 1600']);
});

test('a request that is given up while waiting frees its place and goes nowhere', async () => {
  const { went, go, clock, gate } = gateWith({ maxConcurrent: 1 });
  await go('a');
  const stop = new AbortController();
  const given = go('b', stop.signal);
  const next = go('c');
  stop.abort(new Error('stopped'));
  await expect(given).rejects.toThrow('stopped');
  gate.done();
  await next;
  await clock.advance(0);
  expect(went).toEqual(['a at 0', 'c at 0']);
});

test('a pause holds back everybody until its time', async () => {
  const { went, go, clock, gate } = gateWith({});
  const pass = await go('a');
  gate.throttled(pass, 7000);
  gate.done();
  const rest = Promise.all([go('b'), go('c')]);
  await clock.advance(6999);
  expect(went).toEqual(['a at 0']);
  await clock.advance(1);
  await rest;
  expect(went).toEqual(['a at 0', 'b at 7000', 'c at 7000']);
});

test('a pause without a time doubles from one second, and an ordinary answer ends that', async () => {
  const { went, go, clock, gate } = gateWith({});
  for (const name of ['a', 'b', 'c']) {
    const going = go(name);
    await clock.advance(10_000);
    gate.throttled(await going, undefined);
    gate.done();
    const waiting = go(`after ${name}`);
    await clock.advance(10_000);
    await waiting;
    gate.done();
  }
  const late = go('d');
  await clock.advance(0);
  gate.answered(await late);
  gate.done();
  const again = go('e');
  await clock.advance(0);
  gate.throttled(await again, undefined);
  gate.done();
  const last = go('after e');
  await clock.advance(10_000);
  await last;
  const times = new Map(went.map((line) => line.split(' at ') as [string, string]));
  const waitAfter = (name: string) => Number(times.get(`after ${name}`)) - (Number(times.get(name)) + 10_000);
  expect(['a', 'b', 'c'].map(waitAfter)).toEqual([1000, 2000, 4000]);
  expect(Number(times.get('after e')) - Number(times.get('e'))).toBe(1000);
});

test('requests that were refused together count as one step', async () => {
  const { go, clock, gate, went } = gateWith({});
  const passes = await Promise.all([go('a'), go('b'), go('c')]);
  for (const pass of passes) {
    gate.throttled(pass, undefined);
    gate.done();
  }
  const next = go('d');
  await clock.advance(1000);
  await next;
  expect(went.at(-1)).toBe('d at 1000');
});

test('a server that throttles and asks for no wait is not stormed', async () => {
  const { go, clock, gate, went } = gateWith({});
  for (let round = 0; round < 5; round += 1) {
    const going = go(`${round}`);
    await clock.advance(60_000);
    gate.throttled(await going, 0);
    gate.done();
  }
  await expect(Promise.resolve(went.length)).resolves.toBe(5);
  const next = go('next');
  await clock.advance(15_999);
  expect(went).toHaveLength(5);
  await clock.advance(1);
  await next;
});

test('closing turns away who waits and who comes', async () => {
  const { go, gate } = gateWith({ maxConcurrent: 1 });
  await go('a');
  const waiting = go('b');
  gate.close(new Error('closed'));
  await expect(waiting).rejects.toThrow('closed');
  await expect(go('c')).rejects.toThrow('closed');
});
