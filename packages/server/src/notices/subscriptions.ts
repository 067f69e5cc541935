import { asFlowError, ConnectionError, RunError, type ChangeNotices, type Clock, type Redaction } from '@koppel/sdk';
import type { NoticeSubscription } from '@koppel/store';
import { isLoopback } from '../config.ts';
import type { ConnectionPool } from '../workspace/connection-pool.ts';
import { nap } from './nap.ts';
import { placeKey, wantedNotices, type WantedNotices, type WantedPorts } from './wanted.ts';

/** How often a subscription is looked at, so that one that the system dropped is made anew. */
const lookEveryMs = 15 * 60_000;
/** After a look that went wrong; doubled with each further one. */
const firstPauseMs = 60_000;
const longestPauseMs = 3_600_000;
/** One look, with everything that it makes. */
const longestLookMs = 60_000;
/** Longest sleep: after it everything is asked for anew, so that a changed clock is noticed. */
const longestSleepMs = 30_000;

export interface SubscriptionPorts extends WantedPorts {
  readonly pool: ConnectionPool;
  readonly clock: Clock;
  readonly redaction: Redaction;
  /** Where others reach this server, and where programs of this machine do. */
  readonly addresses: { readonly publicUrl: string; readonly localUrl: string; readonly workspace: string };
  readonly report: (error: unknown) => void;
}

/**
 * Keeps the subscriptions that the flows which are on want: makes them, renews them ahead of their end, makes anew what a system
 * dropped, and ends what no flow wants any more. All of it is found out from the store and the systems each time, so it goes on
 * after a restart and after whatever went wrong.
 */
export class NoticeSubscriptions {
  readonly #ports: SubscriptionPorts;
  readonly #stop = new AbortController();
  #changed = new AbortController();
  /** After a start all are looked at: the address may be another one, and who knows what happened meanwhile. */
  #hasLooked = false;
  #loop: Promise<void> | null = null;

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports;
  }

  begin(): void {
    this.#loop ??= this.#work();
  }

  /** A flow was published, switched, bound or removed, or a connection was saved. */
  flowsChanged(): void {
    this.#changed.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The subscriptions stop.'));
    await this.#loop;
  }

  /** Where a system calls when something of it changes. Null where it cannot reach this server. */
  async addressFor(connectionId: string): Promise<string | null> {
    const { addresses, pool } = this.#ports;
    const hosts = (await pool.origins(connectionId)).map((origin) => new URL(origin).hostname);
    if (hosts.every(isLoopback)) return addresses.localUrl;
    return isLoopback(new URL(addresses.publicUrl).hostname) ? null : addresses.publicUrl;
  }

  /** How a system is subscribed to; null where it does not tell of this entity. */
  async noticesOf(connectionId: string, entity: string): Promise<ChangeNotices | null> {
    const { notices } = await this.#ports.pool.system(connectionId);
    return notices?.covers(entity) ? notices : null;
  }

  /** Ends what stands in a system that is about to be removed. What cannot be ended is left to it. */
  async letGo(connectionId: string): Promise<void> {
    for (const subscription of await this.#ports.store.noticeSubscriptions.list()) {
      if (subscription.connectionId === connectionId) await this.#end(subscription);
    }
  }

  async #work(): Promise<void> {
    const { clock, report } = this.#ports;
    while (!this.#stop.signal.aborted) {
      this.#changed = new AbortController();
      let pauseMs = longestSleepMs;
      try {
        await this.#look();
        pauseMs = await this.#untilNext();
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        report(error);
      }
      await nap(clock, pauseMs, [this.#stop.signal, this.#changed.signal]);
    }
  }

  async #untilNext(): Promise<number> {
    const { store, clock } = this.#ports;
    const now = clock.now().getTime();
    const times = (await store.noticeSubscriptions.list()).map(({ checkAt }) => checkAt.getTime() - now);
    return Math.max(Math.min(...times, longestSleepMs), 0);
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#ports;
    const wanted = new Map<string, WantedNotices>();
    for (const place of await wantedNotices(this.#ports)) {
      if (await this.#isPossible(place)) wanted.set(placeKey(place), place);
    }
    for (const place of wanted.values()) await store.noticeSubscriptions.add(place);
    const now = clock.now();
    const due = (await store.noticeSubscriptions.list()).filter(
      (one) => !this.#hasLooked || one.checkAt <= now || (!wanted.has(placeKey(one)) && one.status !== 'failed'),
    );
    this.#hasLooked = true;
    await Promise.all(due.map((one) => (wanted.has(placeKey(one)) ? this.#keep(one) : this.#end(one))));
  }

  /** What cannot be subscribed to is polled, and the screen says so. A connection that cannot be opened may be one that can. */
  async #isPossible({ connectionId, entity }: WantedNotices): Promise<boolean> {
    try {
      return (await this.noticesOf(connectionId, entity)) !== null && (await this.addressFor(connectionId)) !== null;
    } catch {
      return false;
    }
  }

  async #keep(subscription: NoticeSubscription): Promise<void> {
    const { store, clock } = this.#ports;
    const { id, connectionId, entity, handle } = subscription;
    await this.#attempt(subscription, async (signal) => {
      const notices = await this.noticesOf(connectionId, entity);
      const base = await this.addressFor(connectionId);
      const secret = await store.noticeSubscriptions.secretOf(id);
      if (!notices || base === null || secret === null) return;
      const address = this.#addressOf(base, id);
      const stands = await notices.keep({ entity, address, secret, handle, signal });
      const checkAt = Math.min(
        clock.now().getTime() + lookEveryMs,
        stands.renewBy === null
          ? Number.POSITIVE_INFINITY
          : Math.max(Date.parse(stands.renewBy), clock.now().getTime() + firstPauseMs),
      );
      await store.noticeSubscriptions.stands(id, {
        handle: stands.handle,
        expiresAt: stands.expiresAt === null ? null : new Date(stands.expiresAt),
        checkAt: new Date(checkAt),
      });
    });
  }

  async #end(subscription: NoticeSubscription): Promise<void> {
    const { store, pool } = this.#ports;
    const { id, connectionId, handle } = subscription;
    await this.#attempt(subscription, async (signal) => {
      const { notices } = await pool.system(connectionId);
      const base = await this.addressFor(connectionId);
      await notices?.end({ address: this.#addressOf(base ?? '', id), handle, signal });
      await store.noticeSubscriptions.remove(id);
    });
  }

  async #attempt({ id, failures }: NoticeSubscription, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { store, clock, redaction, report } = this.#ports;
    const timeout = AbortSignal.timeout(longestLookMs);
    try {
      await work(AbortSignal.any([this.#stop.signal, timeout]));
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const known = timeout.aborted ? tooSlow() : asFlowError(error);
      if (!(known instanceof ConnectionError) && !(known instanceof RunError)) report(error);
      const pauseMs = Math.min(firstPauseMs * 2 ** failures, longestPauseMs);
      const checkAt = new Date(clock.now().getTime() + pauseMs);
      await store.noticeSubscriptions.failed(id, { error: redaction.value(known.view()), checkAt });
    }
  }

  /** Where a subscription's notices come in. */
  #addressOf(base: string, id: string): string {
    return `${base}/notices/${this.#ports.addresses.workspace}/${id}`;
  }
}

function tooSlow(): ConnectionError {
  return new ConnectionError({
    code: 'notices.too-slow',
    message: 'The system took more than a minute to answer.',
    remedy: 'Koppel tries again by itself.',
  });
}
