import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;
let administrator: CrmClient;
beforeAll(async () => {
  ({ crm, client, administrator } = await startCrm());
});
afterAll(() => crm.close());

const request = async (method: string, path: string, form: Readonly<Record<string, string>> = {}) => {
  const fields = new URLSearchParams(form).toString();
  const headers = { host: 'koppel.example', origin: 'http://koppel.example' };
  const [query, body] = method === 'GET' ? [fields, ''] : ['', fields];
  const answer = await crm.page.handle({
    method,
    path,
    query,
    headers,
    body: Buffer.from(body),
    basePath: '/demo/crm',
  });
  return { status: answer.status, body: String(answer.body) };
};

test('finds an account by its number and shows labels instead of keys', async () => {
  const id = await client.make('accounts', { name: 'Zichtbaar BV', accountnumber: 'ZB-1', kop_companynumber: '0403.019.261', industrycode: 12 }); // prettier-ignore
  for (const q of ['zb-1', '0403.019.261', 'zichtb']) expect((await request('GET', '/accounts', { q })).body).toContain('Zichtbaar BV'); // prettier-ignore
  const one = (await request('GET', `/accounts/${id}`)).body;
  expect(one).toContain('Durable Manufacturing');
  expect(one).toContain('Koppel Integration');
}); // prettier-ignore

test('a change by hand follows the rules, counts as a salesperson’s, and is seen by who tracks changes', async () => {
  const id = await client.make('accounts', { name: 'Met de hand' });
  const tracked = await client.get('accounts?$select=name', { prefer: 'odata.track-changes' });
  const version = /name="version" value="(\d+)"/.exec((await request('GET', `/accounts/${id}`)).body)![1]!;
  const brussels = (await client.get("territories?$filter=name eq 'Brussel'")).body.value[0].territoryid;
  const form = { version, name: 'Met de hand gewijzigd', statecode: '1', creditlimit: '1250.5', _territoryid_value: brussels };
  expect((await request('POST', `/accounts/${id}`, form)).status).toBe(303);
  const after = await client.get(`accounts(${id})?$select=name,statecode,statuscode,creditlimit&$expand=territoryid($select=name),modifiedby($select=fullname)`);
  expect(after.body).toMatchObject({ name: 'Met de hand gewijzigd', statecode: 1, statuscode: 2, creditlimit: 1250.5, territoryid: { name: 'Brussel' }, modifiedby: { fullname: 'An Van Dessel' } });
  const changes = await client.get(tracked.body['@odata.deltaLink']);
  expect(changes.body.value).toMatchObject([{ accountid: id, name: 'Met de hand gewijzigd' }]);
  const late = await request('POST', `/accounts/${id}`, { version, name: 'Te laat' });
  expect(late.body).toContain('Somebody else has changed this record in the meantime.');
  expect((await client.get(`accounts(${id})/name`)).body.value).toBe('Met de hand gewijzigd');
}); // prettier-ignore

test('what the system refuses is said and changes nothing', async () => {
  const id = await client.make('accounts', { name: 'Blijft zo', accountnumber: 'BZ-1' });
  await client.make('accounts', { name: 'Heeft het nummer', accountnumber: 'BZ-2' });
  const { body } = await request('GET', `/accounts/${id}`);
  const version = /name="version" value="(\d+)"/.exec(body)![1]!;
  const refused = await request('POST', `/accounts/${id}`, { version, name: 'Anders', accountnumber: 'BZ-2' });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('Entity Key kop_AccountNumberKey violated.');
  expect((await client.get(`accounts(${id})/name`)).body.value).toBe('Blijft zo');
});

/** Presses a button of a record's page. */
const press = async (path: string, action: string) => {
  const { body } = await request('GET', path);
  const version = /name="version" value="(\d+)"/.exec(body)![1]!;
  return request('POST', path, { version, action });
};
const first = async (query: string) => (await client.get(query)).body.value[0];

test('a quote is shown with its lines, activated and won', async () => {
  const { quoteid } = await first('quotes?$filter=statecode eq 0&$top=1');
  const path = `/quotes/${quoteid}`;
  const { body } = await request('GET', path);
  const [line] = (await client.get(`quotes(${quoteid})/quote_details?$expand=productid($select=name)`)).body.value;
  expect(body).toContain(line.productid.name);
  expect(body).not.toContain('Win quote');
  expect((await press(path, 'activate')).status).toBe(303);
  expect((await press(path, 'win')).status).toBe(303);
  expect((await client.get(`quotes(${quoteid})`)).body).toMatchObject({ statecode: 2, statuscode: 4 });
  const refused = await press(path, 'win');
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('cannot be done');
});

test('an order is submitted, and a task completed', async () => {
  const { salesorderid } = await first('salesorders?$filter=statecode eq 0 and kop_submitted eq false&$top=1');
  expect((await press(`/salesorders/${salesorderid}`, 'submit')).status).toBe(303);
  expect((await client.get(`salesorders(${salesorderid})`)).body).toMatchObject({ kop_submitted: true, statecode: 0 });
  const { activityid } = await first('tasks?$filter=statecode eq 0&$top=1');
  expect((await press(`/tasks/${activityid}`, 'complete')).status).toBe(303);
  expect((await client.get(`tasks(${activityid})`)).body).toMatchObject({ statecode: 1, percentcomplete: 100 });
});

test('every list and every record of it can be looked at', async () => {
  for (const set of ['accounts', 'contacts', 'opportunities', 'quotes', 'salesorders', 'products', 'leads', 'tasks', 'kop_salestargets']) {
    const { status, body } = await request('GET', `/${set}`);
    expect(status).toBe(200);
    const id = new RegExp(`/demo/crm/${set}/([0-9a-f-]{36})`).exec(body)![1]!;
    expect((await request('GET', `/${set}/${id}`)).status).toBe(200);
  }
}); // prettier-ignore

test('a column that is locked is shown as such, and a change of it is refused', async () => {
  const id = await client.make('accounts', { name: 'Op slot', creditlimit: 100 });
  const path = "EntityDefinitions(LogicalName='account')/Attributes(LogicalName='creditlimit')";
  const { '@odata.context': _context, ...definition } = (await administrator.get(path)).body;
  await administrator.send('PUT', path, { ...definition, IsSecured: true });
  const { body } = await request('GET', `/accounts/${id}`);
  expect(body).toContain('Locked: column security');
  const version = /name="version" value="(\d+)"/.exec(body)![1]!;
  const refused = await request('POST', `/accounts/${id}`, { version, name: 'Op slot', creditlimit: '5' });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('does not have update permissions to a Credit Limit secured field');
  expect((await request('POST', `/accounts/${id}`, { version, name: 'Andere naam' })).status).toBe(303);
  await administrator.send('PUT', path, { ...definition, IsSecured: false });
});
