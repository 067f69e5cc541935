import { closeCodes, type Permission } from '@koppel/protocol';
import type { Clock } from '@koppel/sdk';
import type { WebSocket } from 'ws';
import { serveSocket, type ServedSocket, type SocketOptions } from './socket.ts';

/** Sockets that one person may have open: tabs, mostly. */
export const maxSocketsPerUser = 20;
const revalidateEveryMs = 30_000;
const pingEveryMs = 20_000;

/** What a listener may do at one moment. */
export interface SocketRights {
  /** Whether personal data is shown. */
  readonly maySee: boolean;
  readonly may: (permission: Permission) => boolean;
}

type OpenSocket = Pick<SocketOptions, 'socket' | 'person' | 'atFirst' | 'rights'>;

interface LiveSocketsPorts extends Pick<SocketOptions, 'hub' | 'privacy' | 'drafts' | 'revisionOf'> {
  readonly clock: Clock;
}

/** All open live sockets. Closes those whose session ended, also when they only listen. */
export class LiveSockets {
  readonly #ports: LiveSocketsPorts;
  readonly #open = new Map<OpenSocket, ServedSocket>();
  /** Those that have not answered since they were last asked. */
  readonly #silent = new Set<WebSocket>();
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(ports: LiveSocketsPorts) {
    this.#ports = ports;
    this.#timers = [
      setInterval(() => this.revalidate(), revalidateEveryMs),
      setInterval(() => this.#dropSilent(), pingEveryMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  count(userId: string): number {
    return [...this.#open.keys()].filter((open) => open.person.id === userId).length;
  }

  serve(opened: OpenSocket): void {
    const { socket } = opened;
    socket.on('close', () => {
      this.#open.delete(opened);
      this.#silent.delete(socket);
    });
    socket.on('pong', () => this.#silent.delete(socket));
    const served = serveSocket({ ...opened, ...this.#ports, now: () => this.#ports.clock.now() });
    this.#open.set(opened, served);
  }

  /** A session ended, or may have. */
  revalidate(): void {
    for (const [{ socket }, served] of this.#open) {
      served.revalidate().catch(() => socket.close(1011, 'Something went wrong; connect again.'));
    }
  }

  /** A connection that broke without a word would be open for hours, and a draft with it. */
  #dropSilent(): void {
    for (const { socket } of this.#open.keys()) {
      if (this.#silent.has(socket)) {
        socket.terminate();
        continue;
      }
      this.#silent.add(socket);
      socket.ping();
    }
  }

  /** Lets everybody connect anew. */
  reconnect(): void {
    for (const { socket } of this.#open.keys()) socket.close(closeCodes.goingAway, 'Connect again.');
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const { socket } of this.#open.keys()) socket.close(closeCodes.goingAway, 'Koppel stops.');
  }
}
