import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, type Client } from './support/client.ts';
import { bindAll, crmReader, runFlow } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let connections: { erp: string; crm: string };

const accounts = '/api/data/v9.2/accounts';

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  connections = await bindAll(client, demo);
  await client.call('discoverConnection', { params: { id: connections.crm } });
  await runFlow(client);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

/** A person of the CRM at its own screen, as column security sees them. */
function salesperson() {
  const { clientId, clientSecret } = demo.crm.credentials.find(({ kind }) => kind === 'salesperson')!;
  const { origin, settings } = demo.crm;
  return crmReader({ ...demo, crm: { origin, settings: { ...settings, clientId }, secrets: { clientSecret } } });
}

const setLocks = (fields: string[], wanted: 'open' | 'locked') => ({
  body: { connectionId: connections.crm, entity: 'account', fields, wanted },
});
const lockOf = async (name: string) => {
  const systems = await client.call('getLocks', { query: { entity: 'account' } });
  return systems
    .find(({ connectionId }) => connectionId === connections.crm)!
    .fields.find(({ field }) => field === name)!;
};
const linkedAccount = async () => (await crmReader(demo).all(`${accounts}?$filter=accountnumber ne null&$top=1`))[0]!;

describe('locks', () => {
  test('follow the mastership table: what the CRM may change, may seed, cannot lock, and must not change', async () => {
    expect(await lockOf('creditLimit')).toMatchObject({ state: 'open', wanted: 'locked', maySeed: false });
    expect(await lockOf('name')).toMatchObject({ state: 'open', wanted: 'locked', maySeed: true });
    expect(await lockOf('number')).toMatchObject({ state: 'impossible' });
    expect((await lockOf('number')).reason!.nl).toContain('sleutel');
    expect(await lockOf('industry')).toMatchObject({ state: 'open', wanted: 'open' });
  });

  test('keep a salesperson from changing a field of the ERP, and let Koppel write it', async () => {
    const after = await client.call('setLocks', setLocks(['creditLimit'], 'locked'));
    expect(after.fields.find(({ field }) => field === 'creditLimit')).toMatchObject({ state: 'locked' });
    const { accountid, creditlimit } = await linkedAccount();
    const path = `${accounts}(${String(accountid)})`;
    await expect(salesperson().change(path, { creditlimit: 1 })).rejects.toThrow(/403/);
    expect((await crmReader(demo).one(path))['creditlimit']).toBe(creditlimit);
    await client.call('setLocks', setLocks(['creditLimit'], 'open'));
    await salesperson().change(path, { creditlimit });
  });

  test('are refused on a field that the CRM is master of, which may still be opened', async () => {
    const answer = await client.ask('setLocks', setLocks(['industry'], 'locked'));
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'locks.not-a-copy']);
    expect((await client.ask('setLocks', setLocks(['industry'], 'open'))).status).toBe(200);
  });

  test('are not offered by a system that cannot lock', async () => {
    const systems = await client.call('getLocks', { query: { entity: 'account' } });
    expect(systems.find(({ role }) => role === 'erp')).toMatchObject({ canLock: false, fields: [], problem: null });
    const answer = await client.ask('setLocks', {
      body: { connectionId: connections.erp, entity: 'account', fields: ['industry'], wanted: 'locked' },
    });
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'locks.impossible']);
  });
});
