import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RestSystem } from '../../../connectors/http/test/rest-system.ts';
import { rootFolder } from '../../src/index.ts';
import { readServerFile } from '../../src/workspace/server-file.ts';
import { routes, type RouteName, type UserRole } from '@koppel/protocol';
import { Client, fill } from '../support/client.ts';
import { startServerProcess, untilUp } from '../support/processes.ts';
import { addPeople, freePort, temporaryFolder } from '../support/test-koppel.ts';
import { Breach, insist } from './attack.ts';
import { RawSystem } from './raw-system.ts';
import { send, type Received, type Sent } from './wire.ts';

const witness = fileURLToPath(new URL('witness.mjs', import.meta.url));
const longestSilenceMs = 10_000;
export const administrator = { email: 'owner@attack.test', password: 'a password nobody guesses' };

/** Texts that must come back in no answer and in no line of the log. */
export const canaries = {
  file: 'canary-of-the-file-7f3c91',
  environment: 'canary-of-the-environment-2b8e40',
  credential: 'canary-of-the-credential-c05d17',
} as const;

/** Who sends a request: nobody, somebody with a session, or the command line. */
export type Sender = 'nobody' | 'commandLine' | UserRole;

interface Observation {
  readonly deeds: readonly string[];
  readonly polluted: readonly string[];
  readonly hasProto: boolean;
}

interface FreshServer {
  readonly isUp: boolean;
  readonly output: string;
  send(method: string, path: string, body: unknown, headers?: Record<string, string>): Promise<Received>;
}

/** The attacked server in a process of its own, a system that may turn hostile beside it, and the canaries. */
export class Lab {
  readonly url: string;
  readonly folder: string;
  /** A system that connections may reach, and that answers as an attack wants it. */
  readonly rest: RestSystem;
  /** An address of this machine that nothing may reach. */
  readonly forbidden: { readonly port: number };
  /** A system that connections may reach too, and that says whatever bytes an attack wants. */
  readonly raw: RawSystem;
  readonly #listener: Server;
  readonly #tokens: ReadonlyMap<UserRole, string>;
  readonly #people = new Map<UserRole, Promise<Client>>();
  readonly #once = new Map<string, Promise<unknown>>();
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #environment: Record<string, string>;
  #server: ChildProcess | null = null;
  #log = '';
  #calls = 0;

