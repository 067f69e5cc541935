import { compile, type Plan } from '@koppel/compiler';
import { defaultMastership, type FlowDocument, type MastershipTable } from '@koppel/model';
import { coreNodes } from '@koppel/nodes';
import { createCatalog } from '@koppel/sdk';

const catalog = createCatalog({ nodes: coreNodes, connectors: [], presets: [] });

/** Customers ERP → CRM in small: read, leave out the blocked, map, mask, save. */
export const customerFlow: FlowDocument = {
  koppel: 'flow',
  version: 1,
  id: 'customers',
  title: { en: 'Customers ERP → CRM' },
  slots: { erp: { role: 'erp' }, crm: { role: 'crm' } },
  parameters: {},
  nodes: {
    read: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
    active: {
      type: 'filter-records',
      v: 1,
      config: { condition: { all: [{ field: 'account.blocked', is: 'notEquals', value: 'all' }] } },
    },
    map: {
      type: 'map-fields',
      v: 1,
      config: {
        rows: {
          'account.name': { from: 'account.name' },
          'account.companyNumber': { from: 'account.companyNumber' },
          'account.phone': { from: 'account.phone' },
          'account.creditLimit': { from: 'account.creditLimit' },
        },
      },
    },
    mask: { type: 'mask-fields', v: 1, config: { letSeeds: false } },
    save: { type: 'save-record', v: 1, slot: 'crm', entity: 'account', config: { match: ['companyNumber'] } },
  },
  edges: [
    'active.matched -> map.records',
    'map.records -> mask.records',
    'mask.records -> save.records',
    'read.records -> active.records',
  ],
  layout: { nodes: {}, groups: {}, notes: {} },
};

/** New accounts of the CRM become customers of the ERP, whose key goes back into the account. */
export const backwards: FlowDocument = {
  ...customerFlow,
  nodes: {
    read: { ...customerFlow.nodes['read']!, slot: 'crm' },
    map: {
      ...customerFlow.nodes['map']!,
      config: {
        rows: {
          'account.name': { from: 'account.name' },
          'account.companyNumber': { from: 'account.companyNumber' },
          'account.phone': { from: 'account.phone' },
          'account.number': { from: 'account.number' },
        },
      },
    },
    create: {
      type: 'create-record',
      v: 1,
      slot: 'erp',
      entity: 'account',
      config: { match: ['companyNumber'], writeBack: { slot: 'crm', field: 'number', value: 'key' } },
    },
  },
  edges: ['map.records -> create.records', 'read.records -> map.records'],
};

/** Submitted orders of the CRM become orders of the ERP, with their lines. */
export const orders: FlowDocument = {
  ...customerFlow,
  nodes: {
    read: { type: 'read-records', v: 1, slot: 'crm', entity: 'order', config: {} },
    map: {
      type: 'map-fields',
      v: 1,
      config: {
        rows: {
          'order.reference': { from: 'order.crmNumber' },
          'order.requestedDate': { from: 'order.requestedDate' },
          'order.lines': { from: 'order.lines' },
        },
      },
    },
    create: {
      type: 'create-record',
      v: 1,
      slot: 'erp',
      entity: 'order',
      config: { match: ['reference'], writeBack: { slot: 'crm', field: 'number', value: 'key' } },
    },
  },
  edges: ['map.records -> create.records', 'read.records -> map.records'],
};

/** The plan of a flow, or an Error that lists what the compiler found. */
export function planOf(document: FlowDocument = customerFlow, mastership: MastershipTable = defaultMastership): Plan {
  const compiled = compile(document, {
    catalog,
    mastership,
    valueLists: new Map(),
    parameterValues: {},
    subFlows: [],
    slots: new Map(Object.keys(document.slots).map((slot) => [slot, { connectorId: 'memory', schemas: new Map() }])),
  });
  if (!compiled.ok) throw new Error(compiled.issues.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return compiled.plan;
}
