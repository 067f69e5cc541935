import type { EntityBinding } from '@koppel/sdk';

/**
 * The shipped bindings of Business Central. A path with `/` leads through a reference (`paymentTerm/code`) or to the
 * companion page of the entity (`customerDetails/iban`, there only where the custom API page set is published).
 */
export const bindings: readonly EntityBinding[] = [
  {
    entity: 'account',
    systemEntity: 'customers',
    fields: {
      name: { path: 'displayName' },
      number: { path: 'number', codec: 'code' },
      legalForm: { path: 'customerDetails/legalForm' },
      companyNumber: { path: 'taxRegistrationNumber', codec: 'company-number' },
      vatNumber: { path: 'taxRegistrationNumber', codec: 'vat-number' },
      'billingAddress.street': { path: 'addressLine1' },
      'billingAddress.street2': { path: 'addressLine2' },
      'billingAddress.postalCode': { path: 'postalCode', codec: 'code' },
      'billingAddress.city': { path: 'city' },
      'billingAddress.country': { path: 'country', codec: 'code' },
      'deliveryAddress.name': { path: 'customerDetails/deliveryName' },
      'deliveryAddress.street': { path: 'customerDetails/deliveryAddressLine1' },
      'deliveryAddress.street2': { path: 'customerDetails/deliveryAddressLine2' },
      'deliveryAddress.postalCode': { path: 'customerDetails/deliveryPostalCode', codec: 'code' },
      'deliveryAddress.city': { path: 'customerDetails/deliveryCity' },
      'deliveryAddress.country': { path: 'customerDetails/deliveryCountry', codec: 'code' },
      paymentTerms: { path: 'paymentTerm/code', codec: 'code' },
      deliveryTerms: { path: 'shipmentMethod/code', codec: 'code' },
      creditLimit: { path: 'creditLimit' },
      insuredAmount: { path: 'customerDetails/insuredAmount', codec: 'amount-or-none' },
      insuredUntil: { path: 'customerDetails/insuredUntil' },
      currency: { path: 'currencyCode', codec: 'currency' },
      blocked: { path: 'blocked', codec: 'blocked' },
      iban: { path: 'customerDetails/iban', codec: 'iban' },
      language: { path: 'customerDetails/language', codec: 'language' },
      phone: { path: 'phoneNumber' },
      email: { path: 'email' },
      website: { path: 'website' },
    },
  },
];
