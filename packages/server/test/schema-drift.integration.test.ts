import { parseFlow, type FlowDocument } from '@koppel/model';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RestSystem } from '../../connectors/http/test/rest-system.ts';
import { customers } from '../../connectors/http/test/system-under-test.ts';
import { problemOf, type Client } from './support/client.ts';
import { LiveClient } from './support/live-client.ts';
import { ShiftedClock, startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

const clock = new ShiftedClock();
const id = 'shop-to-crm';
let rest: RestSystem;
let folder: string;
let server: TestKoppel;
let client: Client;
let shop = '';

const start = () => startTestKoppel({ clock, folder, config: { privateOrigins: [rest.origin] } });

const name = { field: 'name', path: 'name', isRequired: true };
const phone = { field: 'phone', path: 'phone' };
const city = { field: 'billingAddress.city', path: 'address.city' };
const fax = { field: '~fax', path: 'fax' };

/** A connection to the system, with these fields of its customers. */
const connection = (title: string, role: string, fields: readonly object[]) => ({
  name: title,
  connectorId: 'http',
  role,
  settings: {
    baseUrl: `${rest.origin}/api`,
    signIn: 'none',
    requestsPerMinute: 100_000,
    resources: [customers({ fields, find: [{ field: 'name', parameter: 'name' }] })],
  },
});

function flow(): FlowDocument {
  const parsed = parseFlow({
    koppel: 'flow',
    version: 1,
    id,
    title: { en: id },
    slots: { erp: { role: 'erp' }, crm: { role: 'crm' } },
    parameters: {},
    nodes: {
      start: { type: 'start-by-hand', v: 1, config: {} },
      read: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
      map: {
        type: 'map-fields',
        v: 1,
        config: {
          rows: {
            'account.name': { from: 'account.name' },
            'account.phone': { from: 'account.phone' },
            'account.billingAddress.city': { cel: 'account["~fax"]' },
          },
        },
      },
      save: { type: 'save-record', v: 1, slot: 'crm', entity: 'account', config: { match: ['name'] } },
    },
    edges: ['map.records -> save.records', 'read.records -> map.records', 'start.start -> read.start'],
    layout: { nodes: {}, groups: {}, notes: {} },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.document;
}

beforeAll(async () => {
  rest = await RestSystem.start();
  folder = await temporaryFolder();
  server = await start();
  client = await server.administrator();
  ({ id: shop } = await client.call('createConnection', {
    body: connection('Shop', 'erp', [name, phone, city, fax]),
  }));
  const { id: crm } = await client.call('createConnection', { body: connection('CRM', 'crm', [name, phone, city]) });
  for (const one of [shop, crm]) await client.call('discoverConnection', { params: { id: one } });
  await client.call('importFlow', { body: { document: flow() } });
  await client.call('bindFlow', { params: { id }, body: { slots: { erp: shop, crm } } });
});
afterAll(async () => {
  await server.close();
  await rest.close();
  await rm(folder, { recursive: true, force: true });
});

async function lookAgain(fields: readonly object[]): Promise<void> {
  await client.call('saveConnection', { params: { id: shop }, body: connection('Shop', 'erp', fields) });
  await client.call('discoverConnection', { params: { id: shop } });
}

async function accountOf() {
  const { slots } = await client.call('getCheckContext', { params: { id } });
  return slots['erp']!.schemas.find(({ entity }) => entity === 'account')!;
}

async function publish() {
  const { revision } = await client.call('getFlow', { params: { id } });
  return client.ask('publishFlow', { params: { id }, body: { revision, note: 'First' } });
}

test('a field that vanished is told to whoever has the flow open, and blocks publishing in a rule and an expression', async () => {
  const live = await LiveClient.open(client);
  live.say({ type: 'openDraft', flowId: id, tab: 'tab-of-this-test', wantsToEdit: false });
  expect((await live.stands(() => true)).fieldsChangedAt).toBeNull();
  await lookAgain([name, city, { field: 'website', path: 'web' }]);
  await live.stands(({ fieldsChangedAt }) => fieldsChangedAt !== null);
  live.socket.close();
  await live.closed;

  const { gone, fields } = await accountOf();
  expect(gone!.map(({ field }) => field).toSorted()).toEqual(['phone', '~fax']);
  expect(fields.filter(({ newSince }) => newSince).map(({ field }) => field)).toEqual(['website']);
  const refused = await publish();
  expect(refused.status).toBe(422);
  const missed = problemOf(refused).issues!.filter(({ code }) => code === 'mapping.field-gone');
  expect(missed.map(({ severity, path }) => [severity, path[2]])).toEqual([
    ['error', 'account.phone'],
    ['error', 'account.billingAddress.city'],
  ]);
  expect(missed[0]!.message).toMatch(/is gone from the source since \d+ \w+ \d{4}\.$/);
});

test('since when survives a restart and later looks, and a field that comes back blocks nothing', async () => {
  const { gone: before } = await accountOf();
  await server.close();
  clock.forward(86_400_000);
  server = await start();
  client = await server.administrator();
  await client.call('discoverConnection', { params: { id: shop } });
  expect((await accountOf()).gone).toEqual(before);
  await lookAgain([name, phone, city, fax]);
  expect((await accountOf()).gone?.map(({ field }) => field)).toEqual(['website']);
  expect((await publish()).status).toBe(200);
});
