import type { UserRole } from '@koppel/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Client, problemOf, type Answer } from './support/client.ts';
import { startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let karim: Client;

beforeEach(async () => {
  server = await startTestKoppel();
  karim = await server.administrator();
});
afterEach(() => server.close());

async function invited(name: string, role: UserRole) {
  const { member, link } = await karim.call('inviteMember', { body: { email: `${name}@example.com`, name, role } });
  return { id: member.id, client: await Client.byLink(server.url, tokenOf(link!.url)) };
}

const content = { screen: 'runs', title: 'Night', search: { status: 'attention', range: '1' } } as const;
const save = (client: Client, more: object = {}) => client.call('saveView', { body: { ...content, ...more } });
const titles = async (client: Client, screen: 'runs' | 'links' = 'runs') =>
  (await client.call('listViews', { query: { screen } })).map(({ title }) => title);
const told = (answer: Answer) => [answer.status, problemOf(answer).code];

/** Everything that could be done with a view by its id. */
const reaching = (client: Client, id: string) =>
  Promise.all([
    client.ask('changeView', { params: { id }, body: { revision: 1, title: 'Taken' } }),
    client.ask('changeView', { params: { id }, body: { revision: 1, isShared: false } }),
    client.ask('deleteView', { params: { id } }),
  ]);

test('who keeps filters and columns under a name finds them again as they were', async () => {
  const columns = { hidden: ['trigger'], widths: { flow: 240 }, sort: [{ id: 'started', isDescending: true }] };
  const saved = await save(karim, { columns });
  expect(saved).toMatchObject({ ...content, columns, isShared: false, isOwn: true, canChange: true, revision: 1 });
  expect(await karim.call('listViews', { query: { screen: 'runs' } })).toEqual([saved]);
  expect(await titles(karim, 'links')).toEqual([]);

  const params = { id: saved.id };
  const changed = await karim.call('changeView', { params, body: { revision: 1, title: 'Day', search: {} } });
  expect(changed).toMatchObject({ title: 'Day', search: {}, columns, revision: 2 });
  await karim.call('deleteView', { params });
  expect(await titles(karim)).toEqual([]);
});

describe('a view that is not shared', () => {
  test('is nobody else’s: others see nothing of it and its id answers as one that there is not', async () => {
    const lotte = await invited('lotte', 'analyst');
    const { id } = await save(lotte.client);
    expect(await titles(karim)).toEqual([]);
    const unknown = await reaching(karim, 'made-up');
    for (const [at, answer] of (await reaching(karim, id)).entries()) {
      expect(told(answer)).toEqual([404, 'api.not-found']);
      expect(problemOf(answer).message.replace(id, 'made-up')).toBe(problemOf(unknown[at]!).message);
    }
    expect(await titles(lotte.client)).toEqual(['Night']);
  });

  test('is kept by who only reads, of the lists that this person sees and of no other', async () => {
    const { client } = await invited('vera', 'viewer');
    await save(client);
    expect(told(await client.ask('saveView', { body: { ...content, screen: 'audit' } }))).toEqual([
      403,
      'api.not-allowed',
    ]);
    const sales = (await invited('sam', 'sales')).client;
    expect(told(await sales.ask('listViews', { query: { screen: 'runs' } }))).toEqual([403, 'api.not-allowed']);
    await save(sales, { screen: 'customers', search: {} });
  });

  test('is told of in the audit log without its name and what it holds', async () => {
    const { client } = await invited('lotte', 'analyst');
    const { id } = await save(client, { title: 'Secret name', search: { key: 'Secret key' } });
    await client.call('changeView', { params: { id }, body: { revision: 1, title: 'Secret too' } });
    await client.call('deleteView', { params: { id } });
    const { items } = await karim.call('listAudit', { query: { object: 'view' } });
    expect(items.map(({ verb, objectId }) => [verb, objectId])).toEqual([
      ['delete', id],
      ['change', id],
      ['create', id],
    ]);
    expect(JSON.stringify(items)).not.toContain('Secret');
  });
});

describe('a shared view', () => {
  test('is seen by everybody, and changed and deleted by who may edit flows', async () => {
    const lotte = (await invited('lotte', 'analyst')).client;
    const viewer = (await invited('vera', 'viewer')).client;
    const { id } = await save(lotte, { isShared: true });
    const [seen] = await viewer.call('listViews', { query: { screen: 'runs' } });
    expect(seen).toMatchObject({ id, owner: 'lotte', isOwn: false, canChange: false });
    for (const answer of await reaching(viewer, id)) expect(told(answer)).toEqual([403, 'view.may-not-share']);

    const params = { id };
    await karim.call('changeView', { params, body: { revision: 1, search: { status: 'running' } } });
    expect((await lotte.call('listViews', { query: { screen: 'runs' } }))[0]!.search).toEqual({ status: 'running' });
    const { items } = await karim.call('listAudit', { query: { object: 'view', verb: 'change' } });
    expect(items[0]).toMatchObject({ title: 'Night' });
    expect(items[0]!.changes).toContainEqual({ path: 'search/status', before: 'attention', after: 'running' });
    await karim.call('deleteView', { params });
    expect(await titles(lotte)).toEqual([]);
  });

  test('is not made by who only reads, neither at once nor later', async () => {
    const { client } = await invited('vera', 'viewer');
    const refused = await client.ask('saveView', { body: { ...content, isShared: true } });
    expect(told(refused)).toEqual([403, 'view.may-not-share']);
    const { id } = await save(client);
    const later = await client.ask('changeView', { params: { id }, body: { revision: 1, isShared: true } });
    expect(told(later)).toEqual([403, 'view.may-not-share']);
    expect(await titles(karim)).toEqual([]);
  });

  test('is taken back by its owner, even once this person may not share any more, but not changed for everybody', async () => {
    const lotte = await invited('lotte', 'analyst');
    const { id } = await save(lotte.client, { isShared: true });
    await karim.call('changeMember', { params: { id: lotte.id }, body: { role: 'viewer' } });
    const params = { id };
    const changed = await lotte.client.ask('changeView', { params, body: { revision: 1, title: 'Other' } });
    expect(told(changed)).toEqual([403, 'view.may-not-share']);
    await lotte.client.call('changeView', { params, body: { revision: 1, isShared: false } });
    expect([await titles(karim), await titles(lotte.client)]).toEqual([[], ['Night']]);
  });

  test('is another workspace’s business in no way', async () => {
    const { id } = await save(karim, { isShared: true });
    await karim.call('createWorkspace', { body: { slug: 'other', name: 'Other' } });
    karim.workspace = 'other';
    expect(await titles(karim)).toEqual([]);
    for (const answer of await reaching(karim, id)) expect(told(answer)).toEqual([404, 'api.not-found']);
    karim.workspace = 'main';
    expect(await titles(karim)).toEqual(['Night']);
  });
});

test('a change is refused where somebody changed the view meanwhile', async () => {
  const { id } = await save(karim);
  const params = { id };
  await karim.call('changeView', { params, body: { revision: 1, title: 'First' } });
  const late = await karim.ask('changeView', { params, body: { revision: 1, title: 'Second' } });
  expect(told(late)).toEqual([409, 'view.changed-meanwhile']);
  expect(await titles(karim)).toEqual(['First']);
});

test('a person keeps 50 views of a list, and a list has 50 shared ones', async () => {
  const lotte = (await invited('lotte', 'analyst')).client;
  let own = '';
  for (let n = 0; n < 50; n++) {
    own = (await save(lotte)).id;
    await save(lotte, { isShared: true });
  }
  for (const isShared of [false, true]) {
    const refused = await lotte.ask('saveView', { body: { ...content, isShared } });
    expect(told(refused)).toEqual([409, 'view.too-many']);
    expect(problemOf(refused).message).toContain('50');
  }
  const sharing = await lotte.ask('changeView', { params: { id: own }, body: { revision: 1, isShared: true } });
  expect(told(sharing)).toEqual([409, 'view.too-many']);
  await save(karim);
  await save(lotte, { screen: 'links', isShared: true });
});

test('whose account is taken out of the workspace leaves the shared views without a name, and no other', async () => {
  const lotte = await invited('lotte', 'analyst');
  await save(lotte.client, { title: 'Own' });
  const { id } = await save(lotte.client, { title: 'Ours', isShared: true });
  await karim.call('removeMember', { params: { id: lotte.id } });
  const [left] = await karim.call('listViews', { query: { screen: 'runs' } });
  expect(left).toMatchObject({ title: 'Ours', owner: null, isOwn: false, canChange: true });

  // Who comes back finds nothing kept, and whose the shared one was is forgotten.
  await karim.call('inviteMember', { body: { email: 'lotte@example.com', role: 'analyst' } });
  expect((await lotte.client.call('listViews', { query: { screen: 'runs' } })).map(({ isOwn }) => isOwn)).toEqual([
    false,
  ]);

  const taken = await karim.call('changeView', { params: { id }, body: { revision: 1, isShared: false } });
  expect(taken).toMatchObject({ isOwn: true, isShared: false });
});

test('who asks to be forgotten is forgotten in what others searched for', async () => {
  await save(karim, { title: 'About Peeters' });
  await save(karim, { title: 'One customer', search: { text: 'Jan PEETERS' } });
  await save(karim, { title: 'All' });
  const { places } = await karim.call('findPerson', { body: { text: 'Peeters' } });
  expect(places.views).toBe(2);
  const person = { records: [], texts: ['Peeters'] };
  const { items } = await karim.call('exportPerson', { body: person });
  expect(items.map(({ place, row }) => [place, row['title']])).toEqual([
    ['views', 'About Peeters'],
    ['views', 'One customer'],
  ]);
  await karim.call('erasePerson', { body: person });
  expect(await titles(karim)).toEqual(['All']);
});
