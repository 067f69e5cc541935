import type { FailureDetail, Remedy } from '@koppel/protocol';
import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, ended, erpCompany, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const api = '/api/data/v9.2';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  await decideQuotes(client, 'crm');
  for (const flow of ['accounts-erp-to-crm', 'products-erp-to-crm']) await run(client, flow);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

/** The one open failure whose record is called so. */
async function failureOf(name: string): Promise<FailureDetail> {
  const { items } = await client.call('listFailures', { query: { text: name } });
  expect(
    items.map((item) => item.name),
    name,
  ).toHaveLength(1);
  const failure = await client.call('getFailure', { params: { id: items[0]!.id } });
  expect(failure.error.message).toContain(name);
  expect(failure.error.remedy).not.toBe('');
  return failure;
}

function remedyOf<Kind extends Remedy['kind']>({ remedies }: FailureDetail, kind: Kind) {
  const found = remedies.find((remedy) => remedy.kind === kind);
  expect(found, JSON.stringify(remedies)).toBeDefined();
  return found as Extract<Remedy, { kind: Kind }>;
}

/** Waits for the runs of a retry; the failure has closed by itself. */
async function solves({ id }: FailureDetail, started: Promise<{ runs: { runId: string }[] }>): Promise<void> {
  for (const { runId } of (await started).runs) await ended(client, runId);
  const after = await client.call('getFailure', { params: { id } });
  expect(after.state, `${after.error.message} ${after.error.answer ?? ''}`).toBe('solved');
  expect(after.history.at(-1)!.kind).toBe('solved');
}

const retried = ({ id }: FailureDetail, edit?: { input?: Record<string, string>; output?: Record<string, string> }) =>
  client.call('retryFailures', { body: { ids: [id], ...(edit ? { edit } : {}) } });

/** Some active customer of the ERP, linked and never twice the same. */
let taken = 0;
async function customer(): Promise<Readonly<Record<string, unknown>>> {
  const { reader, of } = await erpCompany(demo);
  const all = await reader.all(`${of('customers')}?$filter=blocked eq ' '`);
  return all[(taken += 1)]!;
}
async function changeInErp(id: unknown, values: Readonly<Record<string, unknown>>): Promise<void> {
  const { reader, of } = await erpCompany(demo);
  await reader.change(`${of('customers')}(${String(id)})`, values);
}
const accountFor = async (number: unknown) =>
  (await crmReader(demo).all(`${api}/accounts?$filter=accountnumber eq '${String(number)}'`))[0]!;

describe('a customer that the CRM cannot take', () => {
  test('an unknown payment term is translated, and the record goes over by itself', async () => {
    const { reader, of } = await erpCompany(demo);
    const { id, displayName } = await customer();
    const term = await reader.post(of('paymentTerms'), {
      code: '75D',
      displayName: '75 days',
      dueDateCalculation: '75D',
    });
    await changeInErp(id, { paymentTermsId: term.body['id'] });
    await run(client, 'accounts-erp-to-crm');
    const failure = await failureOf(displayName as string);
    expect(failure).toMatchObject({ cause: 'noTranslation', error: { field: 'account.paymentTerms' } });
    expect(failure.error.message).toContain('75D');
    const { list, value } = remedyOf(failure, 'translate');
    const now = (await client.call('listValueLists', {})).find((one) => one.id === list)!;
    const [known] = Object.values(now.entries);
    await client.call('saveValueList', {
      params: { id: list },
      body: { ...now, entries: { ...now.entries, [value]: known! } },
    });
    await solves(failure, retried(failure));
  });

  test('a value set for one try goes over, and nothing in the ERP changes', async () => {
    const { reader, of } = await erpCompany(demo);
    const { id, displayName, number } = await customer();
    const term = await reader.post(of('paymentTerms'), {
      code: '80D',
      displayName: '80 days',
      dueDateCalculation: '80D',
    });
    await changeInErp(id, { paymentTermsId: term.body['id'], city: 'Sint-Niklaas' });
    await run(client, 'accounts-erp-to-crm');
    const failure = await failureOf(displayName as string);
    const { side, field } = remedyOf(failure, 'edit');
    expect([side, field]).toEqual(['output', 'account.paymentTerms']);
    const known = await client.call('listValueLists', {});
    const [code] = Object.values(known.find((one) => one.id === 'payment-terms')!.entries);
    await solves(failure, retried(failure, { output: { [field]: code! } }));
    expect((await accountFor(number))['address1_city']).toBe('Sint-Niklaas');
    await expect(retried(failure, { output: { 'account.shoeSize': '44' } })).rejects.toThrow(/shoeSize/);
  });

  test('two accounts with its number: it is linked to the right one', async () => {
    const erp = await erpCompany(demo);
    const made = await erp.reader.post(erp.of('customers'), {
      displayName: 'Dubbel BV',
      type: 'Company',
      taxRegistrationNumber: 'BE0403019261',
      country: 'BE',
    });
    const twins = [];
    for (const name of ['Dubbel', 'Dubbel bis']) {
      twins.push(await crmReader(demo).post(`${api}/accounts`, { name, kop_vatnumber: 'BE0403019261' }));
    }
    await run(client, 'accounts-erp-to-crm');
    const failure = await failureOf('Dubbel BV');
    expect(failure.cause).toBe('alreadyExists');
    const { candidates } = remedyOf(failure, 'link');
    expect(candidates.toSorted()).toEqual(twins.map(({ id }) => id).toSorted());
    const started = client.call('mendFailure', {
      params: { id: failure.id },
      body: { kind: 'link', targetKey: twins[1]!.id! },
    });
    await solves(failure, started);
    expect((await crmReader(demo).one(`${api}/accounts(${twins[1]!.id!})`))['accountnumber']).toBe(made.body['number']);
  });

  test('its account was deleted in the CRM: the link is forgotten, and it is made anew', async () => {
    const { id, displayName, number } = await customer();
    const account = await accountFor(number);
    await crmReader(demo).remove(`${api}/accounts(${String(account['accountid'])})`);
    await changeInErp(id, { city: 'Oostende' });
    await run(client, 'accounts-erp-to-crm');
    const failure = await failureOf(displayName as string);
    expect(failure).toMatchObject({ cause: 'notFound', targetKey: account['accountid'] });
    remedyOf(failure, 'unlink');
    await solves(failure, client.call('mendFailure', { params: { id: failure.id }, body: { kind: 'unlink' } }));
    expect((await accountFor(number))['address1_city']).toBe('Oostende');
  });
});