  private constructor(parts: {
    folder: string;
    port: number;
    rest: RestSystem;
    raw: RawSystem;
    listener: Server;
    tokens: ReadonlyMap<UserRole, string>;
  }) {
    this.folder = parts.folder;
    this.url = `http://127.0.0.1:${parts.port}`;
    this.rest = parts.rest;
    this.raw = parts.raw;
    this.#listener = parts.listener;
    this.#tokens = parts.tokens;
    this.forbidden = { port: (parts.listener.address() as { port: number }).port };
    parts.listener.on('connection', (socket) => {
      this.#calls += 1;
      socket.destroy();
    });
    this.#environment = {
      KOPPEL_PORT: String(parts.port),
      KOPPEL_DATA: join(parts.folder, 'data'),
      KOPPEL_DEMO_CUSTOMERS: '40',
      KOPPEL_ADMIN_EMAIL: administrator.email,
      KOPPEL_ADMIN_PASSWORD: administrator.password,
      KOPPEL_ALLOW_ADDRESSES: `${parts.rest.origin},${parts.raw.origin}`,
      CANARY: canaries.environment,
    };
  }

  static async open(): Promise<Lab> {
    const folder = await temporaryFolder();
    const roles = ['consultant', 'analyst', 'viewer', 'sales'] as const;
    await mkdir(join(folder, 'data'), { mode: 0o700 });
    const links = await addPeople(join(folder, 'data'), roles, 'demo');
    const listener = createServer().listen(0, '::');
    await once(listener, 'listening');
    const lab = new Lab({
      folder,
      port: await freePort(),
      rest: await RestSystem.start(),
      raw: await RawSystem.start(),
      listener,
      tokens: new Map(roles.map((role, index) => [role, links[index]!])),
    });
    writeFileSync(lab.canaryFile, canaries.file);
    lab.#ageCanaryFile();
    await lab.startAgain();
    return lab;
  }

  /** Does something before the lab is closed. */
  beforeClosing(end: () => Promise<void>): void {
    this.#closing.push(end);
  }

  async close(): Promise<void> {
    for (const end of this.#closing) await end();
    if (this.#server && this.isAlive) {
      const ended = once(this.#server, 'exit');
      this.#server.kill('SIGTERM');
      await ended;
    }
    await this.rest.close();
    this.raw.close();
    this.#listener.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A file beside the data folder that nothing may read. */
  get canaryFile(): string {
    return join(this.folder, 'canary.txt');
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  get isAlive(): boolean {
    return this.#server !== null && this.#server.exitCode === null && this.#server.signalCode === null;
  }

  get log(): string {
    return this.#log;
  }

  /** The process that is attacked. */
  get pid(): number {
    return this.#server?.pid ?? 0;
  }

  /** Processor time of the attacked process, which does not count what else the machine is doing; passing time where it is not told. */
  get processorMs(): number {
    const file = `/proc/${this.pid}/stat`;
    if (!existsSync(file)) return performance.now();
    // The name of the process stands in brackets and may hold blanks; times are in hundredths of a second.
    const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async startAgain(): Promise<void> {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !name.startsWith('KOPPEL_') && name !== 'NODE_OPTIONS',
    );
    const server = spawn(process.execPath, ['--import', witness, join(rootFolder, 'packages/server/src/main.ts')], {
      cwd: rootFolder,
      env: { ...Object.fromEntries(inherited), ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#server = server;
    const keep = (data: Buffer) => (this.#log += data.toString());
    server.stdout!.on('data', keep);
    server.stderr!.on('data', keep);
    await untilUp(this.url, {
      get isAlive() {
        return server.exitCode === null && server.signalCode === null;
      },
      lastWords: () => Promise.resolve(this.#log),
    });
  }

  /** Does something once for all attacks that build on it. */
  once<Result>(name: string, make: () => Promise<Result>): Promise<Result> {
    let made = this.#once.get(name);
    if (!made) this.#once.set(name, (made = make()));
    return made as Promise<Result>;
  }

  /** A server of its own, without people and demo systems, as it is after an installation. */
  async withFresh(
    use: (fresh: FreshServer) => Promise<void>,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const folder = await temporaryFolder();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const own = { KOPPEL_PORT: String(port), KOPPEL_DATA: folder, KOPPEL_DEMO: 'off', ...environment };
    const server = startServerProcess(own);
    try {
      const isUp = await untilUp(url, server).then(
        () => true,
        () => false,
      );
      await use({
        isUp,
        output: server.output,
        send: (method, path, body, headers = {}) =>
          send(url, {
            method,
            path,
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify(body),
          }),
      });
    } finally {
      await server.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Somebody with a session of this role. */
  person(role: UserRole): Promise<Client> {
    let person = this.#people.get(role);
    if (!person) this.#people.set(role, (person = this.#signIn(role)));
    return person;
  }

  async #signIn(role: UserRole): Promise<Client> {
    if (role !== 'administrator') return Client.byLink(this.url, this.#tokens.get(role)!);
    const client = new Client(this.url);
    const { status, text } = await client.signIn(administrator.email, administrator.password);
    insist(status === 200, `The administrator cannot sign in: ${status} ${text}`);
    return client;
  }

  /** With all rights and no limit on how often. */
  get commandLine(): Client {
    const client = new Client(this.url);
    client.bearer = readServerFile(this.dataFolder)?.token ?? '';
    return client;
  }

  /** The address of a route. */
  path<Name extends RouteName>(name: Name, params: object = {}, query: object = {}): string {
    return fill(routes[name].path, { workspace: this.commandLine.workspace, ...params }, query);
  }

  /** Sends a request as it is, with what this sender's browser would add. Every answer is searched for canaries. */
  async send(request: Sent & { readonly as?: Sender; readonly json?: unknown }): Promise<Received> {
    const { as = 'nobody', json, headers = {}, method, path } = request;
    const body = json === undefined ? request.body : JSON.stringify(json);
    const received = await send(this.url, {
      method,
      path,
      headers: {
        ...(await this.#headersOf(as)),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    this.search(`${JSON.stringify(received.headers)}${received.text}`);
    return received;
  }

  async #headersOf(sender: Sender): Promise<Record<string, string>> {
    if (sender === 'nobody') return {};
    if (sender === 'commandLine') return { authorization: `Bearer ${this.commandLine.bearer}` };
    const { cookie, csrfToken } = await this.person(sender);
    return { cookie, origin: this.url, 'x-koppel-csrf': csrfToken };
  }

  /** Fails when one of the canaries stands in a text. */
  search(text: string): void {
    for (const [name, canary] of Object.entries(canaries))
      if (text.includes(canary)) throw new Breach(`The canary ${name} came back: ${text.slice(0, 200)}`);
  }

  /** Whether everything is as it was before the attack: nothing touched, nothing said, and the server serves. */
  async look(): Promise<void> {
    insist(this.isAlive, `The server ended: ${this.#log.slice(-500)}`);
    const health = await send(this.url, { method: 'GET', path: '/healthz' }).catch(() => ({ status: 0 }));
    insist(health.status === 200, `The server does not serve: ${health.status}`);
    const { deeds, polluted } = await this.observe();
    insist(deeds.length === 0, `The server ${deeds.join(', ')}`);
    insist(polluted.length === 0, `All objects have got ${polluted.join(', ')}`);
    const calls = this.#calls;
    this.#calls = 0;
    insist(calls === 0, `The forbidden listener was called ${calls} times`);
    insist(!this.#wasFileRead, 'The canary file was read');
    const content = readFileSync(this.canaryFile, 'utf8');
    insist(content === canaries.file, 'The canary file was changed');
    this.#ageCanaryFile();
    const log = this.#log;
    this.#log = '';
    this.search(log);
  }

  /** What the witness inside the process saw since it was asked last. */
  async observe(): Promise<Observation> {
    const server = this.#server!;
    const answered = once(server, 'message', { signal: AbortSignal.timeout(longestSilenceMs) });
    server.send('what happened?');
    return ((await answered) as [Observation])[0];
  }

  /** Whether the canary file was read, where the file system tells. */
  get #wasFileRead(): boolean {
    return statSync(this.canaryFile).atimeMs > new Date(2001, 0).getTime();
  }

  #ageCanaryFile(): void {
    utimesSync(this.canaryFile, new Date(2000, 0), new Date(2000, 1));
  }
}
