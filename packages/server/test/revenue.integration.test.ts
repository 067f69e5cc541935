import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, erpCompany, run } from './support/systems.ts';
import { ShiftedClock, startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const api = '/api/data/v9.2';
const clock = new ShiftedClock();
let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  // The last hour of the day in UTC: where the firm is, the next one has begun, and twelve months end a day later.
  clock.forwardTo(23);
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 120, now: clock.now });
  server = await startTestKoppel({ clock, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  await decideQuotes(client, 'crm');
  await run(client, 'accounts-erp-to-crm');
  await run(client, 'revenue-erp-to-crm');
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

type Row = Readonly<Record<string, unknown>>;

/** A decimal number as units of 10^-8, exactly. */
function exact(value: unknown): bigint {
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value ?? 0))!;
  const units = BigInt(whole!) * 100_000_000n + BigInt(decimals.padEnd(8, '0').slice(0, 8));
  return sign === '-' ? -units : units;
}

/** Units of 10^-16 in whole cents, half a cent away from zero. */
function inCents(units: bigint): bigint {
  const cent = 10n ** 14n;
  const size = units < 0n ? -units : units;
  const rounded = (size + cent / 2n) / cent;
  return units < 0n ? -rounded : rounded;
}

/** The last day that is no longer within the twelve months which the flow computes now. */
function yearAgo(): string {
  const day = clock.now().toLocaleDateString('en-CA', { timeZone: 'Europe/Brussels' });
  return `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
}

/** The revenue of each customer number by the ERP's own documents and rates, with nothing of Koppel in between. */
async function revenueInErp(): Promise<{ last: Map<string, bigint>; foreign: number }> {
  const { reader, of } = await erpCompany(demo);
  const customers = await reader.all(of('customers'));
  const invoices = await reader.all(of('salesInvoices'));
  const credits = await reader.all(of('salesCreditMemos'));
  const rates = (await reader.all(of('currencyExchangeRates'))).toSorted((a, b) =>
    String(a['startingDate']) < String(b['startingDate']) ? -1 : 1,
  );
  const rateOn = (currency: string, day: string) => {
    if (currency === '' || currency === 'EUR') return 100_000_000n;
    const rate = rates.findLast((one) => one['currencyCode'] === currency && String(one['startingDate']) <= day)!;
    expect(rate['exchangeRateAmount']).toBe(1);
    return exact(rate['relationalExchangeRateAmount']);
  };
  // A cancelled invoice and the credit note that cancels it are both posted: together they come to nothing.
  const isPosted = ({ status }: Row) => !['Draft', 'In Review'].includes(String(status));
  const sums = new Map<string, bigint>();
  let foreign = 0;
  const add = (document: Row, day: string, sign: bigint) => {
    if (day <= yearAgo() || !isPosted(document)) return;
    const currency = String(document['currencyCode'] ?? '');
    if (currency !== '' && currency !== 'EUR') foreign += 1;
    const amount = sign * exact(document['totalAmountExcludingTax']) * rateOn(currency, day);
    const id = String(document['customerId']);
    sums.set(id, (sums.get(id) ?? 0n) + amount);
  };
  for (const one of invoices) add(one, String(one['postingDate']), 1n);
  for (const one of credits) add(one, String(one['postingDate']), -1n);
  const last = new Map(
    customers.map(({ id, number }) => [String(number), inCents(sums.get(String(id)) ?? 0n)] as const),
  );
  return { last, foreign };
}

/** What the CRM says, of the linked accounts whose number the ERP knows. */
async function revenueInCrm(): Promise<Map<string, bigint>> {
  const accounts = await crmReader(demo).all(`${api}/accounts?$filter=kop_revenue12m ne null`);
  return new Map(
    accounts.map((one) => [String(one['accountnumber']), inCents(exact(one['kop_revenue12m']) * 100_000_000n)]),
  );
}

async function expectSame(): Promise<void> {
  const { last } = await revenueInErp();
  const shown = await revenueInCrm();
  const wanted = new Map([...shown.keys()].map((number) => [number, last.get(number)]));
  expect(shown).toEqual(wanted);
}

describe('revenue in the CRM', () => {
  test('is that of the ERP to the cent for every account, other currencies at the rate of their day', async () => {
    const { last, foreign } = await revenueInErp();
    expect(foreign).toBeGreaterThan(0);
    const shown = await revenueInCrm();
    expect(shown.size).toBeGreaterThan(100);
    expect([...shown.values()].some((cents) => cents > 0n)).toBe(true);
    expect([...shown].filter(([number, cents]) => last.get(number) !== cents)).toEqual([]);
  });

  test('follows when an invoice is cancelled by a credit note: that customer, and nobody else, is computed anew', async () => {
    const { reader, of } = await erpCompany(demo);
    const shown = await revenueInCrm();
    const customers = new Map((await reader.all(of('customers'))).map(({ id, number }) => [id, String(number)]));
    const open = (await reader.all(of('salesInvoices'))).filter(
      (one) =>
        one['status'] === 'Open' &&
        String(one['postingDate']) > yearAgo() &&
        Number(one['remainingAmount']) === Number(one['totalAmountIncludingTax']) &&
        shown.has(customers.get(one['customerId'] as string) ?? ''),
    );
    const [invoice] = open;
    await reader.post(`${of('salesInvoices')}(${invoice!['id'] as string})/Microsoft.NAV.cancelAndSend`);
    const { counters } = await run(client, 'revenue-erp-to-crm');
    expect(counters).toMatchObject({ updated: 1, failed: 0 });
    const number = customers.get(invoice!['customerId'] as string)!;
    const now = await revenueInCrm();
    expect([...now].filter(([key, cents]) => shown.get(key) !== cents).map(([key]) => key)).toEqual([number]);
    await expectSame();
    expect((await run(client, 'revenue-erp-to-crm')).counters).toMatchObject({ updated: 0, failed: 0 });
  });
});
