import { closeCodes, liveVersion, serverMessageSchema, type ClientMessage, type ServerMessage } from '@koppel/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LiveClock, LiveSocket } from './socket.ts';

/**
 * Where the socket stands. idle → connecting (somebody watches) → open (the server said welcome) → lost (closed, or
 * silent) → connecting (the wait is over, or `tryNow`). refused is final: `outdated` until the page is reloaded,
 * `signedOut` until somebody signs in and `tryNow`, `forbidden` when this address may not listen.
 */
export type ConnectionState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly lostAt: number | null }
  | { readonly status: 'open' }
  | { readonly status: 'lost'; readonly lostAt: number; readonly retryAt: number }
  | { readonly status: 'refused'; readonly reason: 'outdated' | 'signedOut' | 'forbidden' };

/** What the connection tells its owner. */
export interface ConnectionEvents {
  /** The server is ready for watches. `awayMs` is null on the first time. */
  onReady(welcome: { serverTime: string; awayMs: number | null }): void;
  onMessage(message: ServerMessage): void;
}

export interface Connection {
  readonly state: StoreApi<ConnectionState>;
  /** Opens the socket unless it is open or on its way. */
  start(): void;
  /** Sends if the socket is open; else nothing, because `onReady` sends everything again. */
  send(message: ClientMessage): void;
  /** Ends the wait before the next try. */
  tryNow(): void;
  /** Closes for good; `start` begins anew. */
  stop(): void;
}

/** Calls back each time that the server is there, or there again. Gives what ends that. */
export function whenOpen(connection: StoreApi<ConnectionState>, act: () => void): () => void {
  return connection.subscribe((now, before) => {
    if (now.status === 'open' && before.status !== 'open') act();
  });
}

const firstWaitMs = 500;
const longestWaitMs = 15_000;
const silenceMs = 25_000;
const answerMs = 10_000;

/**
 * A websocket that comes back: growing waits with jitter, a ping when it is silent, and no memory of what was watched
 * (its owner asks again in `onReady`).
 */
export function createConnection(
  ports: { readonly open: () => LiveSocket; readonly clock: LiveClock },
  events: ConnectionEvents,
): Connection {
  const { clock } = ports;
  const state = createStore<ConnectionState>(() => ({ status: 'idle' }));
  let socket: LiveSocket | null = null;
  let failures = 0;
  let cancelTimer = () => {};

  function connect() {
    const current = state.getState();
    state.setState({ status: 'connecting', lostAt: current.status === 'lost' ? current.lostAt : null }, true);
    const opened = ports.open();
    socket = opened;
    // A socket that was given up must not speak any more: its late events would be of another connection.
    const isCurrent = () => socket === opened;
    opened.addEventListener('open', () => {
      if (isCurrent()) opened.send(JSON.stringify({ v: liveVersion, type: 'hello' } satisfies ClientMessage));
    });
    opened.addEventListener('message', ({ data }) => {
      if (isCurrent()) receive(data);
    });
    opened.addEventListener('close', ({ code }) => {
      if (isCurrent()) closed(code);
    });
    waitForAnswer();
  }

  function receive(data: unknown) {
    listenForSilence();
    const message = readMessage(data);
    if (message === 'otherVersion') {
      refuse('outdated');
    } else if (message?.type === 'welcome') {
      const current = state.getState();
      const lostAt = current.status === 'connecting' ? current.lostAt : null;
      failures = 0;
      state.setState({ status: 'open' }, true);
      events.onReady({
        serverTime: message.serverTime,
        awayMs: lostAt === null ? null : clock.now() - lostAt,
      });
    } else if (message) {
      events.onMessage(message);
    }
  }

  function closed(code: number) {
    cancelTimer();
    socket = null;
    if (code === closeCodes.unknownVersion) return refuse('outdated');
    if (code === closeCodes.signedOut) return refuse('signedOut');
    if (code === closeCodes.forbiddenOrigin) return refuse('forbidden');
    const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** failures);
    failures += 1;
    // Half of the wait is fixed, half is chance: a restarted server is not asked by everybody at once.
    const waitMs = Math.round(ceiling / 2 + (ceiling / 2) * clock.random());
    const now = clock.now();
    const current = state.getState();
    const lostAt = current.status === 'connecting' && current.lostAt !== null ? current.lostAt : now;
    state.setState({ status: 'lost', lostAt, retryAt: now + waitMs }, true);
    cancelTimer = clock.after(waitMs, connect);
  }

  function refuse(reason: 'outdated' | 'signedOut' | 'forbidden') {
    drop();
    state.setState({ status: 'refused', reason }, true);
  }

  function drop() {
    cancelTimer();
    const dropped = socket;
    socket = null;
    dropped?.close();
  }

  function listenForSilence() {
    cancelTimer();
    cancelTimer = clock.after(silenceMs, () => {
      send({ v: liveVersion, type: 'ping' });
      waitForAnswer();
    });
  }

  function waitForAnswer() {
    cancelTimer();
    cancelTimer = clock.after(answerMs, () => {
      drop();
      closed(closeCodes.goingAway);
    });
  }

  function send(message: ClientMessage) {
    if (state.getState().status === 'open') socket?.send(JSON.stringify(message));
  }

  return {
    state,
    start() {
      if (state.getState().status === 'idle') connect();
    },
    send,
    tryNow() {
      const current = state.getState();
      if (current.status !== 'lost' && !(current.status === 'refused' && current.reason === 'signedOut')) return;
      cancelTimer();
      connect();
    },
    stop() {
      drop();
      failures = 0;
      state.setState({ status: 'idle' }, true);
    },
  };
}

/** A message of the server; null for one that this version does not know, which must be ignored. */
function readMessage(data: unknown): ServerMessage | 'otherVersion' | null {
  if (typeof data !== 'string') return null;
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  if ('v' in json && json.v !== liveVersion) return 'otherVersion';
  const message = serverMessageSchema.safeParse(json);
  return message.success ? message.data : null;
}
