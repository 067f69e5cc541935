import {
  accessOfMessage,
  clientMessageSchema,
  closeCodes,
  liveVersion,
  maxClientMessageBytes,
  type Permission,
  type ServerMessage,
} from '@koppel/protocol';
import type { WebSocket } from 'ws';
import { Mask } from '../privacy/mask.ts';
import type { Privacy } from '../privacy/privacy.ts';
import type { LiveHub, LiveReader } from './hub.ts';
import type { SocketRights } from './live-sockets.ts';
import type { OpenDrafts, Seat, SeatAnswer } from './open-drafts.ts';

const maxWatched = 20;
const maxOpenDrafts = 20;
/** Messages of a client that wait for their turn: more than any page sends, few enough to cost nothing. */
const maxPending = 500;

export interface SocketOptions {
  readonly socket: WebSocket;
  readonly hub: LiveHub;
  readonly privacy: Privacy;
  readonly drafts: OpenDrafts;
  /** Of the stored draft; null: there is no such flow, or it cannot be read. */
  readonly revisionOf: (flowId: string) => Promise<number | null>;
  readonly person: { readonly id: string; readonly name: string };
  /** What the client may do, as far as is known when it connects. */
  readonly atFirst: SocketRights;
  /** What its person may do now; null: nothing any more. Asked again before each thing the client asks for. */
  readonly rights: () => Promise<SocketRights | null>;
  readonly now: () => Date;
}

/** A client that is being served. */
export interface ServedSocket {
  /** Holds it against what its person may do now: closes it, or shows less or more from here on. */
  revalidate(): Promise<void>;
}

/** How a page closes its socket that goes away by itself: it says so, or closes without a word. Anything else is a loss. */
const wentAway: ReadonlySet<number> = new Set([1000, 1001, 1005, ...Object.values(closeCodes)]);

const notAllowed = (permission: Permission) =>
  ['live.not-allowed', `Your role does not have the right "${permission}".`] as const;

const seatRefusals: Readonly<Record<SeatAnswer | 'notOpen', readonly [code: string, message: string] | null>> = {
  done: null,
  notAllowed: notAllowed('flows.edit'),
  askedAlready: ['live.asked-already', 'Somebody else asked to take over already.'],
  notOpen: ['live.not-open', 'Open the flow first.'],
};