let sold: { list: string; currency: string; products: Readonly<Record<string, unknown>>[] } | null = null;

/** Products of the CRM that stand in one price list, and that list. */
async function catalogue() {
  if (sold) return sold;
  const crm = crmReader(demo);
  const [list] = await crm.all(`${api}/pricelevels?$filter=statecode eq 0&$orderby=name&$top=1`);
  const products = await crm.all(
    `${api}/products?$filter=statecode eq 0 and productnumber ne null&$expand=product_price_levels&$top=50`,
  );
  sold = {
    list: list!['pricelevelid'] as string,
    currency: list!['_transactioncurrencyid_value'] as string,
    products: products.filter((product) =>
      (product['product_price_levels'] as { _pricelevelid_value: string }[]).some(
        ({ _pricelevelid_value }) => _pricelevelid_value === list!['pricelevelid'],
      ),
    ),
  };
  return sold;
}

/** Somebody enters an order for an account in the CRM and submits it. Gives its number. */
async function order(account: string, lines: readonly Readonly<Record<string, unknown>>[], more = {}) {
  const crm = crmReader(demo);
  const { list } = await catalogue();
  const { id } = await crm.post(`${api}/salesorders`, {
    name: 'A bad order',
    'customerid_account@odata.bind': `/accounts(${account})`,
    'pricelevelid@odata.bind': `/pricelevels(${list})`,
    ...more,
    order_details: lines,
  });
  await crm.change(`${api}/salesorders(${id!})`, { kop_submitted: true });
  return { id: id!, number: (await crm.one(`${api}/salesorders(${id!})`))['ordernumber'] as string };
}
async function line(quantity: number, at = 0) {
  const { products } = await catalogue();
  const product = products[at]!;
  return {
    'productid@odata.bind': `/products(${String(product['productid'])})`,
    'uomid@odata.bind': `/uoms(${String(product['_defaultuomid_value'])})`,
    quantity,
  };
}

/** A prospect with a first order, which makes it a customer. */
async function prospect(values: Readonly<Record<string, unknown>>): Promise<string> {
  const { id } = await crmReader(demo).post(`${api}/accounts`, {
    address1_line1: 'Kerkstraat 10',
    address1_postalcode: '9000',
    address1_city: 'Gent',
    address1_country: 'BE',
    ...values,
  });
  await order(id!, [await line(1)]);
  return id!;
}

