import type { UserRole } from '@koppel/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readServerFile } from '../src/index.ts';
import { Client, problemOf, type Answer } from './support/client.ts';
import { ShiftedClock, startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

const dayMs = 24 * 60 * 60 * 1000;
let server: TestKoppel;
let clock: ShiftedClock;
let karim: Client;
let lotte: Client;

beforeEach(async () => {
  clock = new ShiftedClock();
  server = await startTestKoppel({ clock });
  karim = await server.administrator();
  lotte = await invited('lotte@example.com', 'viewer');
});
afterEach(() => server.close());

async function invited(email: string, role: UserRole): Promise<Client> {
  const { link } = await karim.call('inviteMember', { body: { email, name: email.split('@')[0]!, role } });
  return Client.byLink(server.url, tokenOf(link!.url));
}

const refusal = (answer: Answer) => [answer.status, problemOf(answer).code];

test('who lacks a right sees who can grant it, asks, and has it from the moment it is granted', async () => {
  expect((await lotte.call('getAccess')).administrators).toHaveLength(1);
  const body = { permission: 'flows.edit', message: 'I mend the mapping.' } as const;
  const asked = await lotte.call('askAccess', { body });
  // Once more is the same request.
  expect((await lotte.call('askAccess', { body })).id).toBe(asked.id);
  const [waiting, ...others] = await karim.call('listAccessRequests');
  expect(others).toEqual([]);
  expect(waiting).toMatchObject({
    ...body,
    person: { name: 'lotte', role: 'viewer' },
    roles: ['analyst', 'consultant', 'administrator'],
  });
  const params = { id: asked.id };
  const useless = await karim.ask('decideAccess', { params, body: { role: 'sales' } });
  expect(refusal(useless)).toEqual([400, 'access.role-without-right']);
  await karim.call('decideAccess', { params, body: { role: 'analyst' } });
  expect((await lotte.call('getSession')).permissions).toContain('flows.edit');
  expect(await karim.call('listAccessRequests')).toEqual([]);
  expect((await karim.ask('decideAccess', { params, body: { role: null } })).status).toBe(404);
  expect(refusal(await lotte.ask('askAccess', { body }))).toEqual([409, 'access.has-it']);
});

test('what is refused says why, and is not asked for again within a day', async () => {
  const body = { permission: 'flows.publish' } as const;
  const { id } = await lotte.call('askAccess', { body });
  await karim.call('decideAccess', { params: { id }, body: { role: null, comment: 'Ask for a review.' } });
  const { requests } = await lotte.call('getAccess');
  expect(requests[0]).toMatchObject({ decision: { role: null, comment: 'Ask for a review.' } });
  expect((await lotte.call('getSession')).user.role).toBe('viewer');
  expect(refusal(await lotte.ask('askAccess', { body }))).toEqual([409, 'access.refused-today']);
});

test('nobody asks more than five times a day', async () => {
  const wanted = ['flows.edit', 'flows.publish', 'flows.run', 'failures.repair', 'links.edit'] as const;
  for (const permission of wanted) await lotte.call('askAccess', { body: { permission } });
  const sixth = await lotte.ask('askAccess', { body: { permission: 'people.edit' } });
  expect(refusal(sixth)).toEqual([429, 'access.too-many']);
});

test('only administrators see requests and decide, and none of another workspace', async () => {
  const { id } = await lotte.call('askAccess', { body: { permission: 'flows.edit' } });
  const sofie = await invited('sofie@example.com', 'consultant');
  expect((await sofie.ask('listAccessRequests')).status).toBe(403);
  const decision = { params: { id }, body: { role: 'administrator' as const } };
  expect((await lotte.ask('decideAccess', decision)).status).toBe(403);
  await karim.call('createWorkspace', { body: { slug: 'elsewhere', name: 'Elsewhere' } });
  karim.workspace = 'elsewhere';
  expect(await karim.call('listAccessRequests')).toEqual([]);
  expect((await karim.ask('decideAccess', decision)).status).toBe(404);
  // To somebody who is no member the workspace does not exist, whatever is asked.
  lotte.workspace = 'elsewhere';
  const foreign = await lotte.ask('askAccess', { body: { permission: 'flows.edit' } });
  lotte.workspace = 'nowhere-at-all';
  const unknown = await lotte.ask('askAccess', { body: { permission: 'flows.edit' } });
  expect([foreign.status, problemOf(foreign).code]).toEqual([unknown.status, problemOf(unknown).code]);
  expect(foreign.status).toBe(404);
});

test('of two who decide at once one does, and who was taken out waits no more', async () => {
  const { id } = await lotte.call('askAccess', { body: { permission: 'flows.edit' } });
  const answers = await Promise.all(
    (['analyst', 'consultant', null] as const).map((role) =>
      karim.ask('decideAccess', { params: { id }, body: { role } }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  await lotte.call('askAccess', { body: { permission: 'workspace.edit' } });
  const member = (await karim.call('listMembers')).find(({ name }) => name === 'lotte')!;
  await karim.call('removeMember', { params: { id: member.id } });
  expect(await karim.call('listAccessRequests')).toEqual([]);
});

test('a request may be made again after a day', async () => {
  const body = { permission: 'flows.publish' } as const;
  const { id } = await lotte.call('askAccess', { body });
  await karim.call('decideAccess', { params: { id }, body: { role: null } });
  clock.forward(dayMs + 1000);
  const again = await Client.byLink(server.url, await linkFor('lotte@example.com'));
  expect((await again.call('askAccess', { body })).id).not.toBe(id);
});

async function linkFor(email: string): Promise<string> {
  const again = Object.assign(new Client(server.url), { bearer: readServerFile(server.folder)!.token });
  return tokenOf((await again.call('createSignInLink', { body: { email } })).url);
}
