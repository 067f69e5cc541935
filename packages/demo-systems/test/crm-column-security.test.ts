import type { DemoSystem } from '@koppel/demo-systems';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;
let administrator: CrmClient;
let salesperson: CrmClient;
let account: string;
const strong = { 'MSCRM.MergeLabels': 'true', Consistency: 'Strong' };

beforeEach(async () => {
  ({ crm, client, administrator, salesperson } = await startCrm());
  account = await client.make('accounts', { name: 'Met limiet', creditlimit: 5000 });
});
afterEach(() => crm.close());

/** Reads a column's definition, changes it and sends it back, as the real system wants it. */
async function secure(column: string, isSecured: boolean, by: CrmClient = client) {
  const path = `EntityDefinitions(LogicalName='account')/Attributes(LogicalName='${column}')`;
  const { '@odata.context': _context, ...definition } = (await by.get(path)).body;
  return by.send('PUT', path, { ...definition, IsSecured: isSecured }, strong);
}

/** A profile with one permission for a column. */
async function profile(column: string, rights: object): Promise<string> {
  const id = await client.make('fieldsecurityprofiles', { name: `Koppel ${column}` });
  await client.make('fieldpermissions', {
    'fieldsecurityprofileid@odata.bind': `fieldsecurityprofiles(${id})`,
    entityname: 'account',
    attributelogicalname: column,
    ...rights,
  });
  return id;
}

const give = (id: string, to: string, way: string) =>
  client.post(`${to}/${way}_association/$ref`, { '@odata.id': `${client.root}fieldsecurityprofiles(${id})` });
const userOf = async (who: CrmClient) => `systemusers(${(await who.get('WhoAmI')).body.UserId})`;
const limit = async (who: CrmClient) => (await who.get(`accounts(${account})?$select=creditlimit`)).body.creditlimit;

test('a secured column is seen and written by administrators alone, until a profile gives it back', async () => {
  expect((await secure('creditlimit', true)).status).toBe(204);
  expect([await limit(administrator), await limit(client), await limit(salesperson)]).toEqual([5000, null, null]);
  const refused = await salesperson.patch(`accounts(${account})`, { name: 'Anders', creditlimit: 1 });
  expect(refused.status).toBe(403);
  const { UserId } = (await salesperson.get('WhoAmI')).body;
  expect(refused.body.error).toEqual({
    code: '0x8004f507',
    message: `Caller user with Id ${UserId} does not have update permissions to a Credit Limit secured field on entity Account table. The requested operation could not be completed.`,
  });
  expect((await salesperson.get(`accounts(${account})?$select=name`)).body.name).toBe('Met limiet');
  expect((await salesperson.post('accounts', { name: 'Nieuw', creditlimit: 1 })).body.error.code).toBe('0x8004F502');
  expect((await salesperson.get('accounts?$filter=creditlimit gt 1')).body.error.code).toBe('0x8004F506');
  expect((await salesperson.get('accounts?$orderby=creditlimit')).status).toBe(403);

  const reading = await profile('creditlimit', { canread: 4 });
  const writing = await profile('creditlimit', { canread: 4, canupdate: 4 });
  const [team] = (
    await client.get(`${await userOf(salesperson)}/teammembership_association?$select=name&$filter=isdefault eq false`)
  ).body.value;
  expect((await give(reading, `teams(${team.teamid})`, 'teamprofiles')).status).toBe(204);
  expect((await give(writing, await userOf(client), 'systemuserprofiles')).status).toBe(204);
  expect([await limit(client), await limit(salesperson)]).toEqual([5000, 5000]);
  expect((await salesperson.patch(`accounts(${account})`, { creditlimit: 1 })).status).toBe(403);
  expect((await client.patch(`accounts(${account})`, { creditlimit: 6000 })).status).toBe(204);
  expect(await limit(salesperson)).toBe(6000);

  const found = await client.get(`${await userOf(client)}/systemuserprofiles_association?$filter=fieldsecurityprofileid eq ${writing}`); // prettier-ignore
  expect(found.body.value).toHaveLength(1);
  const way = `${await userOf(client)}/systemuserprofiles_association(${writing})/$ref`;
  expect((await client.delete(way)).status).toBe(204);
  expect(await limit(client)).toBeNull();
  expect((await secure('creditlimit', false)).status).toBe(204);
  expect(await limit(client)).toBe(6000);
});

test('who acts for somebody else has that person’s rights', async () => {
  await secure('creditlimit', true);
  const { UserId } = (await administrator.get('WhoAmI')).body;
  const answer = await client.get(`accounts(${account})?$select=creditlimit`, { mscrmcallerid: UserId });
  expect(answer.body.creditlimit).toBe(5000);
});

test('the metadata says what is secured and what can be', async () => {
  await secure('creditlimit', true);
  const path = "EntityDefinitions(LogicalName='account')/Attributes?$select=LogicalName,IsSecured,CanBeSecuredForUpdate";
  const rows = (await client.get(path)).body.value as { LogicalName: string; IsSecured: boolean; CanBeSecuredForUpdate: boolean }[]; // prettier-ignore
  expect(rows.filter((row) => row.IsSecured).map((row) => row.LogicalName)).toEqual(['creditlimit']);
  const open = new Set(rows.filter((row) => row.CanBeSecuredForUpdate).map((row) => row.LogicalName));
  expect(['creditlimit', 'name', 'kop_vatnumber', 'address1_line1'].every((name) => open.has(name))).toBe(true);
  for (const name of ['accountid', 'accountnumber', 'statecode', 'statuscode', 'ownerid', 'transactioncurrencyid', 'createdon'])
    expect([name, open.has(name)]).toEqual([name, false]);
  const administrators = await client.get('fieldsecurityprofiles(572329c1-a042-4e22-be47-367c6374ea45)/lk_fieldpermission_fieldsecurityprofileid'); // prettier-ignore
  expect(administrators.body.value).toMatchObject([{ attributelogicalname: 'creditlimit', canupdate: 4 }]);
}); // prettier-ignore

test('a column of an alternate key, and one of the system’s own, is not secured', async () => {
  expect((await secure('accountnumber', true)).status).toBe(400);
  expect((await secure('statecode', true)).status).toBe(400);
  expect((await secure('creditlimit', true, salesperson)).status).toBe(403);
});

test('a permission that was given in a change set that failed was never given', async () => {
  await secure('creditlimit', true);
  const id = await profile('creditlimit', { canread: 4, canupdate: 4 });
  const user = await userOf(client);
  const request = (content: number, method: string, path: string, body: object) =>
    `--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${content}\r\n\r\n${method} ${path} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(body)}\r\n`;
  const body = `--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n${[
    request(1, 'POST', `${user}/systemuserprofiles_association/$ref`, { '@odata.id': `${client.root}fieldsecurityprofiles(${id})` }),
    request(2, 'PATCH', `accounts(${account})`, { creditlimit: 1 }),
    request(3, 'PATCH', `accounts(${account})`, { creditlimit: -1 }),
  ].join('')}--c--\r\n--b--\r\n`;
  const answer = await client.post('$batch', body, { 'content-type': 'multipart/mixed; boundary=b' });
  expect(answer.body).toContain('0x80044330');
  expect(await limit(client)).toBeNull();
  expect(await limit(administrator)).toBe(5000);
}); // prettier-ignore
