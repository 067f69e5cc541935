import { randomUUID } from 'node:crypto';
import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;
let salesperson: CrmClient;
beforeAll(async () => {
  ({ crm, client, salesperson } = await startCrm());
});
afterAll(() => crm.close());

const representation = { prefer: 'return=representation' };
const read = async (id: string, select: string) => (await client.get(`accounts(${id})?$select=${select}`)).body;
const etag = async (id: string) => (await read(id, 'name'))['@odata.etag'] as string;

describe('PATCH by id', () => {
  const exists = () => client.make('accounts', { name: 'Bestaat' });
  const absent = () => Promise.resolve(randomUUID());
  test.each([
    ['no header', exists, {}, 204],
    ['If-Match: *', exists, { 'if-match': '*' }, 204],
    ['an outdated If-Match', exists, { 'if-match': 'W/"1"' }, 412],
    ['If-None-Match: *', exists, { 'if-none-match': '*' }, 412],
    ['If-None-Match: null, as samples send it', exists, { 'if-none-match': 'null' }, 204],
    ['no header, absent', absent, {}, 204],
    ['If-Match: *, absent', absent, { 'if-match': '*' }, 404],
    ['a version, absent', absent, { 'if-match': 'W/"1"' }, 404],
    ['If-None-Match: *, absent', absent, { 'if-none-match': '*' }, 204],
  ])('with %s', async (_, record, headers, status) => {
    const id = await record();
    const answer = await client.patch(`accounts(${id})`, { name: 'Geschreven' }, headers);
    expect(answer.status).toBe(status);
    const after = await client.get(`accounts(${id})?$select=name`);
    if (status === 204) {
      expect(after.body.name).toBe('Geschreven');
      expect(answer.headers.get('odata-entityid')).toBe(`${crm.origin}/api/data/v9.2/accounts(${id})`);
    } else expect(after.body.name).toBe(status === 412 ? 'Bestaat' : undefined);
  });

  test('an id that was chosen twice makes one record', async () => {
    const id = randomUUID();
    const first = await client.patch(`accounts(${id})`, { name: 'Eerste' }, { 'if-none-match': '*' });
    const second = await client.patch(`accounts(${id})`, { name: 'Tweede' }, { 'if-none-match': '*' });
    expect([first.status, second.status]).toEqual([204, 412]);
    expect(second.body.error).toEqual({ code: '0x80040237', message: 'A record with matching key values already exists.' });
    expect((await client.post('accounts', { accountid: id, name: 'Derde' })).status).toBe(412);
    expect((await read(id, 'name')).name).toBe('Eerste');
  }); // prettier-ignore
});

describe('PATCH by alternate key', () => {
  test('answers with the key that was sent, and with a representation tells new from changed', async () => {
    const key = "accounts(accountnumber='ALT-1')";
    const made = await client.patch(key, { name: 'Een' });
    expect(made.headers.get('odata-entityid')).toBe(`${crm.origin}/api/data/v9.2/${key}`);
    const changed = await client.patch(`${key}?$select=name`, { name: 'Twee' }, representation);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('preference-applied')).toBe('return=representation');
    expect(changed.headers.get('etag')).toBe(changed.body['@odata.etag']);
    const other = await client.patch("accounts(accountnumber='ALT-2')?$select=accountid", { name: 'Drie' }, representation);
    expect(other.status).toBe(201);
    expect(Object.keys(other.body)).toEqual(['@odata.context', '@odata.etag', 'accountid']);
  }); // prettier-ignore

  test('compares keys without regard to case, and keeps what was written first', async () => {
    await client.patch("accounts(accountnumber='Case-1')", { name: 'Een' });
    await client.patch("accounts(accountnumber='CASE-1')", { name: 'Twee' });
    const { body } = await client.get("accounts(accountnumber='case-1')?$select=name,accountnumber");
    expect(body).toMatchObject({ name: 'Twee', accountnumber: 'Case-1' });
  });

  test('a key column in the body wins when the record is new', async () => {
    await client.patch("accounts(accountnumber='URL-1')", { accountnumber: 'BODY-1', name: 'Nieuw' });
    expect((await client.get("accounts(accountnumber='URL-1')")).status).toBe(404);
    expect((await client.get("accounts(accountnumber='BODY-1')")).status).toBe(200);
  });

  test('a number that another record has is refused, by creating and by changing', async () => {
    await client.make('accounts', { name: 'Eerste', accountnumber: 'UNIQUE-1' });
    const made = await client.post('accounts', { name: 'Tweede', accountnumber: 'unique-1' });
    expect(made.status).toBe(412);
    expect(made.body.error.code).toBe('0x80060892');
    expect(made.body.error.message).toContain('Entity Key kop_AccountNumberKey violated.');
    const id = await client.make('accounts', { name: 'Derde' });
    expect((await client.patch(`accounts(${id})`, { accountnumber: 'UNIQUE-1' })).status).toBe(412);
    expect((await client.patch(`accounts(${id})`, { accountnumber: null })).status).toBe(204);
  });

  test('records without a number are not held unique', async () => {
    await client.make('accounts', { name: 'Zonder een', accountnumber: '' });
    await client.make('accounts', { name: 'Zonder twee', accountnumber: null });
  });
});