/** Speaks the live protocol with one client until the socket closes. */
export function serveSocket(options: SocketOptions): ServedSocket {
  const { socket, hub, privacy, drafts, person, rights, now } = options;
  let { maySee, may } = options.atFirst;
  /** Of the runs that it watches: how to show their events to who may not see personal data. */
  const masks = new Map<string, RunMask>();
  const watched = new Map<string, { close(): void }>();
  let list: { close(): void } | null = null;
  const seats = new Map<string, Seat>();
  let unwatchEditors: (() => void) | null = null;
  let isWelcome = false;
  const reader: LiveReader = {
    send: (message: ServerMessage) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify(maySee ? message : masked(message, masks)));
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
  /** Whether the client may still listen. */
  const revalidate = async (): Promise<boolean> => {
    const found = await rights();
    if (!found) {
      leaveDrafts('closed');
      socket.close(closeCodes.signedOut, 'Sign in again.');
      return false;
    }
    ({ maySee, may } = found);
    if (!may('flows.read')) leaveDrafts('closed');
    for (const seat of seats.values()) seat.setMayEdit(may('flows.edit'));
    return true;
  };
  const leaveDrafts = (how: 'lost' | 'closed') => {
    for (const seat of seats.values()) seat.leave(how);
    seats.clear();
    unwatchEditors?.();
    unwatchEditors = null;
  };
  const refuse = (code: string, message: string) => reader.send({ v: liveVersion, type: 'refused', code, message });
  const openDraft = async (flowId: string, tab: string, wantsToEdit: boolean): Promise<void> => {
    if (seats.size >= maxOpenDrafts && !seats.has(flowId)) {
      return refuse('live.too-many', `Have at most ${maxOpenDrafts} flows open at a time.`);
    }
    const revision = await options.revisionOf(flowId);
    if (revision === null) return refuse('live.unknown-flow', `There is no flow "${flowId}".`);
    if (socket.readyState !== socket.OPEN) return undefined;
    seats.get(flowId)?.leave('lost');
    const seat = drafts.open(flowId, revision, {
      person,
      tab,
      mayEdit: may('flows.edit'),
      wantsToEdit,
      tell: (stand) => reader.send({ v: liveVersion, type: 'draft', flowId, stand }),
    });
    seats.set(flowId, seat);
    return undefined;
  };
  const leave = (code?: number) => {
    leaveDrafts(code !== undefined && wentAway.has(code) ? 'closed' : 'lost');
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
    if (!(await revalidate())) return undefined;
    const { data } = message;
    if (data.type === 'hello') {
      isWelcome = true;
      return reader.send({ v: liveVersion, type: 'welcome', serverTime: now().toISOString() });
    }
    if (!isWelcome) return socket.close(closeCodes.badMessage, 'Say hello first.');
    const needed = accessOfMessage[data.type];
    if (!may(needed)) return refuse(...notAllowed(needed));
    switch (data.type) {
      case 'watchRun':
        watched.get(data.runId)?.close();
        if (watched.size >= maxWatched && !watched.has(data.runId)) {
          return refuse('live.too-many', `Watch at most ${maxWatched} runs at a time.`);
        }
        masks.set(data.runId, { mask: await privacy.mask(), showsNames: await privacy.showsNamesOfRun(data.runId) });
        if (socket.readyState !== socket.OPEN) return undefined;
        watched.set(data.runId, hub.watchRun(reader, data.runId, data.afterSeq));
        return undefined;
      case 'unwatchRun':
        watched.get(data.runId)?.close();
        watched.delete(data.runId);
        masks.delete(data.runId);
        return undefined;
      case 'watchRuns':
        list ??= hub.watchRuns(reader);
        return undefined;
      case 'unwatchRuns':
        list?.close();
        list = null;
        return undefined;
      case 'watchEditors':
        unwatchEditors ??= drafts.watchEditors((editors) => {
          if (socket.bufferedAmount < 1_048_576) reader.send({ v: liveVersion, type: 'editors', editors });
        });
        return undefined;
      case 'unwatchEditors':
        unwatchEditors?.();
        unwatchEditors = null;
        return undefined;
      case 'openDraft':
        return openDraft(data.flowId, data.tab, data.wantsToEdit);
      case 'closeDraft':
        seats.get(data.flowId)?.leave('closed');
        seats.delete(data.flowId);
        return undefined;
      case 'takeOver': {
        const refusal = seatRefusals[seats.get(data.flowId)?.takeOver() ?? 'notOpen'];
        return refusal && refuse(...refusal);
      }
      case 'withdraw':
        return seats.get(data.flowId)?.withdraw();
      case 'answer':
        return seats.get(data.flowId)?.answer(data.isGiven);
      case 'select':
        return seats.get(data.flowId)?.select(data.nodes);
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
  socket.on('error', () => leave());
  return { revalidate: async () => void (await revalidate()) };
}

interface RunMask {
  readonly mask: Mask;
  readonly showsNames: boolean;
}

/** For what holds no values of fields. */
const strict = new Mask({});

/** A message for who may not see personal data. Events of a run without a mask are left out. */
function masked(message: ServerMessage, masks: ReadonlyMap<string, RunMask>): ServerMessage {
  switch (message.type) {
    case 'events': {
      const run = masks.get(message.runId);
      return { ...message, events: run ? run.mask.events(message.events, run.showsNames) : [] };
    }
    case 'snapshot':
      return { ...message, snapshot: strict.stated(message.snapshot) };
    case 'runChanged':
      return { ...message, run: strict.stated(message.run) };
    default:
      return message;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
