import { readConfig, rootFolder, startKoppel } from '@koppel/server';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '../../server/test/support/client.ts';
import { freePort } from '../../server/test/support/test-koppel.ts';
import { runCommandLine } from '../src/command-line.ts';
import { exitCodes } from '../src/exit-codes.ts';

const administrator = { email: 'karim@example.com', password: 'a long password' };
const folder = mkdtempSync(join(tmpdir(), 'koppel-cli-audit-'));
const original = join(folder, 'original');
/** The number of the last event before anybody worked on the log. */
let last: number;

async function environmentOf(data: string): Promise<Record<string, string>> {
  return {
    KOPPEL_PORT: String(await freePort()),
    KOPPEL_DATA: data,
    KOPPEL_DEMO: 'off',
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
  };
}

async function run(environment: Record<string, string>, ...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text), isTerminal: false };
  const code = await runCommandLine(args, environment, output);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Lets somebody use a Koppel on this data folder. */
async function onKoppel<T>(
  data: string,
  use: (environment: Record<string, string>, url: string) => Promise<T>,
): Promise<T> {
  const environment = await environmentOf(data);
  const koppel = await startKoppel({ config: readConfig(environment, rootFolder), isListening: true });
  try {
    return await use(environment, koppel.url);
  } finally {
    await koppel.close();
  }
}

function change(data: string, sql: string): void {
  const database = new DatabaseSync(join(data, 'instance.sqlite'));
  database.exec(sql);
  database.close();
}

const anchorsOf = (data: string) => join(data, 'audit-anchors.log');

beforeAll(async () => {
  await onKoppel(original, async (_environment, url) => {
    const karim = new Client(url);
    await karim.signIn(administrator.email, administrator.password);
    for (const name of ['Lotte', 'Jonas', 'Amélie', 'Tom', 'Els']) {
      await karim.call('inviteMember', {
        body: { email: `${name.replace('é', 'e').toLowerCase()}@example.com`, name, role: 'viewer' },
      });
    }
    last = (await karim.call('verifyAudit', { body: {} })).checked;
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('koppel audit verify', () => {
  /** What it says of a copy of the log that somebody worked on while Koppel was off. */
  async function verdictOn(meanwhile: (data: string) => void, ...more: string[]) {
    const data = mkdtempSync(join(folder, 'copy-'));
    cpSync(original, data, { recursive: true });
    meanwhile(data);
    return onKoppel(data, (environment) => run(environment, 'audit', 'verify', ...more));
  }

  test('says of a log that nobody touched that it is as it was written', async () => {
    const { code, out } = await verdictOn(() => {});
    expect([code, out]).toEqual([exitCodes.ok, expect.stringContaining('✓ The audit log is as it was written.')]);
  });

  test.each<[string, () => string, () => string]>([
    ['was changed', () => "update audit_event set actor_name = 'Nobody' where seq = 5", () => '✗ Event 5 was changed'],
    [
      'tells other values',
      () => `update audit_event set details = '{"title":"Lotte"}' where seq = ${last}`,
      () => `✗ Event ${last}: what it says of before and after was changed or taken out.`,
    ],
    ['was removed', () => 'delete from audit_event where seq = 5', () => '✗ Event 5 was removed.'],
    [
      'is among several that were removed',
      () => 'delete from audit_event where seq in (5, 6, 7)',
      () => '✗ Events 5 to 7 were removed.',
    ],
    [
      'was put in at the end',
      () => `create temp table forged as select * from audit_event where seq = ${last};
             update forged set seq = seq + 1, actor_name = 'Lotte';
             insert into audit_event select * from forged`,
      () => `✗ Event ${last + 1} was changed, or put in by somebody who does not have the key of the log.`,
    ],
    [
      'was put in the middle, with the others moved up',
      () => `update audit_event set seq = -seq - 1 where seq >= 5;
             update audit_event set seq = -seq where seq < 0;
             create temp table forged as select * from audit_event where seq = 4;
             update forged set seq = 5;
             insert into audit_event select * from forged`,
      () => `✗ Events 5 to ${last} were changed, or put in`,
    ],
    [
      'changed places with the next one',
      () => `update audit_event set seq = -1 where seq = 4;
             update audit_event set seq = 4 where seq = 5;
             update audit_event set seq = 5 where seq = -1`,
      () => '✗ Events 4 to 5 were changed',
    ],
  ])('names the event that %s', async (_name, sql, found) => {
    const { code, out } = await verdictOn((data) => change(data, sql()));
    expect(out).toContain(found());
    expect(code).toBe(exitCodes.problems);
  });

  test('names the events of an end that was cut off, by the anchors', async () => {
    const { code, out } = await verdictOn((data) => change(data, `delete from audit_event where seq > ${last - 4}`));
    expect(out).toMatch(new RegExp(`✗ Events \\d+ to \\d+ were there when the log was anchored at .* and are gone`));
    expect(code).toBe(exitCodes.problems);
  });

  test.each([
    ['were removed as well', (data: string) => rmSync(anchorsOf(data))],
    [
      'were put back to older ones',
      (data: string) => writeFileSync(anchorsOf(data), `${readFileSync(anchorsOf(data), 'utf8').split('\n')[0]}\n`),
    ],
  ])(
    'finds an end that was cut off although the anchors %s, by a copy of them that was kept elsewhere',
    async (_name, spoil) => {
      const copy = anchorsOf(original);
      const tamper = (data: string) => {
        change(data, `delete from audit_event where seq > ${last - 4}`);
        spoil(data);
      };
      const without = await verdictOn(tamper);
      expect(without.out).not.toContain('are gone');
      const { code, out } = await verdictOn(tamper, '--anchors', copy);
      expect(out).toContain('and are gone: the end of the log was cut off');
      expect(code).toBe(exitCodes.problems);
    },
  );

  test('says what is wrong with a file that holds no anchors', async () => {
    const file = join(folder, 'no-anchors.log');
    writeFileSync(file, 'hello\n');
    const { code, err } = await verdictOn(() => {}, '--anchors', file);
    expect([code, err]).toEqual([exitCodes.usage, expect.stringContaining(`There are no anchors in ${file}.`)]);
  });
});

test('koppel audit lists and exports what is asked for', async () => {
  await onKoppel(original, async (environment) => {
    const list = await run(environment, 'audit', 'list', '--object', 'person', '--verb', 'invite');
    expect(list.code).toBe(exitCodes.ok);
    expect(list.out.split('\n').filter((line) => line.includes('person.invite'))).toHaveLength(5);
    expect((await run(environment, 'audit', '--search', 'amelie@example.com')).out).toContain('Amélie');
    expect((await run(environment, 'audit', '--refused')).out).toBe('No event matches.');

    const file = join(folder, 'audit.csv');
    expect((await run(environment, 'audit', 'export', '--object', 'person', '--file', file)).code).toBe(exitCodes.ok);
    const lines = readFileSync(file, 'utf8').trim().split('\r\n');
    expect(lines[0]).toBe(
      'number;time;workspace;who;who is;from;what;object;id;outcome;code;reason;field;before;after',
    );
    // A line for the e-mail and one for the role of each.
    expect(lines.filter((line) => line.includes(';person.invite;'))).toHaveLength(10);
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
