import type { Failure, FailureCause } from '@koppel/model';
import type { FailureDetail, FailureItem, Remedy } from '@koppel/protocol';
import { ago } from './data-flows.ts';

const minute = 60_000;

interface FailureSeed {
  readonly name: string;
  readonly key: string;
  readonly cause: FailureCause;
  readonly entity: string;
  readonly flow: readonly [id: string, title: string];
  readonly minutesAgo: number;
  readonly seen?: number;
  readonly state?: Failure['state'];
}

const customers = ['accounts-erp-to-crm', 'Customers ERP → CRM'] as const;
const orders = ['orders-crm-to-erp', 'Orders CRM → ERP'] as const;
const products = ['products-erp-to-crm', 'Products ERP → CRM'] as const;
const revenue = ['revenue-erp-to-crm', 'Revenue ERP → CRM'] as const;

const untranslated = [
  'Construct Hallet SA',
  'Bouwwerken Wuyts BV',
  'Toitures Marchal SRL',
  'Aannemingen Cools NV',
  'Garage Claes BV',
  'Brouwerij Ter Linde',
  'Tuincentrum Aerts',
  'Menuiserie Dubois SA',
  'De Smet Logistiek',
  'Staalbouw Nijs NV',
  'Delvaux & Fils SRL',
];

const seeds: readonly FailureSeed[] = [
  ...untranslated.map((name, index): FailureSeed => ({
    name,
    key: String(10_816 + index * 17),
    cause: 'noTranslation',
    entity: 'account',
    flow: customers,
    minutesAgo: 2 + index * 9,
    seen: 1 + (index % 3),
  })),
  {
    name: 'Verhaegen Technics BV',
    key: '20081',
    cause: 'alreadyExists',
    entity: 'account',
    flow: customers,
    minutesAgo: 2,
  },
  {
    name: 'Schrijnwerk Maes BV',
    key: '10955',
    cause: 'alreadyExists',
    entity: 'account',
    flow: customers,
    minutesAgo: 41,
  },
  {
    name: 'Établissements Noël',
    key: '10971',
    cause: 'alreadyExists',
    entity: 'account',
    flow: customers,
    minutesAgo: 44,
  },
  {
    name: 'Atelier Lambert SRL',
    key: 'SO-2291',
    cause: 'alreadyExists',
    entity: 'order',
    flow: orders,
    minutesAgo: 48,
  },
  { name: 'Order SO-2294', key: 'SO-2294', cause: 'alreadyExists', entity: 'order', flow: orders, minutesAgo: 50 },
  { name: 'Order SO-2296', key: 'SO-2296', cause: 'alreadyExists', entity: 'order', flow: orders, minutesAgo: 55 },
  {
    name: 'Hoekprofiel 40×40 inox',
    key: 'P-40718',
    cause: 'requiredEmpty',
    entity: 'product',
    flow: products,
    minutesAgo: 11 * 60,
  },
  {
    name: 'Kabelgoot 60 mm',
    key: 'P-40731',
    cause: 'requiredEmpty',
    entity: 'product',
    flow: products,
    minutesAgo: 11 * 60,
  },
  {
    name: 'Dakgoot zink',
    key: 'P-40733',
    cause: 'requiredEmpty',
    entity: 'product',
    flow: products,
    minutesAgo: 11 * 60,
  },
  {
    name: 'Factuur De Smet Logistiek',
    key: 'V26-1184',
    cause: 'tooBusy',
    entity: 'invoice',
    flow: revenue,
    minutesAgo: 3,
    seen: 3,
  },
  {
    name: 'Factuur Garage Claes',
    key: 'V26-1190',
    cause: 'tooBusy',
    entity: 'invoice',
    flow: revenue,
    minutesAgo: 3,
    seen: 3,
  },
  { name: 'Order SO-2301', key: 'SO-2301', cause: 'connection', entity: 'order', flow: orders, minutesAgo: 60 * 30 },
  {
    name: 'Order SO-2310',
    key: 'SO-2310',
    cause: 'notFound',
    entity: 'order',
    flow: orders,
    minutesAgo: 9,
    state: 'waiting',
  },
  {
    name: 'Electro Janssens BV',
    key: '20082',
    cause: 'doesNotFit',
    entity: 'account',
    flow: customers,
    minutesAgo: 60 * 26,
    state: 'solved',
  },
];

