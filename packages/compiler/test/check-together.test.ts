import { defaultMastership, type FlowDocument } from '@koppel/model';
import { coreNodes } from '@koppel/nodes';
import { createCatalog } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { check, checkTogether } from '../src/index.ts';

const catalog = createCatalog({ nodes: coreNodes, connectors: [], presets: [] });
const context = {
  catalog,
  mastership: defaultMastership,
  valueLists: new Map(),
  parameterValues: {},
  slots: new Map([
    ['erp', { connectorId: 'memory', schemas: new Map() }],
    ['crm', { connectorId: 'memory', schemas: new Map() }],
  ]),
};

/** A flow that copies these fields of accounts. */
function copies(id: string, from: string, to: string, fields: readonly string[], write = 'save-record'): FlowDocument {
  return {
    koppel: 'flow',
    version: 1,
    id,
    title: { en: id },
    slots: { erp: { role: 'erp' }, crm: { role: 'crm' } },
    parameters: {},
    nodes: {
      read: { type: 'read-records', v: 1, slot: from, entity: 'account', config: {} },
      map: {
        type: 'map-fields',
        v: 1,
        config: { rows: Object.fromEntries(fields.map((field) => [`account.${field}`, { from: `account.${field}` }])) },
      },
      write: { type: write, v: 1, slot: to, entity: 'account', config: { match: ['name'] } },
    },
    edges: ['map.records -> write.records', 'read.records -> map.records'],
    layout: { nodes: {}, groups: {}, notes: {} },
  };
}

const findings = (...flows: FlowDocument[]) =>
  checkTogether(
    flows.map((document) => ({ document, context })),
    defaultMastership,
  ).filter(({ severity }) => severity !== 'hint');

describe('flows together', () => {
  test('have nothing to complain about when each writes its own fields', () => {
    expect(findings(copies('a', 'erp', 'crm', ['name']), copies('b', 'erp', 'crm', ['phone']))).toEqual([]);
  });

  test('that write one field in one system are named with it', () => {
    const found = findings(copies('a', 'erp', 'crm', ['name', 'phone']), copies('b', 'erp', 'crm', ['phone']));
    expect(found.map(({ code, field, flows }) => [code, field, flows])).toEqual([
      ['flows.write-same-field', 'account.phone', ['a', 'b']],
    ]);
  });

  test('that carry a field in opposite directions go round', () => {
    const found = findings(copies('a', 'erp', 'crm', ['phone']), copies('b', 'crm', 'erp', ['phone']));
    expect(found.map(({ code, severity, flows }) => [code, severity, flows])).toEqual([
      ['flows.loop', 'error', ['a', 'b']],
    ]);
  });

  test('do not go round where one of them only makes new records', () => {
    const back = copies('b', 'crm', 'erp', ['phone'], 'create-record');
    expect(findings(copies('a', 'erp', 'crm', ['phone']), back)).toEqual([]);
  });

  test('say which field of a carried group nobody brings over', () => {
    const found = checkTogether(
      [{ document: copies('a', 'erp', 'crm', ['phone', 'email']), context }],
      defaultMastership,
    );
    expect(found.map(({ field }) => field)).toEqual(['account.language', 'account.website']);
  });
});

test('a flow that touches what nobody is master of cannot be published, also when it only reads it', () => {
  const document: FlowDocument = {
    ...copies('q', 'crm', 'crm', []),
    nodes: { read: { type: 'read-records', v: 1, slot: 'crm', entity: 'quote', config: {} } },
    edges: [],
  };
  const codes = (mastership = defaultMastership) =>
    check(document, { ...context, mastership })
      .issues.filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
  expect(codes()).toContain('mastership.undecided');
  const rows = defaultMastership.rows.map((row) => (row.entity === 'quote' ? { ...row, master: 'crm' } : row));
  expect(codes({ ...defaultMastership, rows })).not.toContain('mastership.undecided');
});
