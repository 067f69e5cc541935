// oxlint-disable typescript/no-explicit-any -- looks into bodies of many shapes
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

test('the documents of a fresh CRM fit each other: customers, products, prices, totals and what became of them', async () => {
  const { crm, client } = await startCrm({ customers: 1000 });
  const accounts = new Map(
    ((await client.get('accounts?$select=accountid,_transactioncurrencyid_value')).body.value as any[]).map((row) => [
      row.accountid,
      row,
    ]),
  );
  const products = new Map(((await client.get('products')).body.value as any[]).map((row) => [row.productid, row]));
  const items = (await client.get('productpricelevels')).body.value as any[];
  const priceOf = new Map(
    items.map((row) => [`${row._pricelevelid_value} ${row._productid_value} ${row._uomid_value}`, row.amount]),
  );
  const currencyOf = new Map(
    ((await client.get('pricelevels')).body.value as any[]).map((row) => [
      row.pricelevelid,
      row._transactioncurrencyid_value,
    ]),
  );
  const quotes = (await client.get('quotes?$expand=quote_details,quote_orders($select=ordernumber)')).body
    .value as any[];
  const orders = (await client.get('salesorders?$expand=order_details')).body.value as any[];
  expect(quotes).toHaveLength(375);
  expect(new Set(quotes.map((row) => row.quotenumber)).size).toBe(375);
  expect(new Set(quotes.map((row) => row._transactioncurrencyid_value)).size).toBeGreaterThan(2);
  expect(new Set(quotes.map((row) => row.statecode))).toEqual(new Set([0, 1, 2, 3]));
  expect(orders).toHaveLength(112);
  const [submitted, done] = [orders.filter((row) => row.kop_submitted), orders.filter((row) => row.statecode === 3)];
  expect([submitted.length, done.length]).toEqual([37, 38]);
  const cents = (amount: number) => Math.round(amount * 100);
  for (const document of [...quotes, ...orders]) {
    const lines: any[] = document.quote_details ?? document.order_details;
    expect(accounts.has(document._customerid_value)).toBe(true);
    expect(currencyOf.get(document._pricelevelid_value)).toBe(document._transactioncurrencyid_value);
    expect(lines.length).toBeGreaterThan(0);
    expect(cents(document.totalamount)).toBe(lines.reduce((sum, line) => sum + cents(line.extendedamount), 0));
    for (const line of lines) {
      expect(products.get(line._productid_value)?.statecode).toBe(0);
      expect(line.priceperunit).toBe(
        priceOf.get(`${document._pricelevelid_value} ${line._productid_value} ${line._uomid_value}`),
      );
      expect(cents(line.baseamount)).toBe(cents(line.extendedamount) + cents(line.manualdiscountamount ?? 0));
    }
  }
  for (const order of orders) {
    const quote = quotes.find((row) => row.quoteid === order._quoteid_value);
    expect(quote).toMatchObject({
      statecode: 2,
      totalamount: order.totalamount,
      _customerid_value: order._customerid_value,
    });
    expect(quote.quote_orders).toMatchObject([{ ordernumber: order.ordernumber }]);
  }
  expect(quotes.some((row) => row.statecode === 2 && row.quote_orders.length === 0)).toBe(true);
  await crm.close();
});

test('every record of the other tables is found by its id, by its account and by its number', async () => {
  const { crm, client } = await startCrm({ customers: 300 });
  const byAccount = {
    opportunities: '_customerid_value',
    tasks: '_regardingobjectid_value',
    kop_salestargets: '_kop_accountid_value',
    quotes: '_customerid_value',
    salesorders: '_customerid_value',
  };
  const keys: Record<string, string> = {
    opportunities: 'opportunityid',
    tasks: 'activityid',
    kop_salestargets: 'kop_salestargetid',
    quotes: 'quoteid',
    salesorders: 'salesorderid',
  };
  for (const [set, lookup] of Object.entries(byAccount)) {
    const rows = (await client.get(set)).body.value as any[];
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows.slice(0, 40)) {
      expect((await client.get(`${set}(${row[keys[set]!]})`)).body['@odata.etag']).toBe(row['@odata.etag']);
      const found = (await client.get(`${set}?$filter=${lookup} eq ${row[lookup]}`)).body.value as any[];
      expect(found.map((one) => one[keys[set]!])).toEqual(
        rows.filter((one) => one[lookup] === row[lookup]).map((one) => one[keys[set]!]),
      );
    }
  }
  const [lead] = (await client.get('leads?$top=1')).body.value;
  expect(lead).toMatchObject({
    subject: expect.any(String),
    companyname: expect.any(String),
    fullname: expect.stringContaining(' '),
  });
  const [quote] = (await client.get('quotes?$top=1')).body.value;
  expect((await client.get(`quotes?$filter=quotenumber eq '${quote.quotenumber}'`)).body.value).toHaveLength(1);
  const [product] = (await client.get('products?$top=1')).body.value;
  expect(
    (await client.get(`products(productnumber='${product.productnumber}')?$expand=product_price_levels`)).body
      .product_price_levels,
  ).toHaveLength(5);
  await crm.close();
});
