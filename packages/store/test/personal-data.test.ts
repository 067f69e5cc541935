import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { batch, failed, failure } from '../../runtime/test/journal-contract.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { takeRun } from './runs-of-a-test.ts';

let opened: TestStore;
beforeEach(() => {
  opened = openTestStore();
});
afterEach(() => opened.remove());

const sides = (sourceConnectionId: string, entity: string) => ({
  entity,
  sourceConnectionId,
  targetConnectionId: 'crm',
});

/** A record 42 of this entity fails in a run of a flow of its own. */
async function fails(entity: string, connectionId: string, isInSubFlow = false): Promise<string> {
  const flowId = `${entity}-from-${connectionId}`;
  const fence = await takeRun(opened, flowId);
  const id = `failure-in-${flowId}`;
  const name = `A ${entity} of ${connectionId}`;
  await opened.store.journal.commitBatch(
    batch(fence, {
      facts: [{ ...failed('42', id), name }],
      failures: [failure('42', { id, flowId, entity, name, sides: sides(connectionId, entity) })],
    } as never),
  );
  const database = new Database(opened.file);
  const { version } = database
    .prepare<[string], { version: number }>('select flow_version as version from run where id = ?')
    .get(fence.runId)!;
  const publish = (id: string, number: number, nodes: object) =>
    database
      .prepare(
        `insert or replace into flow_version (flow_id, version, title, document, note, published_at, published_by)
         values (?, ?, '{}', ?, '', 0, '')`,
      )
      .run(id, number, JSON.stringify({ nodes }));
  const reading = { read: { type: 'read-records', entity, config: {} } };
  const using = (subFlow: string) => ({ part: { type: 'use-sub-flow', config: { subFlow, version: 3 } } });
  publish(flowId, version, isInSubFlow ? using('outer') : reading);
  publish('outer', 3, using('inner'));
  publish('inner', 3, reading);
  database.close();
  return name;
}

test('a person has a key that an order and the records of another system have too: only the person is told of and erased', async () => {
  const person = await fails('contact', 'erp');
  const others = [await fails('order', 'erp'), await fails('account', 'erp')];
  const elsewhere = await fails('contact', 'other-erp');
  const wanted = { records: [{ entity: 'contact', connectionId: 'erp', key: '42' }], texts: [] };
  const { personalData, failures } = opened.store;

  const told = JSON.stringify(await personalData.collect(wanted));
  expect(told).toContain(person);
  for (const name of others) expect(told).not.toContain(name);

  await personalData.erase(wanted);
  const { items } = await failures.list({ limit: 10 });
  expect(items.map(({ name }) => name).toSorted()).toEqual(['[erased]', ...others, elsewhere].toSorted());
});

test('a run is told and erased of a person whose entity only a sub-flow of its flow carries', async () => {
  const person = await fails('contact', 'erp', true);
  const wanted = { records: [{ entity: 'contact', connectionId: 'erp', key: '42' }], texts: [] };
  const { personalData, runs } = opened.store;
  const [run] = (await runs.list({}, { limit: 10 })).items;
  const events = async () => JSON.stringify(await runs.events(run!.id, { after: 0, limit: 100 }));
  expect(await events()).toContain(person);
  await personalData.erase(wanted);
  expect(await events()).not.toContain(person);
});
