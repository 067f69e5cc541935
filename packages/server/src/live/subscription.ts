import type { RunEvent, RunSnapshot } from '@koppel/model';
import type { LiveReader } from './hub.ts';

/** A reader with more than this on its way gets nothing new before it has caught up. */
const maxBufferedBytes = 1_048_576;
const eventsPerMessage = 500;
/** A reader further behind than this is told what it missed instead of being sent all of it. */
const maxBehind = 20_000;

/** One reader of one run: sends events in order, each once, as fast as the reader takes them. */
export class Subscription {
  readonly #reader: LiveReader;
  readonly #runId: string;
  readonly #eventsAfter: (after: number, limit: number) => Promise<readonly RunEvent[]>;
  #sentSeq: number;
  #isPumping = false;
  #isAskedAgain = false;
  #isClosed = false;

  constructor(
    reader: LiveReader,
    runId: string,
    afterSeq: number,
    eventsAfter: (after: number, limit: number) => Promise<readonly RunEvent[]>,
  ) {
    this.#reader = reader;
    this.#runId = runId;
    this.#sentSeq = afterSeq;
    this.#eventsAfter = eventsAfter;
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Sends what there is, as far as the reader has room. Harmless to call at any time. */
  pump(): void {
    if (this.#isPumping) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isPumping = true;
    void this.#sendAll().finally(() => {
      this.#isPumping = false;
      if (!this.#isAskedAgain) return;
      this.#isAskedAgain = false;
      this.pump();
    });
  }

  async #sendAll(): Promise<void> {
    while (!this.#isClosed && this.#reader.bufferedBytes < maxBufferedBytes) {
      const events = await this.#eventsAfter(this.#sentSeq, eventsPerMessage);
      const [first] = events;
      if (!first || this.#isClosed) return;
      const last = events[events.length - 1]!;
      if (first.seq > this.#sentSeq + 1) {
        // The store keeps no gaps; what is gone was removed by retention.
        this.#reader.send({
          v: 1,
          type: 'missed',
          runId: this.#runId,
          fromSeq: this.#sentSeq + 1,
          toSeq: first.seq - 1,
        });
      }
      this.#sentSeq = last.seq;
      this.#reader.send({ v: 1, type: 'events', runId: this.#runId, events: [...events] });
      if (events.length < eventsPerMessage) return;
    }
  }

  /** Absolute numbers: a reader without room simply gets the next one. */
  sendSnapshot(snapshot: RunSnapshot): void {
    if (this.#isClosed || this.#reader.bufferedBytes >= maxBufferedBytes) return;
    const behind = snapshot.seq - this.#sentSeq;
    if (behind > maxBehind) {
      const toSeq = snapshot.seq - eventsPerMessage;
      this.#reader.send({ v: 1, type: 'missed', runId: this.#runId, fromSeq: this.#sentSeq + 1, toSeq });
      this.#sentSeq = toSeq;
    }
    this.#reader.send({ v: 1, type: 'snapshot', runId: this.#runId, snapshot });
  }
}
