import {
  defaultMastership,
  emptyFlow,
  parseFlow,
  type FlowDocument,
  type FlowNode,
  type ValueList,
} from '@koppel/model';
import { coreNodes } from '@koppel/nodes';
import { createCatalog } from '@koppel/sdk';
import { readFileSync } from 'node:fs';
import type { CompileContext } from '../src/index.ts';

const list = (id: string, entries: Record<string, string>): ValueList => ({
  koppel: 'value-list',
  version: 1,
  id,
  title: { en: id },
  entries,
});

/** A workspace with the default mastership, two value lists, and systems of which nothing was discovered yet. */
export function workspace(change: Partial<CompileContext> = {}): CompileContext {
  return {
    catalog: createCatalog({ nodes: coreNodes, connectors: [], presets: [] }),
    mastership: defaultMastership,
    valueLists: new Map(
      [list('payment-terms', { '30D': '1' }), list('delivery-terms', { DAP: '2' })].map((each) => [each.id, each]),
    ),
    parameterValues: {},
    subFlows: [],
    slots: new Map([
      ['erp', { connectorId: 'memory', schemas: new Map() }],
      ['crm', { connectorId: 'memory', schemas: new Map() }],
    ]),
    ...change,
  };
}

/** The customer flow as it ships. */
export function customerFlow(): FlowDocument {
  const file = new URL('../../../flows/accounts-erp-to-crm.json', import.meta.url);
  const parsed = parseFlow(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error('The shipped flow is damaged.');
  return parsed.document;
}

const node = (type: string, rest: Partial<FlowNode> = {}): FlowNode => ({ type, v: 1, config: {}, ...rest });

/** A small flow: read accounts of the ERP, map, save in the CRM. */
export function smallFlow(rows: Record<string, unknown> = { 'account.name': { from: 'account.name' } }): FlowDocument {
  return {
    ...emptyFlow('small', 'Small'),
    nodes: {
      read: node('read-records', { slot: 'erp', entity: 'account' }),
      map: node('map-fields', { config: { rows } }),
      save: node('save-record', { slot: 'crm', entity: 'account', config: { match: ['name'] } }),
    },
    edges: ['map.records -> save.records', 'read.records -> map.records'],
  };
}

/** The same flow with some of it changed, by a function that may write into a copy. */
export function changed(document: FlowDocument, change: (copy: FlowDocument) => void): FlowDocument {
  const copy = structuredClone(document);
  change(copy);
  return copy;
}
