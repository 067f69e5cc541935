import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, readServerFile, rootFolder, startKoppel, type Koppel } from '@koppel/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../server/test/support/test-koppel.ts';

let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-cli-'));
  environment = {
    KOPPEL_PORT: String(await freePort()),
    KOPPEL_DATA: folder,
    KOPPEL_DEMO_CUSTOMERS: '200',
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command as a person types it, in a process of its own. */
function koppel(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(rootFolder, 'packages/cli/src/main.ts'), ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    cwd: rootFolder,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const json = async (...args: string[]) => {
  const { out } = await koppel(...args, '--json');
  return JSON.parse(out) as never;
};

/** Every command gives the same with a server and without one. */
const commands = () => {
  test('connections test', async () => {
    const { code, out, err } = await koppel('connections', 'test');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/✓ Demo CRM[^]*✓ Demo ERP/);
    expect((await koppel('connections', 'test', 'teapot')).code).toBe(2);
  });

  test('notices', async () => {
    const { code, out, err } = await koppel('notices', 'contacts-in-step');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/contacts-in-step +Demo ERP +contact +does not tell of these/);
    expect(out).toMatch(/contacts-in-step +Demo CRM +contact +will be asked when the flow is on/);
    const { notices } = (await json('notices', 'contacts-in-step', '--retry')) as { notices: { state: string }[] };
    expect(notices.map(({ state }) => state).toSorted()).toEqual(['notOffered', 'off']);
    expect((await koppel('notices', 'teapot')).code).not.toBe(0);
  });

  test('a dry run tells how many records it would treat how, then problems, then examples, and does nothing', async () => {
    const { code, out } = await koppel('run', 'accounts-erp-to-crm', '--all', '--dry-run');
    expect([0, 1]).toContain(code);
    expect(out).toMatch(/Records\n─+ *─*\n( *\d+ +would .+\n)+\n/);
    expect(out).toContain('Nothing was changed in either system.');
    const { run, plan } = (await json('run', 'accounts-erp-to-crm', '--all', '--dry-run')) as {
      run: { counters: { read: number; failed: number } };
      plan: { counts: Record<string, number>; problems: { action: string }[]; examples: { action: string }[] };
    };
    expect(Object.values(plan.counts).reduce((sum, count) => sum + count, 0)).toBe(run.counters.read);
    expect(plan.problems.filter(({ action }) => action === 'failed')).toHaveLength(Math.min(20, run.counters.failed));
    expect(plan.examples.every(({ action }) => action === 'create' || action === 'update')).toBe(true);
    expect(plan.examples.length > 0).toBe(plan.counts['create']! + plan.counts['update']! > 0);
    expect(out.includes('\nExamples\n')).toBe(plan.examples.length > 0);
    expect(out.includes('\nProblems\n')).toBe(plan.problems.length > 0);

    // The whole plan, for whoever signs it.
    const { items } = (await json('runs', '--limit', '1')) as { items: { run: { number: number } }[] };
    const number = String(items[0]!.run.number);
    const whole = (await json('plan', number)) as { counts: object; records: { changes: unknown[] }[] };
    expect(whole.counts).toEqual(plan.counts);
    expect(whole.records).toHaveLength(run.counters.read);
    const [head, ...lines] = (await koppel('plan', number, '--csv')).out.trimEnd().split('\r\n');
    expect(head).toBe('action;key;name;node;field;before;after;reason');
    expect(lines).toHaveLength(whole.records.reduce((sum, { changes }) => sum + Math.max(1, changes.length), 0));
    expect((await koppel('plan', number)).out).toContain('Nothing was changed in either system.');
  });

  test('run waits for the end; with --json there is one document on standard output', async () => {
    const { run } = (await json('run', 'accounts-erp-to-crm', '--all')) as {
      run: { state: { status: string }; counters: { read: number }; cause: { kind: string } };
    };
    expect([run.state.status, run.counters.read, run.cause.kind]).toEqual(['done', 200, 'commandLine']);
    const unknown = await koppel('run', 'teapot');
    expect([unknown.code, unknown.out]).toEqual([1, '']);
    expect(unknown.err).toContain('There is no flow "teapot".');
  });

  test('flows and runs', async () => {
    expect((await koppel('flows')).out).toMatch(/^accounts-erp-to-crm +off +erp → crm +v1 /m);
    expect(((await json('runs', '--limit', '1')) as { items: unknown[] }).items).toHaveLength(1);
  });

  test('mastership is told in sentences', async () => {
    const shown = await koppel('mastership', 'show', '--entity', 'order');
    expect([shown.code, shown.err]).toEqual([0, '']);
    expect(shown.out).toContain('The CRM decides these values until the record is in the ERP.');
  });

  test('insight: figures as a table, CSV and JSON', async () => {
    for (const flow of ['accounts-erp-to-crm', 'revenue-erp-to-crm'])
      expect((await koppel('run', flow, '--all')).code).toBe(0);
    const shown = await koppel('insight');
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/^Month +Revenue +Year before +Target/);
    expect(shown.out).toContain('credit notes deducted');
    const { months } = (await json('insight', 'months')) as { months: { month: string; amount: string }[] };
    expect(months).toHaveLength(12);
    const csv = (await koppel('insight', 'months', '--csv')).out.trim().split(/\r?\n/);
    expect(csv[0]).toBe('Month;Revenue;Year before;Target;Sold towards it');
    expect(csv).toHaveLength(13);
    expect(csv[1]!.split(';').slice(0, 2)).toEqual([months[0]!.month, months[0]!.amount]);
    const { customers } = (await json('insight', 'customers', '--limit', '2')) as {
      customers: { number: string; name: string }[];
    };
    expect(customers).toHaveLength(2);
    const one = await koppel('insight', 'customer', customers[0]!.number);
    expect([one.code, one.out.split('\n')[0]]).toEqual([0, `${customers[0]!.number} ${customers[0]!.name}`]);
    expect((await koppel('insight', 'customer', 'no such customer')).code).toBe(2);
    expect((await koppel('insight', 'teapots')).code).toBe(2);
    expect((await koppel('insight', 'crm-link', customers[0]!.number)).err).toContain('No CRM may show this view');
  });

  test('drift: linked records are compared now, and what was found is listed', async () => {
    const checked = await koppel('drift', 'check', 'accounts-erp-to-crm');
    expect([checked.code, checked.err]).toEqual([0, '']);
    expect(checked.out).toMatch(/^accounts-erp-to-crm: \d+ records compared, 0 written, 0 departures found\.\n$/);
    const dry = await koppel('drift', 'check', 'accounts-erp-to-crm', '--dry-run');
    expect([dry.code, dry.out]).toEqual([
      0,
      expect.stringMatching(/compared, 0 would be put right\. Nothing was written/),
    ]);
    expect((await koppel('drift', 'list')).out).toBe('Nothing departs from its master.\n');
    expect(await json('drift', 'list', '--open')).toEqual([]);
    const none = await koppel('drift', 'check', 'orders-crm-to-erp');
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('has nothing to check')]);
  });

  test('links: a run makes them; they are exported, unlinked, and imported again', async () => {
    const { items, total } = (await json('links', 'list', '--limit', '2')) as {
      items: { id: number; leftKey: string; rightKey: string }[];
      total: number;
    };
    expect([items.length, total > 2]).toEqual([2, true]);
    const [one] = items;
    const { out } = await koppel('links', 'export');
    expect(out.trim().split('\r\n')).toHaveLength(total + 1);
    const unlinked = await koppel('links', 'unlink', String(one!.id), '--reason', 'For the test');
    expect([unlinked.code, unlinked.out.trim()]).toEqual([0, 'Removed 1 of 1 links. No record was deleted.']);
    const file = join(folder, 'pairs.csv');
    writeFileSync(file, `erp;crm\n${one!.leftKey};${one!.rightKey}\nNOBODY;${one!.rightKey}\n`);
    const looked = await koppel('links', 'import', file, '--left-by', 'key');
    expect(looked.out).toMatch(/1 +were unlinked by a person[^]*Nothing was linked/);
    const linked = await koppel('links', 'link', one!.leftKey, one!.rightKey, '--reason', 'It is the same');
    expect([linked.code, linked.out]).toEqual([0, expect.stringMatching(/^Linked .+ to .+ \(link \d+\)\.\n$/)]);
    const again = await koppel('links', 'import', file, '--left-by', 'key', '--apply', '--refused', `${file}.refused`);
    expect([again.code, again.out]).toEqual([1, expect.stringMatching(/1 +were linked already/)]);
    expect(readFileSync(`${file}.refused`, 'utf8')).toMatch(/^line;left;right;verdict;detail\r\n3;NOBODY;/);
    expect((await koppel('links', 'list', '--entity', 'teapot')).code).toBe(2);
  });

  test('key', async () => {
    interface KeyList {
      readonly keys: readonly { id: string; isNewest: boolean; seals: number }[];
    }
    expect((await koppel('key', 'new')).out).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
    const [before] = ((await json('key', 'status')) as KeyList).keys;
    // The demo connections have credentials.
    expect(before!.seals).toBe(3);
    const rotated = (await json('key', 'rotate')) as KeyList & { madeKey: string; renewed: number };
    expect([rotated.renewed, rotated.keys[0]]).toEqual([3, expect.objectContaining({ id: rotated.madeKey, seals: 3 })]);
    expect((await koppel('key', 'remove', rotated.madeKey)).code).toBe(1);
    expect((await koppel('key', 'remove', before!.id)).out).not.toContain(before!.id);
    expect(
      ((await json('connections', 'test', 'Demo CRM')) as { connections: { isOk: boolean }[] }).connections,
    ).toMatchObject([{ isOk: true }]);
  });

  test('sign-in-link', async () => {
    const { url, email } = (await json('sign-in-link')) as { url: string; email: string };
    expect(url).toMatch(/\/sign-in\?token=[\w-]{43}$/);
    expect(email).toContain('@');
    expect((await koppel('sign-in-link', '--email', 'nobody@example.com')).code).toBe(1);
  });
};

