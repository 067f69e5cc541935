import { flowTestSchema } from '@koppel/model';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rootFolder } from '../src/index.ts';
import type { Client } from './support/client.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  server = await startTestKoppel();
  client = await server.administrator();
});
afterAll(() => server.close());

const flowsFolder = join(rootFolder, 'flows');
const shipped = readdirSync(flowsFolder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

test.each(shipped)('%s does without any system what its tests in the folder of flows expect', async (id) => {
  const params = { id };
  const folder = join(flowsFolder, id, 'tests');
  for (const file of readdirSync(folder)) {
    const kept = flowTestSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    expect(kept.isMadeUp).toBe(true);
    expect(kept.expected.writes).not.toEqual([]);
    await client.call('saveFlowTest', { params: { ...params, test: kept.id }, body: { test: kept } });
  }
  const results = await client.call('runFlowTests', { params, body: {} });
  expect(results.length).toBeGreaterThan(0);
  for (const { title, outcome, error } of results) expect([title, outcome, error]).toEqual([title, 'passed', null]);
});

test('one says so when its flow does something else', async () => {
  const params = { id: 'accounts-erp-to-crm' };
  const { draft: document } = await client.call('getFlow', { params });
  const rows = document.nodes['map']!.config['rows'] as Record<string, unknown>;
  rows['account.name'] = { cel: 'account.name + "!"' };
  const [result] = await client.call('runFlowTests', { params, body: { document } });
  expect([result!.outcome, result!.differences[0]!.nodeId]).toEqual(['failed', 'map']);
});
