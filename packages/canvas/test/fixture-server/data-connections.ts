import type { EntitySchema, FieldType } from '@koppel/model';
import type { CatalogBody, Connection } from '@koppel/protocol';
import { ago } from './data-flows.ts';

const minute = 60_000;
const step = (
  id: string,
  title: string,
  detail: string,
  durationMs: number,
  outcome: 'ok' | 'warning' | 'failed' = 'ok',
  remedy?: string,
) => ({ id, title: { en: title }, outcome, detail, durationMs, ...(remedy ? { remedy } : {}) });

/** Two systems in good health but for one warning, and a service that never was tested. */
export function makeConnections(now: number): Connection[] {
  return [
    {
      id: 'erp',
      name: 'Business Central',
      connectorId: 'business-central',
      connectorTitle: 'Business Central',
      role: 'erp',
      settings: {
        address: 'https://api.businesscentral.example',
        tenant: 'verbeke.example',
        environment: 'production',
        clientId: '8d1c',
      },
      secrets: { clientSecret: { setAt: '2026-03-04T09:00:00Z', setBy: 'Karim', expiresOn: null } },
      lastTest: {
        at: ago(now, minute),
        isOk: true,
        steps: [
          step('address', 'Address found', 'api.businesscentral.example', 12),
          step('tls', 'Secure connection', 'TLS 1.3, until 2 Feb 2027', 28),
          step('signIn', 'Signed in', 'As koppel-integration', 90),
          step('read', 'Sample read', 'Customer 10816, Construct Hallet SA', 50),
        ],
      },
      expiring: [],
      grant: null,
      usedBy: [
        { flowId: 'accounts-erp-to-crm', title: { en: 'Customers ERP → CRM' } },
        { flowId: 'products-erp-to-crm', title: { en: 'Products ERP → CRM' } },
      ],
      isDemo: true,
    },
    {
      id: 'crm',
      name: 'Dataverse',
      connectorId: 'dataverse',
      connectorTitle: 'Dataverse',
      role: 'crm',
      settings: { address: 'https://verbeke.crm4.example', clientId: '77ab' },
      secrets: { clientSecret: { setAt: '2026-03-04T09:00:00Z', setBy: 'Karim', expiresOn: null } },
      lastTest: {
        at: ago(now, 3 * minute),
        isOk: true,
        steps: [
          step('address', 'Address found', 'verbeke.crm4.example', 12),
          step('tls', 'Secure connection', 'TLS 1.3, until 2 Feb 2027', 38),
          step('signIn', 'Signed in', 'As Integration', 310),
          step(
            'permission',
            'Permission per entity',
            '5 of 6 can be read and written. Invoice can only be read.',
            96,
            'warning',
            'Give “Integration” the right to write invoices, if a flow writes them.',
          ),
          step('read', 'Sample read', 'Account 5d0e-19ac, Construct Hallet SA, 64 fields', 142),
        ],
      },
      expiring: [],
      grant: null,
      usedBy: [{ flowId: 'accounts-erp-to-crm', title: { en: 'Customers ERP → CRM' } }],
      isDemo: true,
    },
    {
      id: 'vies',
      name: 'VAT number check',
      connectorId: 'dataverse',
      connectorTitle: 'VIES',
      role: 'vies',
      settings: { address: 'https://vies.example' },
      secrets: {},
      lastTest: null,
      expiring: [],
      grant: null,
      usedBy: [],
      isDemo: false,
    },
  ];
}

const text = (maxLength: number): FieldType => ({ kind: 'text', maxLength });
const choice: FieldType = { kind: 'choice', options: [{ value: '1', label: 'One' }] };
const field = (name: string, systemField: string, type: FieldType, isRequired = false) => ({
  field: name,
  systemField,
  label: systemField,
  type,
  isRequired,
  canCreate: true,
  canUpdate: name !== 'owner',
});

