import type { Server } from 'node:http';
import type { Run } from '@koppel/model';
import { clientMessageSchema, closeCodes, liveVersion, type ServerMessage } from '@koppel/protocol';
import { WebSocketServer, type WebSocket } from 'ws';
import { livePath } from '../../src/live/live.ts';
import { makeNewRun } from './data-runs.ts';
import type { Workspace } from './workspace.ts';

const tickMs = 1_000;
/** So often a run begins, for the pill of new runs. */
const newRunEvery = 8;

/** The live socket of the fixtures: the run that is going reads on, and now and then one begins. */
export function serveLive(server: Server, workspace: () => Workspace): { breakSockets(): void; close(): void } {
  const sockets = new WebSocketServer({ server, path: livePath });
  const listeners = new Set<WebSocket>();
  const send = (socket: WebSocket, message: ServerMessage) => socket.send(JSON.stringify(message));
  const tell = (run: Run) => {
    for (const socket of listeners) send(socket, { v: liveVersion, type: 'runChanged', run });
  };

  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const message = clientMessageSchema.safeParse(JSON.parse(String(data)));
      if (!message.success) return socket.close(closeCodes.badMessage);
      if (!workspace().session) return socket.close(closeCodes.signedOut);
      if (message.data.type === 'hello') {
        send(socket, { v: liveVersion, type: 'welcome', serverTime: new Date().toISOString() });
      } else if (message.data.type === 'watchRuns') listeners.add(socket);
      else if (message.data.type === 'unwatchRuns') listeners.delete(socket);
      else if (message.data.type === 'ping') send(socket, { v: liveVersion, type: 'pong' });
    });
    socket.on('close', () => listeners.delete(socket));
  });

  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    const held = workspace();
    const going = held.runs.find(({ run }) => run.state.status === 'running');
    if (going && going.run.counters.read < (going.run.expected ?? 0)) {
      const { counters } = going.run;
      going.run.counters = { ...counters, read: counters.read + 2, unchanged: counters.unchanged + 2 };
      tell(going.run);
    }
    if (ticks % newRunEvery === 0 && held.runs.length > 0) {
      const item = makeNewRun((held.runs[0]?.run.number ?? 0) + 1, Date.now());
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
