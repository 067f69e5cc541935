import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Client, problemOf } from './support/client.ts';
import { startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let karim: Client;
let lotte: Client;
let flow: string;

beforeAll(async () => {
  server = await startTestKoppel({ config: { isDemoOn: true } });
  karim = await server.administrator();
  const body = { email: 'lotte@example.com', name: 'Lotte', role: 'consultant' as const };
  const { link } = await karim.call('inviteMember', { body });
  lotte = await Client.byLink(server.url, tokenOf(link!.url));
});
afterAll(() => server.close());
beforeEach(async () => {
  flow = (await karim.call('createFlow', { body: { title: 'Customers', copyOf: 'accounts-erp-to-crm' } })).summary.id;
});

const detail = () => karim.call('getFlow', { params: { id: flow } });
const points = () => karim.call('listRestorePoints', { params: { id: flow } });

async function rename(by: Client, title: string): Promise<number> {
  const { draft, revision } = await detail();
  const document = { ...draft, title: { en: title } };
  return (await by.call('saveDraft', { params: { id: flow }, body: { document, revision } })).revision;
}

async function publish(note: string, more: { overrule?: string } = {}) {
  const { revision } = await detail();
  return karim.ask('publishFlow', { params: { id: flow }, body: { revision, note, ...more } });
}

test('restoring a version keeps the present draft, which can be restored in its turn', async () => {
  await publish('First.');
  await rename(karim, 'Debtors');
  const { revision } = await detail();
  await karim.call('restoreDraft', { params: { id: flow }, body: { from: { version: 1 }, revision } });
  expect((await detail()).draft.title.en).toBe('Customers');

  const [kept] = await points();
  expect(kept).toMatchObject({ cause: 'restore', isReadable: true });
  const { revision: now } = await detail();
  await karim.call('restoreDraft', { params: { id: flow }, body: { from: { point: kept!.id }, revision: now } });
  expect((await detail()).draft.title.en).toBe('Debtors');
  // What is published is kept as a version.
  expect(await points()).toHaveLength(1);
});

test('a draft is kept by hand with a note, and as somebody left it before somebody else goes on', async () => {
  await karim.call('keepRestorePoint', { params: { id: flow }, body: { note: 'Before the new limits' } });
  expect(await points()).toMatchObject([{ cause: 'byHand', note: 'Before the new limits' }]);
  await rename(karim, 'Debtors');
  await rename(lotte, 'Buyers');
  const [newest] = await points();
  expect(newest).toMatchObject({ cause: 'takeOver' });
  const document = await karim.call('getRestorePoint', { params: { id: flow, point: newest!.id } });
  expect(document.title.en).toBe('Debtors');
});

test('a restore on a revision that is not the newest is refused', async () => {
  await publish('First.');
  const { revision } = await detail();
  await rename(karim, 'Debtors');
  const late = await karim.ask('restoreDraft', { params: { id: flow }, body: { from: { version: 1 }, revision } });
  expect(problemOf(late)).toMatchObject({ code: 'flow.saved-meanwhile' });
});

test('a damaged draft opens from its last good state, and is kept when that is restored', async () => {
  await karim.call('keepRestorePoint', { params: { id: flow }, body: { note: 'Good' } });
  const [good] = await points();
  const [workspace] = readdirSync(join(server.folder, 'workspaces'));
  const database = new DatabaseSync(join(server.folder, 'workspaces', workspace!, 'koppel.sqlite'));
  database.prepare('update flow set draft = \'{"broken": true}\' where id = ?').run(flow);
  database.close();

  const opened = await detail();
  expect(opened).toMatchObject({ draft: { title: { en: 'Customers' } }, openedFrom: { point: good!.id } });
  expect(opened.summary.damage?.code).toBe('store.damaged-flow');
  await karim.call('restoreDraft', {
    params: { id: flow },
    body: { from: opened.openedFrom!, revision: opened.revision },
  });
  expect(await detail()).toMatchObject({ openedFrom: null, summary: { damage: null } });
  const [broken] = await points();
  expect(broken).toMatchObject({ cause: 'damaged', isReadable: false });
  const asked = await karim.ask('getRestorePoint', { params: { id: flow, point: broken!.id } });
  expect(problemOf(asked)).toMatchObject({ code: 'flow.restore-point-damaged' });
});

test('a pinned record that the flow does not work for keeps it from being published without a reason', async () => {
  const { draft } = await detail();
  const { records } = await karim.call('tryFlow', { params: { id: flow }, body: { document: draft, limit: 1 } });
  const { key, name } = records[0]!;
  await karim.call('pinSamples', { params: { id: flow }, body: { keys: [key, 'gone'] } });
  expect(await karim.call('checkPinnedSamples', { params: { id: flow }, body: {} })).toMatchObject([
    { key, name, outcome: 'passed', nodeId: null },
    { key: 'gone', name: 'gone', outcome: 'missing', nodeId: null },
  ]);
  const refused = problemOf(await publish('First.'));
  expect(refused).toMatchObject({ code: 'flow.pinned-samples-fail' });
  expect(refused.message).toContain('gone');

  expect((await publish('First.', { overrule: 'It was merged away.' })).status).toBe(200);
  await karim.call('pinSamples', { params: { id: flow }, body: { keys: [key] } });
  await rename(karim, 'Debtors');
  expect((await publish('Second.')).status).toBe(200);
});

test('versions tell of their runs', async () => {
  await publish('First.');
  expect(await karim.call('listVersions', { params: { id: flow } })).toMatchObject([
    { version: 1, runs: 0, records: 0, failed: 0 },
  ]);
});
