// oxlint-disable typescript/no-explicit-any -- looks into bodies of many shapes
import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startErp, type Answer, type ErpClient } from './erp-client.ts';

let erp: DemoSystem;
let client: ErpClient;
let now = Date.UTC(2026, 5, 1, 12);
beforeAll(async () => {
  ({ erp, client } = await startErp({ now: () => new Date(now), hasLimits: false }));
});
afterAll(() => erp.close());

const at = (rest: string) => `${client.company}/${rest}`;
const sales = (rest: string) => `${client.sales}${client.company}/${rest}`;
const get = async (path: string): Promise<any> => (await client.get(path)).body;
const post = (path: string, body?: unknown) => client.send('POST', path, body === undefined ? {} : { body });
const patch = (path: string, body: unknown, ifMatch = '*') =>
  client.send('PATCH', path, { body, headers: { 'if-match': ifMatch } });
const problem = ({ status, body }: Answer) => [
  status,
  body.error?.code,
  body.error?.message?.split('  CorrelationId')[0],
];
const act = (path: string, action: string) => post(`${path}/Microsoft.NAV.${action}`);
async function all(path: string): Promise<any[]> {
  const rows: any[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { body }: Answer = await client.get(next, { prefer: 'odata.maxpagesize=400' });
    rows.push(...body.value);
    next = body['@odata.nextLink'];
  }
  return rows;
}
const cents = (amount: number) => Math.round(amount * 100);
const sum = (rows: readonly any[], column: string) => rows.reduce((total, row) => total + cents(row[column]), 0);

/** A customer who may buy, without documents of his own. */
async function customer(more: object = {}): Promise<any> {
  return (await post(at('customers'), { displayName: 'Houthandel Mertens BV', country: 'BE', ...more })).body;
}
let sold: any[];
beforeAll(async () => {
  sold = (await get(at("items?$filter=blocked eq false and baseUnitOfMeasureCode eq 'PCS'&$top=3"))).value;
});
async function order(more: object = {}, lines?: readonly object[]): Promise<any> {
  const { body } = await post(at('salesOrders'), {
    customerId: (await customer()).id,
    salesOrderLines: lines ?? [
      { itemId: sold[0].id, quantity: 10, unitPrice: 12.5 },
      { itemId: sold[1].id, quantity: 4, unitPrice: 100, discountPercent: 10 },
    ],
    ...more,
  });
  return body;
}
const linesOf = async (id: string): Promise<any[]> => (await get(at(`salesOrders(${id})/salesOrderLines`))).value;

