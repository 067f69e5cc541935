import {
  defaultMastership,
  type FlowDocument,
  type FlowNode,
  type HandOver,
  type MastershipTable,
} from '@koppel/model';
import { describe, expect, test } from 'vitest';
import { check, compile } from '../src/index.ts';
import { workspace } from './workspace.ts';

const submitted: HandOver = { to: 'erp', when: { field: 'status', is: ['submitted', 'active'] } };

const handingOver = (handOver: HandOver, maySeed: string[] = []): MastershipTable => ({
  ...defaultMastership,
  rows: defaultMastership.rows.map((row) =>
    row.entity === 'order' && 'group' in row && row.group === 'content' ? { ...row, handOver, maySeed } : row,
  ),
});

const node = (type: string, rest: Partial<FlowNode> = {}): FlowNode => ({ type, v: 1, config: {}, ...rest });

/** Orders from one system to another: read, nodes between, map, mask or not, write. */
function orders(
  from: string,
  to: string,
  write: string,
  { filter, isMasked = false }: { filter?: unknown; isMasked?: boolean } = {},
): FlowDocument {
  const between = filter ? ['filter', 'map'] : ['map'];
  const line = ['read', ...between, ...(isMasked ? ['mask'] : []), 'write'];
  const leaving = (id: string) => (id === 'filter' ? 'matched' : 'records');
  return {
    koppel: 'flow',
    version: 1,
    id: 'orders',
    title: { en: 'Orders' },
    slots: { erp: { role: 'erp' }, crm: { role: 'crm' } },
    parameters: {},
    nodes: {
      read: node('read-records', { slot: from, entity: 'order' }),
      ...(filter ? { filter: node('filter-records', { config: { condition: filter } }) } : {}),
      map: node('map-fields', { config: { rows: { 'order.requestedDate': { from: 'order.requestedDate' } } } }),
      ...(isMasked ? { mask: node('mask-fields') } : {}),
      write: node(write, { slot: to, entity: 'order', config: { match: ['requestedDate'] } }),
    },
    edges: line.slice(1).map((id, at) => `${line[at]}.${leaving(line[at]!)} -> ${id}.records`),
    layout: { nodes: {}, groups: {}, notes: {} },
  };
}

const errors = (document: FlowDocument, mastership = defaultMastership) =>
  check(document, workspace({ mastership })).issues.filter(({ severity }) => severity === 'error');
const codes = (...args: Parameters<typeof errors>) => errors(...args).map(({ code }) => code);
const refused = ['mastership.handed-over'];

describe("an order that is the CRM's until it is in the ERP", () => {
  test('may be made in the ERP by a flow that only creates', () => {
    expect(codes(orders('crm', 'erp', 'create-record'))).toEqual([]);
  });

  test.each(['save-record', 'update-record'])('may not be written there afterwards by %s', (write) => {
    expect(codes(orders('crm', 'erp', write))).toEqual(refused);
  });

  test('is refused with node, field, row of the table and remedy', () => {
    const [issue] = errors(orders('crm', 'erp', 'save-record'));
    expect(issue).toMatchObject({
      nodeId: 'map',
      path: ['config', 'rows', 'order.requestedDate'],
      matrixRow: 'order.content',
      message: expect.stringContaining('Order Requested date'),
      remedy: expect.stringContaining('Create record'),
    });
  });

  test('is left out record by record behind a mask', () => {
    expect(codes(orders('crm', 'erp', 'save-record', { isMasked: true }))).toEqual([]);
  });

  test('goes back to the CRM at any time', () => {
    expect(codes(orders('erp', 'crm', 'save-record'))).toEqual([]);
  });

  test('is not changed inside the CRM by a flow that cannot tell whether it is in the ERP', () => {
    expect(codes(orders('crm', 'crm', 'update-record', { isMasked: true }))).toEqual(refused);
    expect(codes(orders('crm', 'crm', 'create-record'))).toEqual([]);
  });
});

describe('an order that is handed over by its status', () => {
  const by = (document: FlowDocument, maySeed?: string[]) => codes(document, handingOver(submitted, maySeed));
  const status = (is: string, value?: unknown) => ({ all: [{ field: 'order.status', is, value }] });

  test('is refused where nothing tells its status', () => {
    expect(by(orders('crm', 'erp', 'update-record'))).toEqual(refused);
    expect(by(orders('erp', 'crm', 'update-record'))).toEqual(refused);
  });

  test('passes with a mask, in both directions', () => {
    expect(by(orders('crm', 'erp', 'update-record', { isMasked: true }))).toEqual([]);
    expect(by(orders('erp', 'crm', 'update-record', { isMasked: true }))).toEqual([]);
  });

  test.each([
    [status('equals', 'draft'), []],
    [status('oneOf', ['draft', 'quoted']), []],
    [{ all: [{ field: 'order.status', is: 'notEquals', value: 'submitted' }, { field: 'order.status', is: 'notEquals', value: 'active' }] }, []], // prettier-ignore
    [status('equals', 'submitted'), refused],
    [status('notEquals', 'submitted'), refused],
    [{ any: [{ field: 'order.status', is: 'equals', value: 'draft' }, { field: 'order.number', is: 'empty' }] }, refused], // prettier-ignore
    [{ cel: 'order.status == "draft"' }, refused],
  ])('passes with the filter %j: %j', (filter, expected) => {
    expect(by(orders('crm', 'erp', 'update-record', { filter }))).toEqual(expected);
  });

  test('may be made by its next master where that may seed it', () => {
    expect(by(orders('erp', 'crm', 'create-record'))).toEqual(refused);
    expect(by(orders('erp', 'crm', 'create-record'), ['erp'])).toEqual([]);
  });
});

test('a plan tells a writing node which fields pass to another master, and nothing where none does', () => {
  const compiled = compile(
    orders('crm', 'erp', 'update-record', { isMasked: true }),
    workspace({ mastership: handingOver(submitted) }),
  );
  if (!compiled.ok) throw new Error('It does not compile.');
  const write = compiled.plan.steps.find(({ kind }) => kind === 'sink');
  expect(write).toMatchObject({ handOvers: [{ isFromFirst: true, toldBy: 'source', isMasked: true, next: 'erp' }] });
  const plain = compile(orders('erp', 'crm', 'update-record'), workspace({ mastership: { ...defaultMastership, rows: [{ entity: 'order', group: 'content', master: 'erp', maySeed: [], conflict: 'masterWins' }] } })); // prettier-ignore
  if (!plain.ok) throw new Error('It does not compile.');
  expect(plain.plan.steps.find(({ kind }) => kind === 'sink')).not.toHaveProperty('handOvers');
});
