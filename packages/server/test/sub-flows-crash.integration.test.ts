import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { KilledServer, pause } from './support/killing.ts';
import { accountsOf, compare, connect, ended, failedKeys, flowId, run, sumOf } from './support/systems.ts';

const customers = 800;

let server: KilledServer;
beforeAll(async () => {
  server = await KilledServer.beside({ customers });
});
afterAll(() => server.close());

async function publish(client: Client, id: string): Promise<void> {
  const { revision } = await client.call('getFlow', { params: { id } });
  await client.call('publishFlow', { params: { id }, body: { revision, note: 'With a sub-flow' } });
}

test('two flows use one sub-flow; killed in the middle of it, nothing is lost or written twice', async () => {
  let client = await server.start();
  await connect(client, server.sides);
  const { draft, revision, slots } = await client.call('getFlow', { params: { id: flowId } });
  const made = await client.call('makeSubFlow', {
    params: { id: flowId },
    body: { document: draft, nodeIds: ['active', 'map', 'mask', 'save'], title: 'Customers into the CRM' },
  });
  expect(made.version).toBe(1);
  await client.call('saveDraft', { params: { id: flowId }, body: { document: made.document, revision } });
  await publish(client, flowId);
  const second = (await client.call('createFlow', { body: { title: 'Once more', copyOf: flowId } })).summary.id;
  await client.call('bindFlow', { params: { id: second }, body: { slots } });
  await publish(client, second);

  const before = await accountsOf(server.sides);
  await server.slowDown(20);
  const { id: runId } = await client.call('startRun', { params: { id: flowId }, body: {} });
  let kills = 0;
  for (const _each of Array.from({ length: 2 })) {
    await server.countAnew('crm');
    await server.until(async () => (await server.requests('crm', 'batch')) >= 4);
    await pause(15);
    const { state } = (await client.call('getRun', { params: { id: runId } })).run;
    if (state.status === 'running') kills += 1;
    await server.kill();
    client = await server.start();
  }
  expect(kills).toBeGreaterThan(0);
  await server.slowDown(0);
  const done = await ended(client, runId);
  expect(done.state.status).toBe('done');
  expect(done.counters.read).toBe(customers);
  expect(sumOf(done.counters)).toBe(customers);
  const failed = await failedKeys(client);
  const compared = await compare(server.sides, { before, failed });
  expect(compared).toEqual({ wanted: compared.wanted, missing: [], doubled: [], different: [], overwritten: [] });
  expect(compared.wanted).toBeGreaterThan(customers * 0.9);

  // The counts of the run name the steps inside.
  const { snapshot } = await client.call('getRun', { params: { id: runId } });
  expect(Object.keys(snapshot.nodes)).toEqual(expect.arrayContaining([`${made.nodeId}/map`, `${made.nodeId}/save`]));
  if (failed.size > 0) {
    const { items } = await client.call('listFailures', { query: { limit: 1 } });
    expect(items[0]!.nodeId).toMatch(new RegExp(`^${made.nodeId}/`));
  }

  // The other flow finds all of it by the same record links: it makes nothing anew, and the second time it has nothing to write.
  const other = await run(client, second, 'all');
  expect([other.state.status, other.counters.read, other.counters.created]).toEqual(['done', customers, 0]);
  expect(await compare(server.sides, { before, failed })).toEqual(compared);
  const again = await run(client, second, 'all');
  expect([again.counters.created, again.counters.updated]).toEqual([0, 0]);
  expect(await server.end()).toBe(0);
});
