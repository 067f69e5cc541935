import { once } from 'node:events';
import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readServerFile } from '../src/index.ts';
import { Client } from './support/client.ts';
import { startServerProcess, untilUp, type Process } from './support/processes.ts';
import { freePort, temporaryFolder, tokenOf } from './support/test-koppel.ts';

let folder: string;
let port: number;
let url: string;
const running: Process[] = [];
const listening: Server[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.end('SIGKILL');
  for (const server of listening.splice(0)) await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}): Process {
  const server = startServerProcess({
    KOPPEL_PORT: String(port),
    KOPPEL_DATA: folder,
    KOPPEL_DEMO: 'off',
    ...environment,
  });
  running.push(server);
  return server;
}

async function occupy(taken: number): Promise<void> {
  const server = createServer().listen(taken, '127.0.0.1');
  listening.push(server);
  await once(server, 'listening');
}

/** What a start that fails prints: the sentence and the remedy, and nothing else. */
async function refusal(server: Process): Promise<string[]> {
  expect(await server.end()).toBe(1);
  return (await server.lastWords())
    .replace(/^1\): /, '')
    .trimEnd()
    .split('\n');
}

describe('a start that cannot be says why in one sentence, and what to do in another', () => {
  test('the port is taken', async () => {
    await occupy(port);
    expect(await refusal(start())).toEqual([
      `Port ${port}, for the screen and the API, is taken by another program.`,
      expect.stringContaining('set KOPPEL_PORT to another port') as string,
    ]);
  });

  test.each([
    ['ERP', 1],
    ['CRM', 2],
  ])('the port of the demo %s is taken', async (name, offset) => {
    await occupy(port + offset);
    expect(await refusal(start({ KOPPEL_DEMO: 'on' }))).toEqual([
      `Port ${port + offset}, for the demo ${name}, is taken by another program.`,
      expect.stringContaining('KOPPEL_DEMO=off') as string,
    ]);
  });

  test('the data folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const lines = await refusal(start({ KOPPEL_DATA: join(folder, 'file', 'data') }));
    expect(lines).toEqual([
      `The data folder ${join(folder, 'file', 'data')} cannot be made or written.`,
      expect.stringContaining('KOPPEL_DATA') as string,
    ]);
  });

  // The superuser may write everywhere: for everybody else a folder without the right is refused.
  test.skipIf(process.getuid?.() === 0)('the data folder cannot be written', async () => {
    await mkdir(join(folder, 'locked'));
    await chmod(join(folder, 'locked'), 0o500);
    const lines = await refusal(start({ KOPPEL_DATA: join(folder, 'locked') }));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('cannot be');
  });

  test('a variable is misspelt', async () => {
    const [sentence, remedy, ...more] = await refusal(start({ KOPPEL_PROT: '4680' }));
    expect(sentence).toBe('The environment has a variable KOPPEL_PROT, which Koppel does not know.');
    expect(remedy).toContain('KOPPEL_PORT');
    expect(more).toEqual([]);
  });

  test('the store is of a newer Koppel', async () => {
    const first = start();
    await untilUp(url, first);
    await first.end('SIGTERM');
    const database = new DatabaseSync(join(folder, 'instance.sqlite'));
    database.exec("insert into migration select 99, 'later', 'hash', 0, applied_at from migration limit 1");
    database.close();
    const lines = await refusal(start());
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/newer/);
    expect(lines[1]).toMatch(/Koppel/);
  });

  test('another process has the data folder', async () => {
    const first = start();
    await untilUp(url, first);
    const second = start({ KOPPEL_PORT: String(await freePort()) });
    const lines = await refusal(second);
    expect(lines).toEqual([
      expect.stringMatching(/is in use by another Koppel\.$/) as string,
      expect.stringContaining('KOPPEL_DATA') as string,
    ]);
    // The first does not notice.
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(readServerFile(folder)?.pid).toBe(first.child.pid);
  });
});

