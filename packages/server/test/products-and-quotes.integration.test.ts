import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, erpCompany, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

type Row = Readonly<Record<string, unknown>>;

const api = '/api/data/v9.2';
const products = 'products-erp-to-crm';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let erp: Awaited<ReturnType<typeof erpCompany>>;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60, hasLimits: false });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  // The ERP makes the quotes here: the other half of the choice is what the other tests have.
  await decideQuotes(client, 'erp');
  erp = await erpCompany(demo);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

const twice = async (id: string) => {
  const first = await run(client, id);
  expect([first.state.status, first.counters.failed]).toEqual(['done', 0]);
  const second = await run(client, id, 'all');
  expect(second.counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
  return first.counters;
};

describe('products of the ERP in the CRM', () => {
  let item: Row;
  const inCrm = async () => {
    const url = `${api}/products?$filter=productnumber eq '${item['number'] as string}'&$expand=defaultuomid($select=name),product_price_levels($select=amount,_pricelevelid_value)`;
    const found = await crmReader(demo).all(url);
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  const change = (values: Row) => erp.reader.change(`${erp.of('items')}(${item['id'] as string})`, values);

  test('come over once, and the second run writes nothing', async () => {
    const counters = await twice(products);
    expect(counters.created + counters.updated).toBeGreaterThan(0);
    const lines = await erp.reader.all(erp.custom('priceListLines'));
    const priced = new Set(lines.map(({ itemId }) => itemId));
    const sold = await erp.reader.all(`${erp.of('items')}?$filter=blocked eq false`);
    item = sold.find(({ id }) => priced.has(id))!;
    expect((await inCrm())['name']).toBe(item['displayName']);
  });

  test('a changed list price arrives, and nothing else is written', async () => {
    await change({ unitPrice: Number(item['unitPrice']) + 1.25 });
    expect((await run(client, products)).counters).toMatchObject({ created: 0, updated: 1, failed: 0 });
    expect(Number((await inCrm())['price'])).toBeCloseTo(Number(item['unitPrice']) + 1.25, 2);
  });

  test('a changed price in a price list arrives, although the item itself did not change', async () => {
    const [line] = (await erp.reader.all(erp.custom('priceListLines'))).filter(({ itemId }) => itemId === item['id']);
    const price = Number(line!['unitPrice']) + 3.5;
    await erp.reader.change(`${erp.custom('priceListLines')}(${line!['id'] as string})`, { unitPrice: price });
    expect((await run(client, products)).counters).toMatchObject({ created: 0, updated: 1, failed: 0 });
    const amounts = ((await inCrm())['product_price_levels'] as Row[]).map(({ amount }) => Number(amount));
    expect(amounts).toContain(price);
    expect((await run(client, products)).counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });

  test('another unit arrives, and the one before comes back', async () => {
    const before = item['baseUnitOfMeasureCode'] as string;
    for (const unit of [before === 'BOX' ? 'PCS' : 'BOX', before]) {
      await change({ baseUnitOfMeasureCode: unit });
      expect((await run(client, products)).counters).toMatchObject({ created: 0, updated: 1, failed: 0 });
      expect(((await inCrm())['defaultuomid'] as Row)['name']).toBe(unit);
    }
    expect((await run(client, products, 'all')).counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });

  test('an item that is blocked retires in the CRM, and is sold again when it is not', async () => {
    await change({ blocked: true });
    expect((await run(client, products)).counters).toMatchObject({ created: 0, updated: 1, failed: 0 });
    expect((await inCrm())['statecode']).toBe(1);
    await change({ blocked: false });
    expect((await run(client, products)).counters).toMatchObject({ created: 0, updated: 1, failed: 0 });
    expect((await inCrm())['statecode']).toBe(0);
    expect((await run(client, products, 'all')).counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });
});

describe('quotes of the ERP in the CRM', () => {
  test('come over once, read-only, and the second run writes nothing', async () => {
    expect((await run(client, 'accounts-erp-to-crm')).counters.failed).toBe(0);
    const counters = await twice('quotes-erp-to-crm');
    expect(counters.created).toBeGreaterThan(0);
    const quotes = await erp.reader.all(erp.of('salesQuotes'));
    const there = await crmReader(demo).all(`${api}/quotes?$expand=quote_details`);
    const byName = new Map(there.map((quote) => [quote['name'], quote]));
    expect(quotes.filter(({ number }) => byName.has(number))).toHaveLength(counters.created);
  });

  test('the flow that turns won quotes of the CRM into orders is off, and the other one is published', async () => {
    const flows = new Map((await client.call('listFlows', {})).map((flow) => [flow.id, flow]));
    expect(flows.get('won-quote-to-order')!.isOn).toBe(false);
    expect(flows.get('quotes-erp-to-crm')!.publishedVersion).not.toBeNull();
  });
});
