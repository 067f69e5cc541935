import type { DemoSystem, DemoSystems } from '@koppel/demo-systems';
import { expect } from 'vitest';
import type { Client } from './client.ts';
import { crmReader, erpCompany, run } from './systems.ts';

type Row = Readonly<Record<string, unknown>>;

export const cents = (value: unknown) => Math.round(Number(value ?? 0) * 100);

/** An ERP of the story, as the people see it who work in it. Amounts are in cents. */
export interface StoryErp {
  customersNamed(name: string): Promise<{ readonly id: string; readonly number: string }[]>;
  order(number: string): Promise<{ readonly customer: string; readonly lines: number; readonly amount: number }>;
  /** Ships so many of the first line, and nothing of the others. */
  shipPart(number: string, quantity: number): Promise<void>;
  /** Ships what is left. */
  shipRest(number: string): Promise<void>;
  /** Posts an invoice of all that was shipped. */
  invoice(number: string): Promise<void>;
  /** Registers that a customer paid a part of what is open. */
  pay(customer: string, amount: number): Promise<void>;
  /** What was invoiced without VAT, and what is open with it. */
  owed(customer: string): Promise<{ readonly revenue: number; readonly open: number }>;
}

interface StoryWorld {
  readonly client: Client;
  readonly crm: DemoSystem;
  readonly erp: StoryErp;
  /** The connection to the CRM, in which fields are locked. */
  readonly crmConnection: string;
}

interface Chapter {
  readonly title: string;
  readonly run: () => Promise<void>;
}

const api = '/api/data/v9.2';
const name = 'Drukkerij Verstraete BV';

/**
 * The whole story of a prospect, whatever ERP there is, in chapters that go on where the one before ended. The quote's two
 * lines are of 2 and 3 pieces.
 */
