// oxlint-disable typescript/no-explicit-any -- looks into bodies of many shapes
import { linesOf, type FieldValue, type HttpClient, type SendOutcome, type WriteIntent } from '@koppel/sdk';
import { interceptedHttp, testClock, type InterceptedHttp } from '@koppel/sdk/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startCrm, type CrmUnderTest } from './demo-crm.ts';

const { signal } = new AbortController();
let crm: CrmUnderTest;
let http: InterceptedHttp;
beforeEach(async () => {
  http = interceptedHttp();
  crm = await startCrm({ clock: testClock(), intercept: (inner: HttpClient) => http.wrap(inner) });
});
afterEach(() => crm.close());

type Confirmed = Extract<SendOutcome, { kind: 'confirmed' }>;
type Values = Record<string, FieldValue>;

const sink = (entity: string) => crm.system.sink(entity)!;
const send = async (entity: string, intent: WriteIntent) => (await sink(entity).send([intent], { signal }))[0]!;
const create = (entity: string, name: string, values: Values): WriteIntent => ({ op: 'create', key: sink(entity).keyFor!(name), version: null, values: { name, ...values } }); // prettier-ignore

async function made(entity: string, intent: WriteIntent): Promise<Confirmed> {
  const outcome = await send(entity, intent);
  if (outcome.kind !== 'confirmed') throw new Error(`${outcome.error.message} ${outcome.error.answer ?? ''}`);
  return outcome;
}

const change = (entity: string, { key, version }: { key: string; version: string | null }, values: Values) =>
  made(entity, { op: 'update', key, version, values });

async function row(path: string): Promise<any> {
  return (await crm.hands.send('GET', path)).json();
}

const line = (more: Values = {}): Values => ({ product: 'A10004', quantity: '2', unit: 'PCS', unitPrice: '10.5', ...more }); // prettier-ignore
const lines = (...all: Values[]) => JSON.stringify(all);