describe('what was there from the start', () => {
  test('computes no record at the start, however many customers', async () => {
    const { erp: large } = await startErp({ customers: 1_000_000 });
    // The sign-in of the client asks for the company.
    expect(large.work.generatedRecords).toBeLessThanOrEqual(1);
    await large.close();
  });

  test('is the same again for the same seed and day, and no later day changes it', async () => {
    const { erp: twin, client: other } = await startErp({ now: () => new Date(Date.UTC(2026, 5, 1, 23)) });
    const path = 'salesInvoices?$top=50&$skip=500&$expand=salesInvoiceLines';
    const read = async (from: ErpClient) => (await from.get(`${from.company}/${path}`)).body.value;
    expect(await read(other)).toEqual(await read(client));
    await twin.close();
  });

  test('adds up: invoices to their lines, the ledger to the invoices, shipments to what was invoiced', async () => {
    const invoices = await all(at('salesInvoices?$expand=salesInvoiceLines,customer($select=number)'));
    expect(invoices.length).toBeGreaterThan(800);
    for (const { salesInvoiceLines: lines, ...invoice } of invoices) {
      expect(invoice.customer.number).toBe(invoice.customerNumber);
      expect(sum(lines, 'amountExcludingTax')).toBe(cents(invoice.totalAmountExcludingTax));
      expect(sum(lines, 'totalTaxAmount')).toBe(cents(invoice.totalTaxAmount));
      expect(cents(invoice.totalAmountExcludingTax) + cents(invoice.totalTaxAmount)).toBe(
        cents(invoice.totalAmountIncludingTax),
      );
      expect(invoice.status).toBe(invoice.remainingAmount === 0 ? 'Paid' : 'Open');
    }
    const ledger = await all(sales('customerLedgerEntries'));
    expect(ledger.map(({ entryNumber }) => entryNumber)).toEqual(ledger.map((_, index) => index + 1));
    const open = ledger.filter(({ documentType }) => documentType === 'Invoice');
    expect(open.map(({ documentNumber, remainingAmount }) => [documentNumber, remainingAmount])).toEqual(
      invoices.map(({ number, remainingAmount }) => [number, remainingAmount]),
    );
    expect(sum(ledger, 'amount')).toBe(sum(invoices, 'remainingAmount'));
    const memos = await all(at('salesCreditMemos'));
    expect(memos.length).toBeGreaterThan(10);
    expect(sum(memos, 'totalAmountIncludingTax')).toBe(
      -sum(
        ledger.filter(({ documentType }) => documentType === 'Credit Memo'),
        'amount',
      ),
    );
    const { value } = await get(at('customers?$select=id,balanceDue'));
    const owed = sum(ledger, 'remainingAmountLocalCurrency');
    expect(sum(value, 'balanceDue')).toBe(owed);
  });

  test('has two years of history, several currencies, and open invoices of every age', async () => {
    const invoices = await all(at('salesInvoices?$select=postingDate,dueDate,currencyCode,status,remainingAmount,totalAmountIncludingTax,lastModifiedDateTime')); // prettier-ignore
    const days = (from: string) => (Date.UTC(2026, 5, 1) - Date.parse(from)) / 86_400_000;
    expect(Math.max(...invoices.map(({ postingDate }) => days(postingDate)))).toBeGreaterThan(700);
    expect(new Set(invoices.map(({ currencyCode }) => currencyCode)).size).toBeGreaterThan(2);
    const ages = invoices.filter(({ remainingAmount }) => remainingAmount > 0).map(({ dueDate }) => days(dueDate));
    const buckets = [[-100, 0], [1, 30], [31, 60], [61, 90], [91, 999]].map(([from, to]) => ages.some((age) => age >= from! && age <= to!)); // prettier-ignore
    expect(buckets).toEqual([true, true, true, true, true]);
    expect(invoices.some((one) => one.remainingAmount > 0 && one.remainingAmount < one.totalAmountIncludingTax)).toBe(true); // prettier-ignore
    const stamps = invoices.map(({ lastModifiedDateTime }) => lastModifiedDateTime);
    expect(stamps).toEqual(stamps.toSorted());
  });

  test('is found by number, by customer, by order and by our reference without looking through everything', async () => {
    const [invoice] = (await get(at("salesInvoices?$top=1&$skip=300&$filter=externalDocumentNumber ne ''"))).value;
    const before = erp.work.generatedRecords;
    for (const filter of [
      `number eq '${invoice.number}'`,
      `orderNumber eq '${invoice.orderNumber}'`,
      `orderId eq ${invoice.orderId}`,
      `externalDocumentNumber eq '${invoice.externalDocumentNumber}'`,
      `customerId eq ${invoice.customerId} and status eq 'Paid'`,
    ]) {
      const { value } = await get(at(`salesInvoices?$filter=${filter}`));
      expect(value.map(({ id }: any) => id)).toContain(invoice.id);
    }
    expect(erp.work.generatedRecords - before).toBeLessThan(100);
  });

  test('some customers buy more and more, some less and less', async () => {
    const invoices = await all(at('salesInvoices?$select=customerNumber,postingDate,totalAmountExcludingTax'));
    const halves = new Map<string, [number, number]>();
    for (const { customerNumber, postingDate, totalAmountExcludingTax } of invoices) {
      const half = halves.get(customerNumber) ?? [0, 0];
      half[postingDate < '2025-06-01' ? 0 : 1] += totalAmountExcludingTax;
      halves.set(customerNumber, half);
    }
    const growth = [...halves.values()].map(([first, second]) => second / first);
    expect(growth.filter((one) => one > 1.25).length).toBeGreaterThan(10);
    expect(growth.filter((one) => one < 0.75).length).toBeGreaterThan(10);
    expect(growth.filter((one) => one > 0.85 && one < 1.15).length).toBeGreaterThan(3);
  });
});

