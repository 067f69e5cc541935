import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestStep } from '@koppel/sdk';
import { testClock } from '@koppel/sdk/testing';
import { afterEach, expect, test } from 'vitest';
import { startErp, type ErpUnderTest } from './demo-erp.ts';

const { signal } = new AbortController();
let erp: ErpUnderTest;
afterEach(() => erp.close());

async function tried(settings: Record<string, unknown> = {}): Promise<TestStep[]> {
  erp = await startErp({ clock: testClock(), settings });
  const steps: TestStep[] = [];
  for await (const step of erp.system.test(signal)) steps.push(step);
  return steps;
}

const outcomes = (steps: readonly TestStep[]) => steps.map(({ id, outcome }) => `${id} ${outcome}`);

/** A server that answers everything the same, for as long as the test lasts. */
async function withServer<T>(status: number, body: string, run: (origin: string) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html', location: 'https://elsewhere.example/' }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}

test('goes through every step of a connection that works', async () => {
  const steps = await tried();
  expect(outcomes(steps)).toEqual([
    'name ok',
    'connect ok',
    'address ok',
    'sign-in ok',
    'company ok',
    'permission-account ok',
    'custom-page-account ok',
    'sample-account ok',
    ...['contact', 'product', 'quote', 'order', 'invoice', 'payment', 'activityCost'].flatMap((entity) => [
      `permission-${entity} ok`,
      `sample-${entity} ok`,
    ]),
  ]);
  expect(steps.at(-1)!.detail).toMatch(/^Read \w+/);
});

test.each<[what: string, settings: Record<string, unknown>, passed: string[], failed: string, detail: RegExp]>([
  [
    'a name that nobody knows',
    { baseUrl: 'http://no-such-server.invalid' },
    [],
    'name',
    /name of no-such-server\.invalid could not be looked up/,
  ],
  ['an address where nobody listens', { baseUrl: 'http://127.0.0.1:9' }, ['name'], 'connect', /could not be reached/],
  [
    'a wrong secret',
    { clientSecret: 'wrong' },
    ['name', 'connect', 'address'],
    'sign-in',
    /refused the sign-in.*AADSTS7000215/,
  ],
  [
    'an application that the tenant does not know',
    { clientId: '11111111-2222-4333-8444-555555555555' },
    ['name', 'connect', 'address'],
    'sign-in',
    /AADSTS700016/,
  ],
  [
    'a company that is not there',
    { company: 'Somebody else NV' },
    ['name', 'connect', 'address', 'sign-in'],
    'company',
    /has no company "Somebody else NV"/,
  ],
  [
    'an environment that is not there',
    { environment: 'sandbox' },
    ['name', 'connect'],
    'address',
    /no API at this address/,
  ],
])('names the step that fails for %s', async (_what, settings, passed, failed, detail) => {
  const steps = await tried(settings);
  expect(outcomes(steps)).toEqual([...passed.map((id) => `${id} ok`), `${failed} failed`]);
  expect(steps.at(-1)!.detail).toMatch(detail);
  expect(steps.at(-1)!.remedy).toBeTruthy();
});

test.each([
  [200, '<!doctype html><title>Welcome</title>', /web page instead of data/],
  [403, '<html>Proxy</html>', /web page instead of data/],
  [404, 'nothing', /no API at this address|web page/],
  [302, '', /sends requests on to another address/],
  [503, 'Down for maintenance', /answers, but not well \(status 503\)/],
])('an address that answers %i with "%s" is not the API', async (status, body, detail) => {
  await withServer(status, body, async (origin) => {
    const steps = await tried({ baseUrl: origin });
    expect(outcomes(steps)).toEqual(['name ok', 'connect ok', 'address failed']);
    expect(steps.at(-1)!.detail).toMatch(detail);
  });
});

test('warns where the custom sales API is not used, and goes on', async () => {
  const steps = await tried({ salesApi: 'off' });
  const told = steps.map(({ id, outcome }) => `${id} ${outcome}`);
  expect(told).toEqual(expect.arrayContaining(['custom-page-account warning', 'sample-account ok']));
  expect(told.filter((step) => !step.endsWith(' ok'))).toEqual([
    'custom-page-account warning',
    'permission-payment warning',
    'sample-payment warning',
    'permission-activityCost warning',
    'sample-activityCost warning',
  ]);
});

test('stops with the signal’s reason', async () => {
  erp = await startErp({ clock: testClock() });
  const reason = new Error('closed the window');
  const stop = new AbortController();
  const steps = erp.system.test(stop.signal)[Symbol.asyncIterator]();
  await steps.next();
  stop.abort(reason);
  await expect(steps.next()).rejects.toBe(reason);
});
