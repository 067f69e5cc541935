import type { FieldValue } from '@koppel/sdk';

/** A table of codes that records refer to by id: payment terms, shipment methods. */
interface ReferenceDefinition {
  readonly set: string;
  /** The column of the record that holds the id. */
  readonly idColumn: string;
}

/** A set of the API that holds records of an entity. */
export interface Shelf {
  readonly set: string;
  readonly api: 'standard' | 'sales';
  /** What always holds for the records of this entity, where the set has others too. */
  readonly condition: string | null;
  /** What this set calls a column of the first shelf; null for what it does not have. Others have the same name. */
  readonly columns: Readonly<Record<string, string | null>>;
  /** Values that all its records have, under names of columns that no set has. */
  readonly constants: Readonly<Record<string, string>>;
  /** Its records are invoices, and each order that is gone is made of those that were made of it. */
  readonly isOfOrders: boolean;
}

/** How the lines of a document are read with it, and by which column they come together. */
export interface LinesDefinition {
  /** The set of the lines, also the name under which documents expand them. */
  readonly set: string;
}

/** What the connector knows of one entity beyond its bindings. A further entity is a further definition, no code. */
export interface EntityDefinition {
  readonly entity: string;
  /** The set of its first shelf, by which bindings name the entity. */
  readonly set: string;
  readonly label: string;
  /** Where its records are. */
  readonly shelves: readonly Shelf[];
  /** Another page over the same records, with the same ids. */
  readonly companion: { readonly set: string; readonly api: Shelf['api'] } | null;
  /** A set whose rows belong to records of this one: a record counts as changed when a row with its id in `column` has. */
  readonly touchedBy: { readonly shelf: Shelf; readonly column: string } | null;
  readonly references: Readonly<Record<string, ReferenceDefinition>>;
  readonly lines: LinesDefinition | null;
  /** Columns that the API refuses to write. `$metadata` does not tell. */
  readonly readOnly: readonly string[];
  readonly required: readonly string[];
  /** What people see in Business Central, where it differs from the column's name. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether records can be written. */
  readonly isWritable: boolean;
  /** The field in which a new record carries our mark, so that it can be found again (rung R3); null: there is none. */
  readonly marker: string | null;
  /** Columns that a new record has beside those of its fields, made of the values that are written. */
  readonly alsoCreates: (values: Readonly<Record<string, FieldValue>>) => Readonly<Record<string, unknown>>;
}

type Given = Pick<EntityDefinition, 'entity' | 'set' | 'label'> & Partial<EntityDefinition>;

const shelf = (set: string, more: Partial<Shelf> = {}): Shelf => ({
  set,
  api: 'standard',
  condition: null,
  columns: {},
  constants: {},
  isOfOrders: false,
  ...more,
});

function define({ entity, set, label, ...given }: Given): EntityDefinition {
  return {
    entity,
    set,
    label,
    shelves: [shelf(set)],
    companion: null,
    touchedBy: null,
    references: {},
    lines: null,
    readOnly: [],
    required: [],
    labels: {},
    isWritable: false,
    marker: null,
    alsoCreates: () => ({}),
    ...given,
  };
}

const documentLabels = {
  number: 'No.',
  externalDocumentNumber: 'External Document No.',
  customerId: 'Customer',
  currencyCode: 'Currency Code',
  totalAmountExcludingTax: 'Total Excl. VAT',
  totalAmountIncludingTax: 'Total Incl. VAT',
  requestedDeliveryDate: 'Requested Delivery Date',
};

