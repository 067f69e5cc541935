import type { Domain } from './json.ts';

/** Another model whose changes are changes of the record, and how it is reached from it. */
interface Part {
  readonly relation: string;
  readonly model: string;
  /** Whether it is written together with the record: then a change of it makes an update stale. */
  readonly isOwn: boolean;
}

/** What the connector knows of one entity beyond its bindings. */
export interface EntityDefinition {
  readonly entity: string;
  readonly model: string;
  readonly label: string;
  /** What always holds for its records. */
  readonly domain: (company: number) => Domain;
  /**
   * Tryton stamps each record by itself: an address that changed leaves its party's stamp alone, and a shipment its
   * sale's.
   */
  readonly parts: readonly Part[];
  readonly isWritable: boolean;
  readonly required: readonly string[];
  /** The field in which a new record carries our mark, so that it can be found again (rung R3); null: there is none. */
  readonly marker: string | null;
}

const definitions: readonly EntityDefinition[] = [
  {
    entity: 'account',
    model: 'party.party',
    label: 'Party',
    domain: () => [],
    parts: [
      { relation: 'addresses', model: 'party.address', isOwn: true },
      { relation: 'identifiers', model: 'party.identifier', isOwn: true },
      { relation: 'contact_mechanisms', model: 'party.contact_mechanism', isOwn: true },
    ],
    isWritable: true,
    required: ['name'],
    marker: null,
  },
  {
    entity: 'product',
    model: 'product.product',
    label: 'Product',
    domain: () => [],
    parts: [{ relation: 'template', model: 'product.template', isOwn: false }],
    isWritable: false,
    required: [],
    marker: null,
  },
  {
    entity: 'order',
    model: 'sale.sale',
    label: 'Sale',
    domain: (company) => [['company', '=', company]],
    parts: [
      { relation: 'lines', model: 'sale.line', isOwn: true },
      { relation: 'shipments', model: 'stock.shipment.out', isOwn: false },
      { relation: 'invoices', model: 'account.invoice', isOwn: false },
    ],
    isWritable: true,
    required: ['party', 'reference', 'lines'],
    marker: 'reference',
  },
  {
    entity: 'invoice',
    model: 'account.invoice',
    label: 'Customer Invoice',
    domain: (company) => [
      ['company', '=', company],
      ['type', '=', 'out'],
    ],
    parts: [],
    isWritable: false,
    required: [],
    marker: null,
  },
];

/** By canonical entity. */
export const entities: Readonly<Record<string, EntityDefinition>> = Object.fromEntries(
  definitions.map((definition) => [definition.entity, definition]),
);
