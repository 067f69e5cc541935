import { closeCodes } from '@koppel/protocol';
import type { Clock } from '@koppel/sdk';
import type { WebSocket } from 'ws';
import type { LiveHub } from './hub.ts';
import { serveSocket } from './socket.ts';

/** Sockets that one person may have open: tabs, mostly. */
export const maxSocketsPerUser = 20;
const revalidateEveryMs = 30_000;

interface OpenSocket {
  readonly socket: WebSocket;
  readonly userId: string;
  readonly isSignedIn: () => Promise<boolean>;
}

/** All open live sockets. Closes those whose session ended, also when they only listen. */
export class LiveSockets {
  readonly #hub: LiveHub;
  readonly #clock: Clock;
  readonly #open = new Set<OpenSocket>();
  readonly #timer: NodeJS.Timeout;

  constructor({ hub, clock }: { hub: LiveHub; clock: Clock }) {
    this.#hub = hub;
    this.#clock = clock;
    this.#timer = setInterval(() => this.revalidate(), revalidateEveryMs);
    this.#timer.unref();
  }

  count(userId: string): number {
    return [...this.#open].filter((open) => open.userId === userId).length;
  }

  serve(opened: OpenSocket): void {
    this.#open.add(opened);
    opened.socket.on('close', () => this.#open.delete(opened));
    serveSocket({
      socket: opened.socket,
      hub: this.#hub,
      isSignedIn: opened.isSignedIn,
      now: () => this.#clock.now(),
    });
  }

  /** A session ended, or may have. */
  revalidate(): void {
    for (const { socket, isSignedIn } of this.#open) {
      isSignedIn().then(
        (isStill) => isStill || socket.close(closeCodes.signedOut, 'Sign in again.'),
        () => socket.close(1011, 'Something went wrong; connect again.'),
      );
    }
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { socket } of this.#open) socket.close(closeCodes.goingAway, 'Koppel stops.');
  }
}
