import {
  canonicalEntities,
  canonicalType,
  defaultMastership,
  type CanonicalField,
  type EntitySchema,
  type FieldType,
} from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';
import { crmAccount, erpAccount } from './data-mapping.ts';

function typeOf(field: CanonicalField): FieldType {
  const { kind } = field;
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
  return kind === 'text' ? { kind, maxLength: 100 } : canonicalType(field);
}

/** Every entity of the model, as a system would describe it. */
const schemas: EntitySchema[] = canonicalEntities.map(({ entity, title, fields }) => ({
  entity,
  systemEntity: `${entity}s`,
  label: title.en,
  hash: entity,
  fields: fields.map((field) => ({
    field: field.field,
    systemField: field.field,
    label: field.title.en,
    type: typeOf(field),
    isRequired: field.field === 'name',
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

const knowing = (account: EntitySchema) =>
  schemas.map((schema) => (schema.entity === account.entity ? account : schema));

/** What a flow is checked against: both systems bound and known. */
export function makeContext(part: Partial<CheckContextBody> = {}): CheckContextBody {
  return {
    mastership: defaultMastership,
    valueLists: [
      list('payment-terms', 'Payment terms', { '30D': '1', '60D': '4', COD: '692970004' }),
      list('delivery-terms', 'Delivery terms', { EXW: '1', DAP: '5' }),
    ],
    parameters: {},
    subFlows: [],
    learned: {},
    slots: {
      erp: { connectionId: 'erp', connectorId: 'business-central', schemas: knowing(erpAccount) },
      crm: { connectionId: 'crm', connectorId: 'dataverse', schemas: knowing(crmAccount) },
    },
    ...part,
  };
}