describe('an order', () => {
  test('is made with its lines in one request, with defaults of customer and items, and adds up', async () => {
    const made = await order({ externalDocumentNumber: ' abc-1 ', currencyCode: 'EUR' });
    expect(made).toMatchObject({
      number: expect.stringMatching(/^VO\d+$/),
      externalDocumentNumber: 'ABC-1',
      customerName: 'Houthandel Mertens BV',
      status: 'Draft',
      orderDate: '2026-06-01',
      currencyCode: 'EUR',
      totalAmountExcludingTax: 485,
      fullyShipped: false,
    });
    const lines = await linesOf(made.id);
    expect(lines.map(({ sequence, lineObjectNumber, shipQuantity }) => [sequence, lineObjectNumber, shipQuantity])).toEqual([
      [10_000, sold[0].number, 10],
      [20_000, sold[1].number, 4],
    ]); // prettier-ignore
    expect(sum(lines, 'amountIncludingTax')).toBe(cents(made.totalAmountIncludingTax));
    expect((await get(at("salesOrders?$filter=externalDocumentNumber eq 'abc-1'"))).value).toHaveLength(0);
    expect((await get(at("salesOrders?$filter=externalDocumentNumber eq 'ABC-1'"))).value[0].id).toBe(made.id);
  });

  test.each<[string, () => object, unknown[]]>([
    ['an unknown item', () => ({ itemId: '11111111-2222-4333-8444-555555555555', quantity: 1 }), [400, 'Application_DialogException', 'Item does not exist.']],
    ['item and account', () => ({ itemId: sold[0].id, accountId: sold[1].id }), [400, 'Application_DialogException', 'Both "itemId" and "accountId" are specified. Specify only one of them.']],
    ['a unit the item is not sold in', () => ({ itemId: sold[0].id, unitOfMeasureCode: 'KG' }), [400, 'Internal_InvalidTableRelation', 'The field Unit of Measure Code of table Sales Line contains a value (KG) that cannot be found in the related table (Item Unit of Measure).']],
    ['a column that is not there', () => ({ itemId: sold[0].id, colour: 'red' }), [400, 'BadRequest', expect.stringContaining("'colour'")]],
  ])('with %s in its last line is not there at all, in a batch either', async (what, line, expected) => {
    const externalDocumentNumber = `WHOLE ${what}`.toUpperCase().slice(0, 35);
    const body = { customerId: (await customer()).id, externalDocumentNumber, salesOrderLines: [{ itemId: sold[0].id, quantity: 1 }, line()] }; // prettier-ignore
    expect(problem(await post(at('salesOrders'), body))).toEqual(expected);
    const part = { id: '1', method: 'POST', url: at('salesOrders'), body };
    const { body: answer } = await client.batch([part, { ...part, id: '2' }], { prefer: 'odata.continue-on-error' });
    expect(answer.responses.map(({ status }: any) => status)).toEqual([400, 400]);
    expect((await get(at(`salesOrders?$filter=externalDocumentNumber eq '${externalDocumentNumber}'`))).value).toEqual([]); // prettier-ignore
  }); // prettier-ignore

  test('is refused without a customer, for an unknown one and for one that is blocked', async () => {
    const blocked = await customer({ blocked: 'All' });
    expect(problem(await post(at('salesOrders'), {}))[2]).toBe(
      'A "customerNumber" or a "customerId" must be provided.',
    );
    expect(problem(await post(at('salesOrders'), { customerNumber: 'NOBODY' }))[2]).toBe('The sell-to customer cannot be found.'); // prettier-ignore
    expect(problem(await post(at('salesOrders'), { customerNumber: blocked.number }))[2]).toBe(
      `You cannot create this type of document when Customer ${blocked.number} is blocked with type All`,
    );
    const item = (await post(at('items'), { displayName: 'No longer sold', blocked: true })).body;
    const { id } = await order();
    expect(problem(await post(at(`salesOrders(${id})/salesOrderLines`), { itemId: item.id, quantity: 1 }))[1]).toBe('Application_FieldValidationException'); // prettier-ignore
  });

  test('takes lines one after another, changes and loses them, and its version and totals move', async () => {
    const made = await order({}, []);
    expect(made.totalAmountIncludingTax).toBe(0);
    now += 1000;
    const line = (await post(at('salesOrderLines'), { documentId: made.id, lineObjectNumber: sold[0].number, quantity: 2, unitPrice: 50 })).body; // prettier-ignore
    const after = await get(at(`salesOrders(${made.id})`));
    expect([after.totalAmountExcludingTax, after['@odata.etag'] === made['@odata.etag']]).toEqual([100, false]);
    expect(after.lastModifiedDateTime > made.lastModifiedDateTime).toBe(true);
    await patch(at(`salesOrders(${made.id})/salesOrderLines(${line.id})`), { quantity: 3 });
    expect((await get(at(`salesOrders(${made.id})`))).totalAmountExcludingTax).toBe(150);
    expect(problem(await patch(at(`salesOrderLines(${line.id})`), { sequence: 5 }))[2]).toBe('The value for sequence cannot be modified. Delete and insert the line again.'); // prettier-ignore
    expect((await client.send('DELETE', at(`salesOrderLines(${line.id})`))).status).toBe(204);
    expect((await get(at(`salesOrders(${made.id})`))).totalAmountExcludingTax).toBe(0);
    expect(problem(await act(at(`salesOrders(${made.id})`), 'shipAndInvoice'))[2]).toBe('Please add at least one line item to the document.'); // prettier-ignore
  });

  test('lines are read with their order or by its id only', async () => {
    const { id } = await order();
    expect(problem(await client.get(at('salesOrderLines')))[2]).toBe('You must specify an Id or a Document Id to get the lines.'); // prettier-ignore
    expect((await get(at(`salesOrderLines?$filter=documentId eq ${id}`))).value).toHaveLength(2);
    expect((await get(at(`salesOrders?$filter=id eq ${id}&$expand=salesOrderLines($expand=item($select=number))`))).value[0].salesOrderLines[1].item.number).toBe(sold[1].number); // prettier-ignore
  });

  test('ships and invoices in parts, and leaves the list with the last invoice; shipments and invoices stay', async () => {
    const made = await order({ externalDocumentNumber: 'PARTS' });
    const [first, second] = await linesOf(made.id);
    expect(problem(await patch(at(`salesOrderLines(${first.id})`), { shipQuantity: 11 }))[2]).toBe('You cannot ship more than 10 units.'); // prettier-ignore
    await patch(at(`salesOrderLines(${first.id})`), { shipQuantity: 6, invoiceQuantity: 6 });
    await patch(at(`salesOrderLines(${second.id})`), { shipQuantity: 0, invoiceQuantity: 0 });
    expect((await act(at(`salesOrders(${made.id})`), 'shipAndInvoice')).status).toBe(204);
    expect(await get(at(`salesOrders(${made.id})`))).toMatchObject({ status: 'Open', fullyShipped: false });
    const [shipped] = await linesOf(made.id);
    expect(shipped).toMatchObject({ shippedQuantity: 6, invoicedQuantity: 6, shipQuantity: 4, invoiceQuantity: 4 });
    expect(problem(await patch(at(`salesOrderLines(${first.id})`), { unitPrice: 1 }))[1]).toBe('Application_FieldValidationException'); // prettier-ignore

    expect((await act(at(`salesOrders(${made.id})`), 'shipAndInvoice')).status).toBe(204);
    expect((await client.get(at(`salesOrders(${made.id})`))).status).toBe(404);
    const invoices = (
      await get(at(`salesInvoices?$orderby=number&$filter=orderId eq ${made.id}&$expand=salesInvoiceLines`))
    ).value;
    expect(invoices.map(({ totalAmountExcludingTax }: any) => totalAmountExcludingTax)).toEqual([75, 410]);
    expect(invoices[0]).toMatchObject({ orderNumber: made.number, externalDocumentNumber: 'PARTS', status: 'Open' });
    expect(sum(invoices, 'totalAmountIncludingTax')).toBe(cents(made.totalAmountIncludingTax));
    const shipments = (await get(at(`salesShipments?$orderby=number&$filter=orderNumber eq '${made.number}'&$expand=salesShipmentLines`))).value; // prettier-ignore
    expect(shipments.map(({ salesShipmentLines }: any) => salesShipmentLines.map(({ quantity }: any) => quantity))).toEqual([[6], [4, 4]]); // prettier-ignore
    const tracking = (
      await get(sales(`shipmentTracking?$orderby=shipmentNumber&$filter=orderNumber eq '${made.number}'`))
    ).value;
    expect(tracking.map(({ shipmentNumber }: any) => shipmentNumber)).toEqual(shipments.map(({ number }: any) => number)); // prettier-ignore
    expect(tracking[0].trackingNumber).not.toBe('');
  });

  test('of a customer that may not be shipped to stays as it is', async () => {
    const made = await order();
    await patch(at(`customers(${made.customerId})`), { blocked: 'Ship' });
    expect(problem(await act(at(`salesOrders(${made.id})`), 'shipAndInvoice'))[2]).toContain(
      'is blocked with type Ship',
    );
    expect((await get(at(`salesOrders(${made.id})`))).status).toBe('Draft');
    expect(problem(await client.send('DELETE', at(`customers(${made.customerId})`)))[2]).toContain('at least one outstanding Sales Order'); // prettier-ignore
  });

  test('that goes takes its lines along', async () => {
    const { id } = await order();
    const [line] = await linesOf(id);
    expect((await client.send('DELETE', at(`salesOrders(${id})`))).status).toBe(204);
    expect((await client.get(at(`salesOrderLines(${line.id})`))).status).toBe(404);
  });
});

