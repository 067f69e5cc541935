import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, rootFolder, startKoppel, type Koppel } from '@koppel/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import { exitCodes } from '../src/exit-codes.ts';
import { codeOf } from '../../server/test/support/authenticator.ts';
import { Client } from '../../server/test/support/client.ts';
import { freePort } from '../../server/test/support/test-koppel.ts';

const email = 'karim@example.com';
let folder: string;
let here: Record<string, string>;
let koppel: Koppel;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-cli-tokens-'));
  here = {
    KOPPEL_PORT: String(await freePort()),
    KOPPEL_DATA: folder,
    KOPPEL_DEMO: 'off',
    KOPPEL_ADMIN_EMAIL: email,
    KOPPEL_ADMIN_PASSWORD: 'a long password',
  };
  koppel = await startKoppel({ config: readConfig(here, rootFolder), isListening: true });
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

const create = async (...rights: string[]) => run(here, 'token', 'create', 'CI', '--for', email, '--right', ...rights);

test('a token made here lets the command line in from elsewhere, with its rights alone, until it is revoked', async () => {
  const made = await create('flows.read', 'runs.read');
  expect([made.code, made.out]).toEqual([exitCodes.ok, expect.stringMatching(/^koppel_[\w-]{43}$/)]);
  const elsewhere = { KOPPEL_URL: koppel.url, KOPPEL_TOKEN: made.out };
  expect((await run(elsewhere, 'flows')).code).toBe(exitCodes.ok);
  expect((await run(elsewhere, 'people')).err).toContain('Your token does not have the right "people.edit".');
  expect((await run(elsewhere, 'workspace', 'list')).code).toBe(exitCodes.problems);
  expect((await run(elsewhere, 'token', 'create', 'more', '--for', email, '--right', 'flows.read')).code).toBe(1);

  const [token] = JSON.parse((await run(here, 'token', 'list', '--json')).out) as { id: string }[];
  expect((await run(here, 'token')).out).toContain(email);
  expect((await run(here, 'token', 'revoke', token!.id)).code).toBe(exitCodes.ok);
  expect((await run(elsewhere, 'flows')).code).toBe(exitCodes.problems);
});

test('whoever lost the second factor signs in without one again', async () => {
  const karim = new Client(koppel.url);
  await karim.signIn(email, 'a long password');
  const { key } = await karim.call('beginSecondFactor');
  await karim.call('confirmSecondFactor', { body: { code: codeOf(key, new Date()) } });
  expect((await karim.signIn(email, 'a long password')).body).toEqual({ wants: 'secondFactor' });
  const { code, out } = await run(here, 'people', 'reset-second-factor', email);
  expect([code, out]).toEqual([exitCodes.ok, expect.stringContaining('signs in without a second factor')]);
  expect((await karim.signIn(email, 'a long password')).body).toHaveProperty('csrfToken');
});

test('a token is for a member and for rights that there are', async () => {
  expect((await create('teapots.pour')).err).toContain('There is no right "teapots.pour".');
  const stranger = await run(here, 'token', 'create', 'CI', '--for', 'nobody@example.com', '--right', 'flows.read');
  expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining('nobody@example.com')]);
});

test.each([
  [{ KOPPEL_TOKEN: 'koppel_x' }, 'Only KOPPEL_TOKEN is set.'],
  [{ KOPPEL_URL: 'https://koppel.example.com' }, 'Only KOPPEL_URL is set.'],
  [{ KOPPEL_URL: 'http://koppel.example.com', KOPPEL_TOKEN: 'koppel_x' }, 'cannot be used'],
  [{ KOPPEL_URL: 'https://koppel.example.com/flows', KOPPEL_TOKEN: 'koppel_x' }, 'cannot be used'],
])('%o sends no token anywhere', async (environment, message) => {
  const { code, err } = await run(environment as Record<string, string>, 'flows');
  expect([code, err]).toEqual([exitCodes.unavailable, expect.stringContaining(message)]);
});
