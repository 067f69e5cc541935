import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, rootFolder, startKoppel, type Koppel } from '@koppel/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import { exitCodes } from '../src/exit-codes.ts';
import { freePort } from '../../server/test/support/test-koppel.ts';

let folder: string;
let environment: Record<string, string>;
let koppel: Koppel;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-cli-privacy-'));
  environment = { KOPPEL_PORT: String(await freePort()), KOPPEL_DATA: folder, KOPPEL_DEMO: 'off' };
  koppel = await startKoppel({ config: readConfig(environment, rootFolder), isListening: true });
});
afterAll(async () => {
  await koppel.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text), isTerminal: false };
  const code = await runCommandLine(args, environment, output);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('how long data is kept is shown and changed, and what does not fit is refused', async () => {
  expect((await run('retention')).out).toMatch(/payloads +90/);
  expect((await run('retention', 'set', '--payloads', '30')).out).toMatch(/payloads +30/);
  const { retention } = JSON.parse((await run('retention', 'show', '--json')).out) as { retention: unknown };
  expect(retention).toEqual({ runsDays: 90, logsDays: 90, payloadsDays: 30 });
  const wrong = await run('retention', 'set', '--logs', '400');
  expect(wrong.code).not.toBe(exitCodes.ok);
  expect(wrong.err).toContain('Logs and values go with their run');
});

test('a person of whom nothing is kept is said to be unknown, and nobody is erased without being asked', async () => {
  expect((await run('person', 'find', 'Kanariemans')).out).toContain('No record has it');
  const refused = await run('person', 'erase', '--text', 'Kanariemans');
  expect([refused.code === exitCodes.ok, refused.err]).toEqual([
    false,
    expect.stringContaining('cannot be brought back'),
  ]);
  expect((await run('person', 'erase', '--text', 'Kanariemans', '--yes')).out).toContain('Nothing was kept');
  const wrong = await run('person', 'export', '--record', 'nonsense');
  expect(wrong.err).toContain('does not name a record');
});
