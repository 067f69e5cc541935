import { defaultMastership, type FlowDocument } from '@koppel/model';
import { coreNodes } from '@koppel/nodes';
import { createCatalog } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { check, checkTogether, issuesOfFlow } from '../src/index.ts';

const catalog = createCatalog({ nodes: coreNodes, connectors: [], presets: [] });
const context = {
  catalog,
  mastership: defaultMastership,
  valueLists: new Map(),
  parameterValues: {},
  subFlows: [],
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
    expect(
      found.map(({ code, severity, fields, flows, matrixRow }) => [code, severity, fields, flows, matrixRow]),
    ).toEqual([['flows.write-same-field', 'warning', ['account.phone'], ['a', 'b'], 'account.reach']]);
  });

  test('that carry a field in opposite directions go round', () => {
    const found = findings(copies('a', 'erp', 'crm', ['phone']), copies('b', 'crm', 'erp', ['phone']));
    expect(found.map(({ code, severity, flows }) => [code, severity, flows])).toEqual([
      ['flows.loop', 'error', ['a', 'b']],
    ]);
  });

  test('go round over a third system too', () => {
    const shop = (document: FlowDocument, slot: string): FlowDocument => ({
      ...document,
      slots: { ...document.slots, [slot]: { role: 'shop' } },
    });
    const found = findings(
      copies('a', 'erp', 'crm', ['phone', 'email']),
      shop(copies('b', 'crm', 'shop', ['phone', 'email']), 'shop'),
      shop(copies('c', 'shop', 'erp', ['phone', 'email']), 'shop'),
    );
    expect(found.map(({ code, fields, flows }) => [code, fields, flows])).toEqual([
      ['flows.loop', ['account.phone', 'account.email'], ['a', 'b', 'c']],
    ]);
    expect(found[0]!.message).toContain('ERP → CRM → SHOP → ERP');
  });

  test("do not go round with what is one system's before a hand-over and the other's after it", () => {
    const order = (id: string, from: string, to: string): FlowDocument => {
      const document = JSON.stringify(copies(id, from, to, ['requestedDate'])).replaceAll('"account', '"order');
      return JSON.parse(document) as FlowDocument;
    };
    expect(findings(order('a', 'crm', 'erp'), order('b', 'erp', 'crm'))).toEqual([]);
  });

  test.each([
    ['equals', 'yes', 'equals', 'no', 'hint'],
    ['equals', 'yes', 'notEquals', 'yes', 'hint'],
    ['oneOf', ['a', 'b'], 'oneOf', ['c'], 'hint'],
    ['empty', undefined, 'notEmpty', undefined, 'hint'],
    ['equals', 'yes', 'equals', 'yes', 'warning'],
    ['notEquals', 'yes', 'notEquals', 'no', 'warning'],
    ['oneOf', ['a', 'b'], 'oneOf', ['b'], 'warning'],
    ['contains', 'a', 'equals', 'b', 'warning'],
  ])('that write one field where it %s %s and %s %s are a %s', (is, value, otherIs, other, severity) => {
    const filtered = (id: string, condition: object): FlowDocument => {
      const document = copies(id, 'erp', 'crm', ['name']);
      return {
        ...document,
        nodes: {
          ...document.nodes,
          only: { type: 'filter-records', v: 1, config: { condition: { all: [{ field: 'account.industry', ...condition }] } } }, // prettier-ignore
        },
        edges: ['read.records -> only.records', 'only.matched -> map.records', 'map.records -> write.records'],
      };
    };
    const all = checkTogether(
      [filtered('a', { is, value }), filtered('b', { is: otherIs, value: other })].map((document) => ({
        document,
        context,
      })),
      defaultMastership,
    );
    const found = all.find(({ code }) => code === 'flows.write-same-field');
    expect(found?.severity).toBe(severity);
  });

  test('are told of on each flow, at the node that fills the field, and keep none from being published', () => {
    const found = findings(copies('a', 'erp', 'crm', ['phone']), copies('b', 'crm', 'erp', ['phone']));
    expect(issuesOfFlow('b', found)).toMatchObject([
      {
        code: 'flows.loop',
        severity: 'warning',
        nodeId: 'map',
        path: ['config', 'rows', 'account.phone'],
        matrixRow: 'account.reach',
      },
    ]);
    expect(issuesOfFlow('c', found)).toEqual([]);
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
    expect(found.map(({ fields, flows, matrixRow }) => [fields, flows, matrixRow])).toEqual([
      [['account.language', 'account.website'], ['a'], 'account.reach'],
    ]);
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