describe('orders', () => {
  test('are made with their lines, their customer and their currency, and read the same', async () => {
    const [customer] = await crm.make(['Klant BV']);
    const intent = create('order', 'Eerste bestelling', {
      customer: customer!,
      currency: 'GBP',
      requestedDate: '2026-07-01',
      reference: 'PO 1',
      status: 'submitted',
      lines: lines(line({ id: 'a', discountPercent: '5', amount: '19.95' }), { description: 'Transport', quantity: '1', unitPrice: '25' }), // prettier-ignore
      totalAmount: '44.95',
    });
    const { key, values } = await made('order', intent);
    expect(values).toMatchObject({ customer, currency: 'GBP', status: 'submitted', totalAmount: '44.95' });
    const order = await row(`salesorders(${key})?$expand=order_details,pricelevelid($select=name)`);
    expect(order).toMatchObject({ statecode: 0, kop_submitted: true, totalamount: 44.95, pricelevelid: { name: 'EXPORT-GBP' } }); // prettier-ignore
    expect(order.order_details).toHaveLength(2);
    const [sample] = await crm.system.source('order')!.sample({ fields: ['customer', 'lines', 'status'], keys: [key], limit: 1, signal }); // prettier-ignore
    expect(sample!.values[0]).toBe(customer);
    expect(linesOf(sample!.values[1])).toMatchObject([
      { id: expect.any(String), product: 'A10004', unit: 'PCS', quantity: '2', unitPrice: '10.5', discountPercent: '5', amount: '19.95' }, // prettier-ignore
      { description: 'Transport', quantity: '1', unitPrice: '25', amount: '25' },
    ]);
  });

  test('are found by customer, by quote and by the number of the ERP', async () => {
    const [customer] = await crm.make(['Zoekt BV']);
    const { key } = await made('order', create('order', 'Gevonden', { customer: customer!, number: 'VO-77', lines: lines(line()) })); // prettier-ignore
    const found = await sink('order').find(
      [
        { by: 'fields', values: { customer: customer! } },
        { by: 'fields', values: { number: 'vo-77' } },
        { by: 'fields', values: { customer: 'not-a-key' } },
      ],
      { fields: ['number', 'lines'], signal },
    );
    expect(found.map((some) => some.map((one) => one.key))).toEqual([[key], [key], []]);
    expect(linesOf(found[0]![0]!.values['lines'])).toMatchObject([{ product: 'A10004' }]);
  });

  test('are complete or not there at all: one line that cannot be written refuses all of them, with what to do', async () => {
    const refused: [Values, string, string][] = [
      [line({ product: 'X-1' }), 'dataverse.unknown-product', 'order.lines'],
      [line({ unit: 'BARREL' }), 'dataverse.unknown-unit', 'order.lines'],
      [line({ unitPrice: null }), 'dataverse.line-without-price', 'order.lines'],
      [line({ amount: '25' }), 'dataverse.line-does-not-add-up', 'order.lines'],
      [{ quantity: '1', unitPrice: '1' }, 'dataverse.line-without-product', 'order.lines'],
      // Told by Dataverse itself: the product is sold by the metre.
      [line({ unit: 'KG' }), 'dataverse.0x80043b14', ''],
    ];
    for (const [bad, code, field] of refused) {
      const intent = create('order', `Met ${code}`, { lines: lines(line(), bad) });
      const outcome = await send('order', intent);
      expect(outcome).toMatchObject({ kind: 'rejected', reason: 'refused', error: { code } });
      if (outcome.kind === 'confirmed') throw new Error('refused');
      expect(outcome.error.remedy).not.toBe('');
      if (field !== '') expect((outcome.error as { field?: string }).field).toBe(field);
      expect(await sink('order').find([{ by: 'key', key: intent.key! }], { fields: [], signal })).toEqual([[]]);
    }
    const total = await send('order', create('order', 'Ander totaal', { lines: lines(line({ amount: '21' })), totalAmount: '22' })); // prettier-ignore
    expect(total).toMatchObject({ kind: 'rejected', error: { code: 'dataverse.total-differs' } });
    const computed = await send('order', create('order', 'Zonder bedragen', { lines: lines(line()), totalAmount: '25' })); // prettier-ignore
    expect(computed).toMatchObject({ kind: 'rejected', error: { code: 'dataverse.total-differs', field: 'order.totalAmount' } }); // prettier-ignore
    const currency = await send('order', create('order', 'Yen', { currency: 'JPY', lines: lines(line()) }));
    expect(currency).toMatchObject({ kind: 'rejected', error: { code: 'dataverse.no-such-option' } });
  });

  test('in a currency without a price list are refused with what to do', async () => {
    for (const list of await crm.hands.rows('pricelevels?$expand=transactioncurrencyid($select=isocurrencycode)'))
      if ((list['transactioncurrencyid'] as { isocurrencycode: string }).isocurrencycode === 'CHF')
        await crm.hands.send('DELETE', `pricelevels(${String(list['pricelevelid'])})`);
    const outcome = await send('order', create('order', 'Zwitsers', { currency: 'CHF', lines: lines(line()) }));
    expect(outcome).toMatchObject({ kind: 'rejected', error: { code: 'dataverse.no-price-list', field: 'order.currency' } }); // prettier-ignore
  });

  test('get what the ERP tells of them while they are submitted, and are fulfilled last', async () => {
    const first = await made('order', create('order', 'Naar de ERP', { status: 'submitted', lines: lines(line()) }));
    const shipped = await change('order', first, {
      status: 'fulfilled',
      number: 'VO-1',
      'fulfilment.status': 'shipped',
      'fulfilment.shippedOn': '2026-06-02',
      shippedQuantity: '2',
      tracking: 'BE1',
    });
    expect(shipped.values).toMatchObject({ status: 'fulfilled', 'fulfilment.status': 'shipped', tracking: 'BE1' });
    expect(await row(`salesorders(${first.key})`)).toMatchObject({ statecode: 3, statuscode: 100001, kop_fulfilmentstatus: 3, kop_erpordernumber: 'VO-1' }); // prettier-ignore
    const again = await send('order', { op: 'update', key: first.key, version: shipped.version, values: { status: 'new' } }); // prettier-ignore
    expect(again).toMatchObject({ kind: 'rejected', error: { code: 'dataverse.state-not-reachable', field: 'order.status' } }); // prettier-ignore
    expect(await change('order', shipped, { status: 'fulfilled' })).toMatchObject({ version: shipped.version });
  });
});