describe('a quote', () => {
  test('becomes an order with its lines and reference, and is gone', async () => {
    const quote = (
      await post(at('salesQuotes'), {
        customerId: (await customer()).id,
        externalDocumentNumber: 'Q-1',
        validUntilDate: '2026-06-30',
        salesQuoteLines: [{ itemId: sold[0].id, quantity: 2, unitPrice: 9.95 }],
      })
    ).body;
    expect(quote).toMatchObject({ status: 'Draft', totalAmountExcludingTax: 19.9 });
    expect((await act(at(`salesQuotes(${quote.id})`), 'makeOrder')).status).toBe(204);
    expect((await client.get(at(`salesQuotes(${quote.id})`))).status).toBe(404);
    const [made] = (await get(at("salesOrders?$filter=externalDocumentNumber eq 'Q-1'&$expand=salesOrderLines"))).value;
    expect(made).toMatchObject({ totalAmountExcludingTax: 19.9, status: 'Draft' });
    expect(made.salesOrderLines).toMatchObject([{ quantity: 2, unitPrice: 9.95, shipQuantity: 2 }]);
  });
});

describe('an invoice', () => {
  const draft = async (more: object = {}) =>
    (await post(at('salesInvoices'), { customerId: (await customer()).id, salesInvoiceLines: [{ itemId: sold[0].id, quantity: 1, unitPrice: 100 }], ...more })).body; // prettier-ignore

  test('is posted under another number with the same id, and then stands', async () => {
    const made = await draft();
    expect(made).toMatchObject({ status: 'Draft', remainingAmount: made.totalAmountIncludingTax });
    expect((await act(at(`salesInvoices(${made.id})`), 'post')).status).toBe(204);
    const posted = await get(at(`salesInvoices(${made.id})`));
    expect(posted).toMatchObject({ status: 'Open', totalAmountExcludingTax: 100 });
    expect(posted.number).not.toBe(made.number);
    expect(problem(await patch(at(`salesInvoices(${made.id})`), { dueDate: '2026-07-01' }))[2]).toBe('The invoice has been posted and can no longer be modified.'); // prettier-ignore
    expect((await act(at(`salesInvoices(${made.id})`), 'post')).status).toBe(400);
  });

  test('is taken back by a corrective credit memo, once', async () => {
    const { id } = await draft();
    await act(at(`salesInvoices(${id})`), 'post');
    expect((await act(at(`salesInvoices(${id})`), 'cancel')).status).toBe(204);
    const invoice = await get(at(`salesInvoices(${id})`));
    expect(invoice).toMatchObject({ status: 'Canceled', remainingAmount: 0 });
    const [memo] = (await get(at(`salesCreditMemos?$filter=customerId eq ${invoice.customerId}&$expand=salesCreditMemoLines`))).value; // prettier-ignore
    expect(memo).toMatchObject({ status: 'Corrective', invoiceNumber: invoice.number, totalAmountIncludingTax: invoice.totalAmountIncludingTax }); // prettier-ignore
    expect(memo.salesCreditMemoLines).toHaveLength(1);
    expect(problem(await act(at(`salesInvoices(${id})`), 'cancel'))[2]).toContain('already been canceled');
    expect((await get(at(`customers(${invoice.customerId})`))).balanceDue).toBe(0);
  });

  test('is lowered by a credit memo that applies to it', async () => {
    const invoice = await draft();
    await act(at(`salesInvoices(${invoice.id})`), 'post');
    const memo = (
      await post(at('salesCreditMemos'), {
        customerId: invoice.customerId,
        invoiceId: invoice.id,
        salesCreditMemoLines: [{ itemId: sold[0].id, quantity: 1, unitPrice: 40 }],
      })
    ).body;
    expect((await act(at(`salesCreditMemos(${memo.id})`), 'post')).status).toBe(204);
    const after = await get(at(`salesInvoices(${invoice.id})`));
    expect(cents(after.remainingAmount)).toBe(cents(invoice.totalAmountIncludingTax) - cents(memo.totalAmountIncludingTax)); // prettier-ignore
    expect((await get(at(`salesCreditMemos(${memo.id})`))).status).toBe('Paid');
    expect(cents((await get(at(`customers(${invoice.customerId})`))).balanceDue)).toBe(cents(after.remainingAmount));
  });
});

