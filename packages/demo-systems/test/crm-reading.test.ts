import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;
let salesperson: CrmClient;
const now = new Date('2026-03-18T10:20:30.500Z'); // a Wednesday
beforeAll(async () => {
  ({ crm, client, salesperson } = await startCrm({ now: () => now, customers: 500 }));
});
afterAll(() => crm.close());

const names = (answer: { body: { value: { name: string }[] } }) => answer.body.value.map(({ name }) => name);

test('a page link leads to the next page and is absolute; the last page has none', async () => {
  const seen: string[] = [];
  let next: string | undefined = 'accounts?$select=name&$orderby=address1_city desc,name';
  let pages = 0;
  while (next !== undefined) {
    const { status, body, headers }: Awaited<ReturnType<CrmClient['get']>> = await client.get(next, { prefer: 'odata.maxpagesize=50' }); // prettier-ignore
    expect(status).toBe(200);
    expect(headers.get('preference-applied')).toBe('odata.maxpagesize=50');
    seen.push(...body.value.map((row: { accountid: string }) => row.accountid));
    next = body['@odata.nextLink'];
    if (next !== undefined) expect(next).toContain(`${crm.origin}/api/data/v9.2/accounts?`);
    pages++;
  }
  expect(pages).toBe(3);
  expect(new Set(seen).size).toBe(125);
});

test('a record changed while pages are read in key order is read once', async () => {
  const first = await client.get('contacts?$select=lastname', { prefer: 'odata.maxpagesize=60' });
  const seen = first.body.value.map((row: { contactid: string }) => row.contactid);
  await client.patch(`contacts(${seen[0]})`, { lastname: 'Gewijzigd' });
  const rest = await client.get(first.body['@odata.nextLink'], { prefer: 'odata.maxpagesize=5000' });
  seen.push(...rest.body.value.map((row: { contactid: string }) => row.contactid));
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(125);
});

test('$top gives no page link, and counts for nothing beside a page size', async () => {
  const top = await client.get('accounts?$select=name&$top=3');
  expect(top.body.value).toHaveLength(3);
  expect(top.body).not.toHaveProperty('@odata.nextLink');
  const both = await client.get('accounts?$select=name&$top=3', { prefer: 'odata.maxpagesize=5' });
  expect(both.body.value).toHaveLength(5);
  expect(both.body).toHaveProperty('@odata.nextLink');
});

test('$skip is refused, and so is a page link that was tampered with', async () => {
  expect((await client.get('accounts?$skip=5')).status).toBe(400);
  expect((await client.get('accounts?$select=name&$skiptoken=%3Ccookie%3E')).status).toBe(400);
});

test('a selection always brings the key and the version', async () => {
  const { body } = await client.get('accounts?$select=address1_city&$top=1');
  expect(Object.keys(body.value[0]).toSorted()).toEqual(['@odata.etag', 'accountid', 'address1_city']);
  expect(body['@odata.context']).toBe(`${crm.origin}/api/data/v9.2/$metadata#accounts(address1_city)`);
});

test('annotations come when they are asked for, only those, and only where there is a value', async () => {
  const path = 'accounts?$select=statecode,_ownerid_value,creditlimit&$top=1';
  const label = '@OData.Community.Display.V1.FormattedValue';
  const plain = (await client.get(path)).body.value[0];
  expect(Object.keys(plain).filter((name) => name.includes('@'))).toEqual(['@odata.etag']);
  const labelled = (await client.get(path, { prefer: `odata.include-annotations="OData.Community.Display.V1.FormattedValue"` })).body.value[0]; // prettier-ignore
  expect(labelled[`statecode${label}`]).toBe('Active');
  expect(labelled).not.toHaveProperty(`creditlimit${label}`);
  expect(labelled).not.toHaveProperty('_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname');
  const all = (await client.get(path, { prefer: 'odata.include-annotations="*"' })).body.value[0];
  expect(['systemuser', 'team']).toContain(all['_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname']);
  expect(all['_ownerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty']).toBe('ownerid');
});

test('texts are compared without regard to case, empty values by null', async () => {
  await client.make('accounts', { name: 'Élégance Bruxelles', address1_city: 'Ixelles' });
  const of = async (filter: string) =>
    names(await client.get(`accounts?$select=name&$filter=${encodeURIComponent(filter)}`));
  expect(await of("name eq 'élégance bruxelles'")).toEqual(['Élégance Bruxelles']);
  expect(await of("contains(name,'GANCE BRU') and telephone1 eq null")).toEqual(['Élégance Bruxelles']);
  expect(await of("startswith(name,'élé') and not (address1_city eq 'Gent') and statecode eq 0")).toHaveLength(1);
  expect(await of("name eq 'élégance bruxelles' and telephone1 ne null")).toEqual([]);
  expect(await of("name in ('Élégance Bruxelles','iets anders')")).toHaveLength(1);
});

