import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';

const flow = 'accounts-erp-to-crm';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-cli-version-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const out: string[] = [];
  const output = { out: (text: string) => out.push(text), err: (text: string) => out.push(text), isTerminal: false };
  await runCommandLine(args, { KOPPEL_DATA: folder, KOPPEL_DEMO: 'off' }, output);
  return out.join('\n');
}

test('a draft is kept, a version restored in its place, compared with it and published again', async () => {
  await run('version', 'keep', flow, '--note', 'Before the new limits');
  const { restorePoints } = JSON.parse(await run('version', 'list', flow, '--json')) as {
    restorePoints: { id: string }[];
  };
  expect(await run('version', 'list', flow)).toMatch(/Before the new limits/);
  expect(await run('version', 'compare', flow, '1', restorePoints[0]!.id)).toBe('The two say the same.');
  expect(await run('version', 'restore', flow, '1')).toContain('1 is the draft again.');
  expect(await run('version', 'rollback', flow, '1', '--note', 'As before')).toBe(
    'Version 1 runs again, as version 2.',
  );
  expect(await run('version', 'list', flow)).toMatch(/As before/);
});
