import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestStep } from '@koppel/sdk';
import { testClock } from '@koppel/sdk/testing';
import { afterEach, expect, test } from 'vitest';
import { startCrm, type CrmUnderTest } from './demo-crm.ts';

const { signal } = new AbortController();
let crm: CrmUnderTest;
afterEach(() => crm.close());

async function tried(settings: Record<string, unknown> = {}): Promise<TestStep[]> {
  crm = await startCrm({ clock: testClock(), settings });
  const steps: TestStep[] = [];
  for await (const step of crm.system.test(signal)) steps.push(step);
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
    'organisation ok',
    'permission-account ok',
    'columns-account ok',
    'changes-account ok',
    'sample-account ok',
    ...['contact', 'lead', 'opportunity', 'product', 'quote', 'order', 'task', 'salesTarget'].map(
      (entity) => `table-${entity} ok`,
    ),
  ]);
  expect(steps.find(({ id }) => id === 'sample-account')!.detail).toMatch(/^Read \w+/);
});

test.each<[what: string, settings: Record<string, unknown>, passed: string[], failed: string, detail: RegExp]>([
  [
    'a name that nobody knows',
    { orgUrl: 'http://no-such-organisation.invalid' },
    [],
    'name',
    /name of no-such-organisation\.invalid could not be looked up/,
  ],
  ['an address where nobody listens', { orgUrl: 'http://127.0.0.1:9' }, ['name'], 'connect', /could not be reached/],
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
  ['a tenant that is not there', { tenant: 'elsewhere' }, ['name', 'connect', 'address'], 'sign-in', /AADSTS90002/],
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
    const steps = await tried({ orgUrl: origin });
    expect(outcomes(steps)).toEqual(['name ok', 'connect ok', 'address failed']);
    expect(steps.at(-1)!.detail).toMatch(detail);
  });
});

test('stops with the signal’s reason', async () => {
  crm = await startCrm({ clock: testClock() });
  const reason = new Error('closed the window');
  const stop = new AbortController();
  const steps = crm.system.test(stop.signal)[Symbol.asyncIterator]();
  await steps.next();
  stop.abort(reason);
  await expect(steps.next()).rejects.toBe(reason);
});
