import { catalog } from '@koppel/catalog';
import { check, type CheckContext, type CheckedNode, type CheckResult } from '@koppel/compiler';
import type { EntitySchema, ErrorView, FieldType, FieldValue, FlowDocument } from '@koppel/model';
import type { PreviewRecord } from '@koppel/protocol';

type Row = readonly [field: string, label: string, type: FieldType, flags?: string];

const text = (maxLength: number): FieldType => ({ kind: 'text', maxLength });
const money: FieldType = { kind: 'money', scale: 2 };
const choice = (options: Readonly<Record<string, string>>): FieldType => ({
  kind: 'choice',
  options: Object.entries(options).map(([value, label]) => ({ value, label })),
});
const blocked = choice({ no: 'Not blocked', ship: 'Shipments', all: 'Everything' });
const language = choice({ nl: 'Dutch', fr: 'French', en: 'English' });

function schema(label: string, systemEntity: string, rows: readonly Row[]): EntitySchema {
  return {
    entity: 'account',
    systemEntity,
    label,
    hash: label,
    fields: rows.map(([field, name, type, flags = '']) => ({
      field,
      systemField: field.replace('~', ''),
      label: name,
      type,
      isRequired: flags.includes('required'),
      canCreate: !flags.includes('closed'),
      canUpdate: !flags.includes('closed'),
    })),
  };
}

const address = (field: string, label: string): Row[] => [
  [`${field}.street`, `${label}: street`, text(100)],
  [`${field}.street2`, `${label}: street, second line`, text(100)],
  [`${field}.postalCode`, `${label}: postal code`, text(20)],
  [`${field}.city`, `${label}: city`, text(80)],
  [`${field}.country`, `${label}: country`, text(2)],
];

/** Customers as the ERP describes them. */
export const erpAccount = schema('Customer', 'customers', [
  ['number', 'No.', text(20), 'required'],
  ['name', 'Name', text(100), 'required'],
  ['vatNumber', 'VAT number', text(20)],
  ['companyNumber', 'Enterprise number', text(20)],
  ['legalForm', 'Legal form', text(20)],
  ...address('billingAddress', 'Billing address'),
  ['deliveryAddress.name', 'Delivery address: name', text(100)],
  ...address('deliveryAddress', 'Delivery address'),
  ['creditLimit', 'Credit limit', money],
  ['insuredAmount', 'Insured amount', money],
  ['insuredUntil', 'Insured until', { kind: 'date' }],
  ['paymentTerms', 'Payment terms', choice({ '30D': '30 days', '60D': '60 days', COD: 'Cash on delivery' })],
  ['deliveryTerms', 'Shipment method', choice({ EXW: 'Ex works', DAP: 'Delivered at place', DPU: 'Unloaded' })],
  ['blocked', 'Blocked', blocked],
  ['iban', 'IBAN', text(34)],
  ['language', 'Language', language],
  ['phone', 'Phone', text(30)],
  ['email', 'E-mail', text(80)],
  ['website', 'Home page', text(200)],
  ['~mobilePhoneNumber', 'Mobile phone', text(30)],
  ['~salespersonCode', 'Salesperson', text(20)],
  ['~shippingAgentCode', 'Shipping agent code', text(10)],
  ['~balanceDue', 'Balance due', money],
  ['~lastModifiedDateTime', 'Last modified', { kind: 'dateTime' }],
]);

/** Accounts as the CRM describes them. */
export const crmAccount = schema('Account', 'account', [
  ['number', 'Account number', text(20)],
  ['name', 'Account name', text(160), 'required'],
  ['phone', 'Main phone', text(50)],
  ['creditLimit', 'Credit limit', money],
  ['paymentTerms', 'Payment terms', choice({ 1: '30 dagen', 4: '60 dagen', 692970004: 'Onder rembours' })],
  ['~mobilephone', 'Mobile', text(50)],
  ['deliveryTerms', 'Delivery terms', choice({ 1: 'Af fabriek', 5: 'Geleverd', 6: 'Ingeklaard' })],
  ['owner', 'Account owner', text(100)],
  ['segment', 'Customer segment', choice({ a: 'A', b: 'B' })],
  ['~kop_carrier', 'Shipping agent', text(40)],
  ['vatNumber', 'VAT number', text(20)],
  ['companyNumber', 'Company number', text(20)],
  ['legalForm', 'Legal form', text(20)],
  ...address('billingAddress', 'Address 1'),
  ['deliveryAddress.name', 'Address 2: name', text(100)],
  ...address('deliveryAddress', 'Address 2'),
  ['insuredAmount', 'Insured amount', money],
  ['insuredUntil', 'Insured until', { kind: 'date' }],
  ['blocked', 'Status', blocked],
  ['iban', 'IBAN', text(34)],
  ['language', 'Language', language],
  ['email', 'E-mail', text(100)],
  ['website', 'Website', text(200)],
  ['industry', 'Industry', choice({ 5: 'Building' })],
  ['~fax', 'Fax', text(50)],
  ['~createdon', 'Created on', { kind: 'dateTime' }, 'closed'],
  ['~donotemail', 'Do not allow e-mails', { kind: 'boolean' }],
]);

