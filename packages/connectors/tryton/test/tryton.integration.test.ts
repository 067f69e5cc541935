import { systemClock, type HttpClient, type SendOutcome, type Sink, type System, type WriteIntent } from '@koppel/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tryton } from '../src/index.ts';
import { date, decimal } from './hands.ts';
import { missingTrytond, startTrytond, type Trytond } from './trytond.ts';
import { connectTo, moveStamps, type Connected } from './under-test.ts';

const missing = await missingTrytond();
const { signal } = new AbortController();
const today = new Date().toISOString().slice(0, 10);

const create = (values: WriteIntent['values']): WriteIntent => ({ op: 'create', key: null, version: null, values });
const update = (key: string, version: string | null, values: WriteIntent['values']): WriteIntent => ({ op: 'update', key, version, values }); // prettier-ignore

function confirmed(outcome: SendOutcome | undefined): Extract<SendOutcome, { kind: 'confirmed' }> {
  if (outcome?.kind !== 'confirmed') throw new Error(`${outcome?.kind}: ${outcome?.error.message} ${outcome?.error.answer}`); // prettier-ignore
  return outcome;
}

describe.skipIf(missing !== null)(missing ?? 'a real Tryton', () => {
  let erp: Trytond;
  const open: Connected[] = [];
  let names = 0;

  beforeAll(async () => {
    erp = await startTrytond();
  }, 240_000);
  afterEach(async () => {
    for (const connected of open.splice(0)) await connected.close();
  });
  afterAll(() => erp?.close());

  async function connected(more: { settings?: Record<string, unknown>; intercept?: (http: HttpClient) => HttpClient } = {}) {
    const one = await connectTo(erp, { clock: systemClock, ...more });
    open.push(one);
    const sink = (entity: string): Sink => one.system.sink(entity)!;
    return { ...one, sink, send: async (entity: string, ...intents: WriteIntent[]) => sink(entity).send(intents, { signal }) };
  } // prettier-ignore

  async function all(system: System, entity: string, { fields, cursor = null }: { fields: readonly string[]; cursor?: string | null }) {
    const records: { key: string; values: Record<string, unknown> }[] = [];
    let last = cursor;
    const request = { fields, cursor, scope: { kind: 'changes' }, resume: cursor === null ? 'watermark' : 'checkpoint', batchSize: 50, signal } as const;
    for await (const batch of system.source(entity)!.read(request)) {
      last = batch.cursor;
      for (const { key, values } of batch.records) records.push({ key, values: Object.fromEntries(fields.map((field, at) => [field, values[at]])) });
    }
    return { records, cursor: last };
  } // prettier-ignore

  const orderOf = (reference: string, customer = String(erp.company.customer)) =>
    create({
      customer,
      reference,
      currency: 'EUR',
      lines: JSON.stringify([{ product: 'ART-001', quantity: '3', unitPrice: '189', discountPercent: '10' }]),
    });
  const freshName = () => `Customer ${(names += 1)} BV`;

  test('a customer is written with all that belongs to it, and is read as it was written', async () => {
    const { send, sink } = await connected();
    const values = {
      name: freshName(), companyNumber: '0403.019.261', vatNumber: 'BE0403019261', language: 'nl', phone: '+32 9 225 00 00', email: 'a@b.example', website: 'https://b.example',
      'billingAddress.street': 'Kerkstraat 10', 'billingAddress.street2': 'bus 3', 'billingAddress.postalCode': '9000', 'billingAddress.city': 'Gent', 'billingAddress.country': 'BE',
      'deliveryAddress.name': 'Magazijn', 'deliveryAddress.street': 'Dok 1', 'deliveryAddress.city': 'Brugge', paymentTerms: '30 days',
    }; // prettier-ignore
    const [made] = (await send('account', create(values))).map(confirmed);
    expect(made!.values).toEqual(values);
    const changes = { 'billingAddress.street2': null, email: null, phone: '+32 9 000', 'deliveryAddress.city': 'Oostende', vatNumber: null, blocked: 'all' }; // prettier-ignore
    const [changed] = (await send('account', update(made!.key, made!.version, changes))).map(confirmed);
    expect(changed!.values).toEqual(changes);
    const queries = [{ by: 'fields', values: { companyNumber: 'BE 0403019261', name: values.name } }] as const;
    const fields = Object.keys({ ...values, ...changes });
    const found = (await sink('account').find(queries, { fields, signal })).flat();
    // Who pays no VAT has a company number all the same.
    expect(found).toMatchObject([{ key: made!.key, values: { ...values, ...changes } }]);
  });

  test('what Tryton refuses says why, of which field, and what to do', async () => {
    const { send } = await connected();
    const refused = async (entity: string, intent: WriteIntent) => {
      const [outcome] = await send(entity, intent);
      if (outcome?.kind !== 'rejected') throw new Error(outcome?.kind);
      const { error } = outcome;
      expect([error.message, error.remedy].map((text) => text.length > 0)).toEqual([true, true]);
      return [error.failureCause, error.field];
    };
    const name = freshName();
    expect(await refused('account', create({ name, vatNumber: 'BE0403019262' }))).toEqual(['doesNotFit', 'account.vatNumber']);
    expect(await refused('account', create({ name, number: '1' }))).toEqual(['alreadyExists', 'account.number']);
    expect(await refused('account', create({ name, paymentTerms: '90 days' }))).toEqual(['noTranslation', 'account.paymentTerms']);
    expect(await refused('account', create({ name, 'billingAddress.country': 'XX' }))).toEqual(['noTranslation', 'account.billingAddress.country']);
    expect(await refused('account', create({ name, companyNumber: '0417.497.106', vatNumber: 'BE0403019261' }))).toEqual(['doesNotFit', 'account.vatNumber']);
    const order = (lines: object[], more = {}) => create({ ...orderOf('REFUSED').values, lines: JSON.stringify(lines), ...more });
    const line = { product: 'ART-001', quantity: '1', unitPrice: '5' };
    expect(await refused('order', order([]))).toEqual(['requiredEmpty', 'order.lines']);
    expect(await refused('order', order([{ ...line, product: 'NOPE' }]))).toEqual(['noTranslation', 'order.lines']);
    expect(await refused('order', order([{ ...line, quantity: '0' }]))).toEqual(['doesNotFit', 'order.lines']);
    expect(await refused('order', order([{ ...line, unit: 'Barrel' }]))).toEqual(['noTranslation', 'order.lines']);
    expect(await refused('order', order([line], { totalAmount: '6' }))).toEqual(['doesNotFit', 'order.totalAmount']);
    expect(await refused('order', order([line], { reference: ' ' }))).toEqual(['requiredEmpty', 'order.reference']);
    expect(await refused('order', order([line], { currency: 'CHF' }))).toEqual(['noTranslation', 'order.currency']);
    expect(await refused('invoice', create({ number: 'F1' }))).toEqual(['refused', undefined]);
    expect(await erp.hands.rows('party.party', [['name', '=', name]], ['id'])).toEqual([]);
    expect(await erp.hands.rows('sale.sale', [['reference', '=', 'REFUSED']], ['id'])).toEqual([]);
  }); // prettier-ignore

  test('an order is confirmed with its number, taxes and a price after discount; one that cannot be leaves nothing behind', async () => {
    const { send } = await connected();
    const [made] = (await send('order', orderOf('SO-1'))).map(confirmed);
    const [sale] = await erp.hands.rows('sale.sale', [['id', '=', Number(made!.key)]], ['state', 'number', 'untaxed_amount', 'total_amount', 'payment_term.name', 'invoice_address.city']); // prettier-ignore
    expect(sale).toMatchObject({
      state: 'processing',
      number: expect.any(String) as string,
      untaxed_amount: decimal('510.30'),
      total_amount: decimal('617.46'),
      'payment_term.': { name: '30 days' },
      'invoice_address.': { city: 'Antwerpen' },
    });
    const [nowhere] = (await send('account', create({ name: freshName() }))).map(confirmed);
    const [refused] = await send('order', orderOf('SO-NOWHERE', nowhere!.key));
    expect(refused).toMatchObject({ kind: 'rejected', reason: 'refused', error: { failureCause: 'requiredEmpty' } });
    expect(await erp.hands.rows('sale.sale', [['reference', '=', 'SO-NOWHERE']], ['id'])).toEqual([]);
  });

  test('an order whose create broke off after its first step is found by its reference and finished', async () => {
    let isLost = true;
    const { send, sink } = await connected({
      intercept: (http) => ({
        async request(request) {
          const answer = await http.request(request);
          if (!isLost || !String(request.body).includes('sale.sale.create')) return answer;
          isLost = false;
          return { ...answer, status: 200, json: () => ({ id: 1 }), text: () => '{}' };
        },
      }),
    });
    const [outcome] = await send('order', orderOf('SO-2'));
    expect(outcome!.kind).toBe('unknown');
    const look = async () => (await sink('order').find([{ by: 'fields', values: { reference: 'so-2' } }], { fields: ['number', 'status'], signal })).flat(); // prettier-ignore
    const [half] = await look();
    expect(half!.values).toEqual({ number: null, status: 'draft' });
    confirmed((await send('order', update(half!.key, half!.version, {})))[0]);
    const [whole] = await look();
    expect(whole!.values).toEqual({ number: expect.any(String) as string, status: 'open' });
    confirmed((await send('order', update(whole!.key, whole!.version, {})))[0]);
    expect(await look()).toEqual([whole]);
  });

  test('a session that Tryton has forgotten is begun anew, and the call is made once', async () => {
    const { send, proxy } = await connected();
    const name = freshName();
    confirmed((await send('account', create({ name })))[0]);
    proxy.forgetSessions();
    proxy.takeCalls();
    const again = freshName();
    confirmed((await send('account', create({ name: again })))[0]);
    expect(proxy.takeCalls().filter((method) => method === 'common.db.login')).toHaveLength(1);
    expect(await erp.hands.rows('party.party', [['name', '=', again]], ['id'])).toHaveLength(1);
  });

  test('an address that changed by itself makes its customer changed, and an update of the old version stale', async () => {
    const { send, system } = await connected();
    const values = { name: freshName(), 'billingAddress.city': 'Gent' };
    const [made] = (await send('account', create(values))).map(confirmed);
    const fields = ['name', 'billingAddress.city'];
    const { cursor } = await all(system, 'account', { fields });
    const [address] = await erp.hands.rows('party.address', [['party', '=', Number(made!.key)]], ['id']);
    await erp.hands.call('party.address', 'write', [address!['id']], { city: 'Aalst' });
    const { records } = await all(system, 'account', { fields, cursor });
    expect(records).toEqual([{ key: made!.key, values: { ...values, 'billingAddress.city': 'Aalst' } }]);
    const [stale] = await send('account', update(made!.key, made!.version, { 'billingAddress.city': 'Gent' }));
    expect(stale).toMatchObject({ kind: 'rejected', reason: 'stale' });
  });

  test('a change by somebody else between the look and the write is noticed by Tryton and not overwritten', async () => {
    let meddle: (() => Promise<void>) | null = null;
    const { send } = await connected({
      intercept: (http) => ({
        async request(request) {
          await meddle?.();
          return http.request(request);
        },
      }),
    });
    const [made] = (await send('account', create({ name: freshName() }))).map(confirmed);
    meddle = async () => {
      await erp.hands.call('party.party', 'write', [Number(made!.key)], { name: 'Meddled BV' });
      // The stamps of a Tryton on SQLite are whole seconds.
      moveStamps(erp, 'party.party', { key: made!.key, ms: 5000 });
    };
    const [stale] = await send('account', update(made!.key, made!.version, { name: 'Ours BV' }));
    expect(stale).toMatchObject({ kind: 'rejected', reason: 'stale' });
    const [{ name }] = (await erp.hands.rows('party.party', [['id', '=', Number(made!.key)]], ['name'])) as [{ name: string }]; // prettier-ignore
    expect(name).toBe('Meddled BV');
  });

  test('a part that is shipped makes the order changed, though Tryton leaves its stamp alone', async () => {
    const { send, system } = await connected();
    const [made] = (await send('order', orderOf('SO-3'))).map(confirmed);
    const fields = ['fulfilment.status', 'shippedQuantity', 'fulfilment.shippedOn', 'tracking'];
    const { cursor } = await all(system, 'order', { fields });
    const { hands } = erp;
    const [sale] = await hands.rows('sale.sale', [['id', '=', Number(made!.key)]], ['shipments']);
    const shipments = sale!['shipments'] as number[];
    await hands.call('stock.shipment.out', 'write', shipments, { reference: 'BPOST 1' });
    for (const step of ['assign_force', 'pick']) await hands.call('stock.shipment.out', step, shipments);
    const [move] = await hands.rows('stock.move', [['shipment', '=', `stock.shipment.out,${shipments[0]}`], ['to_location.type', '=', 'customer']], ['id']); // prettier-ignore
    await hands.call('stock.move', 'write', [move!['id']], { quantity: 2 });
    for (const step of ['pack', 'done']) await hands.call('stock.shipment.out', step, shipments);
    const { records } = await all(system, 'order', { fields, cursor });
    const values = { 'fulfilment.status': 'partlyShipped', shippedQuantity: '2', 'fulfilment.shippedOn': today, tracking: 'BPOST 1' }; // prettier-ignore
    expect(records).toEqual([{ key: made!.key, values }]);
  });

  test('a credit note in another currency has positive amounts, its kind, and the rate of its day', async () => {
    const { system } = await connected();
    const { hands, company } = erp;
    const dollar = await hands.create('currency.currency', {
      name: 'Dollar', code: 'USD', symbol: '$', digits: 2, rounding: decimal('0.01'),
      rates: [['create', [{ date: date('2020-01-01'), rate: decimal('1.25') }, { date: date('2099-01-01'), rate: decimal('9') }]]],
    }); // prettier-ignore
    const account = (code: string) => hands.one('account.account', [['code', '=', code]]);
    const line = { type: 'line', quantity: -2, unit_price: decimal('50'), account: await account('700'), description: 'Returned', company: company.company, currency: dollar }; // prettier-ignore
    const invoice = await hands.create('account.invoice', {
      type: 'out', party: company.customer, currency: dollar, company: company.company, account: await account('400'), invoice_date: date(today), lines: [['create', [line]]],
      invoice_address: await hands.one('party.address', [['party', '=', company.customer]]), journal: await hands.one('account.journal', [['type', '=', 'revenue']]),
    }); // prettier-ignore
    await hands.call('account.invoice', 'post', [invoice]);
    const fields = ['kind', 'customer', 'currency', 'exchangeRate', 'amount', 'remainingAmount', 'status', 'date'];
    const { records } = await all(system, 'invoice', { fields });
    expect(records.find(({ key }) => key === String(invoice))!.values).toEqual({
      kind: 'creditNote', customer: String(company.customer), currency: 'USD', exchangeRate: '0.8', amount: '100', remainingAmount: '100', status: 'open', date: today,
    }); // prettier-ignore
  });

  test('with a category only its parties are customers, and new ones get it', async () => {
    await erp.hands.create('party.category', { name: 'Customers' });
    const { send, system } = await connected({ settings: { customerCategory: 'customers' } });
    expect((await all(system, 'account', { fields: ['name'] })).records).toEqual([]);
    const name = freshName();
    confirmed((await send('account', create({ name })))[0]);
    expect((await all(system, 'account', { fields: ['name'] })).records.map(({ values }) => values)).toEqual([{ name }]); // prettier-ignore
  });

  test('the connection test names the step that fails', async () => {
    const steps = async (settings: Record<string, unknown>) => {
      const { system } = await connected({ settings });
      const taken: string[] = [];
      for await (const { id, outcome } of system.test(signal)) taken.push(`${id} ${outcome}`);
      return taken;
    };
    const reached = ['name ok', 'connect ok', 'address ok'];
    expect(await steps({})).toEqual([...reached, 'sign-in ok', 'company ok', ...['account', 'product', 'order', 'invoice'].map((entity) => `sample-${entity} ok`)]); // prettier-ignore
    expect(await steps({ password: 'wrong' })).toEqual([...reached, 'sign-in failed']);
    expect(await steps({ company: 'Nobody NV' })).toEqual([...reached, 'sign-in ok', 'company failed']);
    expect((await steps({ database: 'nowhere' })).at(-1)).toMatch(/^(address|sign-in) failed$/);
  });

  test('describes every field that is bound', async () => {
    const { system } = await connected();
    const schemas = new Map((await system.describe(signal)).map((schema) => [schema.entity, schema]));
    for (const { entity, fields } of tryton.spec.bindings) {
      const there = new Set(schemas.get(entity)!.fields.map(({ field }) => field));
      expect([entity, Object.keys(fields).filter((field) => !there.has(field))]).toEqual([entity, []]);
    }
    const terms = schemas.get('account')!.fields.find(({ field }) => field === 'paymentTerms');
    expect(terms!.type).toEqual({ kind: 'choice', options: [{ value: '30 days', label: '30 days' }] });
  });
});
