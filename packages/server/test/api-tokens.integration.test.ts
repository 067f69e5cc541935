import type { Permission } from '@koppel/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Client, problemOf } from './support/client.ts';
import { ShiftedClock, startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

const day = 86_400_000;
const clock = new ShiftedClock();
let server: TestKoppel;
let karim: Client;

beforeEach(async () => {
  server = await startTestKoppel({ clock });
  karim = await server.administrator();
});
afterEach(() => server.close());

async function made(maker: Client, permissions: Permission[], expiresInDays = 30) {
  const { token, text } = await maker.call('createApiToken', { body: { name: 'CI', permissions, expiresInDays } });
  const client = new Client(server.url);
  client.bearer = text;
  return { token, text, client };
}

test('a token does what it names and nothing else, and its use is seen in the list', async () => {
  const { client, text } = await made(karim, ['flows.read', 'workspace.edit']);
  expect((await client.ask('listFlows')).status).toBe(200);
  const refused = await client.ask('listMembers');
  expect([refused.status, problemOf(refused).code]).toEqual([403, 'api.not-allowed']);
  expect((await client.call('getSession')).permissions.toSorted()).toEqual(['flows.read', 'workspace.edit']);
  const listed = await karim.ask('listApiTokens');
  expect(listed.text).not.toContain(text);
  expect(listed.body).toMatchObject([{ name: 'CI', lastUsedAt: expect.any(String) }]);
});

test('a token reaches one workspace, is no administrator of Koppel, and cannot change its maker’s account', async () => {
  await karim.call('createWorkspace', { body: { slug: 'verbeke', name: 'Verbeke' } });
  const { client } = await made(karim, ['flows.read', 'people.edit']);
  expect((await client.call('getAccount')).workspaces.map(({ slug }) => slug)).toEqual(['main']);
  expect((await client.ask('createWorkspace', { body: { slug: 'x', name: 'X' } })).status).toBe(403);
  const password = await client.ask('setPassword', { body: { newPassword: 'long enough to be one' } });
  expect([password.status, problemOf(password).code]).toEqual([403, 'api.not-by-token']);
  const further = { name: 'more', permissions: ['flows.read' as const], expiresInDays: 1 };
  expect((await client.ask('createApiToken', { body: further })).status).toBe(403);
  client.workspace = 'verbeke';
  expect((await client.ask('listFlows')).status).toBe(404);
});

test('a token never has more rights than its maker has at the moment', async () => {
  const { member, link } = await karim.call('inviteMember', { body: { email: 'lotte@example.com', role: 'analyst' } });
  const lotte = await Client.byLink(server.url, tokenOf(link!.url));
  const more = { name: 'more', permissions: ['people.edit' as const], expiresInDays: 1 };
  expect((await lotte.ask('createApiToken', { body: more })).status).toBe(403);
  const { client } = await made(lotte, ['flows.read']);
  expect((await client.ask('listFlows')).status).toBe(200);
  await karim.call('changeMember', { params: { id: member.id }, body: { role: 'sales' } });
  expect((await client.ask('listFlows')).status).toBe(403);
  await karim.call('changeMember', { params: { id: member.id }, body: { role: 'analyst' } });
  await karim.call('disablePerson', { params: { id: member.id }, body: { isDisabled: true } });
  expect((await client.ask('listFlows')).status).toBe(401);
});

test('a token ends on its day, or when it is revoked, even beside a good cookie', async () => {
  const { client } = await made(karim, ['flows.read'], 1);
  clock.forward(day + 1_000);
  expect((await client.ask('listFlows')).status).toBe(401);
  const { url } = (await server.koppel.call({ method: 'POST', path: '/api/sign-in-links', body: {} })).body as {
    url: string;
  };
  const again = await Client.byLink(server.url, tokenOf(url));
  const second = await made(again, ['flows.read']);
  expect((await second.client.ask('listFlows')).status).toBe(200);
  await again.call('revokeApiToken', { params: { id: second.token.id } });
  again.bearer = second.text;
  expect((await again.ask('listFlows')).status).toBe(401);
});

test('everybody sees and revokes the own tokens, and whoever edits people those of all', async () => {
  const { link } = await karim.call('inviteMember', { body: { email: 'lotte@example.com', role: 'analyst' } });
  const lotte = await Client.byLink(server.url, tokenOf(link!.url));
  const hers = await made(lotte, ['flows.read']);
  const his = await made(karim, ['people.edit']);
  expect((await lotte.call('listApiTokens')).map(({ owner }) => owner.email)).toEqual(['lotte@example.com']);
  expect((await lotte.ask('revokeApiToken', { params: { id: his.token.id } })).status).toBe(404);
  expect((await karim.call('listApiTokens')).map(({ id }) => id)).toEqual([hers.token.id, his.token.id]);
  await karim.call('revokeApiToken', { params: { id: hers.token.id } });
  expect((await hers.client.ask('listFlows')).status).toBe(401);
});

test('nobody makes a token in the name of somebody else', async () => {
  const body = { name: 'CI', permissions: ['flows.read' as const], expiresInDays: 1, email: 'lotte@example.com' };
  const refused = await karim.ask('createApiToken', { body });
  expect([refused.status, problemOf(refused).code]).toEqual([403, 'api-token.only-own']);
});

test.each([0, 366, 1.5])('%s days are refused as the life of a token', async (expiresInDays) => {
  const body = { name: 'CI', permissions: ['flows.read' as const], expiresInDays };
  expect((await karim.ask('createApiToken', { body })).status).toBe(400);
});