describe('a prospect that the ERP cannot take', () => {
  const accounts = `${api}/accounts`;
  test.each([
    {
      what: 'a VAT number with a wrong check digit',
      name: 'Bakkerij Fout BV',
      values: { kop_vatnumber: 'BE0403019262' },
      field: 'account.vatNumber',
      said: /"BE0403019262" is not a VAT number/,
      right: 'BE0403019261',
      sought: {},
    },
    {
      what: 'no country',
      name: 'Slagerij Nergens NV',
      values: { address1_country: null },
      field: 'account.billingAddress.country',
      said: /[Cc]ountry.* is empty/,
      right: 'BE',
      sought: { country: 'BE' },
    },
    {
      what: 'an e-mail address that is none',
      name: 'Garage Zonder Apenstaart BV',
      values: { emailaddress1: 'info.garage.example' },
      field: 'account.email',
      said: /"info.garage.example" is not an e-mail address/,
      right: 'info@garage.example',
      sought: { email: 'info@garage.example' },
    },
    {
      what: 'a name that is longer than the ERP takes',
      name: `Vereniging ${'van Vrienden '.repeat(10)}vzw`,
      values: {},
      field: 'account.name',
      said: /144 characters long, and Name takes at most 100/,
      right: null,
      sought: {},
    },
  ])('$what: it says so, is set for this try, and goes over', async ({ name, values, field, said, right, sought }) => {
    await prospect({ name, ...values });
    await run(client, 'new-customer-crm-to-erp');
    const failure = await failureOf(name);
    expect(failure.error.field, JSON.stringify(failure.error)).toBe(field);
    expect(failure.error.message.replace(name, '') + (failure.error.answer ?? '')).toMatch(said);
    const remedy = remedyOf(failure, 'edit');
    const value = right ?? (remedy.proposal as string);
    await solves(failure, retried(failure, { [remedy.side]: { [field]: value } }));
    const erp = await erpCompany(demo);
    const start = name.slice(0, 20).replaceAll("'", "''");
    const [made] = await erp.reader.all(`${erp.of('customers')}?$filter=startswith(displayName,'${start}')`);
    expect(made).toMatchObject(sought);
  });

  test('deleted in the CRM meanwhile: it is told, and dismissed with a reason', async () => {
    const id = await prospect({ name: 'Even Weg BV', kop_vatnumber: 'BE0403019262' });
    await run(client, 'new-customer-crm-to-erp');
    const failure = await failureOf('Even Weg BV');
    const orders = await crmReader(demo).all(`${api}/salesorders?$filter=_customerid_value eq ${id}`);
    for (const one of orders) await crmReader(demo).remove(`${api}/salesorders(${String(one['salesorderid'])})`);
    await crmReader(demo).remove(`${accounts}(${id})`);
    for (const { runId } of (await retried(failure)).runs) await ended(client, runId);
    const after = await client.call('getFailure', { params: { id: failure.id } });
    expect(after.history.map(({ kind }) => kind)).toEqual(['failed', 'retried', 'notReached']);
    expect(after.state).toBe('open');
    await client.call('dismissFailures', { body: { ids: [failure.id], reason: 'Gone in the CRM.' } });
    expect((await client.call('getFailure', { params: { id: failure.id } })).state).toBe('dismissed');
  });
});

describe('an order that the ERP cannot take', () => {
  const linked = async () => (await accountFor((await customer())['number']))['accountid'] as string;

  test('quantity 0: it names the order, and goes over with the right one', async () => {
    const { number } = await order(await linked(), [await line(2), await line(0, 1)]);
    await run(client, 'orders-crm-to-erp');
    const failure = await failureOf(number);
    expect(failure.cause).toBe('refused');
    expect(failure.error.message).toMatch(/quantity is not above 0/);
    const lines = JSON.parse(failure.input['order.lines'] as string) as { quantity: string }[];
    const right = JSON.stringify(lines.map((one) => (Number(one.quantity) === 0 ? { ...one, quantity: '4' } : one)));
    await solves(failure, retried(failure, { input: { 'order.lines': right } }));
    const erp = await erpCompany(demo);
    const [made] = await erp.reader.all(
      `${erp.of('salesOrders')}?$filter=externalDocumentNumber eq '${number}'&$expand=salesOrderLines`,
    );
    expect((made!['salesOrderLines'] as { quantity: number }[]).map(({ quantity }) => quantity)).toEqual([2, 4]);
  });

  test('a product that the ERP does not have: it is brought there, and a retry takes the order over', async () => {
    const crm = crmReader(demo);
    const erp = await erpCompany(demo);
    const { products } = await catalogue();
    const number = String(products[2]!['productnumber']);
    const [item] = await erp.reader.all(`${erp.of('items')}?$filter=number eq '${number}'`);
    await erp.reader.change(`${erp.of('items')}(${String(item!['id'])})`, { number: 'GONE-1' });
    const ordered = await order(await linked(), [await line(1, 2)]);
    await run(client, 'orders-crm-to-erp');
    const failure = await failureOf(ordered.number);
    expect(failure.error.message).toContain(number);
    expect(failure.error.remedy).toMatch(/Create the item/);
    await erp.reader.change(`${erp.of('items')}(${String(item!['id'])})`, { number });
    await solves(failure, retried(failure));
    expect((await crm.one(`${api}/salesorders(${ordered.id})`))['kop_erpordernumber']).toBeTruthy();
  });

  test('a customer that is not in the ERP: it waits, offers the flow that brings it, and goes on by itself', async () => {
    const { id: account } = await crmReader(demo).post(`${api}/accounts`, {
      name: 'Nog Niet In Het ERP BV',
      address1_line1: 'Kerkstraat 11',
      address1_postalcode: '9000',
      address1_city: 'Gent',
      address1_country: 'BE',
    });
    const ordered = await order(account!, [await line(1)]);
    await run(client, 'orders-crm-to-erp');
    const { items } = await client.call('listFailures', { query: { text: ordered.number, state: 'waiting' } });
    const waiting = await client.call('getFailure', { params: { id: items[0]!.id } });
    expect(waiting.error.message).toMatch(/Customer refers to .*has no counterpart/);
    const { flows, key } = remedyOf(waiting, 'bring');
    expect(flows.map(({ id }) => id)).toContain('new-customer-crm-to-erp');
    const started = await client.call('startRun', {
      params: { id: 'new-customer-crm-to-erp' },
      body: { scope: { kind: 'keys', keys: [key] } },
    });
    await ended(client, started.id);
    await expect
      .poll(async () => (await client.call('getFailure', { params: { id: waiting.id } })).state, { timeout: 20_000 })
      .toBe('solved');
  });

  test('a customer that the ERP blocked meanwhile', async () => {
    const erp = await erpCompany(demo);
    const blocked = await customer();
    const ordered = await order((await accountFor(blocked['number']))['accountid'] as string, [await line(1)]);
    await erp.reader.change(`${erp.of('customers')}(${String(blocked['id'])})`, { blocked: 'All' });
    await run(client, 'orders-crm-to-erp');
    const failure = await failureOf(ordered.number);
    expect(failure.error.message).toMatch(/customer is blocked/);
    await erp.reader.change(`${erp.of('customers')}(${String(blocked['id'])})`, { blocked: ' ' });
    await solves(failure, retried(failure));
  });
});

