import type { StoredRecord } from '../records/definition.ts';
import type { RecordTable } from '../records/record-table.ts';
import type { Change } from './pages.ts';

/** More changed records than this in one go, and a subscription is told of the whole set at once. */
const mostSingle = 1000;
/** Nobody is told of anything any more after so long. */
const longestMs = 36 * 3_600_000;
const triedAgain = (status: number) => status === 0 || status === 408 || status === 429 || status >= 500;
/** A receiver has so long to take a notice. */
const answerMs = 60_000;

export interface NoticePorts {
  readonly table: RecordTable;
  readonly now: () => Date;
  /** From the first change to the notice; what changes in between goes along. */
  readonly delayMs: number;
  /** Removes the subscription of a receiver that refused. */
  readonly remove: (subscription: StoredRecord) => void;
}

/** What has happened since the last notice of a subscription. */
interface Gathered {
  readonly since: number;
  /** By key of the record; null when there were too many. */
  changes: Map<string, { kind: Change['kind']; stamp: number }> | null;
}

/** The subscriptions that have not run out. */
export function dueNotices(table: RecordTable, now: Date): StoredRecord[] {
  const all = { order: 'key', descending: false, minStamp: -1, maxStamp: 8.64e15, minId: '', maxId: '~' } as const;
  return [...table.read(all)].filter(({ values }) => Number(values['expiresAt']) > now.getTime());
}

/**
 * Tells subscribers of changes, gathered for a while after the first one. Notices are hints: what a process has not sent when
 * it ends is not sent any more.
 */
export class Notices {
  readonly #ports: NoticePorts;
  readonly #fresh: Change[] = [];
  readonly #gathered = new Map<string, Gathered>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();
  #subscriptions: readonly StoredRecord[] | undefined;
  #flush: NodeJS.Immediate | undefined;

  constructor(ports: NoticePorts) {
    this.#ports = ports;
  }

  /** To be called when subscriptions have changed. */
  forget(): void {
    this.#subscriptions = undefined;
  }

  add(change: Change): void {
    this.#subscriptions ??= dueNotices(this.#ports.table, this.#ports.now());
    if (!this.#subscriptions.some(({ values }) => values['table'] === change.table)) return;
    this.#fresh.push(change);
    // Transactions hold the process, so that when this comes round they are over.
    this.#flush ??= setImmediate(() => this.#gather());
  }

  /** Where the changes of a transaction begin, for when it is undone. */
  mark(): number {
    return this.#fresh.length;
  }

  undo(mark: number): void {
    this.#fresh.length = Math.min(this.#fresh.length, mark);
    this.forget();
  }

  close(): void {
    this.#closing.abort();
    if (this.#flush !== undefined) clearImmediate(this.#flush);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #gather(): void {
    this.#flush = undefined;
    const changes = this.#fresh.splice(0);
    for (const { id, values } of dueNotices(this.#ports.table, this.#ports.now())) {
      for (const { table, record, kind } of changes) {
        if (table !== values['table']) continue;
        const known = this.#gathered.get(id);
        const gathered = known ?? { since: record.stamp, changes: new Map() };
        if (known === undefined) {
          this.#gathered.set(id, gathered);
          this.#later(this.#ports.delayMs, () => this.#tell(id));
        }
        note(gathered, { id: record.id, kind, stamp: record.stamp });
      }
    }
  }

  #later(delayMs: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void work();
    }, delayMs);
    timer.unref();
    this.#timers.add(timer);
  }

  /** Sends what was gathered for a subscription, and for the others that are due at the same receiver. */
  async #tell(id: string): Promise<void> {
    const subscriptions = dueNotices(this.#ports.table, this.#ports.now());
    const own = subscriptions.find((one) => one.id === id);
    if (own === undefined) {
      this.#gathered.delete(id);
      return;
    }
    const url = String(own.values['notificationUrl']);
    const told = subscriptions.filter((one) => one.values['notificationUrl'] === url && this.#gathered.has(one.id));
    const value = told.flatMap((one) => itemsOf(one, this.#gathered.get(one.id)!));
    for (const one of told) this.#gathered.delete(one.id);
    if (value.length > 0) await this.#send({ url, body: JSON.stringify({ value }), told, waitedMs: 0, tries: 0 });
  }

  async #send(post: { readonly url: string; readonly body: string; readonly told: readonly StoredRecord[]; readonly waitedMs: number; readonly tries: number }): Promise<void> {
    const status = await this.#post(post.url, post.body);
    if (this.#closing.signal.aborted || (status >= 200 && status < 300)) return;
    if (!triedAgain(status)) {
      for (const subscription of post.told) this.#ports.remove(subscription);
      this.forget();
      return;
    }
    const pauseMs = Math.min(3_600_000, this.#ports.delayMs * 2 ** post.tries);
    const waitedMs = post.waitedMs + pauseMs;
    if (waitedMs < longestMs) this.#later(pauseMs, () => this.#send({ ...post, waitedMs, tries: post.tries + 1 }));
  } // prettier-ignore

  /** The status of the answer; 0 for none. */
  async #post(url: string, body: string): Promise<number> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(answerMs)]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return 0;
    }
  }
}

function note(gathered: Gathered, { id, kind, stamp }: { readonly id: string; readonly kind: Change['kind']; readonly stamp: number }): void {
  if (gathered.changes === null) return;
  const before = gathered.changes.get(id);
  // What is new stays new, whatever else happens to it, unless it goes.
  gathered.changes.set(id, { kind: before?.kind === 'created' && kind === 'updated' ? 'created' : kind, stamp });
  if (gathered.changes.size > mostSingle) gathered.changes = null;
} // prettier-ignore

function itemsOf({ values }: StoredRecord, { since, changes }: Gathered): object[] {
  const resource = String(values['resource']).slice(1);
  const item = (of: string, changeType: string, stamp: number) => ({
    subscriptionId: values['subscriptionId'],
    clientState: values['clientState'],
    expirationDateTime: new Date(Number(values['expiresAt'])).toISOString(),
    resource: of,
    changeType,
    lastModifiedDateTime: new Date(stamp).toISOString(),
  });
  if (changes === null) {
    const from = new Date(since - 1).toISOString();
    return [item(`${resource}?$filter=lastDateTimeModified%20gt%20${from}`, 'collection', since)];
  }
  return [...changes].map(([id, { kind, stamp }]) => item(`${resource}(${id})`, kind, stamp));
}