const firms = [
  'Bouwpunt Peeters NV',
  'Construct Hallet SA',
  'Atelier Lambert SRL',
  'Garage Claes BV',
  'Drukkerij Maes BV',
];
const towns = [
  ['Industrielaan 14', '2800', 'Mechelen'],
  ['Rue de la Station 3', '4000', 'Liège'],
  ['Kerkstraat 120', '9000', 'Gent'],
] as const;
const terms = ['30D', '60D', '30D', 'COD'];

/** Fifty customers of the ERP, by canonical field, the same each time. */
export const customers: readonly Readonly<Record<string, FieldValue>>[] = Array.from({ length: 50 }, (_, index) => {
  const [street, postalCode, city] = towns[index % towns.length]!;
  const number = String([10482, 10511, 10760, 10813][index] ?? 10820 + index * 7);
  const named = firms[index] ?? `${firms[index % firms.length]!.split(' ')[0]} ${city} ${index}`;
  return {
    number,
    name: named,
    vatNumber: `BE0${(999481268 - index * 1013).toString()}`,
    companyNumber: `0${(999481268 - index * 1013).toString()}`,
    legalForm: index % 3 === 1 ? 'SA' : 'NV',
    'billingAddress.street': street,
    'billingAddress.postalCode': postalCode,
    'billingAddress.city': city,
    'billingAddress.country': 'BE',
    'deliveryAddress.street': index % 5 === 0 ? 'Havenweg 7' : null,
    'deliveryAddress.postalCode': index % 5 === 0 ? '2030' : null,
    'deliveryAddress.city': index % 5 === 0 ? 'Antwerpen' : null,
    'deliveryAddress.country': index % 5 === 0 ? 'BE' : null,
    creditLimit: index === 1 ? '12500.00' : index === 2 ? '8000.00' : `${45000 + index * 250}.00`,
    insuredAmount: index % 4 === 3 ? null : '60000.00',
    insuredUntil: index % 4 === 3 ? null : '2026-12-31',
    paymentTerms: terms[index % terms.length]!,
    deliveryTerms: index === 5 ? 'DPU' : index % 2 === 0 ? 'DAP' : 'EXW',
    blocked: index === 3 ? 'all' : 'no',
    iban: 'BE68539007547034',
    language: index % 3 === 1 ? 'fr' : 'nl',
    phone: index === 2 ? null : `015/41.22.${String(80 + (index % 20)).padStart(2, '0')}`,
    email: `Info${index}@Example.be`,
    website: `https://klant${index}.example`,
    '~mobilePhoneNumber': index % 2 === 0 ? `0478 21 55 ${String(90 - (index % 80)).padStart(2, '0')}` : null,
    '~salespersonCode': 'TVDB',
    '~shippingAgentCode': index % 3 === 0 ? 'BPOST' : null,
    '~balanceDue': `${index * 120}.50`,
    '~lastModifiedDateTime': '2026-11-23T13:02:00Z',
  };
});

/** Credit limits that the CRM has otherwise than the ERP, by number of the customer. */
export const stale: Readonly<Record<string, FieldValue>> = { 10482: '40000.00', 10511: '15000.00', 10760: '0.00' };

/** What the CRM holds of a customer: what the flow would write, with three credit limits that differ; nothing of the last two. */
function presentOf(output: Readonly<Record<string, FieldValue>>, key: string, index: number) {
  if (index >= 48) return null;
  const own = stale[key];
  return own === undefined ? { ...output } : { ...output, 'account.creditLimit': own };
}

const view = (error: unknown): ErrorView => {
  const { code, message, remedy, names = [] } = error as Partial<ErrorView> & Error;
  return { code: code ?? 'mapping.rule-not-usable', message, remedy: remedy ?? 'Correct the rule.', names };
};

