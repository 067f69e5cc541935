import { sinkContract, sourceContract } from '@koppel/sdk/testing';
import { describe, test } from 'vitest';
import { startCrm, type EntityUnderTest } from './demo-crm.ts';

describe('accounts', () => {
  for (const { title, run } of sourceContract(startCrm)) test(title, run);
  for (const { title, run } of sinkContract(startCrm)) test(title, run);
});

/** An amount without zeros that say nothing. */
const decimal = (amount: number) => amount.toFixed(2).replace(/\.?0+$/, '');

const documentLines = (number: number, price: string) =>
  JSON.stringify([
    {
      product: 'A10004',
      quantity: String(number),
      unit: 'PCS',
      unitPrice: price,
      amount: decimal(Number(price) * number),
    },
    { description: 'Transport', quantity: '1', unitPrice: '25', discountPercent: '10', amount: '22.5' },
  ]);

/** Every other entity, with the fields that make it what it is. */
const others: readonly EntityUnderTest[] = [
  {
    entity: 'contact',
    set: 'contacts',
    idColumn: 'contactid',
    nameColumn: 'lastname',
    name: 'lastname',
    fields: ['name', 'account', 'email', 'consent.email'],
    body: async (lastname) => ({ lastname }),
    record: (number) => ({ name: `Peeters-${number}`, email: `p${number}@post.example`, 'consent.email': false }),
    refused: { name: 'x'.repeat(60) },
    change: { field: 'phone', value: '+32 9 225 00 00' },
  },
  {
    entity: 'lead',
    set: 'leads',
    idColumn: 'leadid',
    nameColumn: 'subject',
    fields: ['name', 'companyName', 'status'],
    body: async (subject) => ({ subject }),
    record: (number) => ({ name: `Vraag ${number}`, companyName: 'Nieuw BV', status: 'contacted' }),
    refused: { name: 'x'.repeat(400) },
    change: { field: 'email', value: 'nieuw@post.example' },
  },
  {
    entity: 'opportunity',
    set: 'opportunities',
    idColumn: 'opportunityid',
    nameColumn: 'name',
    fields: ['name', 'estimatedValue', 'status'],
    body: async (name) => ({ name }),
    record: (number) => ({ name: `Kans ${number}`, estimatedValue: '1200.5', status: 'open' }),
    refused: { name: 'x'.repeat(400) },
    change: { field: 'estimatedValue', value: '99.95' },
  },
  {
    entity: 'product',
    set: 'products',
    idColumn: 'productid',
    nameColumn: 'name',
    fields: ['name', 'number', 'unit', 'listPrice', 'priceLists', 'status'],
    async body(name, hands) {
      const [unit] = await hands.rows("uoms?$filter=name eq 'PCS'");
      return {
        name,
        productnumber: name,
        'defaultuomid@odata.bind': `/uoms(${String(unit!['uomid'])})`,
        'defaultuomscheduleid@odata.bind': `/uomschedules(${String(unit!['_uomscheduleid_value'])})`,
      };
    },
    record: (number) => ({
      name: `Product ${number}`,
      number: `C-${number}`,
      unit: 'PCS',
      listPrice: '12.5',
      discontinued: false,
      priceLists: JSON.stringify([
        { currency: 'EUR', list: 'CATALOGUE', price: '12.5', unit: 'PCS' },
        { currency: 'EUR', list: 'CATALOGUE', minimumQuantity: '10', price: '11', unit: 'PCS' },
      ]),
    }),
    async rename(key, name, hands) {
      const [row] = await hands.rows(`products?$filter=productid eq ${key}`);
      const bodies =
        row!['statecode'] === 2
          ? [{ name }]
          : [{ statecode: 3, statuscode: 3 }, { name }, { statecode: 0, statuscode: 1 }];
      for (const body of bodies) await hands.send('PATCH', `products(${key})`, body, { 'if-match': '*' });
    },
    parts: 3,
    refused: { name: 'x'.repeat(200), number: 'C-x', unit: 'PCS' },
    change: { field: 'description', value: 'Beter dan voorheen' },
  },
  {
    entity: 'quote',
    set: 'quotes',
    idColumn: 'quoteid',
    nameColumn: 'name',
    fields: ['name', 'number', 'customer', 'currency', 'lines', 'totalAmount', 'status'],
    async body(name, hands) {
      const [list] = await hands.rows("pricelevels?$filter=name eq 'CATALOGUE'");
      return { name, 'pricelevelid@odata.bind': `/pricelevels(${String(list!['pricelevelid'])})` };
    },
    record: (number) => ({
      name: `Offerte ${number}`,
      currency: 'EUR',
      reference: `PO ${number}`,
      lines: documentLines(number, '9.95'),
      totalAmount: decimal(9.95 * number + 22.5),
      status: 'draft',
    }),
    parts: 3,
    refused: { name: 'Unknown product', lines: JSON.stringify([{ product: 'NOPE', quantity: '1', unitPrice: '1' }]) },
    change: { field: 'validUntil', value: '2026-12-31' },
  },
  {
    entity: 'order',
    set: 'salesorders',
    idColumn: 'salesorderid',
    nameColumn: 'name',
    fields: ['name', 'customer', 'quote', 'lines', 'totalAmount', 'status', 'number', 'fulfilment.status'],
    body: async (name) => ({ name }),
    record: (number) => ({
      name: `Bestelling ${number}`,
      currency: 'USD',
      number: `VO-${number}`,
      lines: documentLines(number, '4.5'),
      'fulfilment.status': 'partlyShipped',
      status: 'submitted',
    }),
    parts: 3,
    refused: { name: 'Unknown unit', lines: JSON.stringify([{ product: 'A10004', quantity: '1', unit: 'BARREL', unitPrice: '1' }]) }, // prettier-ignore
    change: { field: 'tracking', value: 'BE0001' },
  },
  {
    entity: 'task',
    set: 'tasks',
    idColumn: 'activityid',
    nameColumn: 'subject',
    name: 'subject',
    fields: ['name', 'account', 'dueDate', 'owner', 'status'],
    body: async (subject) => ({ subject }),
    record: (number) => ({ name: `Taak ${number}`, dueDate: '2026-12-01', status: 'open' }),
    refused: { name: 'x'.repeat(300) },
    change: { field: 'description', value: 'Eerst bellen' },
  },
  {
    entity: 'salesTarget',
    set: 'kop_salestargets',
    idColumn: 'kop_salestargetid',
    nameColumn: 'kop_name',
    name: 'kop_name',
    fields: ['name', 'account', 'period', 'amount', 'salesperson'],
    body: async (kop_name) => ({ kop_name, kop_period: '2026-01' }),
    record: (number) => ({ name: `Doel ${number}`, period: '2026-02', amount: '5000', currency: 'EUR', salesperson: 'An Van Dessel' }), // prettier-ignore
    refused: { name: 'No month', period: '2026-13' },
    change: { field: 'amount', value: '7500' },
  },
];

for (const under of others) {
  describe(`${under.entity} records`, () => {
    const start: typeof startCrm = (ports) => startCrm({ ...ports, under });
    for (const { title, run } of sourceContract(start)) test(title, run);
    for (const { title, run } of sinkContract(start)) test(title, run);
  });
}
