import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import type { KeptField } from '@koppel/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { accountsOf, bindAll, changeAccount, crmReader, erpCompany, flowId, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

/** Changes the rows of the mastership table of an entity. */
async function decide(entity: string, change: { readonly master?: string; readonly conflict?: 'newestWins' }) {
  const { table, revision } = await client.call('getMastership');
  const rows = table.rows.map((row) => (row.entity === entity ? { ...row, ...change } : row));
  await client.call('saveMastership', { body: { table: { ...table, rows }, revision } });
}

/** What a sample of the draft of a flow says of one record. */
async function sampled(flow: string, key: string) {
  const params = { id: flow };
  const { draft } = await client.call('getFlow', { params });
  const sample = await client.call('tryFlow', { params, body: { document: draft, keys: [key] } });
  expect(sample).toMatchObject({ error: null, leftOut: [] });
  const write = sample.writes.find((one) => one.key === key)!;
  return { record: sample.records.find((one) => one.key === key)!, kept: inOrder(write.kept!), sent: write.requests };
}

const inOrder = (kept: readonly KeptField[]) => kept.toSorted((a, b) => a.field.localeCompare(b.field));

describe('a sample of two systems that are kept in step', () => {
  const flow = 'contacts-in-step';
  let erpKey: string;
  let crmKey: string;
  let erpAddress: string;
  let erp: Awaited<ReturnType<typeof erpCompany>>['reader'];

  const crmAddress = () => `/api/data/v9.2/contacts(${crmKey})`;
  const both = async () => [await erp.one(erpAddress), await crmReader(demo).one(crmAddress())];
  const phone = (value: string, role: string, offered: string) => {
    return { field: 'phone', why: 'master', role, value, offered };
  };

  beforeAll(async () => {
    await run(client, flow);
    const connections = await client.call('listConnections', {});
    const idOf = (role: string) => connections.find((connection) => connection.role === role)!.id;
    const query = { entity: 'contact', left: idOf('erp'), right: idOf('crm') };
    const { items } = await client.call('listLinks', { query });
    ({ leftKey: erpKey, rightKey: crmKey } = items[0]!);
    const company = await erpCompany(demo);
    erp = company.reader;
    erpAddress = `${company.of('contacts')}(${erpKey})`;
    // Both change the phone number, and each another field besides.
    await crmReader(demo).change(crmAddress(), { telephone1: '+32 2 111 11 11', lastname: 'Changed in the CRM' });
    await erp.change(erpAddress, { phoneNumber: '+32 2 222 22 22', email: 'changed@erp.example' });
  });

  test('tells what stays and what would be sent to either, whichever of the two records was read, and writes nothing', async () => {
    const before = await both();
    const fromErp = await sampled(flow, erpKey);
    const fromCrm = await sampled(flow, crmKey);
    expect(await both()).toEqual(before);
    expect(fromErp.record.action).toBe('update');
    expect(fromErp.kept).toContainEqual(phone('+32 2 111 11 11', 'crm', '+32 2 222 22 22'));
    // Nor does the node touch what the CRM alone is master of.
    expect(fromErp.kept.map(({ field }) => field)).toContain('consent.email');
    expect(new Set(fromErp.kept.map(({ why, role }) => `${why} ${role}`))).toEqual(new Set(['master crm']));
    expect(fromCrm.kept).toEqual(fromErp.kept);
    const sent = fromErp.sent.map(({ role, op, key, values, requests, error }) => {
      const [request] = requests!;
      return { role, op, key, values, error, method: request!.method, address: request!.address };
    });
    const toCrm = { role: 'crm', op: 'update', key: crmKey, error: null, method: 'PATCH' };
    const toErp = { role: 'erp', op: 'update', key: erpKey, error: null, method: 'PATCH' };
    expect(sent).toMatchObject([
      { ...toCrm, values: { email: 'changed@erp.example' }, address: crmAddress() },
      {
        ...toErp,
        values: { phone: '+32 2 111 11 11', lastName: 'Changed in the CRM' },
        address: expect.stringContaining(`contacts(${erpKey})`) as string,
      },
    ]);
    const bySystem = ({ sent: requests }: typeof fromErp) => requests.toSorted((a, b) => a.role.localeCompare(b.role));
    expect(bySystem(fromCrm)).toEqual(bySystem(fromErp));
  });

  test('said what the run then does', async () => {
    await run(client, flow);
    const [inErp, inCrm] = await both();
    expect(inErp).toMatchObject({ phoneNumber: '+32 2 111 11 11', email: 'changed@erp.example' });
    expect(inCrm).toMatchObject({ emailaddress1: 'changed@erp.example', lastname: 'Changed in the CRM' });
  });

  test('has the other system keep its value where that is master', async () => {
    await decide('contact', { master: 'erp' });
    await erp.change(erpAddress, { phoneNumber: '+32 2 333 33 33' });
    await crmReader(demo).change(crmAddress(), { telephone1: '+32 2 444 44 44' });
    for (const key of [erpKey, crmKey]) {
      const { kept, sent } = await sampled(flow, key);
      expect(kept).toContainEqual(phone('+32 2 333 33 33', 'erp', '+32 2 444 44 44'));
      expect(sent).toMatchObject([{ role: 'crm', values: { phone: '+32 2 333 33 33' } }]);
    }
  });
});

test('a sample of a one-way flow tells what stays because it was changed last in the target, though the run reads no target', async () => {
  await decide('account', { conflict: 'newestWins' });
  await run(client, flowId);
  const [account] = (await accountsOf(demo)).filter(({ accountnumber }) => accountnumber !== null);
  await changeAccount(demo, account!['accountid'] as string, { name: 'Renamed in the CRM' });
  const { reader, of } = await erpCompany(demo);
  const customers = await reader.all(of('customers'));
  const customer = customers.find(({ number }) => number === account!['accountnumber'])!;
  const { record, kept, sent } = await sampled(flowId, customer['id'] as string);
  expect([record.action, sent]).toEqual(['unchanged', []]);
  expect(kept.filter(({ why }) => why === 'newest')).toEqual([
    { field: 'name', why: 'newest', role: 'crm', value: 'Renamed in the CRM', offered: customer['displayName'] },
  ]);
});