/** The entities of the CRM. A second look finds one field more and one fewer. */
export function makeSchema(look: number): EntitySchema[] {
  return [
    {
      entity: 'account',
      systemEntity: 'accounts',
      label: 'Account',
      hash: `a${look}`,
      fields: [
        field('name', 'name', text(160), true),
        field('number', 'accountnumber', text(20)),
        field('vatNumber', 'kop_vatnumber', text(20)),
        field('creditLimit', 'creditlimit', { kind: 'money', scale: 2 }),
        field('paymentTerms', 'paymenttermscode', choice),
        field('industry', 'industrycode', choice),
        field('owner', 'ownerid', text(100)),
        ...(look === 0 ? [field('segment', 'kop_segment', choice)] : []),
        field('~kop_segmentcode', 'kop_segmentcode', choice),
        field('~fax', 'fax', text(50)),
        field('~createdon', 'createdon', { kind: 'dateTime' }),
        ...(look > 0 ? [field('~kop_carrier', 'kop_carrier', text(40))] : []),
      ],
    },
    {
      entity: 'contact',
      systemEntity: 'contacts',
      label: 'Contact',
      hash: 'c',
      fields: [field('firstName', 'firstname', text(50)), field('lastName', 'lastname', text(50), true)],
    },
    {
      entity: 'product',
      systemEntity: 'products',
      label: 'Product',
      hash: 'p',
      fields: [field('number', 'productnumber', text(100), true), field('listPrice', 'price', { kind: 'money' })],
    },
    {
      entity: 'order',
      systemEntity: 'salesorders',
      label: 'Order',
      hash: 'o',
      fields: [field('number', 'kop_erpnumber', text(20))],
    },
    {
      entity: 'invoice',
      systemEntity: 'invoices',
      label: 'Invoice',
      hash: 'i',
      fields: [field('number', 'invoicenumber', text(100))],
    },
  ];
}

const settings = (extra: object) => ({
  type: 'object',
  properties: {
    address: { type: 'string', format: 'uri', title: 'Address', description: 'Where its API answers.' },
    clientId: { type: 'string', title: 'Client id', description: 'Of the application registered in Entra.' },
    clientSecret: { type: 'string', minLength: 1, secret: true, title: 'Client secret' },
    ...extra,
  },
  required: ['address', 'clientId', 'clientSecret'],
});

/** Two connectors and no nodes: the designer brings its own catalog. */
export const catalog: CatalogBody = {
  nodes: [],
  presets: [],
  connectors: [
    {
      id: 'business-central',
      title: 'Business Central',
      summary: { en: 'Microsoft Dynamics 365 Business Central, API v2.0.' },
      roles: ['erp'],
      settingsSchema: settings({
        tenant: { type: 'string', default: '', title: 'Tenant', description: 'Id or domain. Empty on premises.' },
        environment: { type: 'string', default: '', title: 'Environment' },
        marginSeconds: {
          type: 'integer',
          minimum: 0,
          maximum: 600,
          default: 30,
          title: 'Safety margin',
          description: 'Added before a record counts as not created, in seconds.',
        },
        usesSalesApi: { type: 'boolean', default: true, title: 'Custom sales API' },
      }),
      secrets: ['clientSecret'],
      bindings: [],
    },
    {
      id: 'dataverse',
      title: 'Dataverse',
      summary: { en: 'Microsoft Dataverse: Dynamics 365 Sales, Customer Service and own tables.' },
      roles: ['crm'],
      settingsSchema: settings({}),
      secrets: ['clientSecret'],
      bindings: [
        {
          entity: 'account',
          systemEntity: 'accounts',
          fields: {
            name: { path: 'name' },
            number: { path: 'accountnumber' },
            creditLimit: { path: 'creditlimit' },
            paymentTerms: { path: 'paymenttermscode' },
            industry: { path: 'industrycode' },
            owner: { path: 'ownerid' },
            segment: { path: 'kop_segment' },
          },
        },
      ],
    },
  ],
  functions: [],
  functionGroups: [],
  exampleRecord: [],
};
