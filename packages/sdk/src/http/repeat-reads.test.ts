import { expect, test } from 'vitest';
import { ConnectionError } from '../errors.ts';
import type { HttpClient, HttpRequest } from '../http-client.ts';
import { testClock, type TestClock } from '../testing/index.ts';
import { repeatReads } from './index.ts';
import { ReceivedResponse } from './response.ts';

const signal = new AbortController().signal;
const read: HttpRequest = { method: 'GET', url: 'https://erp.example/items', signal };

type Fate = number | ConnectionError | { status: number; retryAfter: string };

/** A system whose requests meet these fates one after another, the last one for ever. */
function shaky(...fates: Fate[]): HttpClient & { readonly sent: () => number } {
  let sent = 0;
  return {
    sent: () => sent,
    request() {
      const fate = fates[Math.min(sent, fates.length - 1)]!;
      sent += 1;
      if (fate instanceof ConnectionError) return Promise.reject(fate);
      const status = typeof fate === 'number' ? fate : fate.status;
      const headers: Record<string, string> = typeof fate === 'number' ? {} : { 'retry-after': fate.retryAfter };
      return Promise.resolve(new ReceivedResponse({ status, headers, body: Buffer.from('{}'), host: 'erp.example' }));
    },
  };
}

/** Sends, and lets time pass whenever somebody waits for it. */
async function answerOf(http: HttpClient, request: HttpRequest, clock: TestClock = testClock()): Promise<unknown> {
  const pauses = 3;
  const answer = repeatReads(http, clock)
    .request(request)
    .then(
      ({ status }) => status,
      (error: unknown) => error,
    );
  for (let pause = 0; pause < pauses; pause += 1) await clock.advance(1_000);
  return answer;
}

function cutOff(retry: 'backoff' | 'never'): ConnectionError {
  return new ConnectionError({ code: 'http.cut-off', message: 'Cut off.', remedy: 'Wait.', retry });
}

test('a read that a passing fault befell is sent again until it is answered', async () => {
  const http = shaky(cutOff('backoff'), 503, 429, 200);
  expect(await answerOf(http, read)).toBe(200);
  expect(http.sent()).toBe(4);
});

test('a fault that does not pass is told after four reads', async () => {
  const busy = shaky(500);
  expect(await answerOf(busy, read)).toBe(500);
  const error = cutOff('backoff');
  const away = shaky(error);
  expect(await answerOf(away, read)).toBe(error);
  expect([busy.sent(), away.sent()]).toEqual([4, 4]);
});

test.for<[string, Fate]>([
  ['a refusal', 403],
  ['something that is not there', 404],
  ['a fault that waiting does not mend', cutOff('never')],
  ['a pause of minutes, which is not waited for here', { status: 429, retryAfter: '120' }],
])('%s is told at once', async ([, fate]) => {
  const http = shaky(fate);
  await answerOf(http, read);
  expect(http.sent()).toBe(1);
});

test.for(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('a %s is never sent again', async (method) => {
  const lost = shaky(cutOff('backoff'), 200);
  await answerOf(lost, { ...read, method });
  const busy = shaky(429, 200);
  expect(await answerOf(busy, { ...read, method })).toBe(429);
  expect([lost.sent(), busy.sent()]).toEqual([1, 1]);
});

test('a batch that only reads is sent again', async () => {
  const http = shaky(503, 200);
  expect(await answerOf(http, { ...read, method: 'POST', onlyReads: true })).toBe(200);
  expect(http.sent()).toBe(2);
});

test('who lets go while it waits gets the reason, and nothing is sent any more', async () => {
  const clock = testClock();
  const http = shaky(503);
  const letGo = new AbortController();
  const answer = repeatReads(http, clock).request({ ...read, signal: letGo.signal });
  await clock.untilSleeping();
  const reason = new Error('Koppel stops.');
  letGo.abort(reason);
  await expect(answer).rejects.toBe(reason);
  await clock.advance(60_000);
  expect(http.sent()).toBe(1);
});