describe('without a server', () => {
  commands();

  test('a server’s file that was left behind is seen through', async () => {
    writeFileSync(
      join(folder, 'server.json'),
      JSON.stringify({ url: 'http://127.0.0.1:9', token: 'x', pid: process.pid }),
    );
    expect((await koppel('flows')).code).toBe(0);
    rmSync(join(folder, 'server.json'));
  });

  test('a start that cannot be is one sentence, and exit code 3', async () => {
    environment['KOPPEL_PROT'] = '1';
    const { code, out, err } = await koppel('flows');
    delete environment['KOPPEL_PROT'];
    expect([code, out]).toEqual([3, '']);
    expect(err.trim().split('\n')).toHaveLength(2);
  });
});

describe('with a running server', () => {
  let server: Koppel;
  beforeAll(async () => {
    server = await startKoppel({ config: readConfig(environment, rootFolder), isListening: true });
  });
  afterAll(() => server.close());
  commands();

  test('mastership: sentences, a page to sign, a change that is told before it is saved, and the way back', async () => {
    const shown = await koppel('mastership');
    expect([shown.code, shown.err]).toEqual([0, '']);
    expect(shown.out).toMatch(
      /^Order\n {2}Order {2}\[order\.content\]\n {4}The CRM decides these values until the record is in the ERP\./m,
    );
    expect((await koppel('mastership', 'show', '--entity', 'order', '--language', 'nl')).out).toContain(
      'Het CRM bepaalt',
    );
    expect((await koppel('mastership', 'show', '--entity', 'teapot')).code).toBe(2);
    const page = (await koppel('mastership', 'export', '--language', 'fr')).out;
    expect(page).toContain('Qui est maître de quoi');
    expect(page).toContain('Signature');
    expect((await koppel('mastership', 'export', '--format', 'csv')).out).toMatch(/^Row;Entity;Field group;/);

    const table = join(folder, 'mastership.json');
    await koppel('mastership', 'export', '--format', 'json', '--file', table);
    expect((await koppel('mastership', 'import', table)).out).toBe('Nothing changes.\n');
    const change = ['mastership', 'set', 'account/creditLimit', '--master', 'crm', '--conflict', 'ask'];
    const told = await koppel(...change);
    expect(told.out).toContain('account/creditLimit: The CRM decides these values.');
    expect(told.out).toContain('Nothing was saved.');
    expect((await koppel(...change, '--apply')).out).toMatch(/Saved as revision \d+\./);
    const [newest, before] = (await json('mastership', 'history')) as [
      { revision: number; changes: { after: { field: string } }[] },
      { revision: number },
    ];
    expect(newest.changes.map(({ after }) => after.field)).toEqual(['creditLimit']);
    expect((await koppel('mastership', 'restore', String(before.revision), '--apply')).out).toContain(
      'follows its group again',
    );
    expect((await koppel('mastership', 'import', table)).out).toBe('Nothing changes.\n');

    const refused = await koppel('mastership', 'set', 'order.content', '--master', 'erp');
    expect([refused.code, refused.out]).toEqual([
      1,
      expect.stringContaining('✗ orders-crm-to-erp, node map: ERP is master of Order'),
    ]);
    expect((await koppel('mastership', 'set', 'order.content', '--hand-over', 'crm')).code).toBe(2);
    expect((await koppel('mastership', 'set', 'teapot.lid', '--master', 'crm')).code).toBe(2);
    expect((await koppel('mastership', 'check')).code).toBe(0);
  });

  test('it was the server that did it', async () => {
    expect(readServerFile(folder)?.pid).toBe(process.pid);
    const { body } = await server.call({ method: 'GET', path: '/api/workspaces/main/runs', body: undefined });
    expect((body as { totals: { runs: number } }).totals.runs).toBe(14);
  });
});
