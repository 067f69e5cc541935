import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { crashSeed, KilledServer, pause, seeded, shuffled } from './support/killing.ts';
import { bindAll, crmReader, customersOf, decideQuotes, erpCompany, run } from './support/systems.ts';

const crmApi = '/api/data/v9.2';

let server: KilledServer;
beforeAll(async () => {
  server = await KilledServer.beside({ customers: 1_000 });
});
afterAll(() => server.close());

/** Where a run is killed that creates in the ERP and writes the numbers back into the CRM. */
const stages = [
  'before it creates',
  'while it creates',
  'between create and write-back',
  'while it starts again',
] as const;
type Stage = (typeof stages)[number];

interface Made {
  /** Numbers of the ERP's records. */
  readonly inErp: readonly string[];
  /** Those that the CRM's records hold, by what they are called there. */
  readonly inCrm: ReadonlyMap<string, string>;
}

type ErpSet = 'customers' | 'salesOrders';

async function countOf(set: ErpSet): Promise<number> {
  const { reader, of } = await erpCompany(server.sides);
  return Number((await reader.one(of(`${set}?$top=1&$count=true`)))['@odata.count']);
}

async function customersMade(): Promise<Made> {
  const accounts = await crmReader(server.sides).all(`${crmApi}/accounts?$select=accountid,accountnumber`);
  const numbered = accounts.filter(({ accountnumber }) => accountnumber !== null);
  return {
    inErp: (await customersOf(server.sides)).map(({ number }) => String(number)),
    inCrm: new Map(numbered.map(({ accountid, accountnumber }) => [String(accountid), String(accountnumber)])),
  };
}

async function erpOrders() {
  const { reader, of } = await erpCompany(server.sides);
  return reader.all(of('salesOrders?$expand=salesOrderLines'));
}

async function ordersMade(): Promise<Made> {
  const orders = await crmReader(server.sides).all(`${crmApi}/salesorders?$select=ordernumber,kop_erpordernumber`);
  const numbered = orders.filter(({ kop_erpordernumber }) => kop_erpordernumber !== null);
  return {
    inErp: (await erpOrders()).map(({ number }) => String(number)),
    inCrm: new Map(
      numbered.map(({ ordernumber, kop_erpordernumber }) => [String(ordernumber), String(kop_erpordernumber)]),
    ),
  };
}

/** Waits for the moment at which the run is to be killed. */
async function reach(stage: Exclude<Stage, 'while it starts again'>, set: ErpSet, dice: () => number): Promise<void> {
  const created = await countOf(set);
  if (stage === 'before it creates') {
    await server.until(async () => (await server.requests('crm', 'read')) > 0);
    await pause(dice() * 40);
    return;
  }
  // It looks for them in batches too, before it creates.
  await server.until(async () => (await server.requests('erp', 'batch')) > 0, 20_000);
  if (stage === 'while it creates') await pause(dice() * 150);
  else await server.until(async () => (await countOf(set)) > created, 5_000);
}

/**
 * Starts a flow, and kills the server at every stage of the run. Gives how far it had come at each kill, and how often something was
 * created whose number was not written back yet.
 */
async function killed(
  flowId: string,
  set: ErpSet,
  made: () => Promise<Made>,
  dice: () => number,
): Promise<{ told: string; between: number }> {
  const before = await made();
  let client = await server.start();
  await server.slowDown(15);
  await server.countAnew('erp');
  await server.countAnew('crm');
  await client.call('startRun', { params: { id: flowId }, body: {} });
  const progress: string[] = [];
  let between = 0;
  const order = shuffled([...stages, ...stages], dice);
  for (const [index, stage] of order.entries()) {
    if (stage === 'while it starts again') {
      await server.kill();
      server.launch();
      await pause(200 + dice() * 1_000);
    } else {
      if (index > 0) client = await server.start();
      await reach(stage, set, dice);
    }
    await server.kill();
    const { inErp, inCrm } = await made();
    const written = new Set(inCrm.values());
    const created = inErp.filter((number) => !before.inErp.includes(number));
    if (created.some((number) => !written.has(number))) between += 1;
    progress.push(`${stage} ${created.length}/${inCrm.size - before.inCrm.size}`);
    await server.countAnew('erp');
    await server.countAnew('crm');
  }
  await server.slowDown(0);
  return {
    told: `CRASH_SEED=${crashSeed}, ${flowId}, created/written back at the kills: ${progress.join(', ')}`,
    between,
  };
}

/** Runs the flow until no create is in doubt any more: what got no answer is looked up when its time is over. */
async function toRest(client: Client, flowId: string): Promise<void> {
  for (let runs = 0; runs < 20; runs += 1) {
    await run(client, flowId, 'all');
    const { items } = await client.call('listFailures', { query: { limit: 500 } });
    if (!items.some(({ error }) => error.code === 'create.unknown-outcome')) return;
    await pause(500);
  }
}

function expectOnce({ inErp, inCrm }: Made, before: Made, told: string): void {
  expect(new Set(inErp).size, told).toBe(inErp.length);
  const made = inErp.filter((number) => !before.inErp.includes(number)).sort();
  const written = [...inCrm].filter(([name]) => !before.inCrm.has(name)).map(([, number]) => number);
  expect(made.length, told).toBeGreaterThan(20);
  // Each number is in one record of the CRM, and each of a new record is in one.
  expect(new Set(written).size, told).toBe(written.length);
  expect(written.filter((number) => made.includes(number)).sort(), told).toEqual(made);
}

test(
  `killed between create and write-back, every customer and order is there once, complete and with its number (CRASH_SEED=${crashSeed})`,
  { timeout: 300_000 },
  async () => {
    const dice = seeded(crashSeed);
    let client = await server.start();
    await bindAll(client, server.sides);
    await decideQuotes(client, 'crm');
    for (const id of ['accounts-erp-to-crm', 'products-erp-to-crm', 'won-quote-to-order']) await run(client, id);
    await server.kill();

    let metBetween = 0;
    for (const [flowId, set, made] of [
      ['new-customer-crm-to-erp', 'customers', customersMade],
      ['orders-crm-to-erp', 'salesOrders', ordersMade],
    ] as const) {
      const before = await made();
      const { told, between } = await killed(flowId, set, made, dice);
      metBetween += between;
      client = await server.start();
      await toRest(client, flowId);
      expectOnce(await made(), before, told);
      await server.kill();
    }

    // Something was there whose number had not gone back; else this test would show less than it says.
    expect(metBetween, `CRASH_SEED=${crashSeed}`).toBeGreaterThan(0);

    const crmOrders = await crmReader(server.sides).all(
      `${crmApi}/salesorders?$select=ordernumber&$expand=order_details($select=salesorderdetailid)`,
    );
    const linesOf = new Map(
      crmOrders.map(({ ordernumber, order_details }) => [ordernumber, (order_details as unknown[]).length]),
    );
    const marked = (await erpOrders()).filter(({ externalDocumentNumber }) => linesOf.has(externalDocumentNumber));
    expect(marked.length).toBeGreaterThan(20);
    expect(new Set(marked.map(({ externalDocumentNumber }) => externalDocumentNumber)).size).toBe(marked.length);
    for (const { externalDocumentNumber, salesOrderLines } of marked) {
      expect((salesOrderLines as unknown[]).length, String(externalDocumentNumber)).toBe(
        linesOf.get(externalDocumentNumber),
      );
    }
  },
);
