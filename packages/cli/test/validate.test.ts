import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootFolder } from '@koppel/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommandLine } from '../src/index.ts';

let folder: string;
const flow = () => join(folder, 'accounts-erp-to-crm.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-cli-'));
  cpSync(join(rootFolder, 'flows'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function koppel(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const output = {
    out: (text: string) => void (out += `${text}\n`),
    err: (text: string) => void (err += `${text}\n`),
    isTerminal: false,
  };
  return { code: await runCommandLine(args, {}, output), out, err };
}

const change = (edit: (text: string) => string) => writeFileSync(flow(), edit(readFileSync(flow(), 'utf8')));

test('the flows that ship have nothing to complain about', async () => {
  const { code, out } = await koppel('validate', join(rootFolder, 'flows'));
  const lines = out.split('\n').filter((line) => line !== '' && !line.startsWith('  ·'));
  const files = readdirSync(join(rootFolder, 'flows')).filter((name) => name.endsWith('.json'));
  expect(lines).toEqual(files.sort().map((name) => `✓ ${join(rootFolder, 'flows', name)}`));
  expect(code).toBe(0);
});

test.each<[string, (text: string) => string, string]>([
  ['a damaged file', (text) => text.slice(0, 500), 'flow.not-json'],
  ['a document from the future', (text) => text.replace('"version": 1', '"version": 7'), 'flow.from-the-future'],
  ['an unknown key', (text) => text.replace('"nodes"', '"teapot": 1, "nodes"'), 'flow.unknown-key'],
  ['an unknown node type', (text) => text.replace('"read-records"', '"read-teapots"'), 'node.unknown-type'],
  ['an unknown value list', (text) => text.replace('"payment-terms"', '"teapots"'), 'mapping.unknown-list'],
])('%s is an error with its place, and exit code 1', async (_what, edit, expected) => {
  change(edit);
  const { code, out } = await koppel('validate', folder, '--json');
  expect(code).toBe(1);
  const { files } = JSON.parse(out) as { files: { file: string; issues: { code: string; remedy: string }[] }[] };
  const { issues } = files.find(({ file }) => file === flow())!;
  expect(issues.map((issue) => issue.code)).toContain(expected);
  for (const { remedy } of issues) expect(remedy).not.toBe('');
});

test('flows of a folder are checked together: two may not share an id', async () => {
  cpSync(flow(), join(folder, 'copy.json'));
  const { code, out } = await koppel('validate', folder);
  expect(code).toBe(1);
  expect(out).toContain(`The flow "accounts-erp-to-crm" is also in ${flow()}.`);
  expect(out).toContain('The file is called copy.json');
});

test.each<[string, string[]]>([
  ['a command that is not there', ['teapot']],
  ['a file that is not there', ['validate', '/no/such/flow.json']],
  ['an option that is not there', ['flows', '--teapot']],
  ['nothing at all', []],
])('%s ends with code 2 and says so on standard error', async (_what, args) => {
  const { code, out, err } = await koppel(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).not.toBe('');
});

test('help is no mistake', async () => {
  const { code, out } = await koppel('--help');
  expect(code).toBe(0);
  for (const command of ['validate', 'flows', 'runs', 'run', 'connections', 'sign-in-link'])
    expect(out).toContain(command);
});
