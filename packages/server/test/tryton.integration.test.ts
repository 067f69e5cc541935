import { missingTrytond, startTrytond, type Trytond } from '@koppel/connector-tryton/testing';
import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { prospectStory } from './support/prospect.ts';
import { crmReader, decideQuotes, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';
import { adaptTo, complaints, sellsWhatTheCrmSells, translates, trytonErp } from './support/tryton-erp.ts';

const missing = await missingTrytond();

/** The flows of the story. Contacts and activity costs have no counterpart in a Tryton without further modules. */
const flows = [
  'accounts-erp-to-crm',
  'products-erp-to-crm',
  'won-quote-to-order',
  'new-customer-crm-to-erp',
  'orders-crm-to-erp',
  'order-status-back-flow',
  'revenue-erp-to-crm',
  'open-amounts-erp-to-crm',
] as const;

describe.skipIf(missing !== null)(missing ?? 'with Tryton as the ERP', () => {
  let tryton: Trytond;
  let demo: DemoSystems;
  let server: TestKoppel;
  let client: Client;
  let crmConnection: string;

  beforeAll(async () => {
    tryton = await startTrytond();
    demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 20 });
    await sellsWhatTheCrmSells(tryton, crmReader(demo));
    server = await startTestKoppel({ config: { privateOrigins: [tryton.origin, demo.crm.origin] } });
    client = await server.administrator();
    const { settings, secrets } = tryton;
    const erp = await client.call('createConnection', {
      body: { name: 'Tryton', connectorId: 'tryton', role: 'erp', settings, secrets },
    });
    const crm = await client.call('createConnection', {
      body: { name: 'The crm', connectorId: 'dataverse', role: 'crm', settings: demo.crm.settings, secrets: demo.crm.secrets },
    }); // prettier-ignore
    crmConnection = crm.id;
    const tested = await client.call('testConnection', { params: { id: erp.id } });
    expect(tested.steps.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    await decideQuotes(client, 'crm');
    for (const { id } of [erp, crm]) await client.call('discoverConnection', { params: { id } });
    await translates(client, 'payment-terms', { '30 days': '1' });
    for (const id of flows) await adaptTo(client, id, { erp: erp.id, crm: crm.id });
  }, 240_000);
  afterAll(async () => {
    await server?.close();
    await demo?.close();
    await tryton?.close();
  });

  test.each(flows)('%s fails for no record, and writes nothing the second time', async (id) => {
    const first = await run(client, id);
    expect(first.state.status).toBe('done');
    expect(await complaints(client, id)).toEqual([]);
    expect(first.counters.failed).toBe(0);
    const second = await run(client, id, 'all');
    expect(second.counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });

  describe('a prospect who wins a quote', () => {
    const { chapters } = prospectStory(() => ({ client, crm: demo.crm, erp: trytonErp(tryton), crmConnection }));
    for (const { title, run: tell } of chapters) test(title, tell);

    test('and nothing of it comes back: no flow writes anything any more', async () => {
      for (const id of flows) {
        const { counters } = await run(client, id);
        expect([id, counters.created, counters.failed]).toEqual([id, 0, 0]);
      }
      for (const id of flows) {
        const { counters } = await run(client, id);
        expect([id, counters.created + counters.updated]).toEqual([id, 0]);
      }
    });
  });
});