test.each([
  ["Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['functie a','functie b'])", 2],
  ["Microsoft.Dynamics.CRM.In(PropertyName=@p,PropertyValues=@v)&@p='name'&@v=['functie a']", 1],
  ["Microsoft.Dynamics.CRM.Between(PropertyName='creditlimit',PropertyValues=['100','200'])", 2],
  ["Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')", 2],
  ["startswith(name,'functie') and Microsoft.Dynamics.CRM.Today(PropertyName='createdon')", 2],
  ["startswith(name,'functie') and Microsoft.Dynamics.CRM.ThisWeek(PropertyName='modifiedon')", 2],
  ["startswith(name,'functie') and Microsoft.Dynamics.CRM.LastXHours(PropertyName='modifiedon',PropertyValue=1)", 2],
  ["startswith(name,'functie') and Microsoft.Dynamics.CRM.Yesterday(PropertyName='createdon')", 0],
  ["startswith(name,'functie') and Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='kop_insureduntil',PropertyValue='2026-06-30')", 1],
  ["startswith(name,'functie') and Microsoft.Dynamics.CRM.NextXMonths(PropertyName='kop_insureduntil',PropertyValue=2)", 1],
])('understands the query function %s', async (filter, count) => {
  for (const [at, name] of ['functie a', 'functie b'].entries()) {
    const key = `accounts(accountnumber='F${at}')`;
    await client.patch(key, { name, creditlimit: 150 + at, kop_insureduntil: at === 0 ? '2026-05-01' : '2026-06-30' });
  }
  const only = filter.includes('EqualUserId') ? ` and startswith(name,'functie')` : '';
  const answer = await client.get(`accounts?$select=name&$filter=${filter}${only}`);
  expect(answer.status).toBe(200);
  expect(answer.body.value).toHaveLength(count);
}); // prettier-ignore

test('finds by number without looking through the records', async () => {
  const { body } = await client.get('accounts?$select=kop_companynumber&$filter=kop_companynumber ne null&$top=1');
  const number = body.value[0].kop_companynumber;
  const before = crm.work.generatedRecords;
  const found = await client.get(`accounts?$select=name&$filter=kop_companynumber in ('${number}','nothing')`);
  expect(found.body.value).toHaveLength(1);
  const or = `accountnumber eq 'none' or kop_companynumber eq '${number}' or kop_vatnumber eq 'BE${number}'`;
  const either = await client.get(`accounts?$select=name&$filter=statecode eq 0 and (${or})`);
  expect(either.body.value).toEqual(found.body.value);
  expect(crm.work.generatedRecords - before).toBeLessThan(5);
});

test('counts to five thousand and says when there are more', async () => {
  const { body } = await client.get('accounts?$select=name&$top=1&$count=true', { prefer: 'odata.include-annotations="*"' }); // prettier-ignore
  expect(body['@odata.count']).toBeGreaterThanOrEqual(125);
  expect(body['@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded']).toBe(false);
  const plain = await client.get('accounts/$count');
  expect(Number(plain.body)).toBe(body['@odata.count']);
});

test('shows related records, inside a record and by themselves', async () => {
  const path = 'accounts?$select=name&$top=1&$expand=primarycontactid($select=fullname),ownerid($select=fullname)';
  const [account] = (await client.get(path)).body.value;
  const contact = await client.get(`accounts(${account.accountid})/primarycontactid?$select=fullname`);
  expect(contact.body.fullname).toBe(account.primarycontactid.fullname);
  const list = await client.get(`accounts(${account.accountid})/contact_customer_accounts?$select=fullname`);
  expect(list.body.value.map((row: { fullname: string }) => row.fullname)).toEqual([contact.body.fullname]);
});

test('gives one column, or nothing when it is empty', async () => {
  const id = await client.make('accounts', { name: 'Eén kolom' });
  const name = await client.get(`accounts(${id})/name`);
  expect(name.body.value).toBe('Eén kolom');
  expect((await client.get(`accounts(${id})/name/$value`)).body).toBe('Eén kolom');
  expect((await client.get(`accounts(${id})/telephone1`)).status).toBe(204);
});

test.each([
  ['Accounts', 404, '0x8006088a', "Resource not found for the segment 'Accounts'."],
  ['accounts?$select=Name', 400, '0x0', "Could not find a property named 'Name' on type 'Microsoft.Dynamics.CRM.account'."],
  ['accounts?$filter=nom eq 1', 400, '0x0', "Could not find a property named 'nom' on type 'Microsoft.Dynamics.CRM.account'."],
  ['accounts(11111111-2222-4333-8444-555555555555)', 404, '0x80040217', "Entity 'account' With Id = 11111111-2222-4333-8444-555555555555 Does Not Exist"],
  ["accounts(accountnumber='none')", 404, '0x80060891', 'A record with the specified key values does not exist in account entity'],
  ["accounts(name='x')", 400, '0x0', "The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.account'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource 'Microsoft.Dynamics.CRM.account'."],
  ["accounts(accountnumber='A%26B')", 400, '', 'A potentially dangerous Request.Path value was detected from the client (&).'],
])('refuses %s in the words of the real system', async (path, status, code, message) => {
  const answer = await client.get(path);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({ error: { code, message } });
}); // prettier-ignore

test('an error tells more when all annotations are asked for', async () => {
  const { body } = await client.get('accounts?$select=Name', { prefer: 'odata.include-annotations="*"' });
  expect(body.error['@Microsoft.PowerApps.CDS.TraceText']).toContain('Could not find a property');
});

test('a function called with the wrong verb is not there', async () => {
  expect((await client.post('WhoAmI', {})).status).toBe(404);
});

test('says who asks, and an application may ask for somebody else', async () => {
  const me = (await client.get('WhoAmI()')).body;
  const seller = (await salesperson.get('WhoAmI()')).body;
  expect(me.OrganizationId).toBe(seller.OrganizationId);
  expect(me.UserId).not.toBe(seller.UserId);
  const user = (await client.get(`systemusers(${seller.UserId})?$select=azureactivedirectoryobjectid,fullname`)).body;
  const asSeller = { callerobjectid: user.azureactivedirectoryobjectid };
  expect((await client.get('WhoAmI()', asSeller)).body.UserId).toBe(seller.UserId);
  expect((await salesperson.get('WhoAmI()', { mscrmcallerid: me.UserId })).status).toBe(403);
});