describe('quotes', () => {
  test('go all the way to won in one write, and are read only behind it', async () => {
    const [customer] = await crm.make(['Koper BV']);
    // Without a customer no quote is activated: then it is not there at all.
    const alone = create('quote', 'Zonder klant', { lines: lines(line()), status: 'won' });
    expect(await send('quote', alone)).toMatchObject({ kind: 'rejected', error: { field: 'quote.customer' } });
    expect(await sink('quote').find([{ by: 'key', key: alone.key! }], { fields: [], signal })).toEqual([[]]);
    const won = await made('quote', create('quote', 'Meteen gewonnen', {
        customer: customer!, lines: lines(line()), status: 'won', validUntil: '2026-08-01' })); // prettier-ignore
    expect(won.values).toMatchObject({ status: 'won', validUntil: '2026-08-01' });
    expect(await row(`quotes(${won.key})?$expand=quote_details`)).toMatchObject({ statecode: 2, statuscode: 4, quote_details: [{ quantity: 2 }] }); // prettier-ignore
    const outcome = await send('quote', { op: 'update', key: won.key, version: won.version, values: { reference: 'Te laat' } }); // prettier-ignore
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'refused' });
  });

  test('change their columns and lines before their status, together or not at all', async () => {
    const [customer] = await crm.make(['Wijziger BV']);
    const draft = await made('quote', create('quote', 'Concept', {
        customer: customer!, lines: lines(line({ id: '1' }), line({ id: '2', quantity: '5' })) })); // prettier-ignore
    const before = await row(`quotes(${draft.key})?$expand=quote_details($orderby=lineitemnumber)`);
    const outcome = await send('quote', { op: 'update', key: draft.key, version: draft.version, values: { name: 'Gewijzigd', lines: lines(line({ id: '1' }), line({ id: '3', product: 'X-1' })) } }); // prettier-ignore
    expect(outcome).toMatchObject({ kind: 'rejected', error: { code: 'dataverse.unknown-product' } });
    expect((await row(`quotes(${draft.key})`)).name).toBe('Concept');
    const changed = await change('quote', draft, {
      name: 'Gewijzigd',
      lines: lines(line({ id: '2', quantity: '6' }), line({ id: '3', product: 'A10007' })),
      status: 'active',
    });
    expect(changed.values).toMatchObject({ name: 'Gewijzigd', status: 'active' });
    const after = await row(`quotes(${draft.key})?$expand=quote_details($orderby=lineitemnumber;$expand=productid($select=productnumber))`); // prettier-ignore
    expect(after.quote_details).toMatchObject([
      // The second line is the same row as before.
      { quotedetailid: before.quote_details[1].quotedetailid, quantity: 6, lineitemnumber: 1 },
      { productid: { productnumber: 'A10007' }, lineitemnumber: 2 },
    ]);
    expect(await change('quote', changed, { status: 'lost' })).toMatchObject({ values: { status: 'lost' } });
  });

  test('lines that are as they should be are not written', async () => {
    const draft = await made('quote', create('quote', 'Onveranderd', { lines: lines(line({ id: '1' }), line({ id: '2' })) })); // prettier-ignore
    const etags = async () => (await row(`quotes(${draft.key})/quote_details`)).value.map((one: any) => one['@odata.etag']).sort(); // prettier-ignore
    const before = await etags();
    await change('quote', draft, { lines: lines(line({ id: '1' }), line({ id: '2' })), reference: 'Nieuw' });
    expect(await etags()).toEqual(before);
    // A line that somebody else has changed goes back to what it is to be.
    const [one] = (await row(`quotes(${draft.key})/quote_details`)).value;
    await crm.hands.send('PATCH', `quotedetails(${one.quotedetailid})`, { quantity: 99 });
    const version = (await row(`quotes(${draft.key})`))['@odata.etag'];
    await change('quote', { key: draft.key, version }, { lines: lines(line({ id: '1' }), line({ id: '2' })) });
    expect((await row(`quotes(${draft.key})/quote_details`)).value.map((each: any) => each.quantity)).toEqual([2, 2]);
  });

  test('a line that is lost on the way leaves the outcome open', async () => {
    let reads = 0;
    http.onWrites(async (_request, forward) => {
      const answer = await forward();
      reads += 1;
      // Somebody takes a line away between the write and the look at it.
      const { key } = create('quote', 'Wordt kleiner', {});
      const [first] = (await row(`quotes(${key})/quote_details`)).value;
      if (reads === 1 && first !== undefined) await crm.hands.send('DELETE', `quotedetails(${first.quotedetailid})`);
      return answer;
    });
    const outcome = await send('quote', create('quote', 'Wordt kleiner', { lines: lines(line({ id: '1' }), line({ id: '2' })) })); // prettier-ignore
    http.clear();
    expect(outcome.kind).toBe('unknown');
  });

  test('are read by changes with their lines, and a changed line brings its quote along', async () => {
    const { key } = await made('quote', create('quote', 'Gevolgd', { lines: lines(line()) }));
    const source = crm.system.source('quote')!;
    const request = { fields: ['name', 'lines', 'customer'], scope: { kind: 'changes' }, resume: 'watermark', batchSize: 100, signal } as const; // prettier-ignore
    let cursor: string | null = null;
    for await (const batch of source.read({ ...request, cursor })) cursor = batch.cursor;
    const [one] = (await row(`quotes(${key})/quote_details`)).value;
    await crm.hands.send('PATCH', `quotedetails(${one.quotedetailid})`, { quantity: 7 });
    const changed = [];
    for await (const batch of source.read({ ...request, cursor })) changed.push(...batch.records);
    expect(changed.map((record) => record.key)).toEqual([key]);
    expect(linesOf(changed[0]!.values[1])).toMatchObject([{ quantity: '7' }]);
  });

  test('of a customer that is a person have no account', async () => {
    const [person] = await crm.hands.ids({ set: 'contacts', idColumn: 'contactid' });
    const [list] = await crm.hands.rows("pricelevels?$filter=name eq 'CATALOGUE'");
    const response = await crm.hands.send('POST', 'quotes', {
      name: 'Van een persoon',
      'customerid_contact@odata.bind': `/contacts(${person})`,
      'pricelevelid@odata.bind': `/pricelevels(${String(list!['pricelevelid'])})`,
    });
    const key = /\(([0-9a-f-]{36})\)/.exec(response.headers.get('odata-entityid')!)![1]!;
    const [sample] = await crm.system.source('quote')!.sample({ fields: ['customer'], keys: [key], limit: 1, signal }); // prettier-ignore
    expect(sample!.values).toEqual([null]);
  });
});

