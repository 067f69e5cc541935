import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import type { FlowDocument } from '@koppel/model';
import type { PlannedRecord } from '@koppel/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import {
  accountsOf,
  changeAccount,
  changeCustomer,
  connect,
  customersOf,
  ended,
  flowId,
  runFlow,
} from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 400 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await connect(client, demo);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

const params = { id: flowId };
const inOrder = (records: readonly PlannedRecord[]) =>
  records.toSorted((a, b) => `${a.key} ${a.nodeId}`.localeCompare(`${b.key} ${b.nodeId}`));

/** What a sample of the draft says of these records, and what a dry run of the same document, published, says. */
async function both(keys: readonly string[]) {
  const { draft } = await client.call('getFlow', { params });
  const sample = await client.call('tryFlow', { params, body: { document: draft, keys: [...keys] } });
  expect([sample.error, sample.leftOut]).toEqual([null, []]);
  const { id } = await client.call('startRun', {
    params,
    body: { scope: { kind: 'keys', keys: [...keys] }, isDryRun: true },
  });
  await ended(client, id);
  const plan = await client.call('getRunPlan', { params: { id } });
  return { sample: inOrder(sample.records), dry: inOrder(plan.records) };
}

async function publish(change: (document: FlowDocument) => void): Promise<void> {
  const { draft, revision } = await client.call('getFlow', { params });
  change(draft);
  const saved = await client.call('saveDraft', { params, body: { document: draft, revision } });
  await client.call('publishFlow', { params, body: { revision: saved.revision, note: 'For the test' } });
}

const actionsOf = (records: readonly PlannedRecord[]) => new Set(records.map(({ action }) => action));