/** What a draft makes of the customers at a node, with the evaluator of the real server. Nothing where no account arrives. */
export function makePreview(
  document: FlowDocument,
  nodeId: string,
  context: CheckContext,
  options: { readonly keys?: readonly string[] | undefined; readonly limit: number },
): PreviewRecord[] {
  const result = check(document, context);
  const path = pathTo(nodeId, result);
  const source = path?.[0];
  const shape = source && recordsOf(source.outputs['records']);
  if (!path || !shape || shape.entity !== 'account') return [];
  const wanted = options.keys
    ? customers.filter(({ number }) => options.keys!.includes(String(number)))
    : customers.slice(0, options.limit);
  const node = path.at(-1)!;
  return wanted.map((customer): PreviewRecord => {
    const key = String(customer['number']);
    const base = { key, name: String(customer['name']), input: null, stoppedBy: null, output: null, port: null };
    let values: readonly (FieldValue | undefined)[] = shape.fields.map(({ field }) => customer[field] ?? null);
    for (const step of path.slice(1, -1)) {
      const taken = take(step, values, result);
      if ('error' in taken) {
        const stoppedBy = { nodeId: step.id, port: 'rejected' };
        return { ...base, stoppedBy, errors: { '': taken.error }, present: null };
      }
      if ('port' in taken) {
        return { ...base, stoppedBy: { nodeId: step.id, port: taken.port }, errors: {}, present: null };
      }
      values = taken.values;
    }
    const input = node === source ? shape : recordsOf(node.inputs['records'])!;
    const entered = named(input.entity, input.fields, values);
    const made = sample(node, values) ?? { output: entered, errors: {} };
    const present = presentOf(made.output, key, customers.indexOf(customer));
    return { ...base, input: entered, port: 'records', ...made, present: node.context.target ? present : null };
  });
}

type Shape = Extract<CheckedNode['inputs'][string], { kind: 'records' }>['shape'];

function recordsOf(type: CheckedNode['inputs'][string] | undefined): Shape | undefined {
  return type?.kind === 'records' ? type.shape : undefined;
}

function pathTo(nodeId: string, result: CheckResult): CheckedNode[] | null {
  const node = result.nodes.get(nodeId);
  if (!node) return null;
  if (node.spec.role === 'source') return [node];
  const edge = result.edges.find(({ to }) => to.nodeId === nodeId && to.port === 'records');
  const before = edge ? pathTo(edge.from.nodeId, result) : null;
  return before && [...before, node];
}

function named(entity: string, fields: Shape['fields'], values: readonly (FieldValue | undefined)[]) {
  return Object.fromEntries(
    fields.flatMap(({ field }, index) =>
      values[index] === undefined ? [] : [[`${entity}.${field}`, values[index]] as const],
    ),
  );
}

function compiling(node: CheckedNode) {
  const input = recordsOf(node.inputs['records'])!;
  return { config: node.config, input, context: node.context };
}

function take(node: CheckedNode, values: readonly (FieldValue | undefined)[], { edges }: CheckResult) {
  const definition = catalog.definitions.get(node.spec.type);
  if (definition?.role !== 'transform' || node.node.isDisabled) return { values };
  const record = { index: 0, key: '', version: null, change: 'upserted', name: '', values, target: null } as const;
  const moving = { ...record, values };
  try {
    const port = node.spec.ports.out[definition.compile(compiling(node))(moving)]!.id;
    const goesOn = edges.some(({ from }) => from.nodeId === node.id && from.port === port);
    return goesOn && port !== 'unmatched' ? { values: moving.values } : { port };
  } catch (error) {
    return { error: view(error) };
  }
}

function sample(node: CheckedNode, values: readonly (FieldValue | undefined)[]) {
  const definition = catalog.definitions.get(node.spec.type);
  const entity = recordsOf(node.outputs['records'])?.entity ?? recordsOf(node.inputs['records'])?.entity ?? '';
  if (definition?.role !== 'transform' || !definition.sample) return null;
  const { values: filled, errors } = definition.sample(compiling(node))(values);
  const prefixed = <Value, Result>(entries: Readonly<Record<string, Value>>, of: (value: Value) => Result) =>
    Object.fromEntries(Object.entries(entries).map(([field, value]) => [field && `${entity}.${field}`, of(value)]));
  return { output: prefixed(filled, (value) => value), errors: prefixed(errors, view) };
}
