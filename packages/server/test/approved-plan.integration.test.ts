import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { accountsOf, changeAccount, changeCustomer, connect, customersOf, ended, flowId } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 300 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await connect(client, demo);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

async function dryRun() {
  const { id } = await client.call('startRun', { params: { id: flowId }, body: { isDryRun: true } });
  return ended(client, id);
}

// One after another: each goes on with what the one before left.
describe('an approved plan', () => {
  test('is carried out exactly, and what changed since is left alone and explained', async () => {
    const dry = await dryRun();
    const plan = await client.call('getRunPlan', { params: { id: dry.id }, query: { action: 'update', limit: 1000 } });
    const customers = await customersOf(demo);
    const before = await accountsOf(demo);
    const digits = (value: unknown) => String(value ?? '').replaceAll(/\D/g, '');
    const accountOf = (key: string) => {
      const number = digits(customers.find(({ id }) => id === key)?.['taxRegistrationNumber']);
      return before.find(({ kop_companynumber }) => number !== '' && digits(kop_companynumber) === number);
    };
    const [first, second] = plan.records.filter(({ key }) => accountOf(key) !== undefined);
    // The master changes one of them, and somebody in the CRM another.
    await changeCustomer(demo, first!.key, { city: 'Elsewhere' });
    const account = accountOf(second!.key)!;
    await changeAccount(demo, account['accountid'] as string, { address1_city: 'Somewhere' });

    const { runs } = await client.call('applyPlan', { params: { id: dry.id } });
    const run = await ended(client, runs[0]!.id);
    expect(run.cause).toMatchObject({ kind: 'plan', runId: dry.id });
    expect(run.counters.failed).toBe(2);
    expect(run.counters.created).toBe(dry.counters.created);
    expect(run.counters.updated).toBe(dry.counters.updated - 2);
    const failures = await client.call('listFailures', { query: { limit: 100 } });
    const refused = failures.items.filter(({ error }) => error.code === 'plan.changed-since').map(({ key }) => key);
    expect(refused.toSorted()).toEqual([first!.key, second!.key].toSorted());
    const after = await accountsOf(demo);
    expect(after.find(({ accountid }) => accountid === account['accountid'])!['address1_city']).toBe('Somewhere');
  });

  test('of another approval writes what is left', async () => {
    const dry = await dryRun();
    expect(dry.counters.updated).toBe(2);
    const { runs } = await client.call('applyPlan', { params: { id: dry.id } });
    const run = await ended(client, runs[0]!.id);
    expect(run.counters).toMatchObject({ read: 2, updated: 2, failed: 0 });
    const nothing = await dryRun();
    expect(nothing.counters).toMatchObject({ created: 0, updated: 0 });
    const answer = await client.send('POST', `/api/workspaces/main/runs/${nothing.id}/apply`);
    expect(answer.status).toBe(409);
    expect((answer.body as { code: string }).code).toBe('plan.nothing-to-write');
  });

  test('needs a dry run that is done', async () => {
    const { id } = await client.call('startRun', { params: { id: flowId }, body: { scope: { kind: 'changes' } } });
    await ended(client, id);
    const answer = await client.send('POST', `/api/workspaces/main/runs/${id}/apply`);
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'plan.not-complete']);
  });
});
