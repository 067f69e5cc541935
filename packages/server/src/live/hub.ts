import type { Run, RunEvent, RunSnapshot } from '@koppel/model';
import type { ServerMessage } from '@koppel/protocol';
import type { RunListener } from '@koppel/runtime';
import { Subscription } from './subscription.ts';

/** What the hub reads from the store when a reader is behind. */
export interface LiveSource {
  /** Events after a sequence number, in order, at most `limit`. */
  eventsAfter(runId: string, afterSeq: number, limit: number): Promise<readonly RunEvent[]>;
  snapshot(runId: string): Promise<RunSnapshot | null>;
  run(runId: string): Promise<Run | null>;
}

/** One reader: a websocket, seen through what the hub needs of it. */
export interface LiveReader {
  send(message: ServerMessage): void;
  /** Bytes that were sent and have not left yet. */
  readonly bufferedBytes: number;
}

/** Events of a running run that are kept in memory, so that readers who are up to date cost no query. */
const recentEvents = 2_000;
const snapshotEveryMs = 250;

/** What is known of one run that somebody watches. */
interface Channel {
  recent: RunEvent[];
  snapshot: RunSnapshot | null;
  isSnapshotNew: boolean;
  readonly subscriptions: Set<Subscription>;
}

/**
 * Passes on what happened in runs to those who watch. It never holds anything for a reader that the store does not have, so a
 * slow reader costs neither memory nor speed: it is read on from the store when it has room again.
 */
export class LiveHub implements RunListener {
  readonly #source: LiveSource;
  readonly #channels = new Map<string, Channel>();
  readonly #listReaders = new Set<LiveReader>();
  readonly #changedRuns = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(source: LiveSource) {
    this.#source = source;
    this.#timer = setInterval(() => this.#tick(), snapshotEveryMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  onEvents(runId: string, events: readonly RunEvent[], snapshot: RunSnapshot): void {
    this.#changedRuns.add(runId);
    const channel = this.#channels.get(runId);
    if (!channel) return;
    channel.recent.push(...events);
    if (channel.recent.length > recentEvents) channel.recent.splice(0, channel.recent.length - recentEvents);
    channel.snapshot = snapshot;
    channel.isSnapshotNew = true;
    for (const subscription of channel.subscriptions) subscription.pump();
  }

  /** Sends the reader all events after `afterSeq` and from then on what happens, until `close` of what it gives. */
  watchRun(reader: LiveReader, runId: string, afterSeq: number): { close(): void } {
    const channel = this.#channel(runId);
    const subscription = new Subscription(reader, runId, afterSeq, (after, limit) =>
      this.#eventsAfter(channel, runId, after, limit),
    );
    channel.subscriptions.add(subscription);
    subscription.pump();
    void this.#sendSnapshot(channel, runId, subscription);
    return {
      close: () => {
        subscription.close();
        channel.subscriptions.delete(subscription);
        if (channel.subscriptions.size === 0) this.#channels.delete(runId);
      },
    };
  }

  /** Tells the reader of every change on the list of runs. */
  watchRuns(reader: LiveReader): { close(): void } {
    this.#listReaders.add(reader);
    return { close: () => void this.#listReaders.delete(reader) };
  }

  #channel(runId: string): Channel {
    let channel = this.#channels.get(runId);
    if (!channel) {
      channel = { recent: [], snapshot: null, isSnapshotNew: false, subscriptions: new Set() };
      this.#channels.set(runId, channel);
    }
    return channel;
  }

  async #eventsAfter(channel: Channel, runId: string, after: number, limit: number): Promise<readonly RunEvent[]> {
    const [first] = channel.recent;
    if (first && first.seq <= after + 1) return channel.recent.filter(({ seq }) => seq > after).slice(0, limit);
    return this.#source.eventsAfter(runId, after, limit);
  }

  async #sendSnapshot(channel: Channel, runId: string, subscription: Subscription): Promise<void> {
    const snapshot = channel.snapshot ?? (await this.#source.snapshot(runId));
    if (snapshot) subscription.sendSnapshot(channel.snapshot ?? snapshot);
  }

  #tick(): void {
    for (const channel of this.#channels.values()) {
      for (const subscription of channel.subscriptions) subscription.pump();
      if (!channel.isSnapshotNew || !channel.snapshot) continue;
      channel.isSnapshotNew = false;
      for (const subscription of channel.subscriptions) subscription.sendSnapshot(channel.snapshot);
    }
    const changed = [...this.#changedRuns];
    this.#changedRuns.clear();
    if (this.#listReaders.size > 0) for (const runId of changed) void this.#tellOfRun(runId);
  }

  async #tellOfRun(runId: string): Promise<void> {
    const run = await this.#source.run(runId);
    if (!run) return;
    for (const reader of this.#listReaders) {
      if (reader.bufferedBytes < 1_048_576) reader.send({ v: 1, type: 'runChanged', run });
    }
  }
}