describe('a contact that both sides changed', () => {
  test.each([
    ['source', '+32 9 111 11 11'],
    ['target', '+32 9 222 22 22'],
  ] as const)('the side that is chosen, %s, is kept in both', async (side, kept) => {
    const { table, revision } = await client.call('getMastership');
    const rows = table.rows.map((row) =>
      row.entity === 'contact' && row.shared ? { ...row, conflict: 'ask' as const } : row,
    );
    await client.call('saveMastership', { body: { table: { ...table, rows }, revision } });
    await run(client, 'contacts-in-step');
    const erp = await erpCompany(demo);
    const crm = crmReader(demo);
    const contacts = await crm.all(`${api}/contacts?$filter=emailaddress1 ne null&$top=40`);
    const inErp = await erp.reader.all(`${erp.of('contacts')}?$top=200`);
    const at = side === 'source' ? 3 : 6;
    const [mine, theirs] = contacts
      .flatMap((one) => {
        const found = inErp.find(
          ({ email }) => String(email).toLowerCase() === String(one['emailaddress1']).toLowerCase(),
        );
        return found ? [[one, found] as const] : [];
      })
      .at(at)!;
    // A is the ERP.
    await erp.reader.change(`${erp.of('contacts')}(${String(theirs['id'])})`, { phoneNumber: '+32 9 111 11 11' });
    await crm.change(`${api}/contacts(${String(mine['contactid'])})`, { telephone1: '+32 9 222 22 22' });
    await run(client, 'contacts-in-step');
    const { items } = await client.call('listFailures', { query: { cause: 'changedOnBothSides' } });
    expect(items.map(({ error }) => error.message)).toHaveLength(1);
    const failure = await client.call('getFailure', { params: { id: items[0]!.id } });
    const { conflicts } = remedyOf(failure, 'choose');
    expect(conflicts).toMatchObject([{ field: 'contact.phone', source: '+32 9 111 11 11', target: '+32 9 222 22 22' }]);
    const body = { kind: 'choose' as const, choices: { 'contact.phone': side } };
    await solves(failure, client.call('mendFailure', { params: { id: failure.id }, body }));
    expect((await crm.one(`${api}/contacts(${String(mine['contactid'])})`))['telephone1']).toBe(kept);
    expect((await erp.reader.one(`${erp.of('contacts')}(${String(theirs['id'])})`))['phoneNumber']).toBe(kept);
  });
});

test('an amount that the CRM has no room for names the field, and a smaller one goes over', async () => {
  const { id, displayName } = await customer();
  await changeInErp(id, { creditLimit: 9_000_000_000_000_000 });
  await run(client, 'accounts-erp-to-crm');
  const failure = await failureOf(displayName as string);
  expect(failure).toMatchObject({ cause: 'doesNotFit', error: { field: 'account.creditLimit' } });
  const { side, field } = remedyOf(failure, 'edit');
  await solves(failure, retried(failure, { [side]: { [field]: '1000.00' } }));
});
