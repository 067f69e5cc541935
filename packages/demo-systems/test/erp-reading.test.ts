import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startErp, type Answer, type ErpClient } from './erp-client.ts';

let erp: DemoSystem;
let client: ErpClient;
beforeAll(async () => {
  ({ erp, client } = await startErp());
});
afterAll(() => erp.close());

/** All records behind next links, and how many pages there were. */
async function allPages(first: string, size: number): Promise<{ rows: Record<string, string>[]; pages: number }> {
  const rows: Record<string, string>[] = [];
  let pages = 0;
  let next: string | undefined = first;
  while (next !== undefined) {
    const { body }: Answer = await client.get(next, { prefer: `odata.maxpagesize=${size}` });
    rows.push(...body.value);
    pages += 1;
    next = body['@odata.nextLink'];
  }
  return { rows, pages };
}

const numbers = (rows: readonly Record<string, string>[]) => rows.map(({ number }) => number);
const everyNumber = Array.from({ length: 100 }, (_, index) => `K${10_000 + index}`);

describe('lists', () => {
  test('are read page by page behind next links, each record once', async () => {
    const { rows, pages } = await allPages(`${client.company}/customers?$select=number`, 7);
    expect(numbers(rows)).toEqual(everyNumber);
    expect(pages).toBe(15);
  });

  test('lose nothing where a page ends between records of the same moment', async () => {
    const { rows } = await allPages(
      `${client.company}/customers?$orderby=lastModifiedDateTime&$select=number,lastModifiedDateTime`,
      3,
    );
    const stamps = rows.map((row) => row['lastModifiedDateTime']!);
    expect(new Set(stamps).size).toBeLessThan(stamps.length - 40);
    expect(stamps).toEqual(stamps.toSorted());
    expect(numbers(rows).toSorted()).toEqual(everyNumber);
  });

  test('can be sorted by any column, with the key deciding between equal values', async () => {
    const { rows } = await allPages(
      `${client.company}/customers?$orderby=country desc,number desc&$select=number,country`,
      9,
    );
    const expected = rows.toSorted(
      (a, b) => compare(b['country']!, a['country']!) || compare(b['number']!, a['number']!),
    );
    expect(rows).toEqual(expected);
    expect(rows).toHaveLength(100);
  });

  test('give what a page size asks for and say so', async () => {
    const { body, headers } = await client.customers('', { prefer: 'odata.maxpagesize=4' });
    expect(body.value).toHaveLength(4);
    expect(headers.get('preference-applied')).toBe('odata.maxpagesize=4');
  });

  test('have no next link with $top', async () => {
    const { body } = await client.customers('?$top=5');
    expect(body.value).toHaveLength(5);
    expect(body).not.toHaveProperty('@odata.nextLink');
  });

  test('are counted over all pages with $count', async () => {
    const { body } = await client.customers("?$count=true&$filter=country eq 'BE'&$top=1");
    const everyBelgian = await client.customers("?$filter=country eq 'BE'");
    expect(body['@odata.count']).toBe(everyBelgian.body.value.length);
    expect((await client.customers('/$count')).body).toBe('100');
  });

  test('show only the columns selected, and the etag', async () => {
    const { body } = await client.customers('?$select=number,city&$top=1');
    expect(Object.keys(body.value[0])).toEqual(['@odata.etag', 'number', 'city']);
    expect(body['@odata.context']).toMatch(/\$metadata#companies\([0-9a-f-]+\)\/customers\(number,city\)$/);
  });

  test('bring related records with $expand', async () => {
    const { body } = await client.customers('?$expand=paymentTerm($select=code),shipmentMethod&$top=3');
    for (const row of body.value) {
      expect(row.paymentTerm).toEqual({ '@odata.etag': expect.any(String), code: expect.any(String) });
      expect(row.shipmentMethod.id).toBe(row.shipmentMethodId);
    }
  });

  test('never hold null: an absent text is empty, an absent link the zero guid', async () => {
    const { body } = await client.customers();
    for (const row of body.value) expect(Object.values(row)).not.toContain(null);
    expect(body.value[0].currencyId).toBe('00000000-0000-0000-0000-000000000000');
    expect(body.value[0].currencyCode).toBe('EUR');
  });
});

describe('filters', () => {
  const found = async (filter: string) => numbers((await client.customers(`?$filter=${filter}`)).body.value);

  test.each([
    ["number eq 'K10042'", (all: Row[]) => all.filter((row) => row.number === 'K10042')],
    ["number eq 'K10001' or number eq 'K10002'", (all) => all.filter(({ number }) => /1000[12]$/.test(number))],
    ["country eq 'NL' and type eq 'Company'", (all) => all.filter((row) => row.country === 'NL')],
    ["startswith(displayName,'B')", (all) => all.filter((row) => row.displayName.startsWith('B'))],
    ['creditLimit gt 25000', (all) => all.filter((row) => row.creditLimit > 25_000)],
    ["not (blocked eq ' ')", (all) => all.filter((row) => row.blocked !== ' ')],
  ] as [string, (all: Row[]) => Row[]][])('take %s', async (filter, expected) => {
    const all = (await client.customers()).body.value;
    expect(await found(filter)).toEqual(numbers(expected(all) as never));
  });

  test('by moment begin exactly at it with ge and after it with gt', async () => {
    const all = (await client.customers('?$orderby=lastModifiedDateTime')).body.value;
    const moment = all[50].lastModifiedDateTime;
    const after = all.filter((row: Row) => row.lastModifiedDateTime > moment).length;
    const at = all.filter((row: Row) => row.lastModifiedDateTime === moment).length;
    expect(
      (await client.customers(`?$count=true&$filter=lastModifiedDateTime ge ${moment}`)).body['@odata.count'],
    ).toBe(after + at);
    expect(
      (await client.customers(`?$count=true&$filter=lastModifiedDateTime gt ${moment}`)).body['@odata.count'],
    ).toBe(after);
  });

  test('ignore lambda operators, as the real one does: the whole set comes back', async () => {
    expect(await found("paymentTerm/any(t:t/code eq '30D')")).toHaveLength(100);
  });

  test('find a customer by its enterprise number as it was typed', async () => {
    const { body } = await client.customers("?$filter=country eq 'BE' and type eq 'Company'&$top=5");
    for (const row of body.value) {
      expect(await found(`taxRegistrationNumber eq '${row.taxRegistrationNumber}'`)).toEqual([row.number]);
    }
  });
});

describe('what cannot be answered', () => {
  const unknown = '11111111-2222-4333-8444-555555555555';
  test.each([
    ["customers?$filter=number eq 'x' or city eq 'y'", 400, 'BadRequest'],
    ["customers?$filter=number in ('x')", 400, 'BadRequest'],
    ['customers?$filter=colour eq 1', 400, 'BadRequest_NotFound'],
    ['customers?$filter=number eq', 400, 'BadRequest_NotFound'],
    ['customers?$select=colour', 400, 'BadRequest_NotFound'],
    ['customers?$filter=creditLimit eq true', 400, 'BadRequest'],
    ['customer', 404, 'BadRequest_ResourceNotFound'],
    [`customers(${unknown})`, 404, 'Internal_RecordNotFound'],
    ["customers('K10000')", 400, 'BadRequest_NotFound'],
  ])('%s gives %i %s', async (path, status, code) => {
    const answer = await client.get(`${client.company}/${path}`);
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toBe(code);
    expect(answer.body.error.message).toMatch(/ {2}CorrelationId: {2}[0-9a-f-]{36}\.$/);
  });

  test('an unknown company is named as such', async () => {
    const answer = await client.get(`companies(${unknown})/customers`);
    expect(answer.body.error.code).toBe('Internal_CompanyNotFound');
  });

  test('`in` is taken from schema version 2.1 on', async () => {
    const { body } = await client.customers("?$schemaversion=2.1&$filter=number in ('K10003','K10001')");
    expect(numbers(body.value)).toEqual(['K10001', 'K10003']);
  });
});

test('metadata declares sets, columns with their lengths, enumerations and navigations', async () => {
  const { body, headers } = await client.get('$metadata');
  expect(headers.get('content-type')).toContain('application/xml');
  expect(body).toContain('<EntitySet Name="customers" EntityType="Microsoft.NAV.customer">');
  expect(body).toContain('<Property Name="displayName" Type="Edm.String" MaxLength="100" />');
  expect(body).toContain(
    '<EnumType Name="customerBlocked"><Member Name="_x0020_" Value="0" /><Member Name="Ship" Value="1" />',
  );
  expect(body).toContain('<NavigationProperty Name="paymentTerm" Type="Microsoft.NAV.paymentTerm" />');
});

test('the same seed is the same ERP, another seed another one', async () => {
  const rows = async (seed: number) => {
    const { erp: other, client: reader } = await startErp({ seed });
    const { body } = await reader.customers('?$expand=paymentTerm,shipmentMethod');
    await other.close();
    return body.value;
  };
  const first = await rows(7);
  expect(first).toEqual((await client.customers('?$expand=paymentTerm,shipmentMethod')).body.value);
  expect(await rows(8)).not.toEqual(first);
});

test('the custom page shows the same customers with the same ids and stamps', async () => {
  const main = (await client.customers('?$top=20')).body.value;
  const details = (await client.get(`${client.sales}${client.company}/customerDetails?$top=20`)).body.value;
  const of = (row: Row) => [row.id, row['@odata.etag'], row.lastModifiedDateTime];
  expect(details.map(of)).toEqual(main.map(of));
});

test('one customer’s related record is read below it', async () => {
  const customer = await client.customer('K10000');
  const { body } = await client.customers(`(${customer.id})/paymentTerm`);
  expect(body.id).toBe(customer['paymentTermsId']);
});

test('a million customers are no more work than ten: a start, a page, a look-up and a count compute what they show', async () => {
  const { erp: large, client: reader } = await startErp({ customers: 1_000_000 });
  try {
    // Signing in has looked at the one company.
    expect(large.work.generatedRecords).toBe(1);
    const { body } = await reader.customers('?$select=number&$count=true&$top=5');
    expect(body['@odata.count']).toBe(1_000_000);
    expect(large.work.generatedRecords).toBeLessThan(10);
    const late = await reader.customers(
      '?$filter=lastModifiedDateTime ge 2025-06-01T00:00:00Z&$orderby=lastModifiedDateTime&$top=1&$count=true',
    );
    expect(late.body['@odata.count']).toBeGreaterThan(40_000);
    await reader.customers("?$filter=number eq 'K1009999'");
    expect(large.work.generatedRecords).toBeLessThan(20);
  } finally {
    await large.close();
  }
});

interface Row {
  readonly id: string;
  readonly '@odata.etag': string;
  readonly number: string;
  readonly displayName: string;
  readonly country: string;
  readonly blocked: string;
  readonly creditLimit: number;
  readonly lastModifiedDateTime: string;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
