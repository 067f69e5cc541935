// dynamics-web-api is an independent client of the real Web API: what it understands, others will.
import { startDemoCrm, type DemoSystem } from '@koppel/demo-systems';
import { DynamicsWebApi, type RequestError } from 'dynamics-web-api';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let crm: DemoSystem;
let api: DynamicsWebApi;

beforeAll(async () => {
  vi.stubEnv('http_proxy', '');
  crm = await startDemoCrm({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 100, seed: 7 });
  let token: string | undefined;
  api = new DynamicsWebApi({
    serverUrl: crm.origin,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => (token ??= await signIn(crm)),
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await crm.close();
});

async function signIn({ settings, secrets, origin }: DemoSystem): Promise<string> {
  const answer = await fetch(String(settings['tokenUrl']).replace('{tenant}', String(settings['tenant'])), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: String(settings['clientId']),
      client_secret: secrets['clientSecret']!,
      scope: `${origin}/.default`,
    }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}

const refusal = async (work: Promise<unknown>): Promise<RequestError> => {
  try {
    await work;
  } catch (error) {
    return error as RequestError;
  }
  throw new Error('the request was not refused');
};

const create = (data: object) => api.create<object, string>({ collection: 'accounts', data });
const names = (records: readonly { name: string }[]) => records.map(({ name }) => name);

test('creates a record, reads it with labels and changes it', async () => {
  const id = await create({ name: 'Drukkerij Peeters BV', industrycode: 12, creditlimit: 25_000 });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const record = await api.retrieve({
    collection: 'accounts',
    key: id,
    select: ['name', 'industrycode', 'creditlimit', '_ownerid_value', '_transactioncurrencyid_value'],
    includeAnnotations: '*',
  });
  expect(record).toMatchObject({
    accountid: id,
    industrycode_Formatted: expect.any(String),
    creditlimit: 25_000,
    creditlimit_Formatted: '€25,000.00',
    _ownerid_value_Formatted: 'Koppel Integration',
    _ownerid_value_LogicalName: 'systemuser',
    _transactioncurrencyid_value_NavigationProperty: 'transactioncurrencyid',
  });
  const changed = await api.update({
    collection: 'accounts',
    key: id,
    data: { telephone1: '+32 9 111 22 33' },
    returnRepresentation: true,
    select: ['name', 'telephone1'],
  });
  expect(changed).toMatchObject({ name: 'Drukkerij Peeters BV', telephone1: '+32 9 111 22 33' });
});

test('an update of a record that is not there makes none', async () => {
  const error = await refusal(
    api.update({ collection: 'accounts', key: '11111111-2222-4333-8444-555555555555', data: { name: 'Nobody' } }),
  );
  expect(error).toMatchObject({ status: 404, code: '0x80040217' });
});

test('reads a list page by page and then all of it', async () => {
  const request = { collection: 'accounts', select: ['name'], orderBy: ['name desc'], maxPageSize: 7 };
  const first = await api.retrieveMultiple(request);
  expect(first.value).toHaveLength(7);
  const second = await api.retrieveMultiple(request, first.oDataNextLink);
  const all = await api.retrieveAll(request);
  expect(names(all.value).slice(0, 14)).toEqual([...names(first.value), ...names(second.value)]);
  expect(new Set(all.value.map((record: { accountid: string }) => record.accountid)).size).toBe(all.value.length);
  expect(await api.count({ collection: 'accounts' })).toBe(all.value.length);
});

test('filters, expands and counts', async () => {
  const id = await create({ name: "L'Étoile d'Or SRL", address1_city: 'Namur' });
  await api.create({
    collection: 'contacts',
    data: { firstname: 'Amélie', lastname: 'Thiry', 'parentcustomerid_account@odata.bind': `/accounts(${id})` },
  });
  const filter = "startswith(name,'l''étoile') and address1_city eq 'namur'";
  const found = await api.retrieveMultiple({
    collection: 'accounts',
    select: ['name'],
    filter,
    count: true,
    expand: [{ property: 'contact_customer_accounts', select: ['fullname'] }],
  });
  expect(found.oDataCount).toBe(1);
  expect(found.value[0]).toMatchObject({
    name: "L'Étoile d'Or SRL",
    contact_customer_accounts: [{ fullname: 'Amélie Thiry' }],
  });
  expect(await api.count({ collection: 'accounts', filter })).toBe(1);
});

test('a question too long for an address goes through a batch', async () => {
  await create({ name: 'Gevonden in een batch' });
  const others = Array.from({ length: 150 }, (_, at) => `name eq 'Firma nummer ${at}'`).join(' or ');
  const filter = `${others} or name eq 'Gevonden in een batch'`;
  const found = await api.retrieveMultiple({ collection: 'accounts', select: ['name'], filter });
  expect(names(found.value)).toEqual(['Gevonden in een batch']);
});

test('upserts by alternate key: once a new record, then the same one', async () => {
  const key = "accountnumber='K00042'";
  const send = (data: object) =>
    api.upsert<object, { accountid: string }>({
      collection: 'accounts',
      key,
      data,
      returnRepresentation: true,
      select: ['name', 'accountnumber'],
    });
  const made = await send({ name: 'Transport Lambert SA' });
  const changed = await send({ name: 'Transports Lambert SA' });
  expect(changed).toMatchObject({ name: 'Transports Lambert SA', accountnumber: 'K00042', accountid: made.accountid });
  const read = await api.retrieve({ collection: 'accounts', key, select: ['name'] });
  expect(read.accountid).toBe(made.accountid);
});

test('upserts can be held to making or to changing', async () => {
  const key = "accountnumber='K00043'";
  const data = { name: 'Garage Renard SRL' };
  expect(await api.upsert({ collection: 'accounts', key, data, ifmatch: '*' })).toBeNull();
  await api.upsert({ collection: 'accounts', key, data, ifnonematch: '*' });
  expect(await api.upsert({ collection: 'accounts', key, data, ifnonematch: '*' })).toBeNull();
});

test('a change of an outdated version is refused', async () => {
  const id = await create({ name: 'Bakkerij Maes' });
  const read = () => api.retrieve({ collection: 'accounts', key: id, select: ['name'] });
  const before = await read();
  await api.update({ collection: 'accounts', key: id, data: { name: 'Bakkerij Maes & Zonen' } });
  // The client turns a failed precondition into a plain no.
  const outdated = { collection: 'accounts', key: id, ifmatch: before['@odata.etag'] };
  expect(await api.update({ ...outdated, data: { name: 'Bakkerij' } })).toBe(false);
  expect(await api.deleteRecord(outdated)).toBe(false);
  expect((await read()).name).toBe('Bakkerij Maes & Zonen');
  await api.deleteRecord({ collection: 'accounts', key: id, ifmatch: (await read())['@odata.etag'] });
  expect(await refusal(read())).toMatchObject({ status: 404 });
});

test('an unchanged record is not sent again', async () => {
  const id = await create({ name: 'Optiek Segers' });
  const { '@odata.etag': etag } = await api.retrieve({ collection: 'accounts', key: id, select: ['name'] });
  const again = await api.retrieve({ collection: 'accounts', key: id, select: ['name'], ifnonematch: etag });
  expect(again).toBeUndefined();
});

test('sets and empties one column', async () => {
  const id = await create({ name: 'Zuivel Claes', telephone1: '+32 14 11 22 33' });
  await api.updateSingleProperty({ collection: 'accounts', key: id, fieldValuePair: { websiteurl: 'https://zuivel.example' } }); // prettier-ignore
  await api.deleteRecord({ collection: 'accounts', key: id, property: 'telephone1' });
  const record = await api.retrieve({ collection: 'accounts', key: id, select: ['websiteurl', 'telephone1'] });
  expect(record).toMatchObject({ websiteurl: 'https://zuivel.example', telephone1: null });
});

test('links records and takes links away', async () => {
  const account = await create({ name: 'Meubelen De Smet NV' });
  const contact = await api.create<object, string>({ collection: 'contacts', data: { lastname: 'De Smet' } });
  const one = { collection: 'accounts', primaryKey: account, navigationProperty: 'primarycontactid' };
  const many = { collection: 'accounts', primaryKey: account, relationshipName: 'contact_customer_accounts' };
  await api.associateSingleValued({ ...one, relatedCollection: 'contacts', relatedKey: contact });
  await api.associate({ ...many, relatedCollection: 'contacts', relatedKey: contact });
  const read = () =>
    api.retrieve({
      collection: 'accounts',
      key: account,
      select: ['_primarycontactid_value'],
      expand: [{ property: 'contact_customer_accounts', select: ['lastname'] }],
    });
  expect(await read()).toMatchObject({ _primarycontactid_value: contact, contact_customer_accounts: [{ lastname: 'De Smet' }] }); // prettier-ignore
  await api.disassociateSingleValued(one);
  await api.disassociate({ ...many, relatedKey: contact });
  expect(await read()).toMatchObject({ _primarycontactid_value: null, contact_customer_accounts: [] });
});

test('a batch outside change sets gives each request its own outcome', async () => {
  api.startBatch();
  void api.upsert({ collection: 'accounts', key: "accountnumber='B1'", data: { name: 'Batch één' }, inChangeSet: false }); // prettier-ignore
  void api.upsert({ collection: 'accounts', key: "accountnumber='B2'", data: { name: 'x'.repeat(161) }, inChangeSet: false }); // prettier-ignore
  void api.retrieveMultiple({ collection: 'accounts', select: ['name'], filter: "accountnumber eq 'B1'" });
  const [made, refused, read] = await api.executeBatch({ inChangeSet: false, continueOnError: true });
  expect(made).toBeUndefined(); // an upsert by alternate key answers with that key, which is no id
  expect(refused).toMatchObject({ status: 400, error: { code: '0x80044331' } });
  expect(names(read.value)).toEqual(['Batch één']);
});

test('a change set is carried out as a whole, and its requests refer to each other', async () => {
  api.startBatch();
  void api.create({ collection: 'accounts', data: { name: 'Brouwerij De Cock' }, contentId: '1' });
  void api.create({
    collection: 'contacts',
    data: { lastname: 'De Cock', 'parentcustomerid_account@odata.bind': '$1' },
    contentId: '2',
  });
  // The client's types want a collection here, which such a request has not.
  void api.update({ contentId: '$1', data: { 'primarycontactid@odata.bind': '$2' } } as never);
  const [account, contact] = await api.executeBatch();
  const record = await api.retrieve({ collection: 'accounts', key: account, select: ['_primarycontactid_value'] });
  expect(record._primarycontactid_value).toBe(contact);
});

test('a failure in a change set undoes all of it', async () => {
  api.startBatch();
  void api.create({ collection: 'accounts', data: { name: 'Nooit gemaakt' }, contentId: '1' });
  void api.create({ collection: 'accounts', data: { name: 'Fout', industrycode: 9999 }, contentId: '2' });
  const error = await refusal(api.executeBatch());
  expect([error].flat()[0]).toMatchObject({ status: 400, error: { code: '0x8004431A' } });
  expect(await api.count({ collection: 'accounts', filter: "name eq 'Nooit gemaakt'" })).toBe(0);
});

test('calls functions and actions, of the organisation and of a table', async () => {
  const me = await api.callFunction<{ UserId: string }>({ name: 'WhoAmI' });
  const user = await api.retrieve({ collection: 'systemusers', key: me.UserId, select: ['fullname'] });
  expect(user.fullname).toBe('Koppel Integration');

  const counted = await api.callFunction<{ EntityRecordCountCollection: { Values: number[] } }>({
    name: 'RetrieveTotalRecordCount',
    parameters: { EntityNames: ['account', 'territory'] },
  });
  expect(counted.EntityRecordCountCollection.Values).toEqual([expect.any(Number), 5]);

  const [team] = (await api.retrieveMultiple({ collection: 'teams', filter: "name eq 'Sales Noord'" })).value;
  await api.callAction({
    collection: 'teams',
    key: team.teamid,
    actionName: 'Microsoft.Dynamics.CRM.AddMembersTeam',
    action: { Members: [{ '@odata.type': 'Microsoft.Dynamics.CRM.systemuser', systemuserid: me.UserId }] },
  });
  const members = await api.retrieve({
    collection: 'teams',
    key: team.teamid,
    navigationProperty: 'teammembership_association',
    select: ['fullname'],
  });
  expect(members.value.map((member: { fullname: string }) => member.fullname)).toContain('Koppel Integration');
});

test('makes, changes and upserts many records with one action', async () => {
  const type = { '@odata.type': 'Microsoft.Dynamics.CRM.account' };
  const call = <T>(actionName: string, Targets: object[]) =>
    api.callAction<T>({
      collection: 'accounts',
      actionName: `Microsoft.Dynamics.CRM.${actionName}`,
      action: { Targets },
    });
  const { Ids } = await call<{ Ids: string[] }>('CreateMultiple', [
    { ...type, name: 'M1' },
    { ...type, name: 'M2' },
  ]);
  await call('UpdateMultiple', [{ ...type, accountid: Ids[0], name: 'M1 changed' }]);
  await call('UpsertMultiple', [
    { ...type, '@odata.id': `accounts(${Ids[1]})`, name: 'M2 changed' },
    { ...type, '@odata.id': "accounts(accountnumber='M3')", name: 'M3 new' },
  ]);
  const found = await api.retrieveMultiple({ collection: 'accounts', filter: "startswith(name,'M') and (endswith(name,'changed') or endswith(name,'new'))", select: ['name'], orderBy: ['name'] }); // prettier-ignore
  expect(names(found.value)).toEqual(['M1 changed', 'M2 changed', 'M3 new']);
  const error = await refusal(
    call('UpsertMultiple', [
      { ...type, '@odata.id': "accounts(accountnumber='M4')", name: 'M4 new' },
      { ...type, '@odata.id': "accounts(accountnumber='M5')", name: 'x'.repeat(161) },
    ]),
  );
  expect(error.status).toBe(400);
  expect(await api.count({ collection: 'accounts', filter: "accountnumber eq 'M4'" })).toBe(0);
});

test('tracks changes: changed records first, deleted ones last', async () => {
  const request = { collection: 'accounts', select: ['name'], trackChanges: true };
  const before = await api.retrieveAll(request);
  const id = await create({ name: 'Nieuw sinds daarnet' });
  const gone = before.value[0].accountid;
  await api.deleteRecord({ collection: 'accounts', key: gone });
  const changes = await api.retrieveMultiple(request, before.oDataDeltaLink);
  expect(changes.value).toMatchObject([
    { accountid: id, name: 'Nieuw sinds daarnet' },
    { id: gone, reason: 'deleted' },
  ]);
  const none = await api.retrieveMultiple(request, changes.oDataDeltaLink);
  expect(none.value).toEqual([]);
});

test('learns table names, columns and keys from the metadata', async () => {
  const [table] = (await api.retrieveEntities({ select: ['LogicalName', 'EntitySetName'], filter: "LogicalName eq 'account'" })).value; // prettier-ignore
  expect(table).toMatchObject({ LogicalName: 'account', EntitySetName: 'accounts' });
  const key = "LogicalName='account'";
  const industry = await api.retrieveAttribute({
    entityKey: key,
    attributeKey: "LogicalName='industrycode'",
    castType: 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
    select: ['LogicalName'],
    expand: [{ property: 'OptionSet' }],
  });
  expect(industry.OptionSet.Options).toHaveLength(33);
  expect(await api.retrieveCsdlMetadata()).toContain('<EntitySet Name="accounts"');
  const named = new DynamicsWebApi({ serverUrl: crm.origin, dataApi: { version: '9.2' }, useEntityNames: true, onTokenRefresh: () => signIn(crm) }); // prettier-ignore
  expect(await named.count({ collection: 'territory' })).toBe(5);
});

/** A product that is sold, with its unit and its price in the catalogue. */
async function soldProduct() {
  const [list] = (await api.retrieveMultiple({ collection: 'pricelevels', filter: "name eq 'CATALOGUE'" })).value;
  const [product] = (
    await api.retrieveMultiple({
      collection: 'products',
      filter: 'statecode eq 0',
      top: 1,
      expand: [
        { property: 'product_price_levels', select: ['amount'], filter: `_pricelevelid_value eq ${list.pricelevelid}` },
      ],
    })
  ).value;
  const line = (quantity: number) => ({
    'productid@odata.bind': `/products(${product.productid})`,
    'uomid@odata.bind': `/uoms(${product._defaultuomid_value})`,
    quantity,
  });
  return { list: list.pricelevelid as string, price: product.product_price_levels[0].amount as number, line };
}

test('makes a quote with its lines, activates and wins it, and makes an order of it', async () => {
  const { list, price, line } = await soldProduct();
  const account = await create({ name: 'Offertevrager NV' });
  const quoteid = await api.create<object, string>({
    collection: 'quotes',
    data: {
      name: 'Offerte voor dynamics-web-api',
      'customerid_account@odata.bind': `/accounts(${account})`,
      'pricelevelid@odata.bind': `/pricelevels(${list})`,
      quote_details: [line(2), line(3)],
    },
  });
  const shown = await api.retrieve({
    collection: 'quotes',
    key: quoteid,
    select: ['quotenumber', 'totalamount', '_customerid_value'],
    expand: [{ property: 'quote_details', select: ['extendedamount'], orderBy: ['lineitemnumber'] }],
    includeAnnotations: '*',
  });
  expect(shown).toMatchObject({ _customerid_value_Formatted: 'Offertevrager NV', _customerid_value_LogicalName: 'account' }); // prettier-ignore
  expect(shown.totalamount).toBeCloseTo(5 * price, 2);
  const QuoteClose = { '@odata.type': 'Microsoft.Dynamics.CRM.quoteclose', subject: 'Gewonnen', 'quoteid@odata.bind': `/quotes(${quoteid})` }; // prettier-ignore
  const tooEarly = await refusal(api.callAction({ actionName: 'WinQuote', action: { Status: 4, QuoteClose } }));
  expect(tooEarly.status).toBe(400);
  await api.update({ collection: 'quotes', key: quoteid, data: { statecode: 1, statuscode: 2 } });
  await api.callAction({ actionName: 'WinQuote', action: { Status: -1, QuoteClose } });
  expect(await api.retrieve({ collection: 'quotes', key: quoteid, select: ['statecode', 'statuscode'] })).toMatchObject({ statecode: 2, statuscode: 4 }); // prettier-ignore
  const readOnly = await refusal(api.create({ collection: 'quotedetails', data: { ...line(1), 'quoteid@odata.bind': `/quotes(${quoteid})` } })); // prettier-ignore
  expect(readOnly).toMatchObject({ status: 400, code: '0x80043b09' });
  const order = await api.callAction<{ salesorderid: string }>({
    actionName: 'ConvertQuoteToSalesOrder',
    action: { QuoteId: quoteid, ColumnSet: { AllColumns: false, Columns: ['salesorderid', 'ordernumber'] } },
  });
  const made = await api.retrieve({ collection: 'salesorders', key: order.salesorderid, select: ['totalamount', '_quoteid_value'], expand: [{ property: 'order_details', select: ['quantity'] }] }); // prettier-ignore
  expect(made).toMatchObject({ totalamount: shown.totalamount, _quoteid_value: quoteid });
  expect(made.order_details.map(({ quantity }: { quantity: number }) => quantity).toSorted()).toEqual([2, 3]);
});

test('makes an order and its lines in one change set, and nothing of it when a line is refused', async () => {
  const { list, price, line } = await soldProduct();
  const account = await create({ name: 'Besteller NV' });
  const order = async (name: string, second: object) => {
    api.startBatch();
    void api.create({
      collection: 'salesorders',
      data: { name, 'customerid_account@odata.bind': `/accounts(${account})`, 'pricelevelid@odata.bind': `/pricelevels(${list})` }, // prettier-ignore
      contentId: '1',
    });
    for (const data of [line(4), second])
      void api.create({ collection: 'salesorderdetails', data: { ...data, 'salesorderid@odata.bind': '$1' } });
    return api.executeBatch();
  };
  const [id] = (await order('Met twee regels', line(1))) as string[];
  const made = await api.retrieve({ collection: 'salesorders', key: id!, select: ['totalamount'], expand: [{ property: 'order_details' }] }); // prettier-ignore
  expect(made.order_details).toHaveLength(2);
  expect(made.totalamount).toBeCloseTo(5 * price, 2);
  const refused = await refusal(order('Met een slechte regel', { quantity: 1 }));
  expect([refused].flat()[0]).toMatchObject({ status: 400 });
  expect(await api.count({ collection: 'salesorders', filter: "name eq 'Met een slechte regel'" })).toBe(0);
});

test('reads and changes products, price lists and sales targets as any other table', async () => {
  const all = await api.retrieveAll({ collection: 'productpricelevels', select: ['amount'], maxPageSize: 40 });
  expect(all.value.length).toBeGreaterThan(100);
  const product = await api.retrieve({ collection: 'products', key: "productnumber='A10000'", select: ['name', 'price'], expand: [{ property: 'defaultuomid', select: ['name'] }] }); // prettier-ignore
  expect(product).toMatchObject({ name: expect.any(String), defaultuomid: { name: expect.any(String) } });
  const account = await create({ name: 'Met doelen' });
  const data = { kop_amount: 2500, 'kop_AccountId@odata.bind': `/accounts(${account})` };
  await api.upsert({ collection: 'kop_salestargets', key: `_kop_accountid_value=${account},kop_period='2026-04'`, data: { kop_amount: 2500 } }); // prettier-ignore
  await api.create({ collection: 'kop_salestargets', data: { ...data, kop_period: '2026-05' } });
  const targets = await api.retrieveMultiple({ collection: 'kop_salestargets', filter: `_kop_accountid_value eq ${account}`, select: ['kop_period', 'kop_amount'], orderBy: ['kop_period'] }); // prettier-ignore
  expect(targets.value).toMatchObject([{ kop_period: '2026-04', kop_amount: 2500 }, { kop_period: '2026-05' }]);
});