const errors: Partial<Record<FailureCause, Failure['error']>> = {
  noTranslation: {
    code: 'mapping.no-translation',
    message: 'The ERP sends “DPU”. The list “Delivery terms” has no CRM value for it.',
    remedy: 'Add “DPU” to the list “Delivery terms”, then retry.',
    field: 'account.deliveryTerms',
  },
  alreadyExists: {
    code: 'dataverse.duplicate-key',
    message: 'Another record of the CRM has the same company number.',
    remedy: 'Link the two records, or correct the company number in one of the systems, then retry.',
    answer: '{"error":{"code":"0x80040237","message":"A record with matching key values already exists."}}',
  },
  requiredEmpty: {
    code: 'mapping.field-empty',
    message: 'The ERP has no unit for this product, and the CRM needs one.',
    remedy: 'Fill the unit in the ERP, or give the mapping a fallback, then retry.',
    field: 'product.unit',
  },
  tooBusy: {
    code: 'dataverse.too-many-requests',
    message: 'The CRM answered three times that it is too busy.',
    remedy: 'Retry later. Koppel waited as long as the CRM asked.',
  },
  connection: {
    code: 'business-central.unreachable',
    message: 'Business Central did not answer for 30 s.',
    remedy: 'Test the connection, then retry.',
  },
  notFound: {
    code: 'runtime.link-missing',
    message: 'The customer of this order has no ERP number yet.',
    remedy: 'Nothing. It goes on by itself as soon as the customer is linked.',
    field: 'order.customer',
  },
  doesNotFit: {
    code: 'mapping.too-long',
    message: 'The name has 182 characters; the CRM takes 160.',
    remedy: 'Shorten the name in the ERP, or in the mapping.',
    field: 'account.name',
  },
};

/** Failed records of every state, newest first. */
export function makeFailures(now: number): FailureItem[] {
  return seeds
    .map((seed, index): FailureItem => {
      const error = errors[seed.cause]!;
      const lastAt = ago(now, seed.minutesAgo * minute);
      return {
        id: `failure-${index}`,
        flowId: seed.flow[0],
        flowTitle: { en: seed.flow[1] },
        runId: 'run-4812',
        runNumber: 4812,
        nodeId: 'map',
        entity: seed.entity,
        key: seed.key,
        name: seed.name,
        cause: seed.cause,
        error,
        input: recordOf(seed),
        output:
          seed.entity === 'account'
            ? {
                'account.phone': '+32 81 22 19 40',
                'account.billingAddress.street': 'Chaussée de Dinant 210',
                'account.creditLimit': '15000.00',
                'account.email': 'compta@hallet.example',
              }
            : null,
        sides: { entity: seed.entity, sourceConnectionId: 'connection-erp', targetConnectionId: 'connection-crm' },
        state: seed.state ?? 'open',
        seen: seed.seen ?? 1,
        firstAt: ago(now, (seed.minutesAgo + ((seed.seen ?? 1) - 1) * 15) * minute),
        lastAt,
        note: null,
      };
    })
    .toSorted((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
}

function recordOf({ entity, name, key }: FailureSeed): Failure['input'] {
  if (entity === 'account') {
    return {
      'account.number': key,
      'account.name': name,
      'account.deliveryTerms': 'DPU',
      'account.phone': '081 22 19 40',
      'account.billingAddress.street': 'Chaussée de Dinant 210',
      'account.creditLimit': '15000.00',
      'account.email': 'compta@hallet.example',
      'account.vatNumber': 'BE 0999.127.604',
      'account.insuredUntil': '2026-12-31',
      'account.website': null,
    };
  }
  return { [`${entity}.number`]: key, [`${entity}.name`]: name };
}

/** A failed record as its own page shows it. */
export function failureDetail(failure: FailureItem): FailureDetail {
  return { ...failure, remedies: remediesOf(failure), history: historyOf(failure), targetKey: '5d0e-19ac' };
}

function remediesOf({ cause, error, input, nodeId, entity }: FailureItem): Remedy[] {
  const node: Remedy = { kind: 'node', nodeId };
  switch (cause) {
    case 'noTranslation':
      return [{ kind: 'translate', list: 'incoterms', value: 'DPU', field: error.field! }, node];
    case 'doesNotFit':
      return [
        { kind: 'edit', side: 'input', field: error.field!, value: 'x'.repeat(182), proposal: 'x'.repeat(160) },
        node,
      ];
    case 'requiredEmpty':
      return [
        { kind: 'edit', side: 'input', field: error.field ?? `${entity}.name`, value: null, proposal: null },
        node,
      ];
    case 'alreadyExists':
      return [{ kind: 'link', candidates: ['5d0e-19ac', '77aa-02bc'] }, node];
    case 'changedOnBothSides':
      return [
        {
          kind: 'choose',
          conflicts: Object.keys(input)
            .slice(0, 2)
            .map((field) => ({ field, source: input[field]!, target: 'Rue de Fer 18', base: 'Rue de Fer 16' })),
        },
        node,
      ];
    default:
      return [node];
  }
}

function historyOf({ firstAt, lastAt, seen, error, runId, runNumber, state }: FailureItem): FailureDetail['history'] {
  const plain = { by: null, text: null, edit: null, runId, runNumber };
  return [
    { ...plain, kind: 'failed', at: firstAt, text: error.message },
    ...(seen > 1
      ? ([
          { ...plain, kind: 'retried', at: lastAt, by: 'Karim Dupont' },
          { ...plain, kind: 'failed', at: lastAt, text: error.message },
        ] as const)
      : []),
    ...(state === 'solved' ? ([{ ...plain, kind: 'solved', at: lastAt }] as const) : []),
  ];
}
