import { startDemoSystems, type DemoOptions, type DemoSystems } from '@koppel/demo-systems';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import {
  accountsOf,
  changeCustomer,
  connect,
  crmReader,
  customersOf,
  ended,
  erpRoot,
  flowId,
  runFlow,
} from './support/systems.ts';
import { ShiftedClock, startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

const dayMs = 86_400_000;
const soon = { timeout: 20_000, interval: 50 };

let demo: DemoSystems;
let folder: string;
let demoFolder: string;
let server: TestKoppel;
let client: Client;
const clock = new ShiftedClock();

const startDemo = (options: Partial<DemoOptions> = {}) =>
  startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: demoFolder, customers: 20, hasLimits: false, now: clock.now, noticeDelayMs: 1, ...options }); // prettier-ignore

async function start(): Promise<void> {
  server = await startTestKoppel({ folder, clock, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
}

/** Times that never come in a test: what starts a flow here is a notice. */
async function publish(id: string, schedule: object): Promise<void> {
  const { draft, revision } = await client.call('getFlow', { params: { id } });
  const document = structuredClone(draft);
  const node = Object.values(document.nodes).find(({ type }) => type === 'start-on-schedule')!;
  (node as { config: object }).config = { cron: '0 0 1 1 *', timeZone: 'Europe/Brussels', ...schedule };
  const saved = await client.call('saveDraft', { params: { id }, body: { document, revision } });
  await client.call('publishFlow', { params: { id }, body: { revision: saved.revision, note: 'Other times' } });
}

const noticesOf = async (id: string) => (await client.call('listNotices', { params: { id } }))[0]!;
const stateOf = async (id: string) => (await noticesOf(id)).state;
const told = async (id: string) =>
  (await client.call('listRuns', { query: { flow: id } })).items
    .map(({ run }) => run)
    .filter(({ cause }) => cause.kind === 'change');
const subscriptions = async () => {
  const { reader, root } = erpRoot(demo);
  return reader.all(`${root}/subscriptions`);
};
const nameOf = async (number: unknown) =>
  (await accountsOf(demo)).find(({ accountnumber }) => accountnumber === number)?.['name'];
const tell = (address: string, body: unknown) =>
  fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

beforeAll(async () => {
  demoFolder = await temporaryFolder();
  folder = await temporaryFolder();
  demo = await startDemo();
  await start();
  const slots = await connect(client, demo);
  await client.call('bindFlow', { params: { id: 'contacts-in-step' }, body: { slots } });
  expect((await runFlow(client, 'all')).state.status).toBe('done');
  await publish(flowId, { alsoOnNotice: true });
  await client.call('switchFlow', { params: { id: flowId }, body: { isOn: true } });
});
afterAll(async () => {
  await server.close();
  await demo.close();
  await rm(folder, { recursive: true });
  await rm(demoFolder, { recursive: true });
});

test('a flow that is on is told of a change at once, and reads it where it is', async () => {
  await expect.poll(() => stateOf(flowId), soon).toBe('standing');
  const [customer] = (await customersOf(demo)).filter(({ blocked }) => blocked !== 'All');
  await changeCustomer(demo, customer!['id'] as string, { displayName: 'Told at once NV' });
  await expect.poll(() => nameOf(customer!['number']), soon).toBe('Told at once NV');
  const [run] = await told(flowId);
  expect(run).toMatchObject({ cause: { kind: 'change', name: 'The erp' }, scope: { kind: 'changes' } });
  expect((await noticesOf(flowId)).lastNoticeAt).not.toBeNull();
});

test('many changes together start few runs, and every one of them arrives', async () => {
  const before = (await told(flowId)).length;
  const customers = (await customersOf(demo)).filter(({ blocked }) => blocked !== 'All').slice(0, 8);
  await Promise.all(
    customers.map(({ id }, index) => changeCustomer(demo, id as string, { displayName: `Together ${index}` })),
  );
  const names = () => Promise.all(customers.map(({ number }) => nameOf(number)));
  clock.forward(60_000);
  await expect.poll(names, soon).toEqual(customers.map((_, index) => `Together ${index}`));
  expect((await told(flowId)).length - before).toBeLessThanOrEqual(2);
});

test('what nobody subscribed, or whoever does not know the secret, tells, starts nothing', async () => {
  const before = (await client.call('listRuns', { query: {} })).items.length;
  const [subscription] = await subscriptions();
  const address = subscription!['notificationUrl'] as string;
  expect(address.startsWith(`${server.url}/notices/main/`)).toBe(true);
  expect((await tell(`${server.url}/notices/main/${'a'.repeat(32)}`, { value: [] })).status).toBe(404);
  expect((await tell(address, { value: [{ clientState: 'guessed' }] })).status).toBe(401);
  expect((await tell(address, 'nonsense')).status).toBe(400);
  const hand = await fetch(`${address}?validationToken=abc123`, { method: 'POST' });
  expect([hand.status, await hand.text(), hand.headers.get('content-type')]).toEqual([200, 'abc123', 'text/plain; charset=utf-8']); // prettier-ignore
  expect((await fetch(`${address}?validationToken=%3Cscript%3E`, { method: 'POST' })).status).toBe(400);
  expect((await client.call('listRuns', { query: {} })).items).toHaveLength(before);
});

test('a subscription that the system dropped is made anew', async () => {
  const [old] = await subscriptions();
  const { reader, root } = erpRoot(demo);
  await reader.remove(`${root}/subscriptions('${old!['subscriptionId'] as string}')`);
  await client.call('retryNotices', { params: { id: flowId } });
  const ids = async () => (await subscriptions()).map(({ subscriptionId }) => subscriptionId);
  await expect.poll(async () => (await ids()).length, soon).toBe(1);
  expect(await ids()).not.toContain(old!['subscriptionId']);
});

test('it outlives a restart, is renewed ahead of its end, and stays the only one', async () => {
  const [before] = await subscriptions();
  await server.close();
  clock.forward(2 * dayMs);
  await start();
  const expiry = async () => Date.parse(((await subscriptions())[0]?.['expirationDateTime'] as string) ?? '');
  await expect.poll(expiry, soon).toBeGreaterThan(clock.now().getTime() + 2.9 * dayMs);
  const all = await subscriptions();
  expect(all.map(({ subscriptionId }) => subscriptionId)).toEqual([before!['subscriptionId']]);
});

test('a notice that was kept starts its flow after a crash', async () => {
  const [customer] = (await customersOf(demo)).filter(({ blocked }) => blocked !== 'All');
  const [subscription] = await subscriptions();
  const before = (await told(flowId)).length;
  const item = { clientState: subscription!['clientState'], changeType: 'updated' };
  const answer = await tell(subscription!['notificationUrl'] as string, { value: [item] });
  // It is answered before its flow starts: there is a while in which others are gathered.
  expect([answer.status, (await told(flowId)).length]).toEqual([200, before]);
  await server.close();
  clock.forward(60_000);
  await start();
  await expect.poll(async () => (await told(flowId)).length, soon).toBe(before + 1);
  expect(customer).toBeDefined();
});

test('a notice that is lost with the system that had it costs the wait for the next poll, and nothing else', async () => {
  const ports = [demo.erp.origin, demo.crm.origin].map((origin) => Number(new URL(origin).port));
  await demo.close();
  const restart = async (noticeDelayMs: number) => {
    demo = await startDemo({ erpPort: ports[0]!, crmPort: ports[1]!, noticeDelayMs });
    // Connections of the process before are kept by who had them, until they are tried.
    await expect.poll(() => customersOf(demo).then(() => 'up', String), soon).toBe('up');
  };
  await restart(3_600_000);
  const [customer] = (await customersOf(demo)).filter(({ blocked }) => blocked !== 'All');
  const before = (await told(flowId)).length;
  await changeCustomer(demo, customer!['id'] as string, { displayName: 'Never told BV' });
  await demo.close();
  await restart(1);
  expect((await runFlow(client)).state.status).toBe('done');
  expect(await nameOf(customer!['number'])).toBe('Never told BV');
  expect((await told(flowId)).length).toBe(before);
});

test('the CRM tells by its own key, and what a system does not tell of is said', async () => {
  const flow = 'contacts-in-step';
  await publish(flow, { alsoOnNotice: true });
  await client.call('switchFlow', { params: { id: flow }, body: { isOn: true } });
  const states = async () =>
    Object.fromEntries((await client.call('listNotices', { params: { id: flow } })).map(({ role, state }) => [role, state])); // prettier-ignore
  await expect.poll(states, soon).toEqual({ erp: 'notOffered', crm: 'standing' });
  const crm = crmReader(demo);
  const [contact] = await crm.all('/api/data/v9.2/contacts');
  await crm.change(`/api/data/v9.2/contacts(${contact!['contactid'] as string})`, { jobtitle: 'Told of' });
  await expect.poll(async () => (await told(flow)).length, soon).toBeGreaterThan(0);
  await ended(client, (await told(flow))[0]!.id);
  const [{ url }] = (await crm.all('/api/data/v9.2/serviceendpoints')) as [{ url: string }];
  expect((await tell(`${url}?code=guessed`, {})).status).toBe(401);
  await client.call('switchFlow', { params: { id: flow }, body: { isOn: false } });
  await expect.poll(async () => (await crm.all('/api/data/v9.2/serviceendpoints')).length, soon).toBe(0);
  expect(await states()).toEqual({ erp: 'notOffered', crm: 'off' });
});

test('quiet periods hold for notices, and a schedule that does not ask is not told', async () => {
  const before = (await told(flowId)).length;
  await publish(flowId, { alsoOnNotice: true, quiet: ['00:00-12:00', '12:00-24:00'] });
  const [subscription] = await subscriptions();
  const item = { clientState: subscription!['clientState'], changeType: 'updated' };
  await tell(subscription!['notificationUrl'] as string, { value: [item] });
  clock.forward(60_000);
  await publish(flowId, { alsoOnNotice: false });
  await expect.poll(async () => (await subscriptions()).length, soon).toBe(0);
  expect(await stateOf(flowId)).toBe('notAsked');
  expect((await told(flowId)).length).toBe(before);
});

test('switching a flow off ends its subscription, in the system and here', async () => {
  await publish(flowId, { alsoOnNotice: true });
  await expect.poll(() => stateOf(flowId), soon).toBe('standing');
  await client.call('switchFlow', { params: { id: flowId }, body: { isOn: false } });
  await expect.poll(async () => (await subscriptions()).length, soon).toBe(0);
  await client.call('switchFlow', { params: { id: flowId }, body: { isOn: true } });
  await expect.poll(() => stateOf(flowId), soon).toBe('standing');
});

test('says why it could not subscribe, and when it tries again', async () => {
  demo.erp.faults.set({ failEvery: 1, failStatus: 500 });
  await client.call('retryNotices', { params: { id: flowId } });
  await expect.poll(() => stateOf(flowId), soon).toBe('failed');
  const { error, nextTryAt } = await noticesOf(flowId);
  expect(error!.message).toContain('500');
  expect(Date.parse(nextTryAt!)).toBeGreaterThan(clock.now().getTime());
  demo.erp.faults.reset();
  await client.call('retryNotices', { params: { id: flowId } });
  await expect.poll(() => stateOf(flowId), soon).toBe('standing');
});