test('a change leaves every column alone that it does not name', async () => {
  const { body } = await client.get('accounts?$filter=kop_interests ne null&$top=1');
  const { '@odata.etag': _etag, modifiedon: _on, versionnumber: _version, _modifiedby_value: _by, ...before } = body.value[0]; // prettier-ignore
  await client.patch(`accounts(${before.accountid})`, { accountnumber: 'NEW-1', kop_iban: 'BE68539007547034' });
  const after = (await client.get(`accounts(${before.accountid})`)).body;
  expect(after).toMatchObject({ ...before, accountnumber: 'NEW-1', kop_iban: 'BE68539007547034' });
});

test('a new record gets an owner, a state, its stamps and the currency of its amounts', async () => {
  const me = (await client.get('WhoAmI')).body.UserId;
  const id = await client.make('accounts', { name: 'Nieuw', creditlimit: 10.005 });
  const record = await read(id, 'creditlimit,creditlimit_base,statecode,statuscode,_ownerid_value,_owninguser_value,_createdby_value,_transactioncurrencyid_value,exchangerate,creditonhold,createdon,modifiedon'); // prettier-ignore
  expect(record).toMatchObject({ creditlimit: 10.01, creditlimit_base: 10.01, statecode: 0, statuscode: 1, exchangerate: 1, creditonhold: false, _ownerid_value: me, _owninguser_value: me, _createdby_value: me }); // prettier-ignore
  expect(record.createdon).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(record._transactioncurrencyid_value).not.toBeNull();
  const plain = await client.make('accounts', { name: 'Zonder bedrag' });
  expect((await read(plain, '_transactioncurrencyid_value'))._transactioncurrencyid_value).toBeNull();
});

test('amounts in another currency have a twin in the own one', async () => {
  const usd = (await client.get("transactioncurrencies?$filter=isocurrencycode eq 'USD'")).body.value[0];
  const id = await client.make('accounts', {
    name: 'Dollars',
    creditlimit: 1090,
    'transactioncurrencyid@odata.bind': `/transactioncurrencies(${usd.transactioncurrencyid})`,
  });
  expect(await read(id, 'creditlimit,creditlimit_base')).toMatchObject({ creditlimit: 1090, creditlimit_base: 1000 });
});

