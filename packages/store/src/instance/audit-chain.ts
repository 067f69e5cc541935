import { createHash, createHmac } from 'node:crypto';
import type { auditEvent } from './schema/audit.ts';

export type AuditRow = typeof auditEvent.$inferSelect;

/** Where the chain stood at some moment. Kept outside the database it proves that nothing before it was rewritten or cut off. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export interface AuditAnchor extends AuditHead {
  readonly at: Date;
}

/** What is wrong with the events `from` to `to`, both included. */
export interface AuditFinding {
  /**
   * `changed`: an event is not what was written, or was put in by somebody without the key · `details`: what it says of before
   * and after is not what was written, or is gone without an erasure · `removed`: events are missing · `moved`: an event does
   * not follow the one before it · `cut`: the log ends before an anchor · `rewritten`: an event is not the one that was anchored
   * · `keyGone`: the key that signed them does not open, so that only their order can be checked.
   */
  readonly kind: 'changed' | 'details' | 'removed' | 'moved' | 'cut' | 'rewritten' | 'keyGone';
  readonly from: number;
  readonly to: number;
  /** Of `cut` and `rewritten`: when the anchor was written. */
  readonly anchoredAt?: Date;
}

export const noHash = '';

/** The event that erases details says of which others. */
export const erasure = { object: 'audit', verb: 'erase' } as const;

export function detailsHashOf(details: string): string {
  return createHash('sha256').update(details).digest('base64url');
}

/** Signs an event together with the one before it. Its details count by their hash: they may be erased one day. */
export function hashOf(row: Omit<AuditRow, 'hash' | 'details'>, key: Buffer): string {
  const { seq, previousHash, at, workspaceId, actorKind, actorId, actorName, address } = row;
  const { object, objectId, verb, outcome, code, begunAs, detailsHash, keyId } = row;
  const event = { seq, previousHash, at: at.getTime(), workspaceId, actorKind, actorId, actorName, address };
  const act = { object, objectId, verb, outcome, code, begunAs, detailsHash, keyId };
  const signed = ['koppel-audit', 1, ...Object.values(event), ...Object.values(act)];
  return createHmac('sha256', key).update(JSON.stringify(signed)).digest('base64url');
}

/** Checks a chain, one event after another in their order. */
export class AuditCheck {
  readonly #keyOf: (id: number) => Buffer | null;
  readonly #anchors: ReadonlyMap<number, readonly AuditAnchor[]>;
  readonly #newestAnchor: AuditAnchor | undefined;
  readonly #erased: ReadonlySet<number>;
  readonly #findings: AuditFinding[] = [];
  #last: AuditHead = { seq: 0, hash: noHash };
  #wasSound = true;

  constructor(ports: {
    /** Null: it is gone. */
    readonly keyOf: (id: number) => Buffer | null;
    readonly anchors: readonly AuditAnchor[];
    /** The events whose details were erased by an event that says so. */
    readonly erased: ReadonlySet<number>;
  }) {
    this.#keyOf = ports.keyOf;
    this.#anchors = Map.groupBy(ports.anchors, ({ seq }) => seq);
    this.#newestAnchor = ports.anchors.toSorted((a, b) => b.seq - a.seq)[0];
    this.#erased = ports.erased;
  }

  next(row: AuditRow): void {
    const isGap = row.seq !== this.#last.seq + 1;
    if (isGap) this.#find('removed', this.#last.seq + 1, row.seq - 1);
    const key = this.#keyOf(row.keyId);
    const isSigned = key === null || hashOf(row, key) === row.hash;
    if (key === null) this.#find('keyGone', row.seq);
    if (!isSigned) this.#find('changed', row.seq);
    else if (!isGap && this.#wasSound && row.previousHash !== this.#last.hash) this.#find('moved', row.seq);
    if (isSigned && !this.#hasItsDetails(row)) this.#find('details', row.seq);
    for (const { hash, at } of this.#anchors.get(row.seq) ?? []) {
      if (hash !== row.hash) this.#find('rewritten', row.seq, row.seq, at);
    }
    this.#last = { seq: row.seq, hash: row.hash };
    this.#wasSound = isSigned;
  }

  /** What was found, when all events have been given. */
  end(): { readonly checked: number; readonly findings: readonly AuditFinding[] } {
    const newest = this.#newestAnchor;
    if (newest && newest.seq > this.#last.seq) this.#find('cut', this.#last.seq + 1, newest.seq, newest.at);
    return { checked: this.#last.seq, findings: this.#findings };
  }

  #hasItsDetails({ seq, details, detailsHash }: AuditRow): boolean {
    if (details !== null) return detailsHash === detailsHashOf(details);
    return detailsHash === null || this.#erased.has(seq);
  }

  /** Findings of one kind that follow one another are one. */
  #find(kind: AuditFinding['kind'], from: number, to = from, anchoredAt?: Date): void {
    const last = this.#findings.at(-1);
    const at = anchoredAt === undefined ? {} : { anchoredAt };
    if (last?.kind === kind && last.to === from - 1 && anchoredAt === undefined) {
      this.#findings[this.#findings.length - 1] = { ...last, to };
    } else this.#findings.push({ kind, from, to, ...at });
  }
}
