import { amountOf, decimal, type Trytond } from '@koppel/connector-tryton/testing';
import type { FlowDocument } from '@koppel/model';
import { expect } from 'vitest';
import type { Client } from './client.ts';
import type { StoryErp } from './prospect.ts';
import type { crmReader } from './systems.ts';

type Row = Readonly<Record<string, unknown>>;
const cents = (raw: unknown) => Math.round(amountOf(raw) * 100);

/** A Tryton of the story, at its own screen. */
export function trytonErp({ hands, company }: Trytond): StoryErp {
  const { rows, call } = hands;
  const saleOf = async (number: string, fields: readonly string[]) =>
    (await rows('sale.sale', [['number', '=', number]], fields))[0]!;
  const waitingShipments = async (number: string) => {
    const sale = await saleOf(number, ['shipments.state']);
    return (sale['shipments.'] as Row[]).filter(({ state }) => state === 'waiting').map(({ id }) => Number(id));
  };
  async function ship(shipment: number, quantities: (line: number) => number | null): Promise<void> {
    await call('stock.shipment.out', 'write', [shipment], { reference: `TRACK-${shipment}` });
    await call('stock.shipment.out', 'assign_force', [shipment]);
    await call('stock.shipment.out', 'pick', [shipment]);
    const moves = await rows('stock.move', [['shipment', '=', `stock.shipment.out,${shipment}`], ['to_location.type', '=', 'customer']], ['quantity']); // prettier-ignore
    for (const [at, { id }] of moves.entries()) {
      const quantity = quantities(at);
      if (quantity !== null) await call('stock.move', 'write', [id], { quantity });
    }
    await call('stock.shipment.out', 'pack', [shipment]);
    await call('stock.shipment.out', 'done', [shipment]);
  }
  const invoicesOf = (customer: string) =>
    rows(
      'account.invoice',
      [['party', '=', Number(customer)], ['state', 'in', ['posted', 'paid']]],
      ['untaxed_amount', 'amount_to_pay'],
    ); // prettier-ignore
  return {
    async customersNamed(name) {
      const found = await rows('party.party', [['name', '=', name]], ['code']);
      return found.map(({ id, code }) => ({ id: String(id), number: String(code) }));
    },
    async order(number) {
      const sale = await saleOf(number, ['party', 'lines', 'untaxed_amount']);
      const lines = (sale['lines'] as unknown[]).length;
      return { customer: String(sale['party']), lines, amount: cents(sale['untaxed_amount']) };
    },
    async shipPart(number, quantity) {
      const [shipment] = await waitingShipments(number);
      await ship(shipment!, (line) => (line === 0 ? quantity : 0));
    },
    async shipRest(number) {
      for (const shipment of await waitingShipments(number)) await ship(shipment, () => null);
    },
    async invoice(number) {
      const sale = await saleOf(number, ['invoices']);
      const today = new Date().toISOString().slice(0, 10);
      const [year, month, day] = today.split('-').map(Number);
      const invoices = sale['invoices'] as number[];
      await call('account.invoice', 'write', invoices, { invoice_date: { __class__: 'date', year, month, day } });
      await call('account.invoice', 'post', invoices);
    },
    async pay(customer, amount) {
      const [invoice] = await invoicesOf(customer);
      await payInvoice({ hands, company }, Number(invoice!['id']), amount);
    },
    async owed(customer) {
      const invoices = await invoicesOf(customer);
      const sum = (field: string) => invoices.reduce((total, invoice) => total + cents(invoice[field]), 0);
      return { revenue: sum('untaxed_amount'), open: sum('amount_to_pay') };
    },
  };
}

/** The wizard with which people register a payment, for a part of the amount. */
async function payInvoice({ hands, company }: Pick<Trytond, 'hands' | 'company'>, invoice: number, amount: number) {
  const name = 'account.invoice.pay';
  const active = { active_model: 'account.invoice', active_id: invoice, active_ids: [invoice] };
  const [session] = (await hands.wizard(name, 'create', active)) as [number];
  const defaultsOf = (answer: unknown) => {
    const { defaults } = (answer as { view: { defaults: Row } }).view;
    return Object.fromEntries(Object.entries(defaults).filter(([field]) => !field.endsWith('.')));
  };
  const opened = await hands.wizard(name, 'execute', session, {}, 'start', active);
  const start = { ...defaultsOf(opened), payment_method: company.paymentMethod, amount: decimal((amount / 100).toFixed(2)), description: '' }; // prettier-ignore
  const asked = await hands.wizard(name, 'execute', session, { start }, 'choice', active);
  const ask = { ...defaultsOf(asked), type: 'partial' };
  await hands.wizard(name, 'execute', session, { start, ask }, 'pay', active);
  await hands.wizard(name, 'delete', session);
}

