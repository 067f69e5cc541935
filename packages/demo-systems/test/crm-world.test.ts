import { companyWorld } from '../src/identity/company.ts';
import { accountRoll } from '../src/crm/world/account-roll.ts';
import { nameIndex } from '../src/crm/world/name-index.ts';
import { expect, test } from 'vitest';
import { startCrm } from './crm-client.ts';

const world = companyWorld(7);

test.each([10, 11, 37, 500, 1_000_000])('with %i customers, every account has one firm and every firm one account', (customers) => {
  const roll = accountRoll(7, customers, world);
  const step = Math.max(1, Math.floor(roll.count / 2000));
  const firms = new Set<number>();
  for (let position = 0; position < roll.count; position += step) {
    const firm = roll.companyAt(position);
    expect(roll.positionOf(firm)).toBe(position);
    firms.add(firm);
  }
  expect(firms.size).toBe(Math.ceil(roll.count / step));
  let known = 0;
  for (let firm = 0; firm < Math.min(customers, 5000); firm++) if (roll.positionOf(firm) !== undefined) known++;
  expect(known).toBe(Math.ceil(Math.min(customers, 5000) / 5));
}); // prettier-ignore

test('names are found whatever their hash does', () => {
  const names = ['Garage Cornet', 'garage cornet', 'Optique', 'Bouwbedrijf Maes', 'Optique'];
  const find = nameIndex(names.length, (position) => names[position]!);
  expect([...find('garage cornet')].toSorted()).toEqual([0, 1]);
  expect([...find('optique')].toSorted()).toEqual([2, 4]);
  expect(find('nothing')).toEqual([]);
});

test('a fresh CRM knows a fifth of the customers by number but by no link, and prospects of its own', async () => {
  const { crm, client } = await startCrm({ customers: 1000 });
  const { body } = await client.get(
    'accounts?$select=accountnumber,kop_companynumber,kop_vatnumber,customertypecode,kop_interests,kop_strengths,industrycode,_ownerid_value',
  );
  const accounts = body.value as Record<string, string | number | null>[];
  expect(accounts).toHaveLength(250);
  expect(accounts.every((account) => account['accountnumber'] === null && account['_ownerid_value'] !== null)).toBe(true);
  const customers = accounts.filter((account) => account['customertypecode'] === 3);
  expect(customers).toHaveLength(200);
  expect(accounts.filter((account) => account['customertypecode'] === 8)).toHaveLength(50);
  const erpNumbers = new Set<string>();
  for (let index = 0; index < 1000; index++) {
    const { companyNumber, vatNumber } = world.company(index);
    erpNumbers.add(companyNumber).add(vatNumber);
  }
  const digits = (value: unknown) => String(value ?? '').replaceAll(/[^0-9A-Z]/g, '').replace(/^BE(?=\d{10}$)/, ''); // prettier-ignore
  for (const account of customers) {
    const own = [digits(account['kop_companynumber']), String(account['kop_vatnumber'] ?? '')].filter(Boolean);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((number) => erpNumbers.has(number))).toBe(true);
  }
  const filled = (name: string) => customers.filter((account) => account[name] !== null).length;
  expect(filled('kop_interests')).toBeGreaterThan(60);
  expect(filled('kop_strengths')).toBeGreaterThan(15);
  expect(filled('kop_interests')).toBeLessThan(150);
  await crm.close();
}); // prettier-ignore

test('a CRM of a million customers starts without computing any, and finds one by its number', async () => {
  const { crm, client } = await startCrm({ customers: 1_000_000 });
  expect(crm.work.generatedRecords).toBe(0);
  const { body } = await client.get('accounts?$select=kop_vatnumber&$filter=kop_vatnumber ne null&$top=1&$orderby=accountid desc');
  const found = await client.get(`accounts?$select=name&$filter=kop_vatnumber eq '${body.value[0].kop_vatnumber}'`);
  expect(found.body.value).toHaveLength(1);
  expect(crm.work.generatedRecords).toBeLessThan(50);
  await crm.close();
}); // prettier-ignore
