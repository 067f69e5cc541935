import type { MastershipTable } from '@koppel/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  server = await startTestKoppel();
  client = await server.administrator();
});
afterAll(() => server.close());

const withMaster = (table: MastershipTable, entity: string, master: string): MastershipTable => ({
  ...table,
  rows: table.rows.map((row) => (row.entity === entity ? { ...row, master } : row)),
});

async function choose(master: string) {
  const { table, revision } = await client.call('getMastership');
  return client.call('saveMastership', { body: { table: withMaster(table, 'quote', master), revision } });
}

const stateOf = async (id: string) => {
  const { summary } = await client.call('getFlow', { params: { id } });
  return { isOn: summary.isOn, isPublished: summary.publishedVersion !== null };
};

describe('who is master of quotes', () => {
  test('is not decided in a new workspace: neither flow that touches quotes is published', async () => {
    expect(await stateOf('won-quote-to-order')).toEqual({ isOn: false, isPublished: false });
    expect(await stateOf('quotes-erp-to-crm')).toEqual({ isOn: false, isPublished: false });
    const { revision } = await client.call('getFlow', { params: { id: 'won-quote-to-order' } });
    const answer = await client.send('POST', '/api/workspaces/main/flows/won-quote-to-order/publish', {
      revision,
      note: 'Try',
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('mastership.undecided');
  });

  test('the CRM: its flow is published and switched on', async () => {
    const { switched } = await choose('crm');
    expect(switched.map(({ flowId, isOn, problem }) => [flowId, isOn, problem])).toEqual([
      ['won-quote-to-order', true, null],
    ]);
    expect(await stateOf('won-quote-to-order')).toEqual({ isOn: true, isPublished: true });
  });

  test('the ERP instead: the one flow goes off, the other on', async () => {
    const { switched } = await choose('erp');
    expect(switched.map(({ flowId, isOn, problem }) => [flowId, isOn, problem])).toEqual([
      ['won-quote-to-order', false, null],
      ['quotes-erp-to-crm', true, null],
    ]);
    expect((await stateOf('won-quote-to-order')).isOn).toBe(false);
    expect((await stateOf('quotes-erp-to-crm')).isOn).toBe(true);
  });
});

test('a flow is told what it does together with the flows that are on, wherever it is checked', async () => {
  const { draft } = await client.call('getFlow', { params: { id: 'open-amounts-erp-to-crm' } });
  const on = { params: { id: 'revenue-erp-to-crm' }, body: { isOn: true } };
  await client.call('switchFlow', on);
  const { draft: revenue } = await client.call('getFlow', { params: { id: 'revenue-erp-to-crm' } });
  const [[name, rule]] = Object.entries(revenue.nodes['map']!.config['rows'] as Record<string, unknown>) as [
    [string, unknown],
  ];
  const copy = structuredClone(draft);
  (copy.nodes['map']!.config['rows'] as Record<string, unknown>)[name] = rule;
  const { issues, together } = await client.call('checkFlow', { params: { id: draft.id }, body: { document: copy } });
  expect(issues.filter(({ code }) => code.startsWith('flows.'))).toEqual([]);
  expect(together.find(({ code }) => code === 'flows.write-same-field')).toMatchObject({
    severity: 'warning',
    nodeId: 'map',
    path: ['config', 'rows', name],
    matrixRow: 'account.figures',
  });
  await client.call('switchFlow', { ...on, body: { isOn: false } });
});

test('every revision is kept with what changed, and an earlier one can be saved again', async () => {
  const history = await client.call('getMastershipHistory');
  expect(history.map(({ revision }) => revision)).toEqual([3, 2, 1]);
  expect(history[0]!.changes.map(({ before, after }) => [before?.master, after?.master])).toEqual([['crm', 'erp']]);
  const { revision } = await client.call('getMastership');
  await client.call('saveMastership', { body: { table: history[1]!.table, revision } });
  const now = await client.call('getMastershipHistory');
  expect(now[0]!.table).toEqual(history[1]!.table);
});

test('of two who change the same revision the second is told', async () => {
  const { table, revision } = await client.call('getMastership');
  await client.call('saveMastership', { body: { table: withMaster(table, 'task', 'erp'), revision } });
  const answer = await client.send('PUT', '/api/workspaces/main/mastership', {
    table: withMaster(table, 'lead', 'erp'),
    revision,
  });
  expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'mastership.saved-meanwhile']);
});

test('a table is tried on the published flows before it is saved', async () => {
  const { table } = await client.call('getMastership');
  const rows = table.rows.map((row) =>
    row.entity === 'account' && 'group' in row && row.group === 'figures' ? { ...row, master: 'crm' } : row,
  );
  const { refused } = await client.call('tryMastership', { body: { ...table, rows } });
  // Behind a mask nothing is refused: the mask holds back what the source is not master of.
  expect(refused.map(({ flowId }) => flowId)).not.toContain('accounts-erp-to-crm');
  const orders = table.rows.map((row) =>
    row.entity === 'order' ? { ...row, master: 'erp', handOver: undefined } : row,
  );
  const tried = await client.call('tryMastership', { body: { ...table, rows: orders } });
  expect(tried.refused.map(({ flowId }) => flowId)).toContain('orders-crm-to-erp');
});
