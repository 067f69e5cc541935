import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringifyFlowTest } from '@koppel/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFlowTest } from '../../server/test/support/flow-tests.ts';
import { freePort } from '../../server/test/support/test-koppel.ts';
import { runCommandLine } from '../src/command-line.ts';

const flow = 'customer-value';
let folder: string;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-flow-tests-'));
  port = await freePort();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function koppel(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const environment = {
    KOPPEL_PORT: String(port),
    KOPPEL_DATA: join(folder, 'data'),
    KOPPEL_DEMO_CUSTOMERS: '20',
  };
  const written = { out: '', err: '' };
  const code = await runCommandLine(args, environment, {
    out: (text) => void (written.out += `${text}\n`),
    err: (text) => void (written.err += `${text}\n`),
    isTerminal: false,
  });
  return { code, ...written };
}

test('tests go to the workspace and back as files, run from the command line, and are written for a build server', async () => {
  const git = join(folder, 'git');
  expect((await koppel('pull', git)).code).toBe(0);
  expect(await koppel('test')).toMatchObject({ code: 0, out: expect.stringContaining('There are no tests') as string });

  const file = join(git, flow, 'tests', 'nothing.json');
  mkdirSync(join(git, flow, 'tests'), { recursive: true });
  const text = stringifyFlowTest(emptyFlowTest(flow, 'nothing'));
  writeFileSync(file, text);
  expect((await koppel('diff', git)).out).toContain('test "nothing"');
  expect((await koppel('push', git)).out).toBe(`Pushed ${flow}/tests/nothing.json.\n`);
  expect((await koppel('pull', git)).out).toMatch(/ 0 changed, 0 removed/);
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect((await koppel('diff', git)).out).toBe('The files and the workspace say the same.\n');

  // Nothing was recorded for it, so what the flow asks is missing: that is no pass.
  const junit = join(folder, 'junit.xml');
  const tested = await koppel('test', flow, '--junit', junit);
  expect(tested.code).toBe(1);
  expect(tested.out).toMatch(/which the recording does not have/);
  const report = readFileSync(junit, 'utf8');
  expect(report).toContain(`<testsuite name="${flow}" tests="1" failures="1">`);
  expect(report).toContain('<failure message="asks what was not recorded">');
  const { flows } = JSON.parse((await koppel('test', '--json')).out) as { flows: { results: { outcome: string }[] }[] };
  expect(flows[0]!.results[0]!.outcome).toBe('notRecorded');
  expect((await koppel('test', 'no-such-flow')).code).toBe(1);
});