describe('products', () => {
  const prices = (price: string, ...more: Values[]) => lines({ list: 'CATALOGUE', currency: 'EUR', unit: 'PCS', price }, ...more); // prettier-ignore

  test('are made and published with their unit group and prices, changed under revision, and retired', async () => {
    const first = await made('product', create('product', 'Nieuw', { number: 'N-1', unit: 'PCS', listPrice: '9.95', priceLists: prices('9.95', { list: 'EXPORT-USD', currency: 'USD', unit: 'PCS', price: '11' }) })); // prettier-ignore
    expect(await row(`products(${first.key})?$expand=defaultuomscheduleid($select=name)`)).toMatchObject({ statecode: 0, defaultuomscheduleid: { name: 'Pieces' } }); // prettier-ignore
    const renamed = await change('product', first, { name: 'Vernieuwd', discontinued: false });
    expect(await row(`products(${first.key})`)).toMatchObject({ name: 'Vernieuwd', statecode: 0 });
    const dearer = await change('product', renamed, {
      priceLists: prices('10.5', { list: 'CATALOGUE', currency: 'EUR', unit: 'PCS', minimumQuantity: '10', price: '9' }), // prettier-ignore
    });
    expect(linesOf(dearer.values!['priceLists'])).toEqual([
      { list: 'CATALOGUE', currency: 'EUR', unit: 'PCS', price: '10.5' },
      { list: 'CATALOGUE', currency: 'EUR', unit: 'PCS', minimumQuantity: '10', price: '9' },
    ]);
    expect((await row(`products(${first.key})/product_price_levels`)).value).toMatchObject([{ amount: 10.5 }]);
    const retired = await change('product', dearer, { discontinued: true, description: 'Uit' });
    expect(await row(`products(${first.key})`)).toMatchObject({ statecode: 1, description: 'Uit' });
    const back = await change('product', retired, { description: 'Toch niet', status: 'active' });
    expect(await row(`products(${back.key})`)).toMatchObject({ statecode: 0, description: 'Toch niet' });
  });

  test('whose price list or number is not right are refused with what to do', async () => {
    const unknown = await send('product', create('product', 'Lijst', { number: 'N-2', unit: 'PCS', priceLists: lines({ list: 'NOPE', unit: 'PCS', price: '1' }) })); // prettier-ignore
    expect(unknown).toMatchObject({ kind: 'rejected', error: { code: 'dataverse.unknown-price-list' } });
    const currency = await send('product', create('product', 'Munt', { number: 'N-3', unit: 'PCS', priceLists: lines({ list: 'CATALOGUE', currency: 'USD', unit: 'PCS', price: '1' }) })); // prettier-ignore
    expect(currency).toMatchObject({ kind: 'rejected', error: { code: 'dataverse.price-list-currency' } });
    const taken = await send('product', create('product', 'Nummer', { number: 'A10004', unit: 'PCS' }));
    expect(taken).toMatchObject({ kind: 'rejected', error: { failureCause: 'alreadyExists' } });
    const unit = await send('product', create('product', 'Eenheid', { number: 'N-4', unit: 'BARREL' }));
    expect(unit).toMatchObject({ kind: 'rejected', error: { failureCause: 'noTranslation', field: 'product.unit' } });
  });
});

