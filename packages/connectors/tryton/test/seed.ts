import { date, decimal, type Hands, type Row } from './hands.ts';

/** What a company that sells needs, by id. */
export interface SeededCompany {
  readonly company: number;
  readonly currency: number;
  readonly country: number;
  /** 21 % on what is sold. */
  readonly tax: number;
  readonly unit: number;
  readonly category: number;
  readonly paymentMethod: number;
  readonly customer: number;
}

/** A Belgian company with its chart of accounts, a fiscal year, one customer and three products. Changes nothing that is there. */
export async function seedCompany(hands: Hands): Promise<SeededCompany> {
  const { one, create, call } = hands;
  const ensure = async (model: string, domain: readonly unknown[], values: () => Row | Promise<Row>) =>
    (await one(model, domain)) ?? (await create(model, await values()));
  const currency = await ensure('currency.currency', [['code', '=', 'EUR']], () => ({
    name: 'Euro', symbol: '€', code: 'EUR', digits: 2, rounding: decimal('0.01'),
    rates: [['create', [{ date: date('2020-01-01'), rate: decimal(1) }]]],
  })); // prettier-ignore
  const country = await ensure('country.country', [['code', '=', 'BE']], () => ({ name: 'Belgium', code: 'BE', code3: 'BEL', code_numeric: '056' })); // prettier-ignore
  const company = (await one('company.company', [])) ?? (await createCompany(hands, { currency, country }));
  const user = await one('res.user', [['login', '=', 'admin']]);
  await call('res.user', 'write', [user], { companies: [['add', [company]]], company, company_filter: 'one' });
  hands.refresh();
  if ((await one('account.account', [['company', '=', company]])) === undefined) await createChart(hands, company);
  await createYear(hands, company);

  const term = await ensure('account.invoice.payment_term', [['name', '=', '30 days']], () => ({
    name: '30 days', lines: [['create', [{ type: 'remainder', relativedeltas: [['create', [{ days: 30 }]]] }]]],
  })); // prettier-ignore
  const account = (code: string) => one('account.account', [['code', '=', code], ['company', '=', company]]); // prettier-ignore
  const bank = await account('5500');
  const journal = await one('account.journal', [['code', '=', 'CASH']]);
  const paymentMethod = await ensure('account.invoice.payment.method', [['name', '=', 'Bank']], () => ({ name: 'Bank', company, journal, credit_account: bank, debit_account: bank })); // prettier-ignore
  const tax = (await one('account.tax', [['name', '=', 'BTW 21% Verkoop van goederen']]))!;
  const unit = (await one('product.uom', [['name', '=', 'Unit']]))!;
  const category = await ensure('product.category', [['name', '=', 'Goods 21%']], async () => ({
    name: 'Goods 21%', accounting: true, account_revenue: await account('700'), account_expense: await account('604'), customer_taxes: [['add', [tax]]],
  })); // prettier-ignore
  const products = [['ART-001', 'Office chair', '199.00'], ['ART-002', 'Desk', '349.50'], ['ART-003', 'Lamp', '24.95']] as const; // prettier-ignore
  for (const [code, name, price] of products) {
    if ((await one('product.product', [['code', '=', code]])) !== undefined) continue;
    await create('product.template', {
      name, code, type: 'goods', default_uom: unit, sale_uom: unit, salable: true, list_price: decimal(price), cost_price_method: 'fixed',
      account_category: category, products: [['create', [{ cost_price: decimal(10) }]]],
    }); // prettier-ignore
  }
  const customer = await ensure('party.party', [['name', '=', 'Janssens & Zonen NV']], () => ({
    name: 'Janssens & Zonen NV', customer_payment_term: term,
    addresses: [['create', [{ street: 'Kerkstraat 10', postal_code: '2000', city: 'Antwerpen', country }]]],
    identifiers: [['create', [{ type: 'be_vat', code: 'BE0417497106' }]]],
    contact_mechanisms: [['create', [{ type: 'email', value: 'info@janssens.example' }]]],
  })); // prettier-ignore
  return { company, currency, country, tax, unit, category, paymentMethod, customer };
}

async function createCompany({ create }: Hands, { currency, country }: { currency: number; country: number }) {
  const party = await create('party.party', {
    name: 'Demo Company BV',
    addresses: [['create', [{ street: 'Teststraat 1', postal_code: '1000', city: 'Brussel', country }]]],
    identifiers: [['create', [{ type: 'be_vat', code: 'BE0403019261' }]]],
  });
  return create('company.company', { party, currency });
}

/** The Belgian chart, by the wizard that people use. */
async function createChart({ one, wizard }: Hands, company: number): Promise<void> {
  const template = await one('account.account.template', [['parent', '=', null], ['name', 'like', 'Genormaliseerd%']]); // prettier-ignore
  const name = 'account.create_chart';
  const [session] = (await wizard(name, 'create')) as [number];
  const chart = { company, account_template: template };
  await wizard(name, 'execute', session, { start: {} }, 'account');
  await wizard(name, 'execute', session, { start: {}, account: chart }, 'create_account');
  const account = (code: string) => one('account.account', [['code', '=', code], ['company', '=', company]]); // prettier-ignore
  const properties = { company, account_receivable: await account('400'), account_payable: await account('440') };
  await wizard(name, 'execute', session, { start: {}, account: chart, properties }, 'create_properties');
  await wizard(name, 'delete', session);
}

/** This year, in which everything is posted. */
async function createYear({ one, create, call }: Hands, company: number): Promise<void> {
  const year = String(new Date().getFullYear());
  if ((await one('account.fiscalyear', [['name', '=', year]])) !== undefined) return;
  const type = (name: string) => one('ir.sequence.type', [['name', '=', name]]);
  const moves = await create('ir.sequence', { name: `Move ${year}`, sequence_type: await type('Account Move'), company });
  const invoices = await create('ir.sequence.strict', { name: `Invoice ${year}`, sequence_type: await type('Invoice'), company, prefix: `F${year}-`, padding: 5 });
  const sequences = { company, in_invoice_sequence: invoices, in_credit_note_sequence: invoices, out_invoice_sequence: invoices, out_credit_note_sequence: invoices };
  const fiscalYear = await create('account.fiscalyear', {
    name: year, company, start_date: date(`${year}-01-01`), end_date: date(`${year}-12-31`), post_move_sequence: moves, invoice_sequences: [['create', [sequences]]],
  });
  await call('account.fiscalyear', 'create_period', [fiscalYear]);
} // prettier-ignore
