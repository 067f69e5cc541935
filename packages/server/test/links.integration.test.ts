import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import type { ImportVerdict, LinkJobView } from '@koppel/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, type Client } from './support/client.ts';
import {
  accountsOf,
  changeAccount,
  changeCustomer,
  connect,
  crmReader,
  customersOf,
  failedKeys,
  runFlow,
} from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let pair: { entity: string; left: string; right: string };
let customers: { id: string; number: string; displayName: string }[];
let accounts: { accountid: string; name: string; accountnumber: string | null }[];

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 300 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  const { erp, crm } = await connect(client, demo);
  pair = { entity: 'account', left: erp, right: crm };
  for (const id of [erp, crm]) await client.call('discoverConnection', { params: { id } });
  customers = (await customersOf(demo)) as unknown as typeof customers;
  accounts = (await accountsOf(demo)) as unknown as typeof accounts;
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

async function finished(started: LinkJobView): Promise<LinkJobView> {
  for (let job = started; ; job = await client.call('getLinkJob', { params: { id: started.id } })) {
    if (job.status !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** As a salesperson does who finds an account twice. */
async function merge(winner: string, loser: string): Promise<void> {
  const account = (accountid: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid });
  await crmReader(demo).post('/api/data/v9.2/Merge', {
    Target: account(winner),
    Subordinate: account(loser),
    PerformParentingChecks: false,
  });
}

const base64 = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding).toString('base64');
const list = (query: object = {}) => client.call('listLinks', { query: { ...pair, ...query } });
const rowsOf = (id: string, query: object = {}) => client.call('listImportRows', { params: { id }, query });

// One after another: each begins with what the one before left.
describe('record links of the demo systems', () => {
  test('pairs that can be linked are there before the first link', async () => {
    const pairs = await client.call('listLinkPairs');
    expect(pairs).toContainEqual(
      expect.objectContaining({ entity: 'account', links: 0, left: expect.objectContaining({ role: 'erp' }) }),
    );
  });

  test('a trial says for each rule how many records it would link and why not the others, and changes nothing', async () => {
    const job = await finished(await client.call('startLinkJob', { body: { ...pair, kind: 'trial' } }));
    expect(job).toMatchObject({ status: 'done', result: { records: { left: 300, unlinked: 300 } } });
    const rules = job.result!.rules!;
    expect(rules.map(({ rule }) => rule.fields[0])).toEqual(['number', 'companyNumber', 'vatNumber', 'name']);
    for (const { counts, isUsable } of rules) {
      expect(isUsable).toBe(true);
      expect(counts.unique + counts.empty + counts.none + counts.several + counts.taken).toBe(300);
    }
    expect(rules.some(({ counts }) => counts.unique > 0)).toBe(true);
    expect((await list()).total).toBe(0);
  });

  test('an import shows what is wrong with each row, links only what is sound, and tells of the rest', async () => {
    const [c0, c1, c2, c3, c4] = customers;
    const [a0, a1, a2, a3] = accounts;
    const lines = [
      'ERP-nummer;Naam;CRM id',
      `${c0!.number};"Café ""De Kroon""";${a0!.accountid}`,
      `${c1!.number};Één;${a1!.accountid.toUpperCase()}`,
      `${c1!.number};nog eens;${a1!.accountid}`,
      `NOBODY;x;${a2!.accountid}`,
      `${c2!.number};x;00000000-0000-4000-8000-000000000000`,
      `${c3!.number};x;`,
      `${c4!.number};x;${a2!.accountid}`,
      `${c4!.number};x;${a3!.accountid}`,
    ];
    const file = { content: base64(lines.join('\r\n'), 'latin1') };
    const looked = await client.call('inspectLinkFile', { body: { ...pair, ...file } });
    expect(looked).toMatchObject({
      separator: ';',
      columns: ['ERP-nummer', 'Naam', 'CRM id'],
      rows: 8,
      guess: { leftColumn: 0, rightColumn: 2, leftBy: 'number', rightBy: 'key' },
    });
    expect(looked.encoding).toMatch(/1252|8859/);
    expect(looked.sample[0]![1]).toBe('Café "De Kroon"');
    const body = { ...pair, ...file, fileName: 'keys.csv', leftColumn: 0, rightColumn: 2, leftBy: 'number' };
    const job = await finished(await client.call('importLinks', { body }));
    expect([job.status, job.error]).toEqual(['ready', null]);
    const verdicts = (await rowsOf(job.id)).items.map(({ line, verdict }): [number, ImportVerdict] => [line, verdict]);
    expect(verdicts).toEqual([
      [2, 'new'],
      [3, 'new'],
      [4, 'duplicate'],
      [5, 'unknownLeft'],
      [6, 'unknownRight'],
      [7, 'incomplete'],
      [8, 'duplicate'],
      [9, 'duplicate'],
    ]);
    expect((await list()).total).toBe(0);

    const applied = await finished(await client.call('applyLinkImport', { params: { id: job.id } }));
    expect(applied).toMatchObject({ status: 'done', result: { linked: 2 }, verdicts: { applied: 2, duplicate: 3 } });
    const { items } = await rowsOf(job.id, { onlyRefused: 'true' });
    expect(items.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9]);
    expect((await client.ask('applyLinkImport', { params: { id: job.id } })).status).toBe(409);
    const found = await list({ text: c1!.number });
    expect(found.items).toMatchObject([{ leftKey: c1!.id, rightKey: a1!.accountid, origin: 'import' }]);
    // The same file again: there is nothing left to link, and nothing is linked twice.
    const again = await finished(await client.call('importLinks', { body }));
    expect(again.verdicts).toMatchObject({ linked: 3 });
    expect(again.verdicts.new ?? 0).toBe(0);
  });

  test('by hand a linked record is refused with the link that has it, unless that one is to go', async () => {
    const body = { ...pair, leftKey: customers[0]!.id, rightKey: accounts[5]!.accountid, reason: 'They told us' };
    const refused = await client.ask('makeLink', { body });
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'links.taken']);
    const link = await client.call('makeLink', { body: { ...body, isInstead: true } });
    expect(link).toMatchObject({ origin: 'hand', rightKey: accounts[5]!.accountid });
    const { history } = await client.call('getLink', { params: { id: link.id } });
    expect(history.map(({ kind, reason }) => [kind, reason])).toContainEqual(['unlinked', 'They told us']);
    const nobody = await client.ask('makeLink', { body: { ...body, leftKey: customers[9]!.id, rightKey: 'x' } });
    expect([nobody.status, problemOf(nobody).code]).toEqual([404, 'links.no-such-record']);
  });

  test('both records are shown side by side, and one that is gone is said to be', async () => {
    const { items } = await list({ text: customers[1]!.number });
    const keys = { ...pair, leftKey: items[0]!.leftKey, rightKey: items[0]!.rightKey };
    const both = await client.call('compareRecords', { query: keys });
    expect([both.left.state, both.right.state]).toEqual(['found', 'found']);
    expect(both.fields.find(({ field }) => field === 'name')).toBeDefined();
    const gone = await client.call('compareRecords', {
      query: { ...keys, rightKey: '00000000-0000-4000-8000-000000000000' },
    });
    expect(gone.right.state).toBe('gone');
    const found = await client.call('searchRecords', {
      query: { entity: 'account', connection: pair.left, text: customers[7]!.number },
    });
    expect(found.map(({ key }) => key)).toEqual([customers[7]!.id]);
  });

  test('a pair that somebody unlinked is not linked again by a run: its record is set aside, and nothing is written', async () => {
    await runFlow(client, 'all');
    const linked = (await list({ limit: 500 })).items.find(({ origin }) => origin === 'match' || origin === 'key')!;
    expect(linked.madeInRun).not.toBeNull();
    expect(linked.leftName).toContain(customers.find(({ id }) => id === linked.leftKey)!.displayName);
    await client.call('unlink', { body: { ids: [linked.id], reason: 'Another firm' } });
    const before = (await accountsOf(demo)).length;
    await runFlow(client, 'all');
    expect(await failedKeys(client)).toContain(linked.leftKey);
    const { items } = await client.call('listFailures', { query: { text: linked.leftKey } });
    expect(items[0]!.error.code).toBe('match.refused-by-hand');
    expect((await list({ text: linked.leftKey })).total).toBe(0);
    expect(await accountsOf(demo)).toHaveLength(before);
    // By hand it may be linked again, and the record goes on.
    await client.call('makeLink', {
      body: { ...pair, leftKey: linked.leftKey, rightKey: linked.rightKey, reason: 'It is the same after all' },
    });
    await runFlow(client, 'all');
    expect(await failedKeys(client)).not.toContain(linked.leftKey);
  });

  test('matching finds a second claim on a linked record, and accepting it takes the place of the present link', async () => {
    const job = await finished(await client.call('startLinkJob', { body: { ...pair, kind: 'match' } }));
    expect([job.status, job.error]).toEqual(['done', null]);
    const { items } = await client.call('listLinkSuggestions', { query: pair });
    expect(items.every(({ reasons }) => reasons.some(({ isEqual }) => isEqual))).toBe(true);
    // The first import linked this customer to an account of somebody else.
    const claim = items.find(({ leftKey }) => leftKey === customers[1]!.id)!;
    expect(claim.claims).toMatchObject([{ leftKey: customers[1]!.id, rightKey: accounts[1]!.accountid }]);
    const contested = await list({ view: 'suspicious', text: customers[1]!.number });
    expect(contested.items).toMatchObject([{ id: claim.claims[0]!.id, isContested: true }]);
    const accept = { ids: [claim.id], reason: 'Same company number' };
    expect(await client.call('acceptLinkSuggestions', { body: accept })).toEqual({ linked: 0, taken: 1 });
    expect(await client.call('acceptLinkSuggestions', { body: { ...accept, isInstead: true } })).toEqual({
      linked: 1,
      taken: 0,
    });
    expect((await list({ text: customers[1]!.number })).items).toMatchObject([{ rightKey: claim.rightKey }]);
  });

  test('a check learns names and finds records that are gone', async () => {
    const job = await finished(await client.call('startLinkJob', { body: { ...pair, kind: 'check' } }));
    expect(job).toMatchObject({ status: 'done', result: { gone: { left: 0, right: 0 } } });
    const { items } = await list({ limit: 500 });
    expect(items.every(({ leftName, rightName }) => leftName !== null && rightName !== null)).toBe(true);
  });

  test('a check lets a link follow the account that its own was merged into, unless that one has a link', async () => {
    const { items } = await list({ limit: 500 });
    const [moving, staying, other] = items.filter(({ leftGoneAt, isContested }) => !leftGoneAt && !isContested);
    const free = accounts.find(({ accountid }) => !items.some(({ rightKey }) => rightKey === accountid))!.accountid;
    await merge(free, moving!.rightKey);
    await merge(other!.rightKey, staying!.rightKey);
    const job = await finished(await client.call('startLinkJob', { body: { ...pair, kind: 'check' } }));
    expect(job).toMatchObject({ status: 'done', result: { gone: { left: 0, right: 1 }, moved: 1 } });
    const after = (await list({ limit: 500 })).items;
    const moved = after.find(({ leftKey }) => leftKey === moving!.leftKey)!;
    expect(moved).toMatchObject({ rightKey: free, rightGoneAt: null, madeBy: 'merge' });
    const { history } = await client.call('getLink', { params: { id: String(moved.id) } });
    expect(history.map(({ kind, how }) => [kind, how])).toContainEqual(['linked', 'merge']);
    // The customers stay two: which of them goes on is for a person to say.
    const marked = after.find(({ leftKey }) => leftKey === staying!.leftKey)!;
    expect(marked).toMatchObject({ rightKey: staying!.rightKey, rightGoneAt: expect.any(String) });
    expect((await list({ view: 'suspicious', limit: 500 })).items.map(({ id }) => id)).toContain(marked.id);
    const { right } = await client.call('compareRecords', {
      query: { ...pair, leftKey: marked.leftKey, rightKey: marked.rightKey },
    });
    expect(right).toMatchObject({ state: 'found', mergedInto: other!.rightKey });
  });

  test('a run follows a merge too, and leaves the one that has a link to a person', async () => {
    const { items } = await list({ limit: 500 });
    const [moving, staying, other] = items
      .filter(({ leftGoneAt, rightGoneAt, isContested }) => !leftGoneAt && !rightGoneAt && !isContested)
      .slice(3);
    const free = accounts.findLast(({ accountid }) => !items.some(({ rightKey }) => rightKey === accountid))!.accountid;
    // The CRM keeps a number taken also by an account that was merged away.
    await changeAccount(demo, moving!.rightKey, { accountnumber: null });
    await merge(free, moving!.rightKey);
    await merge(other!.rightKey, staying!.rightKey);
    for (const { leftKey } of [moving!, staying!])
      await changeCustomer(demo, leftKey, { phoneNumber: '+32 15 41 22 80' });
    await runFlow(client);
    const after = (await list({ limit: 500 })).items;
    expect(after.find(({ leftKey }) => leftKey === moving!.leftKey)).toMatchObject({ rightKey: free });
    const accountsNow = await accountsOf(demo);
    expect(accountsNow.find(({ accountid }) => accountid === free)).toMatchObject({ telephone1: '+32 15 41 22 80' });
    expect(await failedKeys(client)).toContain(staying!.leftKey);
    expect(after.find(({ leftKey }) => leftKey === staying!.leftKey)).toMatchObject({ rightKey: staying!.rightKey });
  });

  test('unlinking asks for a reason', async () => {
    expect((await client.ask('unlink', { body: { ids: [1], reason: ' ' } })).status).toBe(400);
  });

  test('rules are kept; work that is stopped says so', async () => {
    const rules = [{ fields: ['name'], mode: 'suggest' as const }];
    await client.call('saveMatchRules', { params: { id: 'account' }, body: { rules } });
    expect(await client.call('getMatchRules', { params: { id: 'account' } })).toEqual({ rules });
    const started = await client.call('startLinkJob', { body: { ...pair, kind: 'trial' } });
    const second = await client.ask('startLinkJob', { body: { ...pair, kind: 'check' } });
    expect([second.status, problemOf(second).code]).toEqual([409, 'links.busy']);
    expect(await client.call('cancelLinkJob', { params: { id: started.id } })).toMatchObject({ status: 'cancelled' });
    expect((await client.call('listLinkJobs', { query: pair }))[0]).toMatchObject({ id: started.id });
  });
});
