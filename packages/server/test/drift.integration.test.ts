import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, type Client } from './support/client.ts';
import { bindAll, changeAccount, changeCustomer, crmReader, customersOf, ended, runFlow } from './support/systems.ts';
import { ShiftedClock, startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
const clock = new ShiftedClock();

const flow = 'accounts-erp-to-crm';
const accounts = '/api/data/v9.2/accounts';

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 80 });
  server = await startTestKoppel({ clock, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  await runFlow(client);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

/** A person of the CRM at its own screen. */
function salesperson() {
  const { clientId, clientSecret } = demo.crm.credentials.find(({ kind }) => kind === 'salesperson')!;
  const { origin, settings } = demo.crm;
  return crmReader({ ...demo, crm: { origin, settings: { ...settings, clientId }, secrets: { clientSecret } } });
}

/** What the CRM calls whoever is signed in. */
async function nameOf(person: ReturnType<typeof crmReader>): Promise<unknown> {
  const { UserId } = await person.one('/api/data/v9.2/WhoAmI');
  return (await crmReader(demo).one(`/api/data/v9.2/systemusers(${String(UserId)})`))['fullname'];
}

const linkedAccounts = () => crmReader(demo).all(`${accounts}?$filter=accountnumber ne null and statecode eq 0`);
const accountNow = (id: unknown) => crmReader(demo).one(`${accounts}(${String(id)})`);

async function check(isDryRun = false) {
  const { runs } = await client.call('startDrift', { body: { flows: [flow], isDryRun } });
  return ended(client, runs[0]!.id);
}
const findings = async (run: string) => (await client.call('listDrift', { query: { run, limit: 500 } })).items;

describe('a drift check of the demo systems', () => {
  test('finds exactly what a salesperson edited, with who and when, and puts it back; a second one finds nothing', async () => {
    const calm = await check();
    expect(calm.state.status).toBe('done');
    expect([calm.counters.updated, calm.counters.failed, await findings(calm.id)]).toEqual([0, 0, []]);

    const [first, second] = await linkedAccounts();
    const who = salesperson();
    await who.change(`${accounts}(${String(first!['accountid'])})`, { creditlimit: 1, description: 'ours' });
    await who.change(`${accounts}(${String(second!['accountid'])})`, {
      name: 'Other name',
      address1_city: 'Elsewhere',
    });

    const dry = await check(true);
    expect([dry.counters.updated, await findings(dry.id)]).toEqual([2, []]);
    expect((await accountNow(first!['accountid']))['creditlimit']).toBe(1);

    const run = await check();
    expect(run.counters).toMatchObject({ read: calm.counters.read, updated: 2, failed: 0 });
    const found = await findings(run.id);
    expect(found.map(({ targetKey, field, state }) => [targetKey, field, state].join(' ')).sort()).toEqual(
      [
        `${String(first!['accountid'])} creditLimit putBack`,
        `${String(second!['accountid'])} billingAddress.city putBack`,
        `${String(second!['accountid'])} name putBack`,
      ].sort(),
    );
    const name = await nameOf(who);
    for (const one of found) expect(one.changedBy, one.field).toBe(name);
    for (const { changedAt } of found) expect(Date.parse(changedAt!)).toBeGreaterThan(0);
    expect(found.find(({ field }) => field === 'name')).toMatchObject({
      present: 'Other name',
      wanted: second!['name'],
      base: second!['name'],
      kind: 'edited',
    });
    expect(await accountNow(first!['accountid'])).toMatchObject({ creditlimit: first!['creditlimit'], description: 'ours' }); // prettier-ignore
    expect(await accountNow(second!['accountid'])).toMatchObject({ name: second!['name'], address1_city: second!['address1_city'] }); // prettier-ignore

    const listed = (await client.call('listRuns', { query: { flow } })).items.find((item) => item.run.id === run.id);
    expect(listed!.drift).toEqual({ putBack: 3, held: 0, left: 0 });
    const { events } = await client.call('getRunEvents', { params: { id: run.id }, query: {} });
    const told = events.flatMap(({ fact }) => (fact.type === 'record.drifted' ? [[fact.state, fact.changedBy]] : []));
    expect(told).toEqual([
      ['putBack', name],
      ['putBack', name],
    ]);

    const again = await check();
    expect([again.counters.updated, await findings(again.id)]).toEqual([0, []]);
  });

  test('with the rule to ask makes a failed record with both values and the base, on which a person chooses', async () => {
    const { table, revision } = await client.call('getMastership');
    const rows = table.rows.map((row) => (row.entity === 'account' ? { ...row, conflict: 'ask' as const } : row));
    const saved = await client.call('saveMastership', { body: { table: { ...table, rows }, revision } });
    const [first] = await linkedAccounts();
    const id = String(first!['accountid']);
    await salesperson().change(`${accounts}(${id})`, { name: 'Held name' });
    const run = await check();
    expect(run.counters).toMatchObject({ updated: 0, failed: 1 });
    expect(await findings(run.id)).toMatchObject([{ field: 'name', present: 'Held name', state: 'held' }]);
    const open = await client.call('listFailures', { query: { state: 'open' } });
    expect(open.items).toMatchObject([{ error: { code: 'drift.edited-in-target' } }]);
    const [failure] = open.items;
    await client.call('retryFailures', { body: { ids: [failure!.id] } });
    await settle();
    expect((await client.call('listFailures', { query: { state: 'open' } })).items).toHaveLength(1);
    const [again] = (await client.call('listFailures', { query: { state: 'open' } })).items;
    await client.call('mendFailure', { params: { id: again!.id }, body: { kind: 'choose', choices: { 'account.name': 'source' } } }); // prettier-ignore
    await settle();
    expect((await client.call('listFailures', { query: { state: 'open' } })).items).toEqual([]);
    expect((await accountNow(id))['name']).toBe(first!['name']);
    const { counts } = await client.call('listDrift', { query: { entity: 'account', fields: 'name,' } });
    expect(counts).toMatchObject({ held: 0, settled: 1, putBack: 1 });

    await salesperson().change(`${accounts}(${id})`, { name: 'Name to keep' });
    const held = await check();
    const [kept] = (await client.call('listFailures', { query: { state: 'open' } })).items;
    await client.call('mendFailure', { params: { id: kept!.id }, body: { kind: 'choose', choices: { 'account.name': 'target' } } }); // prettier-ignore
    await settle();
    expect((await accountNow(id))['name']).toBe('Name to keep');
    const calm = await check();
    expect([held.counters.failed, calm.counters.failed, calm.counters.updated]).toEqual([1, 0, 0]);
    await client.call('saveMastership', { body: { table, revision: saved.revision } });
  });

  test('tells of a record that was deleted in the CRM, and makes none anew', async () => {
    const before = await linkedAccounts();
    const id = String(before.at(-1)!['accountid']);
    await crmReader(demo).remove(`${accounts}(${id})`);
    const run = await check();
    expect(run.counters).toMatchObject({ created: 0, failed: 0, skipped: 1 });
    expect(await findings(run.id)).toMatchObject([{ kind: 'targetGone', field: '', targetKey: id, state: 'left' }]);
    expect(await linkedAccounts()).toHaveLength(before.length - 1);
  });

  test('follows an account that was merged into another one, and says so', async () => {
    const free = await crmReader(demo).post(accounts, { name: 'Survivor' });
    const loser = (await linkedAccounts()).at(5);
    const id = String(loser!['accountid']);
    const reference = (accountid: string) => ({ accountid, '@odata.type': 'Microsoft.Dynamics.CRM.account' });
    await crmReader(demo).post('/api/data/v9.2/Merge', {
      Target: reference(free.id!),
      Subordinate: reference(id),
      UpdateContent: { '@odata.type': 'Microsoft.Dynamics.CRM.account' },
      PerformParentingChecks: false,
    });
    // The CRM keeps a number taken also by an account that was merged away.
    await changeAccount(demo, id, { accountnumber: null });
    const run = await check();
    expect((await findings(run.id)).filter(({ kind }) => kind !== 'targetGone')).toMatchObject([
      { kind: 'merged', targetKey: id, field: '', state: 'putBack' },
    ]);
    expect(await accountNow(free.id)).toMatchObject({ name: loser!['name'], creditlimit: loser!['creditlimit'] });
  });

  test('carries over what only the ERP changed, without calling it an edit', async () => {
    // One whose account is still there: another was deleted above.
    const numbers = new Set((await linkedAccounts()).map(({ accountnumber }) => accountnumber));
    const customers = await customersOf(demo);
    const customer = customers.find(({ blocked, number }) => blocked !== 'All' && numbers.has(number));
    await changeCustomer(demo, String(customer!['id']), { phoneNumber: '+32 2 555 55 55' });
    const run = await check();
    expect(run.counters.updated).toBe(1);
    expect((await findings(run.id)).filter(({ kind }) => kind === 'edited')).toEqual([]);
  });

  test('reads linked records many at a time, and not one by one', async () => {
    await check();
    demo.erp.requests.reset();
    demo.crm.requests.reset();
    const run = await check();
    expect(run.counters.read).toBeGreaterThan(60);
    for (const side of [demo.erp, demo.crm]) expect(side.requests.read().total).toBeLessThan(20);
  });

  test('is refused for a flow that only creates', async () => {
    const answer = await client.ask('startDrift', { body: { flows: ['orders-crm-to-erp'] } });
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'drift.cannot-be-checked']);
    const params = { id: 'new-customer-crm-to-erp' };
    const run = await client.ask('startRun', { params, body: { scope: { kind: 'drift' } } });
    expect([run.status, problemOf(run).code]).toEqual([409, 'drift.cannot-be-checked']);
  });

  test('comes at the time that is set, in the time zone that is set, for the flows that are on', async () => {
    const overview = await client.call('getDrift');
    expect(overview.schedule).toEqual({ isOn: true, at: '03:30', timeZone: null });
    expect(overview.timeZone).toBe('Europe/Brussels');
    expect(overview.flows.map(({ flowId }) => flowId)).toContain(flow);
    const wrong = await client.ask('saveDriftSchedule', { body: { isOn: true, at: '04:00', timeZone: 'Mars/Base' } });
    expect([wrong.status, problemOf(wrong).code]).toEqual([400, 'drift.no-time-zone']);
    for (const { flowId, isOn } of overview.flows) {
      if (isOn !== (flowId === flow)) {
        await client.call('switchFlow', { params: { id: flowId }, body: { isOn: flowId === flow } });
      }
    }
    const checks = async () => (await client.call('listRuns', { query: { flow } })).items.filter(({ run }) => run.scope.kind === 'drift'); // prettier-ignore
    const before = (await checks()).length;
    // Half an hour and a minute from now, as a clock in Auckland shows it.
    const then = new Date(clock.now().getTime() + 31 * 60_000);
    const at = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Pacific/Auckland' }).format(then);
    const schedule = { isOn: true, at, timeZone: 'Pacific/Auckland' };
    const set = await client.call('saveDriftSchedule', { body: schedule });
    expect(Math.abs(Date.parse(set.nextAt!) - then.getTime())).toBeLessThan(60_000);
    clock.forward(29 * 60_000);
    await client.call('saveDriftSchedule', { body: schedule });
    await settle();
    expect(await checks()).toHaveLength(before);
    clock.forward(2 * 60_000);
    await client.call('saveDriftSchedule', { body: schedule });
    await until(async () => (await checks()).length > before);
    expect((await checks())[0]!.run.cause).toEqual({ kind: 'schedule', name: 'Drift check' });
    const off = await client.call('saveDriftSchedule', { body: { ...schedule, isOn: false } });
    expect(off.nextAt).toBeNull();
    await settle();
  });
});

/** Asks until it holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Waits until no run is left to do. */
async function settle(): Promise<void> {
  for (;;) {
    const { totals } = await client.call('listRuns', { query: {} });
    if (totals.running === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
