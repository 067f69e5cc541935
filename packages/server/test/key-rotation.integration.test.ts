import { openKeyFile, openStore, type KeyRing, type Store } from '@koppel/store';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeyRotation } from '../src/secrets/key-rotation.ts';
import { problemOf } from './support/client.ts';
import { startTestKoppel, temporaryFolder } from './support/test-koppel.ts';

const program = fileURLToPath(new URL('support/rotating-process.ts', import.meta.url));
/** More than one commit renews. */
const connectionsEach = 45;

let folder: string;
let keyFile: string;
let files: string[];
beforeEach(async () => {
  folder = await temporaryFolder();
  keyFile = join(folder, 'koppel.key');
  files = [join(folder, 'a.sqlite'), join(folder, 'b.sqlite')];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const keysOf = (lost: readonly string[] = []) => openKeyFile({ file: keyFile, isMade: true, lost });

const open = (file: string, keys: KeyRing): Store =>
  openStore({
    file,
    keys,
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    newId: () => crypto.randomUUID(),
  });

/** Puts something into every place of a database that is sealed. */
async function fill(file: string): Promise<void> {
  const store = open(file, keysOf());
  for (let index = 0; index < connectionsEach; index += 1) {
    await store.connections.create({
      id: `c${index}`,
      name: `Connection ${index}`,
      connectorId: 'http',
      role: 'erp',
      settings: {},
      secrets: { password: `${file} ${index}` },
      by: 'Karim',
    });
  }
  await store.inbox.makeSecret({ flowId: 'f', nodeId: 'hook' }, 'Karim');
  await store.noticeSubscriptions.add({ connectionId: 'c0', entity: 'account' });
  await store.workspace.makeSecret('insight.embed');
  store.close();
}

/** Everything that is sealed in a database, opened. Throws where something does not open. */
async function contentOf(file: string, keys: KeyRing): Promise<unknown> {
  const store = open(file, keys);
  try {
    const [subscription] = await store.noticeSubscriptions.list();
    return {
      passwords: await Promise.all(
        Array.from({ length: connectionsEach }, (_, index) => store.connections.credentials(`c${index}`)),
      ),
      hook: await store.inbox.secretOf({ flowId: 'f', nodeId: 'hook' }),
      notices: await store.noticeSubscriptions.secretOf(subscription!.id),
      made: (await store.workspace.secret('insight.embed'))!.bytes.toString('hex'),
    };
  } finally {
    store.close();
  }
}

async function rotateInAProcess(dieAfter: number): Promise<{ signal: string | null; steps: string }> {
  const child = spawn(process.execPath, [program, keyFile, String(dieAfter), ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const steps = await text(child.stdout);
  const [, signal] = await exited;
  return { signal, steps };
}

test('a rotation that is killed after any step leaves everything readable, and the next one finishes it', async () => {
  for (const file of files) await fill(file);
  const before = await Promise.all(files.map((file) => contentOf(file, keysOf())));
  const [oldKey] = keysOf().ids;
  const saved = await Promise.all([keyFile, ...files].map((file) => readFile(file)));
  const { steps } = await rotateInAProcess(0);
  expect(Number(steps)).toBeGreaterThan(6);

  for (let step = 1; step <= Number(steps); step += 1) {
    // Each step from the same beginning, with what a kill in the middle of writing the key file leaves beside it.
    for (const [index, file] of [keyFile, ...files].entries()) {
      await writeFile(file, saved[index]!, { mode: 0o600 });
      await Promise.all(['-wal', '-shm'].map((end) => rm(file + end, { force: true })));
    }
    await writeFile(`${keyFile}.new`, 'koppel-key-1 half', { mode: 0o600 });
    expect((await rotateInAProcess(step)).signal).toBe('SIGKILL');
    const keys = keysOf();
    expect(keys.ids).toHaveLength(2);
    expect(await Promise.all(files.map((file) => contentOf(file, keys))), `after step ${step}`).toEqual(before);

    const stores = files.map((file) => open(file, keys));
    const rotation = new KeyRotation({
      keys,
      databases: () => stores.map((store) => ({ name: '', seals: store.seals })),
    });
    const isDone = step === Number(steps);
    if (!isDone) expect((await rotation.rotate()).madeKey, `after step ${step}`).toBeNull();
    expect(await rotation.remove(oldKey!)).toBe('removed');
    for (const store of stores) store.close();
    expect(keysOf().ids).not.toContain(oldKey);
    expect(await Promise.all(files.map((file) => contentOf(file, keysOf()))), `after step ${step}`).toEqual(before);
  }
});

test('a database that needs another key is not opened and says which one, until that one is said to be lost', async () => {
  await fill(files[0]!);
  const [right] = keysOf().ids;
  await rm(keyFile);
  const [wrong] = keysOf().ids;
  expect(() => open(files[0]!, keysOf())).toThrow(
    `What is sealed in ${files[0]} needs the key ${right}. This Koppel was given ${wrong}, from ${keyFile}.`,
  );
  const store = open(files[0]!, keysOf([right!]));
  await expect(store.connections.credentials('c0')).rejects.toMatchObject({ code: 'vault.other-key' });
  store.close();
});

test('a running Koppel changes its key, keeps an old one that is needed, and lets it go afterwards', async () => {
  const server = await startTestKoppel();
  try {
    const client = await server.administrator();
    const secrets = { clientSecret: 'of the CRM' };
    const settings = { orgUrl: 'https://crm.invalid', clientId: 'koppel' };
    await client.call('createConnection', {
      body: { name: 'CRM', connectorId: 'dataverse', role: 'crm', settings, secrets },
    });
    const [old] = (await client.call('getKeys')).keys;
    // The credentials, and the key of the audit log.
    expect(old).toMatchObject({ isNewest: true, isHere: true, seals: 2 });
    const done = await client.call('rotateKeys');
    expect(done.renewed).toBe(2);
    expect(done.keys).toEqual([
      { id: done.madeKey, isNewest: true, isHere: true, seals: 2 },
      { id: old!.id, isNewest: false, isHere: true, seals: 0 },
    ]);
    const refused = await client.ask('removeKey', { params: { id: done.madeKey! } });
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'keys.in-use']);
    expect((await client.call('removeKey', { params: { id: old!.id } })).keys).toHaveLength(1);
    expect(await readFile(join(server.folder, 'koppel.key'), 'utf8')).toMatch(/^koppel-key-1 \S{44}\n$/);
  } finally {
    await server.close();
  }
});

test('a key from the environment is in no file, and says how it is replaced', async () => {
  const first = 'A'.repeat(43) + '=';
  const second = 'B'.repeat(42) + 'A=';
  const key = (text: string) => ({ text, file: null, lost: [] });
  const settings = { orgUrl: 'https://crm.invalid', clientId: 'koppel' };
  const server = await startTestKoppel({ folder, config: { key: key(first) } });
  const client = await server.administrator();
  const body = { name: 'CRM', connectorId: 'dataverse', role: 'crm', settings, secrets: { clientSecret: 'x' } };
  await client.call('createConnection', { body });
  const refused = await client.ask('rotateKeys');
  expect([refused.status, problemOf(refused).code]).toEqual([409, 'vault.keys-are-given']);
  await client.call('setPassword', { body: { newPassword: 'long enough for this' } });
  await server.close();
  await expect(startTestKoppel({ folder, config: { key: key(second) } })).rejects.toMatchObject({
    code: 'vault.wrong-key',
  });
  const again = await startTestKoppel({ folder, config: { key: key(`${second} ${first}`) } });
  const answer = await again.koppel.call({ method: 'POST', path: '/api/keys/rotate', body: undefined });
  expect(answer.body).toMatchObject({ madeKey: null, renewed: 2 });
  await again.close();
  await (await startTestKoppel({ folder, config: { key: key(second) } })).close();
  await expect(readFile(join(folder, 'koppel.key'))).rejects.toThrow('ENOENT');
});
