import {
  clientMessageSchema,
  closeCodes,
  liveVersion,
  maxClientMessageBytes,
  type ServerMessage,
} from '@koppel/protocol';
import type { WebSocket } from 'ws';
import type { LiveHub, LiveReader } from './hub.ts';

const maxWatched = 20;
/** Messages of a client that wait for their turn: more than any page sends, few enough to cost nothing. */
const maxPending = 500;

export interface SocketOptions {
  readonly socket: WebSocket;
  readonly hub: LiveHub;
  /** Whether the session still holds; asked again before each thing the client asks for. */
  readonly isSignedIn: () => Promise<boolean>;
  readonly now: () => Date;
}

/** Speaks the live protocol with one client until the socket closes. */
export function serveSocket({ socket, hub, isSignedIn, now }: SocketOptions): void {
  const watched = new Map<string, { close(): void }>();
  let list: { close(): void } | null = null;
  let isWelcome = false;
  const reader: LiveReader = {
    send: (message: ServerMessage) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
  const leave = () => {
    for (const subscription of watched.values()) subscription.close();
    watched.clear();
    list?.close();
    list = null;
  };
  const handle = async (text: string) => {
    const message = clientMessageSchema.safeParse(readJson(text));
    if (!message.success) return socket.close(closeCodes.badMessage, 'This message cannot be read.');
    if (message.data.v !== liveVersion)
      return socket.close(closeCodes.unknownVersion, `The server speaks version ${liveVersion}.`);
    if (!(await isSignedIn())) return socket.close(closeCodes.signedOut, 'Sign in again.');
    const { data } = message;
    if (data.type === 'hello') {
      isWelcome = true;
      return reader.send({ v: liveVersion, type: 'welcome', serverTime: now().toISOString() });
    }
    if (!isWelcome) return socket.close(closeCodes.badMessage, 'Say hello first.');
    switch (data.type) {
      case 'watchRun':
        watched.get(data.runId)?.close();
        if (watched.size >= maxWatched && !watched.has(data.runId)) {
          return reader.send({
            v: liveVersion,
            type: 'refused',
            code: 'live.too-many',
            message: `Watch at most ${maxWatched} runs at a time.`,
          });
        }
        watched.set(data.runId, hub.watchRun(reader, data.runId, data.afterSeq));
        return undefined;
      case 'unwatchRun':
        watched.get(data.runId)?.close();
        watched.delete(data.runId);
        return undefined;
      case 'watchRuns':
        list ??= hub.watchRuns(reader);
        return undefined;
      case 'unwatchRuns':
        list?.close();
        list = null;
        return undefined;
      case 'ping':
        return reader.send({ v: liveVersion, type: 'pong' });
    }
  };
  // One message after another: what a client asks for takes effect in the order it asked.
  let queue = Promise.resolve();
  let pending = 0;
  socket.on('message', (raw: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return undefined;
    if (isBinary || raw.length > maxClientMessageBytes)
      return socket.close(closeCodes.badMessage, 'Too large, or not text.');
    if (pending >= maxPending) return socket.close(closeCodes.tooSlow, 'Too many messages at once.');
    pending += 1;
    queue = queue
      .then(() => handle(raw.toString('utf8')))
      .then(
        () => undefined,
        () => socket.close(1011, 'Something went wrong; connect again.'),
      )
      .finally(() => (pending -= 1));
    return undefined;
  });
  socket.on('close', leave);
  socket.on('error', leave);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