const definitions: readonly EntityDefinition[] = [
  define({
    entity: 'account',
    set: 'customers',
    label: 'Customer',
    companion: { set: 'customerDetails', api: 'sales' },
    references: {
      paymentTerm: { set: 'paymentTerms', idColumn: 'paymentTermsId' },
      shipmentMethod: { set: 'shipmentMethods', idColumn: 'shipmentMethodId' },
      paymentMethod: { set: 'paymentMethods', idColumn: 'paymentMethodId' },
    },
    readOnly: ['id', 'balanceDue', 'taxAreaDisplayName', 'lastModifiedDateTime'],
    required: ['displayName'],
    labels: {
      number: 'No.',
      displayName: 'Name',
      addressLine1: 'Address',
      addressLine2: 'Address 2',
      country: 'Country/Region Code',
      postalCode: 'Post Code',
      phoneNumber: 'Phone No.',
      website: 'Home Page',
      taxRegistrationNumber: 'Enterprise No. / VAT Registration No.',
      'paymentTerm/code': 'Payment Terms Code',
      'shipmentMethod/code': 'Shipment Method Code',
      'paymentMethod/code': 'Payment Method Code',
      creditLimit: 'Credit Limit',
      currencyCode: 'Currency Code',
      'customerDetails/iban': 'IBAN',
    },
    isWritable: true,
  }),
  define({
    entity: 'contact',
    set: 'contacts',
    label: 'Contact',
    shelves: [shelf('contacts', { condition: "type eq 'Person'" })],
    // Contacts have no first and last name; the page of the persons of customers has, and no time of change.
    companion: { set: 'customerContacts', api: 'standard' },
    required: ['customerContacts/lastName'],
    labels: {
      number: 'No.',
      jobTitle: 'Job Title',
      phoneNumber: 'Phone No.',
      'customerContacts/firstName': 'First Name',
      'customerContacts/lastName': 'Surname',
      'customerContacts/customerId': 'Customer',
    },
    isWritable: true,
    alsoCreates: ({ firstName, lastName }) => ({
      type: 'Person',
      displayName: [firstName, lastName].filter((part) => typeof part === 'string' && part !== '').join(' '),
    }),
  }),
  define({
    entity: 'product',
    set: 'items',
    label: 'Item',
    // A price of a list can change without the item.
    touchedBy: { shelf: shelf('priceListLines', { api: 'sales' }), column: 'itemId' },
    labels: {
      number: 'No.',
      displayName: 'Description',
      displayName2: 'Description 2',
      baseUnitOfMeasureCode: 'Base Unit of Measure',
      taxGroupCode: 'VAT Prod. Posting Group',
      blocked: 'Blocked',
      unitPrice: 'Unit Price',
      priceListLines: 'Price List Lines',
    },
  }),
  define({
    entity: 'quote',
    set: 'salesQuotes',
    label: 'Sales Quote',
    lines: { set: 'salesQuoteLines' },
    labels: documentLabels,
  }),
  define({
    entity: 'order',
    set: 'salesOrders',
    label: 'Sales Order',
    shelves: [
      shelf('salesOrders'),
      // An order leaves the list when everything of it is invoiced: what became of it is with its invoices.
      shelf('salesInvoices', {
        columns: { id: 'orderId', number: 'orderNumber', orderDate: 'invoiceDate', requestedDeliveryDate: null, fullyShipped: null, partialShipping: null }, // prettier-ignore
        isOfOrders: true,
      }),
    ],
    lines: { set: 'salesOrderLines' },
    labels: documentLabels,
    readOnly: ['id', 'number', 'status', 'totalAmountExcludingTax', 'lastModifiedDateTime', 'fullyShipped'],
    required: ['customerId', 'externalDocumentNumber', 'salesOrderLines'],
    isWritable: true,
    marker: 'reference',
  }),
  define({
    entity: 'invoice',
    set: 'salesInvoices',
    label: 'Sales Invoice',
    shelves: [
      shelf('salesInvoices', { constants: { '#kind': 'invoice' } }),
      shelf('salesCreditMemos', {
        columns: { invoiceDate: 'creditMemoDate', orderNumber: null, orderId: null, remainingAmount: null, promisedPayDate: null, customerPurchaseOrderReference: null, shipToName: null, shipToContact: null }, // prettier-ignore
        constants: { '#kind': 'creditNote' },
      }),
    ],
    labels: documentLabels,
  }),
  define({
    entity: 'payment',
    set: 'customerLedgerEntries',
    label: 'Payment',
    shelves: [shelf('customerLedgerEntries', { api: 'sales', condition: "documentType eq 'Payment'" })],
    labels: { documentNumber: 'Document No.', appliesToDocumentNumber: 'Applies-to Doc. No.' },
  }),
  define({
    entity: 'activityCost',
    set: 'activityCosts',
    label: 'Activity Cost',
    shelves: [shelf('activityCosts', { api: 'sales' })],
  }),
];

/** By canonical entity. Columns and rules: vendor's page sources, see the README. */
export const entities: Readonly<Record<string, EntityDefinition>> = Object.fromEntries(
  definitions.map((definition) => [definition.entity, definition]),
);
