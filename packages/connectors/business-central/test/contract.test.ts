import { sinkContract, sourceContract } from '@koppel/sdk/testing';
import { describe, test } from 'vitest';
import { startErp, type EntityUnderTest, type Hands, type Shop } from './demo-erp.ts';

describe('accounts', () => {
  for (const { title, run } of sourceContract(startErp)) test(title, run);
  for (const { title, run } of sinkContract(startErp)) test(title, run);
});

const decimal = (amount: number) => amount.toFixed(2).replace(/\.?0+$/, '');
const orderLines = (number: number, { items: [first, second] }: Shop) =>
  JSON.stringify([
    { amount: decimal(number * 12.5), description: first!.name, product: first!.number, quantity: String(number), unit: 'PCS', unitPrice: '12.5' },
    { amount: '180', description: 'Second line', discountPercent: '10', product: second!.number, quantity: '2', unit: 'PCS', unitPrice: '100' },
  ]); // prettier-ignore

const notWritten = {
  record: () => ({}),
  refused: () => ({}),
  change: { field: 'name', value: '' },
};

/** The orders that have left their list. */
async function invoicedOrders(hands: Hands): Promise<string[]> {
  const open = new Set(await hands.ids('salesOrders?$select=id'));
  const invoices = await hands.rows("salesInvoices?$select=orderId&$filter=orderNumber ne ''");
  return [...new Set(invoices.map(({ orderId }) => String(orderId)))].filter((id) => !open.has(id));
}

const orders: EntityUnderTest = {
  entity: 'order',
  set: 'salesOrders',
  nameColumn: 'shipToName',
  fields: ['name', 'number', 'customer', 'reference', 'status', 'totalAmount'],
  more: invoicedOrders,
  body: ({ customer, items }) => ({ customerId: customer, salesOrderLines: [{ itemId: items[0]!.id, quantity: 1 }] }),
  record: (number, shop) => ({
    // Business Central filters texts by case: as it is typed here nothing depends on that.
    name: `CONTRACT ${number}`,
    customer: shop.customer,
    reference: `CONTRACT-${number}`,
    currency: 'USD',
    lines: orderLines(number, shop),
  }),
  refused: ({ customer }) => ({
    name: 'Unknown product',
    customer,
    reference: 'REFUSED',
    lines: JSON.stringify([{ product: 'NOPE', quantity: '1', unitPrice: '1' }]),
  }),
  change: { field: 'requestedDate', value: '2026-12-31' },
}; // prettier-ignore

describe('orders', () => {
  const start: typeof startErp = (ports) => startErp({ ...ports, under: orders });
  for (const { title, run } of sourceContract(start)) test(title, run);
  for (const { title, run } of sinkContract(start)) test(title, run);
});

describe('contacts', () => {
  const contacts: EntityUnderTest = {
    entity: 'contact',
    set: 'contacts',
    nameColumn: 'displayName',
    fields: ['name', 'firstName', 'lastName', 'account', 'email'],
    body: () => ({ type: 'Person' }),
    record: (number, { customer }) => ({ name: `An Claes-${number}`, firstName: 'An', lastName: `Claes-${number}`, account: customer, email: 'an@claes.example' }),
    refused: () => ({ name: 'An Claes', lastName: 'Claes', email: 'x'.repeat(90) }),
    change: { field: 'phone', value: '+32 9 225 00 00' },
  }; // prettier-ignore
  const start: typeof startErp = (ports) => startErp({ ...ports, under: contacts });
  for (const { title, run } of sourceContract(start)) test(title, run);
  for (const { title, run } of sinkContract(start)) test(title, run);
});

/** What is only read. */
const read: readonly EntityUnderTest[] = [
  {
    ...notWritten,
    entity: 'product',
    set: 'items',
    nameColumn: 'displayName',
    fields: ['name', 'number', 'unit', 'listPrice', 'priceLists', 'discontinued', 'status'],
    body: () => ({ baseUnitOfMeasureCode: 'PCS' }),
  },
  {
    ...notWritten,
    entity: 'quote',
    set: 'salesQuotes',
    nameColumn: 'shipToName',
    fields: ['name', 'number', 'customer', 'lines', 'status', 'validUntil', 'totalAmount'],
    body: ({ customer, items }) => ({ customerId: customer, salesQuoteLines: [{ itemId: items[0]!.id, quantity: 1 }] }),
  },
  {
    ...notWritten,
    entity: 'invoice',
    set: 'salesInvoices',
    nameColumn: 'shipToName',
    fields: ['name', 'number', 'kind', 'customer', 'date', 'currency', 'exchangeRate', 'amount', 'remainingAmount', 'status'],
    more: (hands) => hands.ids('salesCreditMemos?$select=id'),
    body: ({ customer }) => ({ customerId: customer }),
  },
  {
    ...notWritten,
    entity: 'activityCost',
    set: 'activityCosts',
    isCustom: true,
    nameColumn: 'description',
    fields: ['name', 'account', 'date', 'kind', 'hours', 'amount'],
    body: ({ customer }) => ({ customerId: customer, date: '2026-05-01', kind: 'Visit', hours: 1, amount: 65 }),
  },
]; // prettier-ignore

for (const under of read) {
  describe(`${under.entity} records`, () => {
    for (const { title, run } of sourceContract((ports) => startErp({ ...ports, under }))) test(title, run);
  });
}
