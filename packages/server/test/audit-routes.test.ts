import { routes, type RouteName } from '@koppel/protocol';
import { Redaction, systemClock } from '@koppel/sdk';
import type { NewAuditEvent } from '@koppel/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actOf, actOfRoute } from '../src/audit/acts.ts';
import { AuditLog } from '../src/audit/audit-log.ts';
import { createApp } from '../src/http/app.ts';
import type { InstanceHandlers, WorkspaceHandlers } from '../src/http/handlers.ts';
import type { Principal } from '../src/http/principal.ts';
import { HttpProblem } from '../src/http/problems.ts';
import { registerRoutes } from '../src/http/register.ts';
import { fill } from './support/client.ts';

const karim: Principal = {
  kind: 'person',
  userId: 'u1',
  name: 'Karim',
  isInstanceAdmin: true,
  memberships: new Map([['w1', 'administrator']]),
  heldBack: new Map(),
  role: null,
  scope: null,
  csrfToken: 'x',
};
const lotte: Principal = { ...karim, userId: 'u2', name: 'Lotte', memberships: new Map([['w1', 'viewer']]) };

let app: FastifyInstance;
let written: NewAuditEvent[] = [];
let caller: Principal = karim;
let answer: () => Promise<unknown>;
let nowMs = 0;

beforeAll(async () => {
  const redaction = new Redaction();
  redaction.learn('a connection', ['hunter2secret']);
  const log = () => {};
  app = await createApp({ version: '1', isHttps: false, tls: null, redaction, log });
  // What a route takes and gives is no concern of these tests.
  app.setValidatorCompiler(() => (value: unknown) => ({ value }));
  app.setSerializerCompiler(() => (value) => JSON.stringify(value ?? null));
  const handlers = new Proxy({}, { get: () => () => answer() });
  registerRoutes(app, {
    instance: handlers as InstanceHandlers,
    workspaceOf: (slug) =>
      slug === 'main' || slug === 'other'
        ? ({ id: slug === 'main' ? 'w1' : 'w2', handlers: handlers as WorkspaceHandlers } as never)
        : null,
    brokenOf: () => null,
    principalOf: async () => caller,
    cookiesOf: () => ({}) as never,
    checkOrigin: () => {},
    audit: new AuditLog({
      audit: { append: async (event: NewAuditEvent) => written.push(event) } as never,
      anchors: { written: () => {} } as never,
      redaction,
      clock: { ...systemClock, monotonicMs: () => nowMs },
      log,
    }),
  });
  await app.ready();
});
afterAll(() => app.close());
beforeEach(() => {
  written = [];
  caller = karim;
  answer = async () => null;
  nowMs += 60 * 60_000;
});

function call(name: RouteName, workspace = 'main') {
  const { method, path } = routes[name];
  const url = fill(path, { workspace, slug: 'a', id: 'a', version: '1', nodeId: 'n' });
  return app.inject({ method, url, ...(method === 'POST' || method === 'PUT' ? { payload: {} } : {}) });
}

const names = Object.keys(routes) as RouteName[];
const changing = names.filter((name) => routes[name].method !== 'GET');

describe.each(changing.filter((name) => actOf(name) !== null))('%s', (name) => {
  const [object, verb] = actOf(name)!.split('.');

  test('is in the audit log, by whom and from where', async () => {
    await call(name);
    expect(written.at(-1)).toMatchObject({ object, verb, outcome: 'done', actorId: 'u1', address: '127.0.0.1' });
    expect(written.at(-1)!.workspaceId).toBe(routes[name].path.includes('/:workspace/') ? 'w1' : null);
  });

  test('is in it also when it is refused or fails', async () => {
    answer = async () => {
      throw new HttpProblem(409, { code: 'flow.stale', message: 'No.', remedy: 'No.' });
    };
    await call(name);
    expect(written.at(-1)).toMatchObject({ object, verb, outcome: 'refused', code: 'flow.stale' });
    answer = () => Promise.reject(new Error('broken'));
    await call(name);
    expect(written.at(-1)).toMatchObject({ object, verb, outcome: 'failed', code: 'api.our-mistake' });
  });
});

test('what only reads by another method than GET needs a right to read, or is named here', () => {
  const others = changing.filter((name) => actOf(name) === null && !routes[name].access.endsWith('.read'));
  expect(others).toEqual([
    'beginSingleSignOn',
    'runFlowTests',
    'checkPinnedSamples',
    'tryConnectionRead',
    'openEmbed',
    'inspectLinkFile',
    'findPerson',
    'proposeExport',
    'showMergeEffect',
    'tryInstallation',
    'verifyAudit',
  ]);
  expect(Object.keys(actOfRoute).length).toBeGreaterThan(80);
});

test('an act that nobody finished leaves the event from before it', async () => {
  let end = () => {};
  answer = () => new Promise((resolve) => (end = () => resolve(null)));
  const underWay = call('publishFlow');
  await expect.poll(() => written.length).toBe(1);
  expect(written).toMatchObject([{ object: 'flow', objectId: 'a', verb: 'publish', outcome: 'begun' }]);
  end();
  await underWay;
  expect(written[1]).toMatchObject({ outcome: 'done', begunAs: 1 });
});

test('what somebody may not do is in it once in a while, however often it is asked', async () => {
  caller = lotte;
  for (let index = 0; index < 5; index += 1) await call('saveMastership');
  expect(written).toMatchObject([
    { object: 'mastership', verb: 'change', outcome: 'refused', code: 'api.not-allowed', workspaceId: 'w1' },
  ]);
  nowMs += 11 * 60_000;
  await call('saveMastership');
  expect(written).toHaveLength(2);
  await call('listMembers');
  expect(written[2]).toMatchObject({ object: 'access', verb: 'use', objectId: 'listMembers', actorName: 'Lotte' });
});

test('knocking at a workspace of others is told of the instance alone', async () => {
  expect((await call('getWorkspace', 'other')).statusCode).toBe(404);
  expect(written).toMatchObject([{ object: 'access', outcome: 'refused', workspaceId: null, actorName: 'Karim' }]);
});

test('saving a draft again and again is one event in ten minutes', async () => {
  for (let index = 0; index < 3; index += 1) await call('saveDraft');
  expect(written).toMatchObject([{ object: 'flow', verb: 'edit', outcome: 'done' }]);
});
