/** A table of codes that records refer to by id: payment terms, shipment methods. */
interface ReferenceDefinition {
  readonly set: string;
  /** The column of the record that holds the id. */
  readonly idColumn: string;
}

/** What the connector knows of one entity beyond its bindings. A further entity is a further definition, no code. */
export interface EntityDefinition {
  readonly entity: string;
  readonly set: string;
  readonly label: string;
  /** A page of the custom API set over the same records, with the same ids. */
  readonly companion: { readonly set: string } | null;
  readonly references: Readonly<Record<string, ReferenceDefinition>>;
  /** Columns that the API refuses to write. `$metadata` does not tell. */
  readonly readOnly: readonly string[];
  readonly required: readonly string[];
  /** What people see in Business Central, where it differs from the column's name. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether records can be written. */
  readonly isWritable: boolean;
}

/** By canonical entity. Columns and rules: vendor's page sources, see the README. */
export const entities: Readonly<Record<string, EntityDefinition>> = {
  account: {
    entity: 'account',
    set: 'customers',
    label: 'Customer',
    companion: { set: 'customerDetails' },
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
  },
};
