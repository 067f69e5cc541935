import type { Run, RunEvent, RunSnapshot } from '@koppel/model';
import { closeCodes, serverMessageSchema, type ServerMessage } from '@koppel/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { LiveHub, type LiveReader } from '../src/live/hub.ts';
import { Client } from './support/client.ts';
import { addPeople, startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let viewers: string[];
let client: Client;
let run: Run;

beforeAll(async () => {
  // An address that is allowed and where nobody listens: the run has something to tell, and then waits.
  const dead = 'http://127.0.0.1:9';
  const folder = await temporaryFolder();
  viewers = await addPeople(folder, ['viewer', 'viewer', 'sales']);
  server = await startTestKoppel({ folder, config: { privateOrigins: [dead] } });
  client = await server.administrator();
  const settings = { orgUrl: dead, clientId: 'x', tokenUrl: `${dead}/token` };
  const secrets = { clientSecret: 'x' };
  const crm = await client.call('createConnection', {
    body: { name: 'CRM', connectorId: 'dataverse', role: 'crm', settings, secrets },
  });
  const id = 'accounts-erp-to-crm';
  await client.call('bindFlow', { params: { id }, body: { slots: { crm: crm.id, erp: crm.id } } });
  run = await client.call('startRun', { params: { id }, body: {} });
});
afterAll(() => server.close());

/** A socket and what it was sent. */
class Listener {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<number>;

  constructor(headers: Record<string, string> = { cookie: client.cookie, origin: server.url }) {
    this.socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/workspaces/main/live`, { headers });
    this.socket.on('message', (raw: Buffer) =>
      this.messages.push(serverMessageSchema.parse(JSON.parse(raw.toString('utf8')))),
    );
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
  }

  /** The status with which the upgrade was refused. */
  refused(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      this.socket.on('open', () => reject(new Error('It was let in.')));
      this.socket.on('error', () => {});
    });
  }

  async open(): Promise<this> {
    await new Promise((resolve, reject) => this.socket.on('open', resolve).on('error', reject));
    return this;
  }

  say(message: object): void {
    this.socket.send(JSON.stringify({ v: 1, ...message }));
  }

  async until(isEnough: (messages: readonly ServerMessage[]) => boolean): Promise<void> {
    while (!isEnough(this.messages)) await new Promise((resolve) => this.socket.once('message', resolve));
  }

  events(): RunEvent[] {
    return this.messages.flatMap((message) => (message.type === 'events' ? message.events : []));
  }
}

describe('the live socket', () => {
  test.each<[string, () => Record<string, string>, number]>([
    ['a foreign origin', () => ({ cookie: client.cookie, origin: 'https://evil.example' }), 403],
    ['a null origin', () => ({ cookie: client.cookie, origin: 'null' }), 403],
    ['nobody', () => ({ origin: server.url }), 401],
    ['a session that never was', () => ({ cookie: 'koppel=nonsense', origin: server.url }), 401],
  ])('refuses %s before it is opened', async (_what, headers, status) => {
    expect(await new Listener(headers()).refused()).toBe(status);
  });

  test('sends what was missed after a sequence number, once and in order, and from then on what happens', async () => {
    const first = await new Listener().open();
    first.say({ type: 'hello' });
    first.say({ type: 'watchRun', runId: run.id, afterSeq: 0 });
    await first.until(() => first.events().length >= 2 && first.messages.some(({ type }) => type === 'snapshot'));
    expect(first.messages[0]!.type).toBe('welcome');
    expect(first.events().map(({ seq }) => seq)).toEqual(first.events().map((_event, index) => index + 1));
    first.socket.terminate();

    const second = await new Listener().open();
    second.say({ type: 'hello' });
    second.say({ type: 'watchRun', runId: run.id, afterSeq: 1 });
    await second.until(() => second.events().length > 0);
    expect(second.events()[0]!.seq).toBe(2);

    await client.call('stopRun', { params: { id: run.id }, body: { mode: 'now' } });
    const isOver = ({ fact }: RunEvent) => fact.type === 'run.stateChanged' && fact.state.status === 'stopped';
    await second.until(() => second.events().some(isOver));
    const seqs = second.events().map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_seq, index) => index + 2));
    second.socket.close();
  });

  test('closes when the session ends, also on who only listens', async () => {
    const made = await client.call('createSignInLink', { body: {} });
    const other = await (
      await import('./support/client.ts')
    ).Client.byLink(server.url, new URL(made.url).searchParams.get('token')!);
    const listener = await new Listener({ cookie: other.cookie, origin: server.url }).open();
    listener.say({ type: 'hello' });
    await listener.until((messages) => messages.length > 0);
    await other.call('signOut');
    expect(await listener.closed).toBe(closeCodes.signedOut);
  });

  test('is not for who may not see runs', async () => {
    const { cookie } = await Client.byLink(server.url, viewers[2]!);
    expect(await new Listener({ cookie, origin: server.url }).refused()).toBe(403);
  });

  test.each<[string, (listener: Listener) => void, number]>([
    ['what is no JSON', ({ socket }) => socket.send('{'), closeCodes.badMessage],
    ['an unknown message', (listener) => listener.say({ type: 'teapot' }), closeCodes.badMessage],
    ['another version', (listener) => listener.say({ v: 2, type: 'hello' }), closeCodes.unknownVersion],
    ['a message before hello', (listener) => listener.say({ type: 'watchRuns' }), closeCodes.badMessage],
    ['a binary message', ({ socket }) => socket.send(Buffer.from([1])), closeCodes.badMessage],
    ['a message of 70 kB', ({ socket }) => socket.send('x'.repeat(70_000)), 1009],
  ])('closes on %s', async (_what, say, code) => {
    const listener = await new Listener().open();
    say(listener);
    expect(await listener.closed).toBe(code);
  });

  test('takes twenty sockets of one person, and refuses the next', async () => {
    const { cookie } = await Client.byLink(server.url, viewers[1]!);
    const listen = () => new Listener({ cookie, origin: server.url });
    const open = await Promise.all(Array.from({ length: 20 }, () => listen().open()));
    expect(await listen().refused()).toBe(429);
    for (const { socket } of open) socket.close();
    await Promise.all(open.map(({ closed }) => closed));
  });
});

describe('a reader that takes nothing', () => {
  const total = 50_000;
  const event = (seq: number): RunEvent => ({
    seq,
    at: '2026-11-23T13:02:00.000Z',
    fact: { type: 'node.started', nodeId: 'read' },
  });
  const snapshot = (seq: number): RunSnapshot => ({
    seq,
    at: '2026-11-23T13:02:00.000Z',
    state: { status: 'queued' },
    attempt: 1,
    counters: { read: 0, created: 0, updated: 0, unchanged: 0, filtered: 0, skipped: 0, failed: 0, waiting: 0 },
    expected: null,
    nodes: {},
  });

  test('is sent no more than its bound while it is stuck, and what it missed is announced', async () => {
    let stored = 0;
    const hub = new LiveHub({
      eventsAfter: (_run, after, limit) =>
        Promise.resolve(
          Array.from({ length: Math.min(limit, stored - after) }, (_item, index) => event(after + index + 1)),
        ),
      snapshot: () => Promise.resolve(snapshot(stored)),
      run: () => Promise.resolve(null),
    });
    const sent: ServerMessage[] = [];
    let bufferedBytes = 0;
    const reader: LiveReader = {
      send: (message) => {
        sent.push(message);
        bufferedBytes += JSON.stringify(message).length;
      },
      get bufferedBytes() {
        return bufferedBytes;
      },
    };
    const watching = hub.watchRun(reader, 'run', 0);
    for (; stored < total; stored += 500) {
      hub.onEvents(
        'run',
        Array.from({ length: 500 }, (_item, index) => event(stored + index + 1)),
        snapshot(stored + 500),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(bufferedBytes).toBeLessThan(1_048_576 + 100_000);

    // It reads again: from here on everything comes, and the gap is named exactly.
    bufferedBytes = 0;
    const before = sent.length;
    hub.onEvents('run', [event(total + 1)], snapshot((stored += 1)));
    const numbers = () =>
      sent.flatMap((message) => (message.type === 'events' ? message.events.map(({ seq }) => seq) : []));
    while (numbers().at(-1) !== total + 1) {
      bufferedBytes = 0;
      hub.onEvents('run', [], snapshot(stored));
      await new Promise((resolve) => setImmediate(resolve));
    }
    watching.close();
    hub.close();
    expect(sent.length).toBeGreaterThan(before);
    const covered = new Set(numbers());
    for (const message of sent) {
      if (message.type !== 'missed') continue;
      for (let seq = message.fromSeq; seq <= message.toSeq; seq += 1) covered.add(seq);
    }
    expect(covered.size).toBe(total + 1);
    expect(numbers()).toEqual(numbers().toSorted((a, b) => a - b));
  });
});
