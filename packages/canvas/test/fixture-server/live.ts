import type { Server } from 'node:http';
import type { Run } from '@koppel/model';
import { clientMessageSchema, closeCodes, liveVersion, type DraftStand, type ServerMessage } from '@koppel/protocol';
import { WebSocketServer, type WebSocket } from 'ws';
import { livePath } from '../../src/live/live.ts';
import { makeNewRun } from './data-runs.ts';
import type { RunRecording } from './run-recording.ts';
import type { Workspace } from './workspace.ts';

const tickMs = 250;
/** In ticks: so often a run begins, for the pill of new runs; so often the target is too busy. */
const newRunEvery = 32;
const waitEvery = 120;
const eventsPerMessage = 500;
/** Records a tick: as a small flow, and as fast as the log is to stay readable at. */
const pace = { normal: 3, flood: 125 };

interface Watch {
  readonly socket: WebSocket;
  readonly runId: string;
  sentSeq: number;
}

/** The live socket of the fixtures: the runs that are going read on, and now and then one begins. */
export function serveLive(server: Server, workspace: () => Workspace): { breakSockets(): void; close(): void } {
  const sockets = new WebSocketServer({ server, path: livePath('verbeke') });
  const listeners = new Set<WebSocket>();
  const watches = new Set<Watch>();
  const send = (socket: WebSocket, message: ServerMessage) => socket.send(JSON.stringify(message));
  const tell = (run: Run) => {
    for (const socket of listeners) send(socket, { v: liveVersion, type: 'runChanged', run });
  };
  const recordingOf = (runId: string): RunRecording | undefined => {
    const item = workspace().runs.find(({ run }) => run.id === runId);
    return item && workspace().recordings.of(item.run);
  };
  const pump = (watch: Watch) => {
    const recording = recordingOf(watch.runId);
    if (!recording) return;
    while (watch.sentSeq < recording.events.length) {
      const events = recording.events.slice(watch.sentSeq, watch.sentSeq + eventsPerMessage);
      watch.sentSeq += events.length;
      send(watch.socket, { v: liveVersion, type: 'events', runId: watch.runId, events });
    }
    send(watch.socket, {
      v: liveVersion,
      type: 'snapshot',
      runId: watch.runId,
      snapshot: recording.snapshot(Date.now()),
    });
  };
  const forget = (socket: WebSocket, runId?: string) => {
    for (const watch of watches) {
      if (watch.socket === socket && (runId === undefined || watch.runId === runId)) watches.delete(watch);
    }
  };

  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const message = clientMessageSchema.safeParse(JSON.parse(String(data)));
      if (!message.success) return socket.close(closeCodes.badMessage);
      if (!workspace().session) return socket.close(closeCodes.signedOut);
      const asked = message.data;
      if (asked.type === 'hello') {
        send(socket, { v: liveVersion, type: 'welcome', serverTime: new Date().toISOString() });
      } else if (asked.type === 'watchRuns') listeners.add(socket);
      else if (asked.type === 'unwatchRuns') listeners.delete(socket);
      else if (asked.type === 'watchRun') {
        forget(socket, asked.runId);
        const watch = { socket, runId: asked.runId, sentSeq: asked.afterSeq };
        watches.add(watch);
        pump(watch);
      } else if (asked.type === 'unwatchRun') forget(socket, asked.runId);
      else if (asked.type === 'openDraft') {
        const { flowId } = asked;
        send(socket, { v: liveVersion, type: 'draft', flowId, stand: standOf(workspace(), flowId) });
      } else if (asked.type === 'watchEditors') {
        const edited = workspace().flows.flatMap(({ id, editor }) => (editor ? [[id, editor] as const] : []));
        send(socket, { v: liveVersion, type: 'editors', editors: Object.fromEntries(edited) });
      } else if (asked.type === 'ping') send(socket, { v: liveVersion, type: 'pong' });
    });
    socket.on('close', () => {
      listeners.delete(socket);
      forget(socket);
    });
  });

  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    const now = Date.now();
    const held = workspace();
    for (const { run } of held.runs.filter(isAtWork)) advance(held, run, ticks, now);
    if (ticks % 4 === 0) for (const { run } of held.runs.filter(isAtWork)) tell(run);
    for (const watch of watches) pump(watch);
    if (ticks % newRunEvery === 0 && held.runs.length > 0 && held.scenario !== 'flood') {
      const item = makeNewRun((held.runs[0]?.run.number ?? 0) + 1, now);
      held.runs = [item, ...held.runs];
      tell(item.run);
    }
  }, tickMs);

  return {
    breakSockets() {
      for (const socket of sockets.clients) socket.terminate();
    },
    close() {
      clearInterval(timer);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

/** Whoever the list says edits a flow does, and selected its mapping; any other is ours. */
function standOf({ flows, drafts }: Workspace, flowId: string): DraftStand {
  const editor = flows.find(({ id }) => id === flowId)?.editor;
  const away = { isYou: false, isHere: false, isAway: false };
  return {
    editor: editor
      ? { ...editor, ...away }
      : { ...away, name: 'Lotte Peeters', since: new Date().toISOString(), isYou: true, isHere: true },
    watchers: [],
    request: null,
    revision: drafts.get(flowId)?.revision ?? 1,
    selection: editor ? ['map'] : [],
    fieldsChangedAt: null,
  };
}

const isAtWork = ({ run }: { run: Run }) => run.state.status === 'running' || run.state.status === 'stopping';

function advance({ recordings, scenario }: Workspace, run: Run, ticks: number, now: number): void {
  const recording = recordings.of(run);
  if (run.state.status === 'stopping') {
    const { startedAt } = run.state;
    return recording.change(
      { status: 'stopped', startedAt, endedAt: new Date(now).toISOString(), by: 'Karim Dupont' },
      now,
    );
  }
  const isFlood = scenario === 'flood';
  const left = isFlood ? Infinity : (run.expected ?? 1284) - run.counters.read;
  if (left <= 0) return recording.end(now);
  if (!isFlood && ticks % waitEvery === 0) recording.wait(now, 4_000);
  return recording.advance(Math.min(left, isFlood ? pace.flood : pace.normal), now);
}