test('state and status go together', async () => {
  const id = await client.make('accounts', { name: 'Toestand', statecode: 1 });
  const states = async () => {
    const { statecode, statuscode } = await read(id, 'statecode,statuscode');
    return [statecode, statuscode];
  };
  expect(await states()).toEqual([0, 1]);
  expect((await client.patch(`accounts(${id})`, { statecode: 1 })).status).toBe(204);
  expect(await states()).toEqual([1, 2]);
  const wrong = await client.patch(`accounts(${id})`, { statuscode: 1 });
  expect(wrong.status).toBe(400);
  expect(wrong.body.error.message).toBe(`1 is not a valid status code for state code AccountState.Inactive on account with Id ${id}.`); // prettier-ignore
  await client.patch(`accounts(${id})`, { statecode: 0, statuscode: 1 });
  expect(await states()).toEqual([0, 1]);
  expect((await client.post('accounts', { name: 'Fout', statuscode: 2 })).status).toBe(400);
});

test('a state that fits no status changes nothing', async () => {
  const id = await client.make('accounts', { name: 'Heel' });
  const answer = await client.patch(`accounts(${id})`, { name: 'Half', statecode: 1, statuscode: 1 });
  expect(answer.status).toBe(400);
  expect(await read(id, 'name,statecode')).toMatchObject({ name: 'Heel', statecode: 0 });
});

describe('lookups', () => {
  test('are set by address, by alternate key and emptied by null', async () => {
    await client.patch("accounts(accountnumber='PARENT')", { name: 'Moeder' });
    const team = (await client.get("teams?$filter=name eq 'Binnendienst'")).body.value[0];
    const id = await client.make('accounts', {
      name: 'Dochter',
      'parentaccountid@odata.bind': "/accounts(accountnumber='PARENT')",
      'ownerid@odata.bind': `${client.root}teams(${team.teamid})`,
    });
    const record = await client.get(`accounts(${id})?$select=_ownerid_value,_owningteam_value&$expand=parentaccountid($select=name)`); // prettier-ignore
    expect(record.body).toMatchObject({ _ownerid_value: team.teamid, _owningteam_value: team.teamid, parentaccountid: { name: 'Moeder' } }); // prettier-ignore
    await client.patch(`accounts(${id})`, { 'parentaccountid@odata.bind': null });
    expect((await read(id, '_parentaccountid_value'))._parentaccountid_value).toBeNull();
  });

  test.each([
    ['_ownerid_value', '11111111-2222-4333-8444-555555555555', 400, 'Use Navigation properties instead'],
    ['owner@odata.bind', '/systemusers(11111111-2222-4333-8444-555555555555)', 400, "An undeclared property 'owner'"],
    ['ownerid@odata.bind', '/systemusers(11111111-2222-4333-8444-555555555555)', 404, 'Does Not Exist'],
    ['territoryid@odata.bind', '/territory(11111111-2222-4333-8444-555555555555)', 404, "segment 'territory'"],
    ['parentaccountid@odata.bind', "/accounts(accountnumber='NOBODY')", 404, 'specified key values'],
  ])('refuse %s = %s', async (name, value, status, words) => {
    const answer = await client.post('accounts', { name: 'Lookup', [name]: value });
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(words);
  });
});

test.each([
  [{ name: 'x'.repeat(161) }, '0x80044331', "A validation error occurred.  The length of the 'name' attribute of the 'account' entity exceeded the maximum allowed length of '160'."],
  [{ name: 'x', industrycode: 99 }, '0x8004431A', "of 'industrycode'"],
  [{ name: 'x', creditlimit: -1 }, '0x80044330', "of 'creditlimit'"],
  [{ name: 'x', nickname: 'y' }, '0x0', "Invalid property 'nickname' was found in entity 'Microsoft.Dynamics.CRM.account'."],
  [{ name: 5 }, '0x80048d19', "Cannot convert the literal '5' to the expected type 'Edm.String'"],
  [{ name: 'x', kop_insureduntil: '2026-02-30' }, '0x80048d19', "'Edm.Date'"],
  [{ name: 'x', creditonhold: 'yes' }, '0x80048d19', "'Edm.Boolean'"],
  ['{"name":', '0x80048d19', "Error identified in Payload provided by the user for Entity :'accounts'"],
  ['', '0x80048d19', 'Stream was not readable'],
])('refuses the body %j', async (body, code, words) => {
  const answer = await client.post('accounts', body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.code).toBe(code);
  expect(answer.body.error.message).toContain(words);
}); // prettier-ignore

