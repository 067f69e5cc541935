import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, erpCompany, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const api = '/api/data/v9.2';
const ofErp = 'quotes-erp-to-crm';
const ofCrm = 'won-quote-to-order';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60, hasLimits: false });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  const { crm } = await bindAll(client, demo);
  await client.call('discoverConnection', { params: { id: crm } });
  for (const id of ['accounts-erp-to-crm', 'products-erp-to-crm']) {
    expect((await run(client, id)).counters.failed, id).toBe(0);
  }
}, 120_000);
afterAll(async () => {
  await server.close();
  await demo.close();
});

/** Decides who makes quotes, and tells which of the two flows is on then. Their schedules stay off: the tests start runs. */
async function choose(master: 'erp' | 'crm'): Promise<string[]> {
  const { table, revision } = await client.call('getMastership');
  const rows = table.rows.map((row) => (row.entity === 'quote' ? { ...row, master } : row));
  await client.call('saveMastership', { body: { table: { ...table, rows }, revision } });
  const flows = await client.call('listFlows');
  const on = flows.filter(({ id, isOn }) => isOn && [ofErp, ofCrm].includes(id)).map(({ id }) => id);
  for (const id of on) await client.call('switchFlow', { params: { id }, body: { isOn: false } });
  return on;
}

const switchOn = (id: string) => client.call('switchFlow', { params: { id }, body: { isOn: true } });
const quotesInCrm = (filter: string) => crmReader(demo).all(`${api}/quotes?$filter=${filter}&$expand=quote_details`);

test('while nobody has decided, neither flow can be published, and the message leads to the row', async () => {
  for (const id of [ofErp, ofCrm]) {
    const { revision } = await client.call('getFlow', { params: { id } });
    const { status, body } = await client.send('POST', `/api/workspaces/main/flows/${id}/publish`, {
      revision,
      note: 'Try',
    });
    expect(status).toBe(422);
    const { issues } = body as { issues: { code: string; matrixRow?: string; nodeId: string; remedy: string }[] };
    const undecided = issues.filter(({ code }) => code === 'mastership.undecided');
    expect(undecided.length).toBeGreaterThan(0);
    for (const { matrixRow, nodeId, remedy } of undecided) {
      expect([matrixRow, nodeId === null, remedy === '']).toEqual(['quote.content', false, false]);
    }
  }
});

// One after another: each choice follows the one before.
describe('who makes quotes', () => {
  test('the CRM: a quote that sales wins becomes one order there, once', async () => {
    expect(await choose('crm')).toEqual([ofCrm]);
    const won = await quotesInCrm('statecode eq 2');
    expect(won.length).toBeGreaterThan(0);
    const first = await run(client, ofCrm, 'all');
    expect([first.state.status, first.counters.failed]).toEqual(['done', 0]);
    const second = await run(client, ofCrm, 'all');
    expect(second.counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
    const orders = await crmReader(demo).all(`${api}/salesorders`);
    for (const { quoteid } of won)
      expect(orders.filter((order) => order['_quoteid_value'] === quoteid)).toHaveLength(1);
  });

  test('the ERP instead: its quotes show in the CRM, and the other flow goes off', async () => {
    await switchOn(ofCrm);
    expect(await choose('erp')).toEqual([ofErp]);
    const { reader, of } = await erpCompany(demo);
    const made = await reader.all(`${of('salesQuotes')}?$expand=salesQuoteLines`);
    expect(made.length).toBeGreaterThan(0);
    const first = await run(client, ofErp, 'all');
    expect([first.state.status, first.counters.failed]).toEqual(['done', 0]);
    expect(first.counters.created).toBe(made.length);
    const [one] = made;
    const [copy, ...others] = await quotesInCrm(`name eq '${String(one!['number'])}'`);
    expect(others).toEqual([]);
    expect(copy!['quote_details']).toHaveLength((one!['salesQuoteLines'] as unknown[]).length);
    const second = await run(client, ofErp, 'all');
    expect(second.counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });

  test('the CRM again: its flow goes on, and that of the ERP could not be published any more', async () => {
    await switchOn(ofErp);
    const { table, revision } = await client.call('getMastership');
    const rows = table.rows.map((row) => (row.entity === 'quote' ? { ...row, master: 'crm' } : row));
    const { refused } = await client.call('tryMastership', { body: { ...table, rows } });
    expect(refused.map(({ flowId, matrixRow }) => [flowId, matrixRow])).toEqual([[ofErp, 'quote.content']]);
    expect(revision).toBeGreaterThan(1);
    expect(await choose('crm')).toEqual([ofCrm]);
    expect((await run(client, ofCrm)).counters.failed).toBe(0);
  });
});
