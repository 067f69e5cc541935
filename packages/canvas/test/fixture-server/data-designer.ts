import { coreCatalog } from '@koppel/catalog/specs';
import {
  canonicalEntities,
  defaultMastership,
  type EntitySchema,
  type FieldType,
  type FieldValue,
  type FlowDocument,
} from '@koppel/model';
import type { CheckContextBody, PreviewRecord } from '@koppel/protocol';

function typeOf(kind: FieldType['kind']): FieldType {
  if (kind === 'choice') {
    return {
      kind,
      options: [
        { value: 'no', label: 'Not blocked' },
        { value: 'ship', label: 'Shipments' },
        { value: 'all', label: 'Everything' },
      ],
    };
  }
  return kind === 'text' ? { kind, maxLength: 100 } : { kind };
}

/** Every entity of the model, as a system would describe it. */
const schemas: EntitySchema[] = canonicalEntities.map(({ entity, title, fields }) => ({
  entity,
  systemEntity: `${entity}s`,
  label: title.en,
  hash: entity,
  fields: fields.map(({ field, kind, title: label }) => ({
    field,
    systemField: field,
    label: label.en,
    type: typeOf(kind),
    isRequired: field === 'name',
    canCreate: true,
    canUpdate: true,
  })),
}));

const list = (id: string, en: string, entries: Record<string, string>) => ({
  koppel: 'value-list' as const,
  version: 1 as const,
  id,
  title: { en },
  entries,
});

/** What a flow is checked against: both systems bound and known. */
export function makeContext(): CheckContextBody {
  return {
    mastership: defaultMastership,
    valueLists: [
      list('payment-terms', 'Payment terms', { '30D': '1', '60D': '2', CASH: '3' }),
      list('delivery-terms', 'Delivery terms', { EXW: '1', DAP: '2' }),
    ],
    parameters: {},
    slots: {
      erp: { connectionId: 'erp', connectorId: 'business-central', schemas },
      crm: { connectionId: 'crm', connectorId: 'dataverse', schemas },
    },
  };
}

const customers: readonly Record<string, FieldValue>[] = [
  ['10482', 'Bouwpunt Peeters NV', 'BE0999481268', '+32 15 41 22 80', '45000.00', '30D', 'no'],
  ['10511', 'Construct Hallet SA', 'BE0888123456', '+32 4 221 10 00', '12500.00', '60D', 'no'],
  ['10760', 'Atelier Lambert SRL', 'BE0777654321', null, '8000.00', 'CASH', 'ship'],
  ['10813', 'Garage Claes BV', 'BE0666111222', '+32 3 899 22 10', '20000.00', '30D', 'all'],
].map(([number, name, vatNumber, phone, creditLimit, paymentTerms, blocked]) => ({
  'account.number': number!,
  'account.name': name!,
  'account.vatNumber': vatNumber!,
  'account.companyNumber': vatNumber!.slice(2),
  'account.phone': phone!,
  'account.creditLimit': creditLimit!,
  'account.insuredAmount': '60000.00',
  'account.paymentTerms': paymentTerms!,
  'account.blocked': blocked!,
  'account.billingAddress.city': 'Mechelen',
}));

/** What the four customers are at a node: mapped where the node maps, kept back where it filters, known in the CRM or new. */
export function makePreview(document: FlowDocument, nodeId: string): PreviewRecord[] {
  const node = document.nodes[nodeId];
  const isWriter = coreCatalog.nodes.get(node?.type ?? '')?.role === 'sink';
  const rows = (node?.config['rows'] ?? {}) as Record<string, { from?: string }>;
  const filter = Object.entries(document.nodes).find(([, { type }]) => type === 'filter-records')?.[0];
  return customers.map((values, index) => {
    const base = { key: String(values['account.number']), name: String(values['account.name']), errors: {} };
    if (values['account.blocked'] === 'all' && filter && nodeId !== filter) {
      const stoppedBy = { nodeId: filter, port: 'unmatched' };
      return { ...base, input: null, stoppedBy, output: null, port: null, present: null };
    }
    const mapped = Object.fromEntries(
      Object.entries(rows)
        .filter(([, rule]) => rule.from)
        .map(([field, rule]): [string, FieldValue] => [field, values[rule.from!] ?? null]),
    );
    const output = Object.keys(rows).length > 0 ? mapped : values;
    const present = index === 2 ? null : { ...values, ...(index === 0 ? stale : {}) };
    return { ...base, input: values, stoppedBy: null, output, port: 'records', present: isWriter ? present : null };
  });
}

const stale: Record<string, FieldValue> = {
  'account.creditLimit': '40000.00',
  'account.phone': '+32 15 41 22 00',
  'account.paymentTerms': '60D',
};
