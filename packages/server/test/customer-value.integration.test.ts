import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { dayOf } from '@koppel/runtime';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, run } from './support/systems.ts';
import { ShiftedClock, startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

const api = '/api/data/v9.2';
const quarterMs = 92 * 86_400_000;
let demo: DemoSystems;
let folder: string;
let server: TestKoppel;
let client: Client;

const start = async (clock: ShiftedClock) => {
  server = await startTestKoppel({ clock, folder, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
};

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 40 });
  folder = await temporaryFolder();
  await start(new ShiftedClock());
  await bindAll(client, demo);
  await decideQuotes(client, 'crm');
  await run(client, 'accounts-erp-to-crm');
  await run(client, 'revenue-erp-to-crm');
});
afterAll(async () => {
  await server.close();
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

type Row = Readonly<Record<string, unknown>>;
const segments = ['', 'A', 'B', 'C', 'D'];
/** Of the day that it is where the firm is. */
function quarterOf(moment: Date): string {
  const [year, month] = dayOf(moment).split('-').map(Number) as [number, number];
  return `${year} Q${Math.ceil(month / 3)}`;
}
const crm = () => crmReader(demo);
const accounts = async () =>
  new Map((await crm().all(`${api}/accounts`)).map((one) => [one['accountid'] as string, one]));
const followUps = async (quarter: string): Promise<Row[]> =>
  (await crm().all(`${api}/tasks`)).filter(({ subject }) => String(subject).startsWith(quarter));
const ofAccount = (tasks: readonly Row[]) => Map.groupBy(tasks, (task) => task['_regardingobjectid_value'] as string);

describe('customer value', () => {
  const thisQuarter = quarterOf(new Date());
  const nextQuarter = quarterOf(new Date(Date.now() + quarterMs));

  test('reminds sales once of each account that its segment and trend have an approach for', async () => {
    const { counters } = await run(client, 'customer-value');
    expect(counters).toMatchObject({ failed: 0, waiting: 0 });
    const tasks = await followUps(thisQuarter);
    expect(tasks.length).toBeGreaterThan(0);
    const all = await accounts();
    for (const [account, own] of ofAccount(tasks)) {
      expect(own).toHaveLength(1);
      const [task] = own as [Row];
      const {
        kop_trend: trend,
        kop_segment: segment,
        _ownerid_value: owner,
        kop_revenue12m: revenue,
      } = all.get(account)!;
      const word = trend === 3 ? 'less' : 'more';
      expect(task['subject']).toBe(`${thisQuarter}: buys ${word}`);
      expect(task['_ownerid_value']).toBe(owner);
      expect(String(task['description'])).toContain(`${Number(revenue).toFixed(2)} EUR`);
      if (segments[Number(segment)] === 'D') expect(task['description']).toMatch(/^Mail the current offer/);
      if (segments[Number(segment)] === 'A' && trend === 3)
        expect(task['description']).toMatch(/^Visit within two weeks/);
    }
    const decliners = [...all.values()].filter(({ kop_trend: trend }) => trend === 3);
    expect(decliners.length).toBeGreaterThan(0);
    for (const { accountid } of decliners) expect(ofAccount(tasks).has(accountid as string)).toBe(true);
    for (const { accountid } of [...all.values()].filter(({ kop_trend: trend }) => trend === 2))
      expect(ofAccount(tasks).has(accountid as string)).toBe(false);
  });

  test('doubles nothing when it runs again, not even a task that somebody completed or rewrote', async () => {
    const before = await followUps(thisQuarter);
    const [done, rewritten] = before as [Row, Row];
    await crm().change(`${api}/tasks(${done['activityid'] as string})`, { statecode: 1, statuscode: 5 });
    await crm().change(`${api}/tasks(${rewritten['activityid'] as string})`, {
      subject: 'Called, will order in January',
    });
    const { counters } = await run(client, 'customer-value');
    expect(counters).toMatchObject({ created: 0, updated: 0, failed: 0 });
    expect(await followUps(thisQuarter)).toHaveLength(before.length - 1);
  });

  test('reminds again in the next quarter, once, with the approach that the list then says', async () => {
    await server.close();
    const clock = new ShiftedClock();
    clock.forward(quarterMs);
    await start(clock);
    // As each night: who bought nothing since changed all the same.
    await run(client, 'revenue-erp-to-crm', 'all');
    const first = await run(client, 'customer-value');
    expect(first.counters.failed).toBe(0);
    const tasks = await followUps(nextQuarter);
    expect(tasks.length).toBeGreaterThan(0);
    for (const own of ofAccount(tasks).values()) expect(own).toHaveLength(1);
    expect((await run(client, 'customer-value')).counters).toMatchObject({ created: 0, failed: 0 });
    expect(await followUps(nextQuarter)).toHaveLength(tasks.length);
  });

  test('keeps margin and value to the cent: revenue less costs, weighed by the trend', async () => {
    const cents = (value: unknown) => Math.round(Number(value ?? 0) * 100);
    for (const { kop_margin: margin, kop_customervalue: value, kop_trend: trend } of (await accounts()).values()) {
      if (margin === null || margin === undefined) continue;
      const factor = trend === 1 ? 120 : trend === 3 ? 80 : 100;
      const exact = cents(margin) * factor;
      // Half a cent is rounded away from zero.
      const rounded = Math.sign(exact) * Math.floor((Math.abs(exact) + 50) / 100);
      expect(cents(value)).toBe(rounded);
    }
  });
});
