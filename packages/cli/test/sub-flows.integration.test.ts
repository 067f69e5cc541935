import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, rootFolder, startKoppel, type Koppel } from '@koppel/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '../../server/test/support/client.ts';
import { freePort, tokenOf } from '../../server/test/support/test-koppel.ts';
import { runCommandLine } from '../src/command-line.ts';

const flow = 'accounts-erp-to-crm';
let folder: string;
let environment: Record<string, string>;
let koppel: Koppel;
let client: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-cli-sub-flows-'));
  environment = {
    KOPPEL_PORT: String(await freePort()),
    KOPPEL_DATA: join(folder, 'data'),
    KOPPEL_DEMO_CUSTOMERS: '20',
  };
  koppel = await startKoppel({ config: readConfig(environment, rootFolder), isListening: true });
  client = await Client.byLink(koppel.url, tokenOf(koppel.signInLink));
});
afterAll(async () => {
  await koppel.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const written = { out: '', err: '' };
  const code = await runCommandLine(args, environment, {
    out: (text) => void (written.out += `${text}\n`),
    err: (text) => void (written.err += `${text}\n`),
    isTerminal: false,
  });
  return { code, ...written };
}

test('a sub-flow is listed with who uses it, goes to a folder and is checked there with the flow, and a run counts its steps', async () => {
  const { draft, revision } = await client.call('getFlow', { params: { id: flow } });
  const params = { id: flow };
  const { document, subFlowId, nodeId } = await client.call('makeSubFlow', {
    params,
    body: { document: draft, nodeIds: ['map', 'mask'], title: 'Map customers' },
  });
  const saved = await client.call('saveDraft', { params, body: { document, revision } });
  await client.call('publishFlow', { params, body: { revision: saved.revision, note: 'A sub-flow' } });

  const { out } = await run('flows');
  expect(out).toMatch(new RegExp(`^${subFlowId} +sub-flow +.*used by ${flow} \\(v1\\)`, 'm'));

  const git = join(folder, 'git');
  expect((await run('pull', git)).code).toBe(0);
  const pulled = JSON.parse(readFileSync(join(git, `${subFlowId}.json`), 'utf8')) as { isSubFlow: boolean };
  expect(pulled.isSubFlow).toBe(true);
  expect(await run('validate', git)).toMatchObject({ code: 0 });

  const ran = await run('run', flow, '--all', '--json');
  expect(ran.code).toBe(0);
  const { items } = await client.call('listRuns', { query: {} });
  const { snapshot } = await client.call('getRun', { params: { id: items[0]!.run.id } });
  expect(Object.keys(snapshot.nodes)).toEqual(expect.arrayContaining([`${nodeId}/map`, `${nodeId}/mask`]));
  expect((await run('run', subFlowId)).err).toContain('does not run');
});
