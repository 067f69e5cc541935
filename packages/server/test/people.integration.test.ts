import { closeCodes } from '@koppel/protocol';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { Client, problemOf } from './support/client.ts';
import { startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let karim: Client;

beforeEach(async () => {
  server = await startTestKoppel();
  karim = await server.administrator();
});
afterEach(() => server.close());

async function invited(email: string, role: 'analyst' | 'viewer' | 'administrator') {
  const { member, link } = await karim.call('inviteMember', { body: { email, role } });
  return { member, client: await Client.byLink(server.url, tokenOf(link!.url)) };
}

test('somebody new comes in by the link, with the role that was given, and is in the list', async () => {
  const { member, client } = await invited('Lotte.Claes@example.com', 'analyst');
  expect(member).toMatchObject({ email: 'lotte.claes@example.com', name: 'Lotte.Claes', role: 'analyst' });
  expect((await client.call('getSession')).user.role).toBe('analyst');
  expect((await client.ask('listMembers')).status).toBe(403);
  expect((await karim.call('listMembers')).map(({ role }) => role).toSorted()).toEqual(['administrator', 'analyst']);
  const again = await karim.ask('inviteMember', { body: { email: member.email, role: 'viewer' } });
  expect([again.status, problemOf(again).code]).toEqual([409, 'people.is-member']);
});

test('somebody whom another workspace knows gets no link, so that nobody can act as that person there', async () => {
  const { member } = await invited('lotte@example.com', 'analyst');
  await karim.call('createWorkspace', { body: { slug: 'verbeke', name: 'Verbeke' } });
  karim.workspace = 'verbeke';
  const { link } = await karim.call('inviteMember', { body: { email: member.email, role: 'viewer' } });
  expect(link).toBeNull();
});

test('another role, and being taken out, hold at once: for the next request and for an open socket', async () => {
  const { member, client } = await invited('lotte@example.com', 'analyst');
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/workspaces/main/live`, {
    headers: { cookie: client.cookie, origin: server.url },
  });
  await once(socket, 'open');
  await karim.call('changeMember', { params: { id: member.id }, body: { role: 'viewer' } });
  expect((await client.call('getSession')).permissions).not.toContain('flows.edit');
  expect(socket.readyState).toBe(WebSocket.OPEN);
  const closed = once(socket, 'close');
  await karim.call('changeMember', { params: { id: member.id }, body: { role: 'sales' } });
  expect((await closed)[0]).toBe(closeCodes.signedOut);
  await karim.call('removeMember', { params: { id: member.id } });
  expect((await client.ask('getSession')).status).toBe(404);
  expect((await client.call('getAccount')).workspaces).toEqual([]);
});

test('whoever is signed out or disabled is so on every machine, and comes back only when enabled', async () => {
  const { member, client } = await invited('lotte@example.com', 'analyst');
  await karim.call('signOutMember', { params: { id: member.id } });
  expect((await client.ask('getAccount')).status).toBe(401);
  await karim.call('disablePerson', { params: { id: member.id }, body: { isDisabled: true } });
  const { url } = await karim.call('createSignInLink', { body: {} });
  expect(url).toContain('token=');
  expect((await karim.ask('createSignInLink', { body: { email: member.email } })).status).toBe(404);
  await karim.call('disablePerson', { params: { id: member.id }, body: { isDisabled: false } });
  const link = await karim.call('createSignInLink', { body: { email: member.email } });
  expect((await client.signInByLink(tokenOf(link.url))).status).toBe(200);
});

test('the last administrator stays one', async () => {
  const [me] = await karim.call('listMembers');
  for (const refused of [
    await karim.ask('changeMember', { params: { id: me!.id }, body: { role: 'viewer' } }),
    await karim.ask('removeMember', { params: { id: me!.id } }),
  ])
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'people.last-administrator']);
  const disabled = await karim.ask('disablePerson', { params: { id: me!.id }, body: { isDisabled: true } });
  expect([disabled.status, problemOf(disabled).code]).toEqual([409, 'people.last-instance-administrator']);
  await invited('lotte@example.com', 'administrator');
  expect((await karim.ask('changeMember', { params: { id: me!.id }, body: { role: 'viewer' } })).status).toBe(200);
});
