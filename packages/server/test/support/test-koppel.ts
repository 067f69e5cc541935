import { systemClock, type Clock } from '@koppel/sdk';
import type { OwnWorkspace, UserRole } from '@koppel/protocol';
import { firstSlug, openInstance, openKeyFile } from '@koppel/store';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashToken } from '../../src/auth/tokens.ts';
import { readConfig, rootFolder, startKoppel, type Config, type Koppel, type StartOptions } from '../../src/index.ts';
import { Client } from './client.ts';

/** A clock that runs like the machine's and can be set forward. */
export class ShiftedClock implements Clock {
  #shiftMs = 0;
  #heldAtMs: number | null = null;
  now = (): Date => new Date((this.#heldAtMs ?? Date.now()) + this.#shiftMs);
  monotonicMs = (): number => performance.now() + this.#shiftMs;
  sleep = systemClock.sleep;
  forward(ms: number): void {
    this.#shiftMs += ms;
  }
  /** To just after this hour of the day, in UTC, that comes next. */
  forwardTo(hour: number): void {
    const hourMs = 3_600_000;
    const since = (this.now().getTime() - hour * hourMs) % (24 * hourMs);
    this.forward(24 * hourMs - since);
  }
  /** From here on only `forward` moves the time of day. */
  hold(): void {
    this.#heldAtMs = Date.now();
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/**
 * Ports below those that the system gives to whoever asks for any: what was free when it was looked at is not given to somebody
 * else before it is used; and above 10080, the last one that `fetch` refuses to speak to. Each test process begins at a place of its own.
 */
const ports = { first: 10_100, count: 20_000 } as const;
let next = (process.pid * 48) % ports.count;

/** A free port with two free ones behind it, which the demo systems take. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ports.first + next;
    next = (next + 3) % ports.count;
    const behind = await Promise.allSettled([listen(port), listen(port + 1), listen(port + 2)]);
    const open = behind.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await Promise.all(open.map((server) => new Promise((resolve) => server.close(resolve))));
    if (open.length === 3) return port;
  }
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'koppel-server-'));
}

export function testConfig(dataFolder: string, port: number, change: Partial<Config> = {}): Config {
  const config = readConfig({ KOPPEL_PORT: String(port), KOPPEL_DATA: dataFolder, KOPPEL_DEMO: 'off' }, rootFolder);
  return { ...config, ...change };
}

/** Puts people into the first workspace of a data folder that no Koppel has open. Gives the token of a sign-in link for each, in order. */
export async function addPeople(
  folder: string,
  roles: readonly UserRole[],
  environment: OwnWorkspace['environment'] = 'production',
): Promise<string[]> {
  const instance = openInstance({
    folder,
    keys: openKeyFile({ file: join(folder, 'koppel.key'), isMade: true }),
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    newId: randomUUID,
  });
  const { people, workspaces } = instance;
  const [known] = await workspaces.list();
  const made = { slug: firstSlug, name: 'Workspace', environment, timeZone: 'Europe/Brussels' } as const;
  const workspace =
    known ?? (await workspaces.create({ ...made, language: 'en', isOnBoard: true, administratorId: null }));
  if (workspace === 'slugTaken') throw new Error('The workspace is there already.');
  const tokens: string[] = [];
  for (const [index, role] of roles.entries()) {
    const isInstanceAdmin = role === 'administrator';
    const person = {
      email: `${role}${index}@example.com`,
      name: `${role} ${index}`,
      isInstanceAdmin,
      passwordHash: null,
    };
    const user = await people.create(person);
    if (user === 'emailTaken') throw new Error(`${person.email} is there already.`);
    await people.setMembership({ userId: user.id, workspaceId: workspace.id, role });
    const token = randomUUID();
    await people.saveSignInLink({ tokenHash: hashToken(token), userId: user.id });
    tokens.push(token);
  }
  instance.close();
  return tokens;
}

/** The database of the first workspace of a data folder. */
export function firstStoreFile(folder: string): string {
  const [id] = readdirSync(join(folder, 'workspaces'));
  return join(folder, 'workspaces', id!, 'koppel.sqlite');
}

export interface TestKoppel {
  readonly koppel: Koppel;
  readonly url: string;
  readonly folder: string;
  /** Everything the server wrote to its operator. */
  readonly log: string[];
  /** Who signed in with the first link. */
  administrator(): Promise<Client>;
  close(): Promise<void>;
}

/** A Koppel of its own, on a port and a store file of its own, without demo systems unless asked for. */
export async function startTestKoppel(
  options: Partial<Omit<StartOptions, 'config'>> & { config?: Partial<Config>; folder?: string } = {},
): Promise<TestKoppel> {
  const folder = options.folder ?? (await temporaryFolder());
  const log: string[] = [];
  const port = await freePort();
  const koppel = await startKoppel({
    isListening: true,
    demoPorts: { erp: 0, crm: 0 },
    log: ({ level, message, error }) =>
      void log.push(`${level} ${message} ${error instanceof Error ? error.stack : ''}`),
    ...options,
    config: testConfig(folder, port, options.config),
  });
  const url = `http://127.0.0.1:${port}`;
  let administrator: Promise<Client> | null = null;
  return {
    koppel,
    url,
    folder,
    log,
    administrator: () => (administrator ??= Client.byLink(url, tokenOf(koppel.signInLink))),
    async close() {
      await koppel.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

export function tokenOf(link: string | null): string {
  if (link === null) throw new Error('No sign-in link was made.');
  return new URL(link).searchParams.get('token')!;
}
