import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { maskedValue } from '@koppel/model';
import { isOfWorkspace, routes, type RouteName, type UserRole } from '@koppel/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { permissionsOfRole } from '../src/auth/permissions.ts';
import { Client, fill, problemOf } from './support/client.ts';
import {
  bindAll,
  changeAccount,
  changeCustomer,
  crmReader,
  customersOf,
  ended,
  erpCompany,
  run,
} from './support/systems.ts';
import { firstStoreFile, ShiftedClock, startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

/** What tells about the customers and contacts of this test, and about nothing else in the world. */
const canaries = {
  street: 'Kanariestraat 977',
  phone: '+32 499 77 88 99',
  email: 'boekhouding@kanarie.example',
  lastName: 'Kanariemans',
  contactInErp: '+32 9 111 11 97',
  contactInCrm: '+32 9 222 22 98',
} as const;

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let viewer: Client;
let viewerId: string;
const ids = { flow: 'accounts-erp-to-crm', runs: [] as string[], links: [] as number[], failures: [] as string[] };
const heard: string[] = [];
let pair: { entity: string; left: string; right: string };
let importId: string;
let restorePointId: string;
let matchId: string;

async function invite(role: UserRole): Promise<{ client: Client; id: string }> {
  const { member, link } = await client.call('inviteMember', { body: { email: `${role}@example.com`, role } });
  return { client: await Client.byLink(server.url, tokenOf(link!.url)), id: member.id };
}

/** The viewer listens to the list of runs and to each run from its start. */
async function listen(): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/workspaces/main/live`, {
    headers: { cookie: viewer.cookie, origin: server.url },
  });
  socket.on('message', (raw: Buffer) => heard.push(String(raw)));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  for (const message of [{ type: 'hello' }, { type: 'watchRuns' }]) socket.send(JSON.stringify({ v: 1, ...message }));
  return socket;
}

async function job(id: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { status } = await client.call('getLinkJob', { params: { id } });
      if (status === 'running') throw new Error('It still runs.');
    },
    { timeout: 30_000 },
  );
}

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  ({ client: viewer, id: viewerId } = await invite('viewer'));
  const { erp, crm } = await bindAll(client, demo);
  pair = { entity: 'account', left: erp, right: crm };
  for (const id of [erp, crm]) await client.call('discoverConnection', { params: { id } });
  const socket = await listen();

  // Two customers: one that goes over, and one that fails at an amount that is too large.
  const customers = await customersOf(demo);
  const [fine, broken] = customers.filter(({ blocked }) => blocked === ' ');
  const personal = { addressLine1: canaries.street, phoneNumber: canaries.phone, email: canaries.email };
  await changeCustomer(demo, fine!['id'] as string, personal);
  await changeCustomer(demo, broken!['id'] as string, { ...personal, creditLimit: 9_000_000_000_000_000 });
  const kept = await client.call('keepRestorePoint', { params: { id: ids.flow }, body: {} });
  restorePointId = kept.id;
  const dry = await client.call('startRun', { params: { id: ids.flow }, body: { isDryRun: true } });
  ids.runs.push(dry.id);
  socket.send(JSON.stringify({ v: 1, type: 'watchRun', runId: dry.id, afterSeq: 0 }));
  await ended(client, dry.id);
  ids.runs.push((await run(client, ids.flow)).id);

  // A contact by that name, of whom both sides change the phone number.
  const { table, revision } = await client.call('getMastership');
  const rows = table.rows.map((row) =>
    row.entity === 'contact' && row.shared ? { ...row, conflict: 'ask' as const } : row,
  );
  await client.call('saveMastership', { body: { table: { ...table, rows }, revision } });
  await run(client, 'contacts-in-step');
  const reader = crmReader(demo);
  const links = await client.call('listLinks', { query: { ...pair, entity: 'contact' } });
  const { leftKey, rightKey } = links.items[0]!;
  await reader.change(`/api/data/v9.2/contacts(${rightKey})`, {
    lastname: canaries.lastName,
    telephone1: canaries.contactInCrm,
  });
  const company = await erpCompany(demo);
  await company.reader.change(`${company.of('contacts')}(${leftKey})`, { phoneNumber: canaries.contactInErp });
  const both = await run(client, 'contacts-in-step');
  ids.runs.push(both.id);
  socket.send(JSON.stringify({ v: 1, type: 'watchRun', runId: both.id, afterSeq: 0 }));
  await run(client, 'contacts-in-step', 'all');

  // Somebody edits the account in the CRM, and a drift check puts it back.
  const accounts = await client.call('listLinks', { query: pair });
  const edited = accounts.items.find((link) => link.leftKey === fine!['id'])!;
  await changeAccount(demo, edited.rightKey, { address1_line1: `${canaries.street} bus 2` });
  const { runs } = await client.call('startDrift', { body: { flows: [ids.flow] } });
  await ended(client, runs[0]!.id);
  ids.runs.push(runs[0]!.id);
  socket.send(JSON.stringify({ v: 1, type: 'watchRun', runId: runs[0]!.id, afterSeq: 0 }));

  // A file that names customers by their e-mail address, and a look for matches by name.
  const content = Buffer.from(`erp;crm\n${canaries.email};${edited.rightKey}\n`).toString('base64');
  const file = { ...pair, content, fileName: 'k.csv', leftColumn: 0, rightColumn: 1, leftBy: 'email' };
  importId = (await client.call('importLinks', { body: file })).id;
  await job(importId);
  const rules = [{ fields: ['email'], mode: 'suggest' as const }];
  matchId = (await client.call('startLinkJob', { body: { ...pair, kind: 'trial', rules } })).id;
  await job(matchId);
  // It learns the name that the contact has by now.
  await job((await client.call('startLinkJob', { body: { ...pair, entity: 'contact', kind: 'check' } })).id);

  ids.links = [edited.id, links.items[0]!.id];
  const failures = await client.call('listFailures', { query: { limit: 500 } });
  ids.failures = failures.items.map(({ id }) => id);
  await vi.waitFor(() => expect(heard.some((text) => text.includes('record.drifted'))).toBe(true), { timeout: 10_000 });
  socket.close();
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

/** Every way to ask a route for what is there. */
function calls(name: RouteName): { params?: object; query?: object }[] {
  switch (name) {
    case 'getRun':
    case 'getRunEvents':
      return ids.runs.map((id) => ({ params: { id } }));
    case 'getRunPlan':
      return [{ params: { id: ids.runs[0] } }];
    case 'getFailure':
      return ids.failures.map((id) => ({ params: { id } }));
    case 'listLinks':
    case 'listLinkSuggestions':
    case 'listLinkJobs':
      return [{ query: pair }, { query: { ...pair, entity: 'contact' } }];
    case 'getLink':
      return ids.links.map((id) => ({ params: { id } }));
    case 'getLinkJob':
      return [{ params: { id: importId } }, { params: { id: matchId } }];
    case 'listImportRows':
      return [{ params: { id: importId } }];
    case 'compareRecords':
    case 'getMatchRules':
      return [];
    case 'getConnectionSchema':
      return [{ params: { id: pair.left } }];
    case 'getVersion':
      return [{ params: { id: ids.flow, version: 1 } }];
    case 'getRestorePoint':
      return [{ params: { id: ids.flow, point: restorePointId } }];
    case 'exportMastership':
      return [{ query: { format: 'csv' } }];
    case 'getLocks':
      return [{ query: { entity: 'account' } }];
    case 'listViews':
      return [{ query: { screen: 'runs' } }];
    case 'listFailures':
      return [{}, { query: { state: 'waiting' } }];
    default:
      return [{ params: { id: ids.flow } }];
  }
}

const readable = (Object.keys(routes) as RouteName[]).filter((name) => {
  const { method, access } = routes[name];
  const isForViewer = access === 'session' || (permissionsOfRole.viewer as readonly string[]).includes(access);
  return isOfWorkspace(name) && method === 'GET' && isForViewer;
});

/** Everything that somebody is told by every route that a viewer may read. */
async function readAll(reader: Client): Promise<{ texts: string[]; refused: string[] }> {
  const texts: string[] = [];
  const refused: string[] = [];
  for (const name of readable) {
    for (const { params, query } of calls(name)) {
      const answer = await reader.send('GET', fill(routes[name].path, { workspace: 'main', ...params }, query));
      texts.push(answer.text);
      if (answer.status >= 400) refused.push(`${name} ${answer.status} ${answer.text}`);
    }
  }
  const compared = { ...pair, leftKey: '', rightKey: '' };
  for (const id of ids.links) {
    const { link } = await client.call('getLink', { params: { id } });
    Object.assign(compared, { entity: link.entity, leftKey: link.leftKey, rightKey: link.rightKey });
    texts.push((await reader.send('GET', fill(routes.compareRecords.path, { workspace: 'main' }, compared))).text);
  }
  return { texts, refused };
}

const hitsIn = (texts: readonly string[]) =>
  Object.entries(canaries).flatMap(([what, canary]) => (texts.some((text) => text.includes(canary)) ? [what] : []));

describe('a viewer', () => {
  test('is told nothing of a customer by any route or socket, where an administrator is', async () => {
    const all = await readAll(client);
    expect(all.refused.filter((text) => !/listRevenue|getRevenue|getCustomer|openEmbed/.test(text))).toEqual([]);
    expect(hitsIn(all.texts)).toEqual(Object.keys(canaries));
    const { texts } = await readAll(viewer);
    expect(hitsIn(texts)).toEqual([]);
    expect(hitsIn(heard)).toEqual([]);
    expect(heard.some((text) => text.includes(maskedValue))).toBe(true);
  });

  test('still sees what is about a company: its name and number, amounts, and which field was wrong', async () => {
    const { items } = await viewer.call('listFailures', { query: { entity: 'account' } });
    const [failure] = items;
    expect(failure!.name).not.toContain(maskedValue);
    expect(failure!.error).toMatchObject({ field: 'account.creditLimit' });
    expect(failure!.input).toMatchObject({ 'account.phone': maskedValue });
    expect(failure!.input['account.name']).toEqual(expect.not.stringContaining('•'));
    expect(failure!.input['account.creditLimit']).toEqual(expect.stringContaining('9000000000000000'));
    const contact = (await viewer.call('listFailures', { query: { entity: 'contact' } })).items[0]!;
    expect(contact.name).toBe(maskedValue);
  });

  test('cannot find out by searching either', async () => {
    for (const text of [canaries.lastName, canaries.phone]) {
      const asked = [
        client.call('listFailures', { query: { text } }),
        viewer.call('listFailures', { query: { text } }),
      ];
      const [all, masked] = await Promise.all(asked);
      expect(masked!.items).toEqual([]);
      if (text === canaries.lastName) expect(all!.items.length).toBeGreaterThan(0);
    }
    const query = { ...pair, entity: 'contact', text: canaries.lastName };
    expect((await client.call('listLinks', { query })).total).toBe(1);
    expect((await viewer.call('listLinks', { query })).total).toBe(0);
    const search = { query: { entity: 'contact', connection: pair.right, text: canaries.email } };
    expect((await viewer.ask('searchRecords', search)).status).toBe(403);
  });

  test('cannot have values computed from records', async () => {
    const { draft } = await client.call('getFlow', { params: { id: ids.flow } });
    for (const name of ['previewFlow', 'tryFlow'] as const) {
      const answer = await viewer.send('POST', fill(routes[name].path, { workspace: 'main', id: ids.flow }), {
        document: draft,
        nodeId: 'read',
      });
      expect([answer.status, problemOf(answer).code]).toEqual([403, 'api.not-allowed']);
    }
  });

  test('who is given the right sees it from the next message on, and not any more when it is taken away', async () => {
    const socket = await listen();
    const watch = async (runId: string) => {
      heard.length = 0;
      socket.send(JSON.stringify({ v: 1, type: 'watchRun', runId, afterSeq: 0 }));
      await expect.poll(() => heard.some((text) => text.includes('record.failed')), { timeout: 10_000 }).toBe(true);
      return hitsIn(heard);
    };
    const conflict = ids.runs[2]!;
    expect(await watch(conflict)).toEqual([]);
    const params = { id: viewerId };
    await client.call('changeMember', { params, body: { role: 'analyst' } });
    expect(await watch(conflict)).toContain('lastName');
    await client.call('changeMember', { params, body: { role: 'viewer' } });
    expect(await watch(conflict)).toEqual([]);
    socket.close();
  });
});

test('what goes to the operator holds nothing of a customer', () => {
  expect(hitsIn(server.log)).toEqual([]);
});

describe('one person', () => {
  const filesIn = (folder: string) =>
    Promise.all(
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => readFile(join(folder, name))),
    );
  /** Of the workspace and of the instance. */
  const files = async () => [...(await filesIn(dirname(store()))), ...(await filesIn(server.folder))];
  const store = () => firstStoreFile(server.folder);
  const inFiles = async () => {
    const contents = await files();
    return Object.entries(canaries).flatMap(([what, canary]) =>
      contents.some((content) => content.includes(canary)) ? [what] : [],
    );
  };
  let person: { records: { entity: string; connectionId: string; key: string }[]; texts: string[] };

  test('is found by name, and everything that is kept about that person can be handed over', async () => {
    const found = await client.call('findPerson', { body: { text: canaries.lastName } });
    expect(found.records.every(({ entity }) => entity === 'contact')).toBe(true);
    expect(found.records.some(({ name }) => name!.includes(canaries.lastName))).toBe(true);
    person = {
      records: found.records.map(({ entity, connectionId, key }) => ({ entity, connectionId, key })),
      texts: [canaries.email, canaries.phone, canaries.street],
    };
    const { items } = await client.call('exportPerson', { body: person });
    expect(hitsIn([JSON.stringify(items)])).toEqual(Object.keys(canaries));
    const places = new Set(items.map(({ place }) => place));
    for (const place of ['links', 'failures', 'runLogs', 'plans', 'drift', 'imports'] as const) {
      expect([place, places.has(place)]).toEqual([place, true]);
    }
    // Of a batch of records only those about the person.
    const plan = items.find(({ place }) => place === 'plans')!.row['writes'] as object[];
    expect(plan.length).toBeLessThan(5);
  });

  test('who may not decide about personal data can do none of that', async () => {
    const { client: consultant } = await invite('consultant');
    for (const name of ['exportPerson', 'erasePerson'] as const) {
      expect((await consultant.ask(name, { body: person })).status).toBe(403);
    }
    expect((await consultant.ask('findPerson', { body: { text: canaries.lastName } })).status).toBe(403);
  });

  test('is erased from every place and from the file; links and what keeps records from being doubled stay', async () => {
    expect(await inFiles()).toEqual(Object.keys(canaries));
    const before = await client.call('listLinks', { query: { ...pair, entity: 'contact' } });
    // Somebody did something with a record of this person: the audit log tells why.
    const reason = `${canaries.lastName} asked for it`;
    const dismissed = ids.failures.slice(0, 1);
    await client.call('dismissFailures', { body: { ids: dismissed, reason } });
    const { places } = await client.call('erasePerson', { body: person });
    expect(places).toMatchObject({ links: expect.any(Number), failures: expect.any(Number) });
    const left = await client.call('exportPerson', { body: person });
    expect(hitsIn([JSON.stringify(left.items)])).toEqual([]);
    expect(hitsIn((await readAll(client)).texts.filter((text) => !text.includes('"left":{"state"')))).toEqual([]);
    expect(await inFiles()).toEqual([]);
    // What somebody said of them is gone from the audit log too, and the log still verifies.
    const { items: events } = await client.call('listAudit', { query: { object: 'failure' } });
    expect(events.some(({ verb }) => verb === 'dismiss')).toBe(true);
    expect(hitsIn([JSON.stringify(events)])).toEqual([]);
    expect((await client.call('verifyAudit', { body: {} })).findings).toEqual([]);
    const after = await client.call('listLinks', { query: { ...pair, entity: 'contact' } });
    expect(after.items.map(({ leftKey, rightKey }) => [leftKey, rightKey])).toEqual(
      before.items.map(({ leftKey, rightKey }) => [leftKey, rightKey]),
    );
    expect(after.items.find(({ id }) => id === ids.links[1])).toMatchObject({ leftName: null, rightName: null });
    // The others are still called by their names.
    expect(after.items.filter(({ leftName }) => leftName !== null).length).toBeGreaterThan(after.items.length - 3);
    const counts = await client.call('listLinks', { query: pair });
    await run(client, ids.flow, 'all');
    expect((await client.call('listLinks', { query: pair })).total).toBe(counts.total);
    expect((await run(client, ids.flow, 'all')).counters).toMatchObject({ created: 0, updated: 0 });
  });
});

describe('how long data is kept', () => {
  const retention = { runsDays: 30, logsDays: 5, payloadsDays: 5 };

  test('says what it takes and what fewer days would remove', async () => {
    const { fieldClasses, retention: asIs } = await client.call('getPrivacy');
    expect(asIs).toEqual({ runsDays: 90, logsDays: 90, payloadsDays: 90 });
    const wrong = await client.ask('savePrivacy', {
      body: { fieldClasses, retention: { ...retention, logsDays: 90 } },
    });
    expect([wrong.status, problemOf(wrong).fields]).toEqual([400, expect.objectContaining({})]);
    await client.call('savePrivacy', { body: { fieldClasses, retention } });
    const kept = await client.call('getStorage', {});
    expect(kept.logs.rows).toBeGreaterThan(0);
    expect(kept.payloads.bytes).toBeGreaterThan(0);
    expect([kept.logs.goRows, kept.payloads.goRows, kept.runs.goRows]).toEqual([0, 0, 0]);
  });

  test('removes after so many days just that: lines and values go, runs and open failures stay', async () => {
    const open = (await client.call('listFailures', {})).items.length;
    const runs = (await client.call('listRuns', {})).totals.runs;
    const [email, password] = ['karim@example.com', 'correct horse battery'];
    await client.call('setPassword', { body: { newPassword: password, email } });
    await server.koppel.close();
    const clock = new ShiftedClock();
    clock.forward(10 * 24 * 60 * 60_000);
    const config = { privateOrigins: [demo.erp.origin, demo.crm.origin] };
    const later = await startTestKoppel({ folder: server.folder, clock, config });
    try {
      const admin = new Client(later.url);
      await admin.signIn(email, password);
      await expect.poll(async () => (await admin.call('getStorage', {})).logs.rows, { timeout: 10_000 }).toBe(0);
      expect((await admin.call('getStorage', {})).payloads.rows).toBe(0);
      const tidied = () => admin.call('listAudit', { query: { object: 'privacy', verb: 'tidy' } });
      await expect.poll(async () => (await tidied()).items.length, { timeout: 10_000 }).toBe(1);
      const [event] = (await tidied()).items;
      expect(event).toMatchObject({ actor: { kind: 'koppel' }, outcome: 'done' });
      expect(event!.changes.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['deleted/values', 'deleted/lines']),
      );
      expect((await admin.call('listFailures', {})).items.length).toBe(open);
      expect((await admin.call('listRuns', {})).totals.runs).toBe(runs);
      const gone = await admin.ask('getRunPlan', { params: { id: ids.runs[0]! } });
      expect([gone.status, problemOf(gone).code]).toEqual([410, 'run.plan-removed']);
    } finally {
      await later.koppel.close();
    }
  });
});