/** The catalogue of the company is on both sides: what the CRM sells is in Tryton too. */
export async function sellsWhatTheCrmSells({ hands, company }: Trytond, crm: ReturnType<typeof crmReader>) {
  const api = '/api/data/v9.2';
  const units = new Map((await crm.all(`${api}/uoms`)).map(({ uomid, name }) => [uomid, String(name)]));
  const [{ category }] = (await hands.rows('product.uom', [['id', '=', company.unit]], ['category'])) as [Row];
  const unitIds = new Map<string, number>();
  for (const name of new Set(units.values())) {
    const values = { name, symbol: name, category, factor: 1, rate: 1, rounding: 1, digits: 0 };
    unitIds.set(name, await hands.create('product.uom', values));
  }
  // A Tryton gets its countries by a script that asks the internet.
  const countries = [
    ['France', 'FR', 'FRA', '250'],
    ['Netherlands', 'NL', 'NLD', '528'],
    ['Germany', 'DE', 'DEU', '276'],
    ['Luxembourg', 'LU', 'LUX', '442'],
  ];
  await hands.call('country.country', 'create', countries.map(([name, code, code3, code_numeric]) => ({ name, code, code3, code_numeric }))); // prettier-ignore
  const currencies = [['Pound', 'GBP', '0.85'], ['Dollar', 'USD', '1.08']] as const; // prettier-ignore
  await hands.call('currency.currency', 'create', currencies.map(([name, code, rate]) => ({ name, code, symbol: code, digits: 2, rounding: decimal('0.01'), rates: [['create', [{ date: { __class__: 'date', year: 2020, month: 1, day: 1 }, rate: decimal(rate) }]]] }))); // prettier-ignore
  const [own] = unitIds.values();
  const before = await hands.rows('product.template', [], ['id']);
  await hands.call('product.template', 'write', before.map(({ id }) => id), { sale_uom: own }); // prettier-ignore
  const products = await crm.all(`${api}/products?$filter=statecode eq 0 and productnumber ne null`);
  const templates = products.map((product) => {
    const unit = unitIds.get(units.get(product['_defaultuomid_value'])!);
    return {
      name: product['name'],
      code: product['productnumber'],
      type: 'goods',
      default_uom: unit,
      sale_uom: unit,
      salable: true,
      list_price: decimal(Number(product['price'] ?? 10).toFixed(2)),
      cost_price_method: 'fixed',
      account_category: company.category,
      products: [['create', [{ cost_price: decimal(5) }]]],
    };
  });
  await hands.call('product.template', 'create', templates);
}

/** What a value list does not know yet is added to it, as the failures screen offers. */
export async function translates(client: Client, id: string, entries: Readonly<Record<string, string>>): Promise<void> {
  const list = (await client.call('listValueLists')).find((one) => one.id === id)!;
  await client.call('saveValueList', { params: { id }, body: { ...list, entries: { ...list.entries, ...entries } } });
}

/**
 * Binds a flow and takes out of its mappings what one of its systems does not have, as the check says: what a consultant does
 * at a client.
 */
export async function adaptTo(client: Client, id: string, connections: { erp: string; crm: string }): Promise<void> {
  const params = { id };
  const { draft, revision } = await client.call('getFlow', { params });
  const slots = Object.fromEntries(
    Object.entries(draft.slots).map(([slot, { role }]) => [slot, connections[role as 'erp' | 'crm']]),
  );
  await client.call('bindFlow', { params, body: { slots } });
  const { issues } = await client.call('checkFlow', { params, body: { document: draft } });
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const document = structuredClone(draft) as FlowDocument;
  for (const { nodeId, path } of errors) {
    const [, part, row] = path;
    const { rows } = document.nodes[nodeId!]!.config as { rows: Record<string, unknown> };
    expect([id, part, typeof row]).toEqual([id, 'rows', 'string']);
    delete rows[row as string];
  }
  const saved = await client.call('saveDraft', { params, body: { document, revision } });
  await client.call('publishFlow', { params, body: { revision: saved.revision, note: 'For Tryton' } });
}

/** What the failures of a flow say. */
export async function complaints(client: Client, id: string): Promise<string[]> {
  const { items } = await client.call('listFailures', { query: { state: 'open', limit: 50 } as never });
  return items
    .filter(({ flowId }) => flowId === id)
    .map(({ name, error }) => `${name}: ${error.message} ${error.answer ?? ''}`);
}