describe('a start', () => {
  test('prints the address and a link, and stops cleanly on SIGTERM', async () => {
    const server = start();
    await untilUp(url, server);
    while (!server.output.includes('token=')) await new Promise((resolve) => setTimeout(resolve, 10));
    const [address, link] = server.output.split('\n');
    expect(address).toBe(`Koppel runs at ${url}`);
    expect(link).toMatch(new RegExp(`^Sign in, once within 30 minutes: ${url}/sign-in\\?token=[\\w-]{43}$`));
    expect((await stat(join(folder, 'server.json'))).mode & 0o777).toBe(0o600);
    expect(await server.end('SIGTERM')).toBe(0);
    expect(readServerFile(folder)).toBeNull();
  });

  test('makes the administrator that the environment names, and then prints no link', async () => {
    const admin = { KOPPEL_ADMIN_EMAIL: 'Admin@Example.com', KOPPEL_ADMIN_PASSWORD: 'a long enough password' };
    const server = start(admin);
    await untilUp(url, server);
    const client = new Client(url);
    expect((await client.signIn('admin@example.com', 'a long enough password')).status).toBe(200);
    const changed = 'changed on the screen';
    await client.call('setPassword', {
      body: { newPassword: changed, currentPassword: admin.KOPPEL_ADMIN_PASSWORD },
    });
    await server.end('SIGTERM');
    expect(server.output).not.toContain('token=');

    // The next start does not set the password back.
    const again = start(admin);
    await untilUp(url, again);
    expect((await new Client(url).signIn('admin@example.com', changed)).status).toBe(200);
    expect((await new Client(url).signIn('admin@example.com', admin.KOPPEL_ADMIN_PASSWORD)).status).toBe(401);
  });

  test('with the demo has both systems connected and tested, and shows their pages to administrators', async () => {
    // Three ports in a row, as a person would have them.
    while (!(await areFree([port, port + 1, port + 2]))) port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const server = start({ KOPPEL_DEMO: 'on', KOPPEL_DEMO_CUSTOMERS: '10' });
    await untilUp(url, server);
    while (!server.output.includes('token=')) await new Promise((resolve) => setTimeout(resolve, 10));
    const client = await Client.byLink(url, tokenOf(/http\S+token=\S+/.exec(server.output)![0]));
    const connections = await client.call('listConnections');
    expect(connections.map(({ id, isDemo }) => [id, isDemo])).toEqual([
      ['demo-crm', true],
      ['demo-erp', true],
    ]);
    for (const { id } of connections) expect((await client.call('testConnection', { params: { id } })).isOk).toBe(true);
    for (const system of ['erp', 'crm']) {
      const entrance = await client.send('GET', `/demo/${system}/`);
      expect(entrance.headers.get('location')).toMatch(new RegExp(`^/demo/${system}/`));
      const page = await client.send('GET', entrance.headers.get('location')!);
      expect(page.text).not.toContain('<script>');
      expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect((await new Client(url).send('GET', `/demo/${system}/`)).status).toBe(401);
      const forged = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
      expect((await client.send('POST', `/demo/${system}/`, 'a=b', forged)).status).toBe(403);
    }
    expect((await client.send('GET', '/demo/teapot/')).status).toBe(404);
    expect(await server.end('SIGTERM')).toBe(0);

    // The data was made for ten customers.
    const lines = await refusal(start({ KOPPEL_DEMO: 'on', KOPPEL_DEMO_CUSTOMERS: '20' }));
    expect(lines).toEqual([
      expect.stringMatching(/^The demo data in .* was made for .*\.$/) as string,
      expect.stringContaining('KOPPEL_DEMO_CUSTOMERS') as string,
    ]);
  });
});

async function areFree(ports: readonly number[]): Promise<boolean> {
  try {
    for (const wanted of ports) await occupy(wanted);
    return true;
  } catch {
    return false;
  } finally {
    for (const server of listening.splice(0)) await new Promise((resolve) => server.close(resolve));
  }
}
