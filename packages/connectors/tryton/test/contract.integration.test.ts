import { sinkContract, sourceContract } from '@koppel/sdk/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { missingTrytond, startTrytond, type Trytond } from './trytond.ts';
import { underTest, type EntityUnderTest } from './under-test.ts';

const missing = await missingTrytond();

const accounts: EntityUnderTest = {
  entity: 'account',
  model: 'party.party',
  nameColumn: 'name',
  fields: ['name', 'number', 'companyNumber', 'vatNumber', 'billingAddress.city', 'paymentTerms', 'email', 'blocked'],
  values: () => ({}),
  record: (number) => ({
    name: `Contract ${number} BV`,
    'billingAddress.street': 'Kerkstraat 10',
    'billingAddress.street2': 'bus 3',
    'billingAddress.city': 'Gent  ',
    'billingAddress.country': 'be',
    paymentTerms: '30 days',
    email: 'info@contract.example',
    language: 'nl',
  }),
  refused: () => ({ name: 'Wrong number BV', vatNumber: 'BE0403019262' }),
  change: { field: 'phone', value: '+32 9 225 00 00' },
};

const orders: EntityUnderTest = {
  entity: 'order',
  model: 'sale.sale',
  nameColumn: 'description',
  fields: ['name', 'number', 'customer', 'reference', 'status', 'totalAmount'],
  values: ({ company }) => ({ party: company.customer, company: company.company, currency: company.currency }),
  record: (number, { company }) => ({
    name: `Contract ${number}`,
    customer: String(company.customer),
    reference: `CONTRACT-${number}`,
    currency: 'EUR',
    lines: JSON.stringify([
      { amount: String(number * 12.5), description: 'Office chair', product: 'ART-001', quantity: String(number), unit: 'Unit', unitPrice: '12.5' },
      { amount: '349.5', description: 'Desk', product: 'ART-002', quantity: '1', unit: 'Unit', unitPrice: '349.5' },
    ]),
  }),
  refused: ({ company }) => ({
    name: 'Unknown product',
    customer: String(company.customer),
    reference: 'REFUSED',
    lines: JSON.stringify([{ product: 'NOPE', quantity: '1', unitPrice: '1' }]),
  }),
  change: { field: 'requestedDate', value: '2099-12-31' },
}; // prettier-ignore

describe.skipIf(missing !== null)(missing ?? 'a real Tryton', () => {
  let erp: Trytond;
  beforeAll(async () => {
    erp = await startTrytond();
  }, 240_000);
  afterAll(() => erp?.close());

  for (const under of [accounts, orders]) {
    describe(`${under.entity} records`, () => {
      type Ports = Omit<Parameters<typeof underTest>[2], 'cutsOnlyWrites'>;
      const start = (cutsOnlyWrites: boolean) => (ports: Ports) => underTest(erp, under, { ...ports, cutsOnlyWrites });
      for (const { title, run } of sourceContract(start(false))) test(title, run);
      for (const { title, run } of sinkContract(start(under.entity === 'order'))) test(title, run);
    });
  }
});