// One after another: each begins with what the one before left.
describe('a sample of a draft and a dry run of the same document', () => {
  let keys: string[];

  test('agree before the first run, record by record and field by field', async () => {
    const customers = await customersOf(demo);
    const isBlocked = ({ blocked }: (typeof customers)[number]) => blocked === 'All';
    keys = [...customers.filter(isBlocked).slice(0, 5), ...customers.filter((row) => !isBlocked(row)).slice(0, 45)].map(
      ({ id }) => id as string,
    );
    const before = await accountsOf(demo);
    const { sample, dry } = await both(keys);
    expect(sample).toEqual(dry);
    expect(sample).toHaveLength(keys.length);
    expect(actionsOf(sample)).toEqual(new Set(['create', 'update', 'skipped']));
    expect(await accountsOf(demo)).toEqual(before);
  });

  test('a sample tells the way of each record through the nodes', async () => {
    const { draft } = await client.call('getFlow', { params });
    const { records, paths } = await client.call('tryFlow', { params, body: { document: draft, keys } });
    const wayOf = (nodeId: string) => {
      const { key } = records.find((record) => record.nodeId === nodeId)!;
      return paths[key]!.map((step) => `${step.nodeId}.${step.port}`);
    };
    expect(wayOf('save').slice(0, 4)).toEqual(['read.records', 'active.matched', 'map.records', 'mask.records']);
    expect(wayOf('deactivate').slice(0, 3)).toEqual(['read.records', 'active.unmatched', 'block.records']);
  });

  test('a sample tells which fields stay because the target is master of them, and with which value', async () => {
    const { draft } = await client.call('getFlow', { params });
    const { rows } = draft.nodes['map']!.config as { rows: Record<string, unknown> };
    rows['account.expertise'] = { value: 'By the ERP' };
    const { records, writes } = await client.call('tryFlow', { params, body: { document: draft, keys } });
    const writeOf = ({ nodeId, key }: PlannedRecord) =>
      writes.find((write) => write.nodeId === nodeId && write.key === key)!;
    const known = records.filter(({ nodeId, action }) => nodeId === 'save' && action === 'update');
    const accounts = new Map((await accountsOf(demo)).map((account) => [account['accountid'], account]));
    for (const record of known) {
      const { kept, requests } = writeOf(record);
      const account = accounts.get(requests[0]!.key)!;
      expect(new Set(kept!.map(({ why, role }) => `${why} ${role}`))).toEqual(new Set(['master crm']));
      expect(kept).toContainEqual({
        field: 'expertise',
        why: 'master',
        role: 'crm',
        value: account['kop_expertise'] ?? null,
        offered: 'By the ERP',
      });
      expect(kept!.map(({ field }) => field)).not.toContain('name');
    }
    expect(known.length).toBeGreaterThan(0);
    const made = records.filter(({ nodeId, action }) => nodeId === 'save' && action === 'create');
    expect(made.flatMap((record) => writeOf(record).kept)).toEqual([]);
  });

  test('a sample tells what would be sent, without what signs in', async () => {
    const { draft } = await client.call('getFlow', { params });
    const before = await accountsOf(demo);
    const sample = await client.call('tryFlow', { params, body: { document: draft, keys } });
    expect(await accountsOf(demo)).toEqual(before);
    const { key, changes } = sample.records.find(({ nodeId, action }) => nodeId === 'save' && action === 'update')!;
    const [request] = sample.writes.find((write) => write.nodeId === 'save' && write.key === key)!.requests;
    expect(request).toMatchObject({ op: 'update', entity: 'account', isWhole: true, error: null });
    expect(Object.keys(request!.values).toSorted()).toEqual(changes.map(({ field }) => field).toSorted());
    const [sent] = request!.requests!;
    expect(sent).toMatchObject({ method: 'PATCH' });
    expect(sent!.address).toMatch(new RegExp(`^/api/data/v9\\.2/accounts\\(${request!.key}\\)`));
    expect(Object.keys(JSON.parse(sent!.body!) as object)).toHaveLength(changes.length);
    expect(JSON.stringify(sample.writes)).not.toMatch(/bearer|authorization|client_secret/i);
  });

  test('agree on linked records, whichever side was changed since', async () => {
    await runFlow(client, 'all');
    const [first, second, third] = (await accountsOf(demo)).filter(({ accountnumber }) => accountnumber !== null);
    const customers = await customersOf(demo);
    const customerOf = (account: typeof first) =>
      customers.find(({ number }) => number === account!['accountnumber'])!['id'] as string;
    // One in the ERP, one in the CRM, and one in both.
    await changeCustomer(demo, customerOf(first), { displayName: 'Renamed in the ERP' });
    await changeAccount(demo, second!['accountid'] as string, { name: 'Renamed in the CRM' });
    await changeCustomer(demo, customerOf(third), { displayName: 'One name' });
    await changeAccount(demo, third!['accountid'] as string, { name: 'Another name' });
    const changed = [first, second, third].map(customerOf);
    const { sample, dry } = await both([...changed, ...keys.slice(0, 47)]);
    expect(sample).toEqual(dry);
    const ofFirst = sample.find(({ key }) => key === changed[0])!;
    expect(ofFirst).toMatchObject({ action: 'update', changes: [{ field: 'name', after: 'Renamed in the ERP' }] });
    expect(actionsOf(sample)).toContain('unchanged');
  });

  test('agree on a changed mapping, and on records that it does not take', async () => {
    await publish(({ nodes }) => {
      const { rows } = nodes['map']!.config as { rows: Record<string, unknown> };
      rows['account.creditLimit'] = { cel: 'account.creditLimit / account.creditLimit' };
      rows['account.website'] = { value: 'https://example.com' };
    });
    const { sample, dry } = await both(keys);
    expect(sample).toEqual(dry);
    expect(actionsOf(sample)).toContain('failed');
    expect(actionsOf(sample)).toContain('update');
  });

  test('a mistake on one branch does not keep the other from being tried; what was left out is told', async () => {
    const { draft } = await client.call('getFlow', { params });
    const { rows } = draft.nodes['map']!.config as { rows: Record<string, unknown> };
    rows['account.name'] = { cel: 'account.nam' };
    const part = await client.call('tryFlow', { params, body: { document: draft, keys } });
    expect(part.error).toBeNull();
    expect(part.leftOut.toSorted()).toEqual(['failures', 'map', 'mask', 'save']);
    const blocked = part.records.filter(({ nodeId }) => nodeId === 'deactivate');
    expect(blocked).toHaveLength(5);
    const left = part.records.filter(({ reason }) => reason === 'leftOut');
    expect(left.map(({ nodeId, action }) => `${nodeId} ${action}`)).toEqual(Array(45).fill('active skipped'));
    const block = draft.nodes['block']!.config as { rows: Record<string, unknown> };
    block.rows['account.blocked'] = { cel: 'account.blokt' };
    const nothing = await client.call('tryFlow', { params, body: { document: draft, keys } });
    expect(nothing).toMatchObject({ records: [], error: { message: expect.stringMatching(/nam|blokt/) as string } });
    expect(nothing.error!.names).toContainEqual({
      en: nothing.error!.message,
      nl: expect.stringMatching(/heeft geen veld/) as string,
      fr: expect.stringMatching(/n’a pas de champ/) as string,
    });
  });

  test('agree on records that leave a node to nowhere: the port is named', async () => {
    await publish((document) => {
      document.edges = document.edges.filter((edge) => !edge.startsWith('active.unmatched'));
      for (const id of ['block', 'deactivate']) delete document.nodes[id];
      document.edges = document.edges.filter((edge) => !/\b(block|deactivate)\./.test(edge));
    });
    const { sample, dry } = await both(keys);
    expect(sample).toEqual(dry);
    expect(sample.filter(({ action }) => action === 'filtered')).toHaveLength(5);
    expect(sample.find(({ action }) => action === 'filtered')).toMatchObject({ nodeId: 'active', reason: 'unmatched' });
  });
});