test('an opportunity is won, and a task completed, in one write', async () => {
  const chance = await made('opportunity', create('opportunity', 'Kans', { estimatedValue: '1000' }));
  expect(await change('opportunity', chance, { estimatedValue: '1200', status: 'won' })).toMatchObject({ values: { status: 'won' } }); // prettier-ignore
  expect(await row(`opportunities(${chance.key})`)).toMatchObject({ statecode: 1, estimatedvalue: 1200 });
  const [account] = await crm.make(['Met taak']);
  const task = create('task', 'x', { account: account!, subject: 'Bellen', dueDate: '2026-07-01', status: 'completed' }); // prettier-ignore
  const { name: _name, ...values } = task.values;
  const done = await made('task', { ...task, values });
  expect(done.values).toMatchObject({ account, dueDate: '2026-07-01', status: 'completed' });
  expect(await row(`tasks(${done.key})`)).toMatchObject({ statecode: 1, scheduledend: '2026-07-01T00:00:00Z', _regardingobjectid_value: account }); // prettier-ignore
  expect(await sink('task').find([{ by: 'fields', values: { account: account! } }], { fields: ['subject'], signal })).toMatchObject([[{ values: { subject: 'Bellen' } }]]); // prettier-ignore
});

test('contacts belong to an account and say whether they may be mailed', async () => {
  const [account] = await crm.make(['Werkgever']);
  const intent: WriteIntent = { op: 'create', key: sink('contact').keyFor!('p'), version: null, values: { account: account!, firstName: 'An', lastName: 'Peeters', 'consent.email': true, 'consent.phone': false, language: 'nl' } }; // prettier-ignore
  const { key, values } = await made('contact', intent);
  expect(values).toEqual(intent.values);
  expect(await row(`contacts(${key})`)).toMatchObject({ donotemail: false, donotphone: true, _parentcustomerid_value: account }); // prettier-ignore
  const gone = await send('contact', { ...intent, key: sink('contact').keyFor!('q'), values: { lastName: 'Q', account: '11111111-2222-4333-8444-555555555555' } }); // prettier-ignore
  expect(gone).toMatchObject({ kind: 'rejected', reason: 'refused' });
});

test('figures of an account by month are lines in one column', async () => {
  const byMonth = JSON.stringify([
    { amount: '100.5', month: '2026-01' },
    { amount: '20', month: '2026-02' },
  ]);
  const { key, values } = await made('account', create('account', 'Met omzet', { revenueByMonth: byMonth, revenue12m: '120.5', trend: 'riser' })); // prettier-ignore
  expect(values).toMatchObject({ revenueByMonth: byMonth, trend: 'riser' });
  expect((await row(`accounts(${key})`)).kop_revenuebymonth).toBe(byMonth);
  const schemas = new Map((await crm.system.describe(signal)).map((schema) => [schema.entity, schema]));
  const field = (entity: string, name: string) => schemas.get(entity)!.fields.find((one) => one.field === name);
  expect(field('account', 'revenueByMonth')!.type).toMatchObject({ kind: 'lines', fields: [{ field: 'month' }, { field: 'amount', type: { kind: 'money' } }] }); // prettier-ignore
  expect(field('order', 'customer')!.type).toEqual({ kind: 'reference', entity: 'account' });
  expect(field('order', 'quote')!.type).toEqual({ kind: 'reference', entity: 'quote' });
  expect(field('order', 'lines')).toMatchObject({ type: { kind: 'lines' }, canCreate: true, canUpdate: true });
  expect(field('quote', 'status')!.type).toMatchObject({ kind: 'choice', options: [{ value: 'draft' }, { value: 'active' }, { value: 'won' }, { value: 'lost' }, { value: 'canceled' }, { value: 'revised' }] }); // prettier-ignore
  expect(field('order', 'fulfilment.status')!.type).toMatchObject({ kind: 'choice', options: [{ value: 'notStarted' }, { value: 'partlyShipped' }, { value: 'shipped' }, {}, {}] }); // prettier-ignore
  expect(field('product', 'discontinued')).toMatchObject({ type: { kind: 'boolean' }, canCreate: true });
  expect(field('task', 'dueDate')!.type).toEqual({ kind: 'date' });
});