test('columns that the system fills in are ignored', async () => {
  const id = await client.make('accounts', { name: 'Eigen stempel', createdon: '2001-01-01T00:00:00Z', versionnumber: 1 });
  expect((await read(id, 'createdon')).createdon).not.toContain('2001');
}); // prettier-ignore

test('makes a record with others inside it, all or none', async () => {
  const made = await client.post('accounts?$expand=primarycontactid($select=fullname),contact_customer_accounts($select=fullname;$orderby=lastname)', {
    name: 'Met mensen',
    primarycontactid: { firstname: 'Els', lastname: 'Maes' },
    contact_customer_accounts: [{ lastname: 'Aerts' }, { lastname: 'Baert' }],
  }, representation); // prettier-ignore
  expect(made.status).toBe(201);
  expect(made.body.primarycontactid.fullname).toBe('Els Maes');
  expect(made.body.contact_customer_accounts.map((row: { fullname: string }) => row.fullname)).toEqual(['Aerts', 'Baert']);
  const failed = await client.post('accounts', {
    name: 'Zonder mensen',
    contact_customer_accounts: [{ lastname: 'Goed' }, { lastname: 'x'.repeat(51) }],
  });
  expect(failed.status).toBe(400);
  expect((await client.get("accounts/$count?$filter=name eq 'Zonder mensen'")).body).toBe('0');
}); // prettier-ignore

test('makes a record within a relationship', async () => {
  const id = await client.make('accounts', { name: 'Met een deur' });
  const made = await client.post(`accounts(${id})/contact_customer_accounts?$select=lastname,_parentcustomerid_value`, { lastname: 'Door de deur' }, representation); // prettier-ignore
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ lastname: 'Door de deur', _parentcustomerid_value: id });
});

test('a link wants the whole address of the other record', async () => {
  const id = await client.make('accounts', { name: 'Met een link' });
  const contact = await client.make('contacts', { lastname: 'Aan de link' });
  const link = (address: string) => client.send('PUT', `accounts(${id})/primarycontactid/$ref`, { '@odata.id': address });
  expect((await link(`/contacts(${contact})`)).status).toBe(400);
  expect((await link(`${client.root}contacts(${contact})`)).status).toBe(204);
  expect((await read(id, '_primarycontactid_value'))._primarycontactid_value).toBe(contact);
}); // prettier-ignore

test('deleting an account takes its contacts along and loosens its daughters', async () => {
  const id = await client.make('accounts', { name: 'Weg', contact_customer_accounts: [{ lastname: 'Ook weg' }] });
  const daughter = await client.make('accounts', { name: 'Blijft', 'parentaccountid@odata.bind': `/accounts(${id})` });
  expect((await client.delete(`accounts(${id})`, { 'if-match': 'W/"7"' })).status).toBe(412);
  expect((await client.delete(`accounts(${id})`, { 'if-match': await etag(id) })).status).toBe(204);
  expect((await client.delete(`accounts(${id})`)).status).toBe(404);
  expect((await client.get("contacts/$count?$filter=lastname eq 'Ook weg'")).body).toBe('0');
  expect((await read(daughter, '_parentaccountid_value'))._parentaccountid_value).toBeNull();
});

test('a collection cannot be changed or deleted', async () => {
  expect((await client.patch('accounts', {})).status).toBe(405);
  expect((await client.delete('accounts')).status).toBe(405);
});

test('a salesperson changes accounts, but not the settings of the organisation', async () => {
  const id = await salesperson.make('accounts', { name: 'Van verkoop' });
  expect((await salesperson.patch(`accounts(${id})`, { kop_segment: 1 })).status).toBe(204);
  const refused = await salesperson.post('territories', { name: 'Mijn gebied' });
  expect(refused.status).toBe(403);
  expect(refused.body.error.code).toBe('0x80040220');
  expect((await client.post('territories', { name: 'Limburg' })).status).toBe(204);
});
