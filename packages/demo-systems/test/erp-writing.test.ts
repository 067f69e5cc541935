import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startErp, type ErpClient } from './erp-client.ts';

let erp: DemoSystem;
let client: ErpClient;
let now = Date.UTC(2026, 5, 1, 12);
beforeAll(async () => {
  ({ erp, client } = await startErp({ now: () => new Date(now) }));
});
afterAll(() => erp.close());

const create = (body: unknown) => client.send('POST', `${client.company}/customers`, { body });
const patch = (id: string, body: unknown, ifMatch: string | undefined = '*') =>
  client.send('PATCH', `${client.company}/customers(${id})`, {
    body,
    headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
  });

describe('a change', () => {
  test('answers the whole record with a new etag and stamp, and is seen by modified-since', async () => {
    const before = await client.customer('K10001');
    now += 60_000;
    const { status, body } = await patch(before.id, { city: 'Gent' }, before['@odata.etag']);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...before,
      city: 'Gent',
      '@odata.etag': body['@odata.etag'],
      lastModifiedDateTime: new Date(now).toISOString(),
    });
    expect(body['@odata.etag']).not.toBe(before['@odata.etag']);
    const changed = await client.customers(
      `?$filter=lastModifiedDateTime ge ${new Date(now).toISOString()}&$select=number`,
    );
    expect(changed.body.value.map((row: { number: string }) => row.number)).toEqual(['K10001']);
  });

  test('needs If-Match', async () => {
    const { id } = await client.customer('K10002');
    const answer = await client.send('PATCH', `${client.company}/customers(${id})`, { body: { city: 'Gent' } });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BadRequest_InvalidToken']);
    const garbled = await patch(id, { city: 'Gent' }, 'yes');
    expect([garbled.status, garbled.body.error.code]).toEqual([400, 'BadRequest_InvalidToken']);
  });

  test('on an old version is refused and changes nothing', async () => {
    const before = await client.customer('K10003');
    await patch(before.id, { city: 'Aalst' }, before['@odata.etag']);
    const answer = await patch(before.id, { city: 'Gent' }, before['@odata.etag']);
    expect([answer.status, answer.body.error.code]).toEqual([409, 'Request_EntityChanged']);
    expect((await client.customer('K10003'))['city']).toBe('Aalst');
  });

  test('of the custom page moves the version of the customer', async () => {
    const before = await client.customer('K10004');
    const answer = await client.send('PATCH', `${client.sales}${client.company}/customerDetails(${before.id})`, {
      body: { iban: 'be68 5390 0754 7034', insuredAmount: 1234.5, language: 'fr' },
      headers: { 'if-match': before['@odata.etag'] },
    });
    expect(answer.body).toMatchObject({ iban: 'BE68539007547034', insuredAmount: 1234.5, language: 'FRB' });
    expect((await client.customer('K10004'))['@odata.etag']).toBe(answer.body['@odata.etag']);
  });

  test.each([
    [{ displayName: '' }, 'Application_DialogException'],
    [{ displayName: 'x'.repeat(101) }, 'Application_StringExceededLength'],
    [{ country: 'ZZ' }, 'Internal_InvalidTableRelation'],
    [{ paymentTermsId: '11111111-2222-4333-8444-555555555555' }, 'Application_DialogException'],
    [{ currencyCode: 'XXX' }, 'Application_DialogException'],
    [{ blocked: 'Maybe' }, 'Unknown'],
    [{ lastModifiedDateTime: '2026-01-01T00:00:00Z' }, 'BadRequest_InvalidOperation'],
    [{ balanceDue: 1 }, 'BadRequest_InvalidOperation'],
    [{ colour: 'red' }, 'BadRequest'],
    [{ creditLimit: 'a lot' }, 'BadRequest'],
    [{ country: 'BE', taxRegistrationNumber: '0403.019.262' }, 'Application_DialogException'],
    [{ number: 'K10006' }, 'Internal_EntityWithSameKeyExists'],
  ])('%j is refused with %s and leaves the record alone', async (body, code) => {
    const before = await client.customer('K10005');
    const answer = await patch(before.id, body);
    expect(answer.status).toBe(code === 'Internal_EntityWithSameKeyExists' ? 409 : 400);
    expect(answer.body.error.code).toBe(code);
    expect(await client.customer('K10005')).toEqual(before);
  });

  test('keeps codes trimmed and in capitals', async () => {
    const { id } = await client.customer('K10007');
    expect((await patch(id, { postalCode: ' 1000 ab ', country: 'nl' })).body).toMatchObject({
      postalCode: '1000 AB',
      country: 'NL',
    });
  });

  test('of the country changes which number the tax registration number is', async () => {
    const { id } = await client.customer('K10008');
    const belgian = await patch(id, { country: 'BE', taxRegistrationNumber: '0403.019.261' });
    expect(belgian.body.taxRegistrationNumber).toBe('0403.019.261');
    const dutch = await patch(id, { country: 'NL', taxRegistrationNumber: 'NL001234567B01' });
    expect(dutch.body.taxRegistrationNumber).toBe('NL001234567B01');
  });

  test('to the company’s own currency is one to none', async () => {
    const { id } = await client.customer('K10009');
    const dollars = await patch(id, { currencyCode: 'USD' });
    expect(dollars.body.currencyCode).toBe('USD');
    const { body } = await patch(id, { currencyCode: 'EUR' });
    expect(body).toMatchObject({ currencyCode: 'EUR', currencyId: '00000000-0000-0000-0000-000000000000' });
  });
});

