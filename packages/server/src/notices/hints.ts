import type { Clock, NoticeReading } from '@koppel/sdk';
import { holdOf } from '../workspace/flow-hold.ts';
import { nap } from './nap.ts';
import { placeKey, wantedNotices, type WantedNotices, type WantedPorts } from './wanted.ts';

/** What comes within this time of the first notice is read together. */
const gatherMs = 2_000;
/** Flows are not started more often than this by the notices of one subscription. */
const leastGapMs = 15_000;
/** Longest sleep: after it the times are asked for anew, so that a changed clock is noticed. */
const longestSleepMs = 30_000;

export interface HintPorts extends WantedPorts {
  readonly clock: Clock;
  /** A run was queued. */
  readonly onQueued: () => void;
  readonly report: (error: unknown) => void;
}

/** A call at the address of a subscription, as it came. */
interface HintCall {
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Takes systems' notices. They say that something changed and nothing else: the flows that read it start ahead of their time
 * and read from where they were. A notice is kept before it is answered, those that come together start one run.
 */
export class NoticeHints {
  readonly #ports: HintPorts;
  readonly #stop = new AbortController();
  #news = new AbortController();
  #loop: Promise<void> | null = null;

  constructor(ports: HintPorts) {
    this.#ports = ports;
  }

  begin(): void {
    this.#loop ??= this.#work();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The notices stop.'));
    await this.#loop;
  }

  /** Null: nobody subscribed under this address. */
  async receive({ id, ...call }: HintCall): Promise<NoticeReading | null> {
    const { store, catalog, clock } = this.#ports;
    const { noticeSubscriptions: subscriptions } = store;
    const subscription = await subscriptions.get(id);
    const connection = subscription && (await store.connections.get(subscription.connectionId));
    const secret = connection && (await subscriptions.secretOf(id));
    const connector = connection && catalog.connectorDefinitions.get(connection.connectorId);
    if (!secret || !connector?.readNotice) return null;
    const reading = connector.readNotice({ ...call, secret });
    if (reading.kind !== 'notice') return reading;
    const now = clock.now().getTime();
    const earliest = subscription.firedAt === null ? now : subscription.firedAt.getTime() + leastGapMs;
    await subscriptions.hint(id, new Date(Math.max(now + gatherMs, earliest)));
    this.#news.abort();
    return reading;
  }

  async #work(): Promise<void> {
    const { clock, report } = this.#ports;
    while (!this.#stop.signal.aborted) {
      this.#news = new AbortController();
      let pauseMs = longestSleepMs;
      try {
        pauseMs = await this.#startDue();
      } catch (error) {
        report(error);
      }
      await nap(clock, pauseMs, [this.#stop.signal, this.#news.signal]);
    }
  }

  /** Starts what is due. Gives how long until the next is. */
  async #startDue(): Promise<number> {
    const { store, clock } = this.#ports;
    const told = (await store.noticeSubscriptions.list()).flatMap((one) =>
      one.dueAt === null ? [] : [{ ...one, dueAt: one.dueAt }],
    );
    const now = clock.now();
    const due = told.filter(({ dueAt }) => dueAt <= now);
    const wanted = new Map(
      (due.length === 0 ? [] : await wantedNotices(this.#ports)).map((one) => [placeKey(one), one]),
    );
    for (const one of due) {
      const place = wanted.get(placeKey(one));
      if (place) await this.#start(place, now);
      // After the runs are queued: a crash between the two queues none twice, because one that waits is found.
      await store.noticeSubscriptions.fired(one.id, one.dueAt);
    }
    const later = told.filter((one) => !due.includes(one)).map(({ dueAt }) => dueAt.getTime() - now.getTime());
    return Math.max(Math.min(...later, longestSleepMs), 0);
  }

  /** A run that is going on may have read past the change; one that is queued will read it. */
  async #start({ connectionId, listeners }: WantedNotices, now: Date): Promise<void> {
    const { store, onQueued } = this.#ports;
    const connection = await store.connections.get(connectionId);
    for (const { flow, trigger } of listeners) {
      if (!trigger.mayFireAt(now) || (await holdOf(flow, store))) continue;
      const { items } = await store.runs.list({ flow: flow.id, status: 'running' }, { limit: 100 });
      if (items.some(({ state, isDryRun, scope }) => state.status === 'queued' && !isDryRun && scope.kind !== 'keys')) continue; // prettier-ignore
      await store.runs.create({
        flowId: flow.id,
        flowVersion: flow.publishedVersion,
        isDryRun: false,
        scope: { kind: 'changes' },
        cause: { kind: 'change', name: connection?.name ?? connectionId },
      });
      onQueued();
    }
  }
}