describe('items and prices', () => {
  test('a discontinued item is blocked, and its prices are on the custom page', async () => {
    const { id } = sold[2];
    const prices = (await get(sales(`priceListLines?$filter=itemId eq ${id}`))).value;
    expect(new Set(prices.map(({ priceListCode }: any) => priceListCode)).size).toBe(5);
    const answer = await patch(sales(`priceListLines(${prices[0].id})`), { unitPrice: 77.5 });
    expect(answer.body).toMatchObject({ unitPrice: 77.5, itemNumber: sold[2].number });
    await patch(at(`items(${id})`), { blocked: true });
    expect((await get(at(`items(${id})`))).blocked).toBe(true);
  });

  test('a line without a price gets that of the customer’s currency', async () => {
    const { id } = await customer({ currencyCode: 'USD' });
    const [price] = (await get(sales(`priceListLines?$filter=itemId eq ${sold[0].id} and priceListCode eq 'EXPORT-USD'`))).value; // prettier-ignore
    const { body } = await post(at('salesOrders'), { customerId: id, salesOrderLines: [{ itemId: sold[0].id, quantity: 3 }] }); // prettier-ignore
    expect(body.currencyCode).toBe('USD');
    expect((await linesOf(body.id))[0].unitPrice).toBe(price.unitPrice);
  });

  test('every foreign currency has a rate for each month', async () => {
    const { value } = await get(at("currencyExchangeRates?$filter=currencyCode eq 'USD'"));
    expect(value.length).toBeGreaterThan(24);
    for (const { exchangeRateAmount, relationalExchangeRateAmount } of value) {
      expect(relationalExchangeRateAmount / exchangeRateAmount).toBeGreaterThan(0.8);
    }
  });

  test('activity costs belong to customers', async () => {
    const [cost] = (await get(sales('activityCosts?$top=1'))).value;
    expect((await get(at(`customers(${cost.customerId})`))).number).toBe(cost.customerNumber);
    const { body } = await post(sales('activityCosts'), { customerNumber: cost.customerNumber, date: '2026-05-30', kind: 'Visit', hours: 1.5, amount: 97.5 }); // prettier-ignore
    expect(body).toMatchObject({ customerId: cost.customerId, entryNumber: expect.any(Number) });
  });
});