export function prospectStory(world: () => StoryWorld): {
  readonly chapters: readonly Chapter[];
  /** The prospect's account in the CRM, as it is now. */
  account(): Promise<Row>;
} {
  const crm = () => crmReader(world());
  let account = '';
  let quote = '';
  let order: Row = {};
  let customer: { readonly id: string; readonly number: string };

  const orderNow = async () => {
    const [found] = await crm().all(`${api}/salesorders?$filter=_quoteid_value eq ${quote}&$expand=order_details`);
    return found!;
  };
  const accountNow = () => crm().one(`${api}/accounts(${account})`);
  const flow = (id: string) => run(world().client, id);
  /** What the lines of the order in the CRM come to, in cents of the own currency. */
  const ordered = () =>
    (order['order_details'] as { baseamount: number }[]).reduce((sum, { baseamount }) => sum + cents(baseamount), 0);
  const numberNow = async () => String((await orderNow())['kop_erpordernumber']);

  async function figuresAreRight(): Promise<{ revenue: number; open: number }> {
    expect((await flow('revenue-erp-to-crm')).counters.failed).toBe(0);
    expect((await flow('open-amounts-erp-to-crm')).counters.failed).toBe(0);
    const owed = await world().erp.owed(customer.id);
    const now = await accountNow();
    expect({ revenue: cents(now['kop_revenue12m']), open: cents(now['kop_openamount']) }).toEqual(owed);
    return owed;
  }

  const chapters: readonly Chapter[] = [
    {
      title: 'has an order in the CRM',
      async run() {
        ({ id: account } = (await crm().post(`${api}/accounts`, {
          name,
          kop_companynumber: '0403.019.261',
          kop_vatnumber: 'BE0403019261',
          address1_line1: 'Kerkstraat 10',
          address1_postalcode: '9000',
          address1_city: 'Gent',
          address1_country: 'BE',
          emailaddress1: 'info@verstraete.example',
        })) as { id: string });
        const made = await crm().post(`${api}/quotes`, await quoteFor(crm(), account));
        quote = made.id!;
        await crm().change(`${api}/quotes(${quote})`, { statecode: 1, statuscode: 2 });
        await crm().post(`${api}/WinQuote`, {
          Status: 4,
          QuoteClose: {
            '@odata.type': 'Microsoft.Dynamics.CRM.quoteclose',
            subject: 'Won',
            'quoteid@odata.bind': `/quotes(${quote})`,
          },
        });
        expect((await flow('won-quote-to-order')).counters).toMatchObject({ created: 1, failed: 0 });
        order = await orderNow();
        expect(order['order_details']).toHaveLength(2);
      },
    },
    {
      title: 'whose order waits for its customer, which is made in the ERP once, with its number back in the CRM',
      async run() {
        const early = await flow('orders-crm-to-erp');
        expect(early.counters).toMatchObject({ created: 0, failed: 0, waiting: 1 });
        expect((await flow('new-customer-crm-to-erp')).counters).toMatchObject({ created: 1, failed: 0 });
        const customers = await world().erp.customersNamed(name);
        expect(customers).toHaveLength(1);
        [customer] = customers as [typeof customer];
        expect((await accountNow())['accountnumber']).toBe(customer.number);
      },
    },
    {
      title: 'is locked in the CRM where the ERP is master now: a salesperson cannot change its address',
      async run() {
        const { client, crmConnection } = world();
        const locks = { connectionId: crmConnection, entity: 'account', fields: ['billingAddress.street'] };
        const { fields } = await client.call('setLocks', { body: { ...locks, wanted: 'locked' } });
        expect(fields.find(({ field }) => field === 'billingAddress.street')).toMatchObject({ state: 'locked' });
        const path = `${api}/accounts(${account})`;
        await expect(salesperson(world().crm).change(path, { address1_line1: 'Elders 1' })).rejects.toThrow(/403/);
        expect((await accountNow())['address1_line1']).toBe('Kerkstraat 10');
      },
    },
    {
      title: 'whose order then goes into the ERP by itself, complete, with its number back in the CRM',
      async run() {
        // Nobody asks: the link of its customer is there.
        await expect
          .poll(async () => (await orderNow())['kop_erpordernumber'], { timeout: 20_000, interval: 100 })
          .toEqual(expect.any(String));
        const made = await world().erp.order(await numberNow());
        expect(made).toEqual({
          customer: customer.id,
          lines: 2,
          amount: ordered(),
        });
        const { items } = await world().client.call('listFailures', {
          query: { state: 'waiting', limit: 10 } as never,
        });
        expect(items.filter(({ flowId }) => flowId === 'orders-crm-to-erp')).toEqual([]);
      },
    },
    {
      title: 'gets a part of it, then the rest: the CRM shows what has been delivered',
      async run() {
        const { erp } = world();
        await erp.shipPart(await numberNow(), 1);
        expect((await flow('order-status-back-flow')).counters.failed).toBe(0);
        expect(Number((await orderNow())['kop_shippedquantity'])).toBe(1);
        const partly = (await orderNow())['kop_fulfilmentstatus'];
        await erp.shipRest(await numberNow());
        expect((await flow('order-status-back-flow')).counters.failed).toBe(0);
        const done = await orderNow();
        expect(Number(done['kop_shippedquantity'])).toBe(5);
        expect(done['kop_tracking']).toEqual(expect.any(String));
        expect(done['kop_fulfilmentstatus']).not.toBe(partly);
      },
    },
    {
      title: 'is invoiced: revenue and open amount are right to the cent in the CRM',
      async run() {
        await world().erp.invoice(await numberNow());
        expect((await flow('order-status-back-flow')).counters.failed).toBe(0);
        const { revenue, open } = await figuresAreRight();
        expect(revenue).toBe(ordered());
        expect(open).toBeGreaterThan(revenue);
      },
    },
    {
      title: 'pays a part: the CRM shows what is left, to the cent',
      async run() {
        const before = (await world().erp.owed(customer.id)).open;
        const part = Math.floor(before / 3);
        await world().erp.pay(customer.id, part);
        const { open } = await figuresAreRight();
        expect(open).toBe(before - part);
        expect(part).toBeGreaterThan(0);
      },
    },
  ];
  return { chapters, account: accountNow };
}

/** A quote of two products that are sold on the first price list. */
async function quoteFor(crm: ReturnType<typeof crmReader>, account: string): Promise<Row> {
  const [list] = await crm.all(`${api}/pricelevels?$filter=statecode eq 0&$orderby=name&$top=1`);
  const sold = (await productsSold(crm, String(list!['pricelevelid']))).slice(0, 2);
  return {
    name: 'Inrichting drukkerij',
    'customerid_account@odata.bind': `/accounts(${account})`,
    'pricelevelid@odata.bind': `/pricelevels(${String(list!['pricelevelid'])})`,
    quote_details: sold.map((product, at) => ({
      'productid@odata.bind': `/products(${String(product['productid'])})`,
      'uomid@odata.bind': `/uoms(${String(product['_defaultuomid_value'])})`,
      quantity: at + 2,
    })),
  };
}

