import type { UserRole } from '@koppel/protocol';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readServerFile } from '../src/index.ts';
import { Client } from './support/client.ts';
import { crashSeed, pause, seeded } from './support/killing.ts';
import { startServerProcess, untilUp, type Process } from './support/processes.ts';
import { freePort, temporaryFolder, tokenOf } from './support/test-koppel.ts';

const rounds = 3;
let folder: string;
let url: string;
let environment: Record<string, string>;
let server: Process;
let lotte: Client;
let wim: Client;
let flow: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  environment = { KOPPEL_PORT: String(port), KOPPEL_DATA: folder, KOPPEL_DEMO: 'off' };
  await start();
  const shell = Object.assign(new Client(url), { bearer: readServerFile(folder)!.token });
  const invited = async (email: string, role: UserRole) =>
    Client.byLink(url, tokenOf((await shell.call('inviteMember', { body: { email, role } })).link!.url));
  lotte = await invited('lotte@example.com', 'analyst');
  wim = await invited('wim@example.com', 'administrator');
  const { id: _id, slug: _slug, ...about } = await shell.call('getWorkspace');
  await shell.call('saveWorkspace', { body: { ...about, isTwoPerson: true } });
  const body = { title: 'Customers', copyOf: 'accounts-erp-to-crm' };
  flow = (await lotte.call('createFlow', { body })).summary.id;
});
afterAll(async () => {
  await server.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  server = startServerProcess(environment);
  await untilUp(url, server);
}

test(`killed while a draft is approved and published, a version stands with its approval or not at all (seed ${crashSeed})`, async () => {
  const dice = seeded(crashSeed);
  const params = { id: flow };
  let versions = 0;
  for (let round = 0; round < rounds; round++) {
    const title = `Round ${round}`;
    const { draft, revision: before } = await lotte.call('getFlow', { params });
    const document = { ...draft, title: { en: title } };
    const { revision } = await lotte.call('saveDraft', { params, body: { document, revision: before } });
    const { id: review } = await lotte.call('askReview', { params, body: { revision, message: title } });
    const acts = (async () => {
      await wim.ask('decideReview', { params: { ...params, review }, body: { verdict: 'approved', revision } });
      await wim.ask('publishFlow', { params, body: { revision, note: title } });
    })().catch(() => undefined);
    await pause(dice() * 25);
    await server.end('SIGKILL');
    await acts;
    await start();
    const published = await wim.call('listVersions', { params });
    const { current, history } = await wim.call('getReviews', { params });
    if (published.length > versions) {
      versions = published.length;
      expect(published[0]).toMatchObject({ note: title, askedBy: 'lotte', approvedBy: 'wim' });
      expect((await wim.call('getVersion', { params: { ...params, version: versions } })).title.en).toBe(title);
      expect(current).toBeNull();
      expect(history[0]).toMatchObject({ id: review, status: 'published', version: versions });
    } else {
      expect(current).toMatchObject({ id: review, isOutdated: false });
      expect(['open', 'approved']).toContain(current!.status);
    }
  }
}, 120_000);