describe('a new record', () => {
  test('gets the next number of the series, defaults, and an address', async () => {
    const { status, body, headers } = await create({ displayName: 'Nieuwe Klant BV' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: 'K10100',
      displayName: 'Nieuwe Klant BV',
      type: 'Company',
      blocked: ' ',
      city: '',
      creditLimit: 0,
    });
    expect(headers.get('location')).toBe(`${client.root}${client.company}/customers(${body.id})`);
    const details = await client.get(`${client.sales}${client.company}/customerDetails(${body.id})`);
    expect(details.body).toMatchObject({ number: 'K10100', iban: '', insuredUntil: '0001-01-01' });
  });

  test('may bring its number, and the series passes over it', async () => {
    expect((await create({ number: 'k10101', displayName: 'Met nummer' })).body.number).toBe('K10101');
    expect((await create({ displayName: 'Daarna' })).body.number).toBe('K10102');
  });

  test('with the number of another is refused', async () => {
    const answer = await create({ number: 'K10000', displayName: 'Dubbel' });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'Internal_EntityWithSameKeyExists']);
    expect(answer.body.error.message).toContain("No.='K10000'");
  });

  test('needs a name', async () => {
    const answer = await create({ city: 'Gent' });
    expect(answer.body.error.message).toContain('A "displayName" must be provided.');
  });

  test('can be a payment term, which customers may have from then on', async () => {
    const made = await client.send('POST', `${client.company}/paymentTerms`, {
      body: { code: '90d', displayName: '90 days' },
    });
    expect(made.body.code).toBe('90D');
    const { id } = await client.customer('K10010');
    expect((await patch(id, { paymentTermsId: made.body.id })).body.paymentTermsId).toBe(made.body.id);
  });
});

describe('a deletion', () => {
  test('removes the record from lists, look-ups and counts', async () => {
    const { id, number } = (await create({ displayName: 'Nobody yet' })).body;
    const count = Number((await client.customers('/$count')).body);
    expect((await client.send('DELETE', `${client.company}/customers(${id})`)).status).toBe(204);
    expect((await client.customers(`(${id})`)).body.error.code).toBe('Internal_RecordNotFound');
    expect(await client.customer(number)).toBeUndefined();
    expect(Number((await client.customers('/$count')).body)).toBe(count - 1);
    expect((await patch(id, { city: 'Gent' })).status).toBe(404);
  });

  test('honours If-Match when it is sent', async () => {
    const { id } = await client.customer('K10021');
    const answer = await client.send('DELETE', `${client.company}/customers(${id})`, {
      headers: { 'if-match': 'W/"old"' },
    });
    expect(answer.status).toBe(409);
    expect(await client.customer('K10021')).toBeDefined();
  });
});

test('verbs that a resource does not know are refused', async () => {
  const { id } = await client.customer('K10022');
  for (const [method, path] of [
    ['PATCH', `${client.root}${client.company}/customers`],
    ['POST', `${client.root}${client.company}/customers(${id})`],
    ['POST', `${client.sales}${client.company}/customerDetails`],
    ['DELETE', `${client.sales}${client.company}/customerDetails(${id})`],
  ] as const) {
    const answer = await client.send(method, path, method === 'DELETE' ? {} : { body: {} });
    expect([answer.status, answer.body.error.code]).toEqual([405, 'BadRequest_MethodNotAllowed']);
  }
});

test('a read-only replica takes no writes', async () => {
  const answer = await client.send('POST', `${client.company}/customers`, {
    body: { displayName: 'Nergens' },
    headers: { 'data-access-intent': 'ReadOnly' },
  });
  expect(answer.status).toBe(400);
});