/** The products of the CRM that have a price on a list. */
async function productsSold(crm: ReturnType<typeof crmReader>, list: string): Promise<Row[]> {
  const products = await crm.all(
    `${api}/products?$filter=statecode eq 0 and productnumber ne null&$expand=product_price_levels&$top=50`,
  );
  return products.filter((product) =>
    (product['product_price_levels'] as { _pricelevelid_value: string }[]).some(
      ({ _pricelevelid_value }) => _pricelevelid_value === list,
    ),
  );
}

/** A person of the CRM at its own screen, as column security sees them. */
function salesperson(crm: DemoSystem) {
  const { clientId, clientSecret } = crm.credentials.find(({ kind }) => kind === 'salesperson')!;
  return crmReader({ crm: { ...crm, settings: { ...crm.settings, clientId }, secrets: { clientSecret } } });
}

/** The demo ERP: its API to look, its page to press the buttons. */
export function demoErp(demo: DemoSystems): StoryErp {
  const rows = async (path: string) => {
    const { reader, of } = await erpCompany(demo);
    return reader.all(of(path));
  };
  const orderRow = async (number: string) =>
    (await rows(`salesOrders?$filter=number eq '${number}'&$expand=salesOrderLines`))[0]!;
  const press = (path: string, action: string, typed: Readonly<Record<string, string>> = {}) =>
    pressOnPage(demo.erp.origin, path, { action, typed });
  return {
    async customersNamed(wanted) {
      const found = await rows(`customers?$filter=displayName eq '${wanted}'`);
      return found.map(({ id, number }) => ({ id: String(id), number: String(number) }));
    },
    async order(number) {
      const row = await orderRow(number);
      const amount = cents(row['totalAmountExcludingTax']);
      return { customer: String(row['customerId']), lines: (row['salesOrderLines'] as unknown[]).length, amount };
    },
    async shipPart(number, quantity) {
      const { id, salesOrderLines } = (await orderRow(number)) as { id: string; salesOrderLines: { id: string }[] };
      const typed = salesOrderLines.map((line, at) => [line.id, at === 0 ? String(quantity) : '0']);
      await press(`salesOrders/${id}`, 'ship', Object.fromEntries(typed) as Record<string, string>);
    },
    async shipRest(number) {
      await press(`salesOrders/${String((await orderRow(number))['id'])}`, 'shipAll');
    },
    async invoice(number) {
      await press(`salesOrders/${String((await orderRow(number))['id'])}`, 'invoice');
    },
    async pay(customer, amount) {
      const [invoice] = await rows(`salesInvoices?$filter=customerId eq ${customer}`);
      await press(`salesInvoices/${String(invoice!['id'])}`, 'pay', { amount: (amount / 100).toFixed(2), date: '' });
    },
    async owed(customer) {
      const invoices = await rows(`salesInvoices?$filter=customerId eq ${customer}`);
      const sum = (field: string) => invoices.reduce((total, invoice) => total + cents(invoice[field]), 0);
      return { revenue: sum('totalAmountExcludingTax'), open: sum('remainingAmount') };
    },
  };
}

/** Presses a button of a record's page, with what is typed into its fields. */
async function pressOnPage(
  origin: string,
  path: string,
  { action, typed }: { readonly action: string; readonly typed: Readonly<Record<string, string>> },
): Promise<void> {
  const url = `${origin}/demo/${path}`;
  const version = /name="version" value="(\d+)"/.exec(await (await fetch(url)).text())![1]!;
  const fields = Object.entries(typed).map(([field, value]): [string, string] => [`${action}.${field}`, value]);
  const body = new URLSearchParams([['version', version], ['action', action], ...fields]);
  const response = await fetch(url, { method: 'POST', body, headers: { origin }, redirect: 'manual' });
  if (response.status !== 303) throw new Error(`${action} on ${path} answered ${response.status}`);
}
