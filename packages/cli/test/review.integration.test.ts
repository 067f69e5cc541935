import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, rootFolder, startKoppel, type Koppel } from '@koppel/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import { exitCodes } from '../src/exit-codes.ts';
import { Client } from '../../server/test/support/client.ts';
import { freePort, tokenOf } from '../../server/test/support/test-koppel.ts';

const flow = 'accounts-erp-to-crm';
let folder: string;
let here: Record<string, string>;
let koppel: Koppel;
/** The command line with the token of a person. */
const as: Record<string, Record<string, string>> = {};
let lotte: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-cli-review-'));
  here = { KOPPEL_PORT: String(await freePort()), KOPPEL_DATA: folder, KOPPEL_DEMO: 'off' };
  koppel = await startKoppel({ config: readConfig(here, rootFolder), isListening: true });
  for (const [name, role, rights] of [
    ['lotte', 'analyst', ['flows.read', 'flows.edit']],
    ['wim', 'administrator', ['flows.read', 'flows.edit', 'flows.publish', 'publishing.approve']],
  ] as const) {
    const email = `${name}@example.com`;
    const invited = await run(here, 'people', 'invite', email, '--role', role, '--json');
    const { link } = JSON.parse(invited.out) as { link: { url: string } };
    if (name === 'lotte') lotte = await Client.byLink(koppel.url, tokenOf(link.url));
    const made = await run(here, 'token', 'create', 'CI', '--for', email, '--right', ...rights);
    as[name] = { KOPPEL_URL: koppel.url, KOPPEL_TOKEN: made.out };
  }
  const admin = Client.byLink(koppel.url, tokenOf(koppel.signInLink));
  const { id: _id, slug: _slug, ...about } = await (await admin).call('getWorkspace');
  await (await admin).call('saveWorkspace', { body: { ...about, isTwoPerson: true } });
});
afterAll(async () => {
  await koppel.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(environment: Record<string, string>, ...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text), isTerminal: false };
  const code = await runCommandLine(args, environment, output);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function retitle(title: string): Promise<void> {
  const { draft, revision } = await lotte.call('getFlow', { params: { id: flow } });
  const document = { ...draft, title: { en: title } };
  await lotte.call('saveDraft', { params: { id: flow }, body: { document, revision } });
}

test('a draft is asked about, sent back, asked about again and approved, each by somebody with a token', async () => {
  await retitle('Once');
  expect((await run(here, 'review')).out).toBe('No draft waits for anybody.');
  expect((await run(as['lotte']!, 'review', 'ask', flow, '--message', 'Country codes')).out).toMatch(/open +lotte/);
  const shell = await run(here, 'review', 'approve', flow);
  expect([shell.code, shell.err]).toEqual([exitCodes.problems, expect.stringContaining('nobody in particular')]);
  expect((await run(as['lotte']!, 'review', 'approve', flow)).err).toContain('"publishing.approve"');
  const returned = await run(as['wim']!, 'review', 'return', flow, '--comment', 'Luxembourg is missing');
  expect(returned.out).toMatch(/returned .*Luxembourg is missing/);

  await retitle('Twice');
  expect((await run(here, 'review', 'list')).out).toContain('returned');
  await run(as['lotte']!, 'review', 'ask', flow, '--message', 'With Luxembourg');
  expect((await run(as['wim']!, 'review', 'approve', flow)).out).toMatch(/approved +lotte/);
  await retitle('Smuggled in');
  expect((await run(here, 'review')).out).toContain('approved, void: the draft changed');
  expect((await run(as['lotte']!, 'review', 'withdraw', flow)).out).toContain('withdrawn');
  expect((await run(as['wim']!, 'review', 'approve', flow)).err).toContain('Nobody asked for a review');
});

test('a right that somebody asks for is granted or refused', async () => {
  const { id } = await lotte.call('askAccess', { body: { permission: 'flows.run', message: 'For the tests' } });
  expect((await run(here, 'people', 'requests')).out).toMatch(/flows\.run +consultant, administrator +For the tests/);
  expect((await run(here, 'people', 'grant', id, '--role', 'consultant')).out).toContain('consultant');
  expect((await run(here, 'people', 'requests')).out).toBe('Nobody waits for a right.');
  const { id: second } = await lotte.call('askAccess', { body: { permission: 'people.edit' } });
  expect((await run(here, 'people', 'refuse', second, '--comment', 'No')).out).toBe('The request was refused.');
});

test('the board of clients', async () => {
  const { out } = await run(here, 'clients');
  expect(out).toMatch(/^main +production .*healthy/m);
});
