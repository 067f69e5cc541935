import { and, asc, desc, eq, gt, gte, inArray, isNull, like, lt, ne, or, sql, type SQL } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import type { SealedText } from '../seals.ts';
import { StoreError } from '../store-error.ts';
import type { CredentialIdentity } from '../vault.ts';
import {
  AuditCheck,
  detailsHashOf,
  erasure,
  hashOf,
  noHash,
  type AuditAnchor,
  type AuditFinding,
  type AuditHead,
  type AuditRow,
} from './audit-chain.ts';
import type { InstanceContext } from './context.ts';
import { auditEvent, auditKey } from './schema/audit.ts';

/** What somebody did or tried. */
export interface NewAuditEvent {
  /** Null: of the instance. */
  readonly workspaceId: string | null;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly address: string | null;
  readonly object: string;
  readonly objectId: string | null;
  readonly verb: string;
  /** `begun` is written before an act, one of the others after it. */
  readonly outcome: 'begun' | 'done' | 'refused' | 'failed';
  readonly code: string | null;
  /** The event that was written before the act. */
  readonly begunAs: number | null;
  /** Whatever JSON holds. It alone can be erased. */
  readonly details: Readonly<Record<string, unknown>> | null;
}

export interface StoredAuditEvent extends Omit<NewAuditEvent, 'outcome'> {
  readonly outcome: string;
  readonly seq: number;
  readonly at: Date;
  /** Its details were erased. */
  readonly isErased: boolean;
}

export interface AuditFilter {
  /** Of this workspace, of the instance alone (null), or of all (left out). */
  readonly workspaceId?: string | null;
  readonly actorId?: string;
  readonly actorKind?: string;
  readonly object?: string;
  readonly objectId?: string;
  readonly verb?: string;
  readonly outcomes?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
  /** In names, ids and what changed. */
  readonly search?: string;
  /** Older than this event. */
  readonly before?: number;
  readonly limit: number;
}

/** Who did what. Each event is signed together with the one before it; nothing here changes or removes one. */
export interface AuditRepository {
  /** Gives its number. */
  append(event: NewAuditEvent): Promise<number>;
  /** Newest first. Of an act that came to an end the outcome alone. */
  list(filter: AuditFilter): Promise<StoredAuditEvent[]>;
  /** Who occurs in the events of a workspace, of the instance (null) or of all. */
  actors(workspaceId?: string | null): Promise<{ readonly id: string; readonly name: string }[]>;
  /** Null: nothing happened yet. */
  head(): Promise<AuditHead | null>;
  /** The hash of an event; null where there is none of this number. */
  hashAt(seq: number): Promise<string | null>;
  /** Looks every event through, and holds them against what was anchored. */
  verify(
    anchors: readonly AuditAnchor[],
  ): Promise<{ readonly checked: number; readonly findings: readonly AuditFinding[] }>;
  /** The events of a workspace whose details hold one of these texts. */
  mentioning(workspaceId: string, texts: readonly string[]): Promise<number[]>;
  /**
   * Takes the details of events away for good, and writes an event that says of which. Who did what to which object and when
   * stays, and the chain holds.
   */
  erase(
    seqs: readonly number[],
    by: Pick<NewAuditEvent, 'workspaceId' | 'actorKind' | 'actorId' | 'actorName' | 'address'>,
  ): Promise<void>;
}

const checkedAtATime = 500;
/** How many numbers one event of an erasure holds. */
const erasedAtATime = 200;
const keyBytes = 32;
const saltBytes = 16;

function identityOf(id: number): CredentialIdentity {
  return { workspaceId: 'instance', credentialId: `audit-key-${id}`, version: 1 };
}

/** The keys of the chain, as they are stored. */
export function sealedAuditKeys({ db }: Pick<InstanceContext, 'db'>): SealedText[] {
  const rows = db.select().from(auditKey).all();
  return rows.map(({ id, sealed }) => ({
    identity: identityOf(id),
    sealed,
    put: (anew) => void db.update(auditKey).set({ sealed: anew }).where(eq(auditKey.id, id)).run(),
  }));
}

/** Makes a key of the chain where there is none that opens: within what opens the store, before anybody writes. */
export function createAudit(context: InstanceContext): AuditRepository {
  const { db, writer, now } = context;
  const keyOf = keysOf(context);
  const signing = newestKey(context, keyOf);

  /** Within a change. */
  const append = ({ details, ...event }: NewAuditEvent): number => {
    const last = headOf(context);
    // The salt goes with the details: from a hash without it, a short text could be guessed.
    const text =
      details === null ? null : JSON.stringify({ salt: randomBytes(saltBytes).toString('base64url'), ...details });
    const row = {
      ...event,
      seq: (last?.seq ?? 0) + 1,
      at: now(),
      details: text,
      detailsHash: text === null ? null : detailsHashOf(text),
      keyId: signing.id,
      previousHash: last?.hash ?? noHash,
    };
    db.insert(auditEvent)
      .values({ ...row, hash: hashOf(row, signing.key) })
      .run();
    return row.seq;
  };

  /** Events that say whose details were erased, as far as they are signed. */
  const erased = (): Set<number> => {
    const rows = db
      .select()
      .from(auditEvent)
      .where(and(eq(auditEvent.object, erasure.object), eq(auditEvent.verb, erasure.verb)))
      .all();
    return new Set(rows.filter((row) => isSigned(row, keyOf)).flatMap(({ objectId }) => numbersIn(objectId)));
  };

  return {
    append: (event) => writer.write(() => append(event)),
    async list(filter) {
      return db
        .select()
        .from(auditEvent)
        .where(conditionOf(filter))
        .orderBy(desc(auditEvent.seq))
        .limit(filter.limit)
        .all()
        .map(viewOf);
    },
    async actors(workspaceId) {
      const { actorId, actorName } = auditEvent;
      const rows = db
        .select({ id: actorId, name: actorName, seq: sql<number>`max(${auditEvent.seq})` })
        .from(auditEvent)
        .where(ofWorkspace(workspaceId))
        .groupBy(actorId)
        .orderBy(asc(actorName))
        .all();
      return rows.flatMap(({ id, name }) => (id === null ? [] : [{ id, name }]));
    },
    head: async () => headOf(context),
    hashAt: async (seq) => {
      const { hash } = auditEvent;
      return db.select({ hash }).from(auditEvent).where(eq(auditEvent.seq, seq)).get()?.hash ?? null;
    },
    async verify(anchors) {
      const check = new AuditCheck({ keyOf, anchors, erased: erased() });
      for (let after = 0; ;) {
        const rows = db
          .select()
          .from(auditEvent)
          .where(gt(auditEvent.seq, after))
          .orderBy(asc(auditEvent.seq))
          .limit(checkedAtATime)
          .all();
        for (const row of rows) check.next(row);
        if (rows.length < checkedAtATime) return check.end();
        after = rows.at(-1)!.seq;
        // Others want to work meanwhile.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async mentioning(workspaceId, texts) {
      if (texts.length === 0) return [];
      const holds = texts.map((text) => holding(JSON.stringify(text).slice(1, -1)));
      const rows = db
        .select({ seq: auditEvent.seq })
        .from(auditEvent)
        .where(and(eq(auditEvent.workspaceId, workspaceId), or(...holds)))
        .orderBy(asc(auditEvent.seq))
        .all();
      return rows.map(({ seq }) => seq);
    },
    erase: async (seqs, by) => {
      for (let from = 0; from < seqs.length; from += erasedAtATime) {
        const some = seqs.slice(from, from + erasedAtATime);
        await writer.write(() => {
          db.update(auditEvent).set({ details: null }).where(inArray(auditEvent.seq, some)).run();
          const said = { objectId: some.join(','), outcome: 'done', code: null, begunAs: null, details: null } as const;
          return append({ ...by, ...erasure, ...said });
        });
      }
      if (seqs.length === 0) return;
      // What was taken away still lies in free pages and in the log until both are written anew.
      db.run(sql.raw('vacuum'));
      db.get(sql.raw('pragma wal_checkpoint(truncate)'));
    },
  };
}

function headOf({ db }: InstanceContext): AuditHead | null {
  const { seq, hash } = auditEvent;
  return db.select({ seq, hash }).from(auditEvent).orderBy(desc(seq)).limit(1).get() ?? null;
}

type KeyOf = (id: number) => Buffer | null;

/** A key that does not open is as good as gone. */
function keysOf({ db, vault }: InstanceContext): KeyOf {
  const known = new Map<number, Buffer | null>();
  const open = (id: number): Buffer | null => {
    const row = db.select().from(auditKey).where(eq(auditKey.id, id)).get();
    try {
      return row ? Buffer.from(vault.open(identityOf(id), row.sealed)['key']!, 'base64') : null;
    } catch (error) {
      if (error instanceof StoreError) return null;
      throw error;
    }
  };
  return (id) => {
    if (!known.has(id)) known.set(id, open(id));
    return known.get(id)!;
  };
}

function newestKey({ db, vault, now }: InstanceContext, keyOf: KeyOf): { readonly id: number; readonly key: Buffer } {
  const last = db.select().from(auditKey).orderBy(desc(auditKey.id)).limit(1).get();
  const known = last && keyOf(last.id);
  if (known) return { id: last.id, key: known };
  return db.transaction((change) => {
    const { id } = change.insert(auditKey).values({ sealed: '', createdAt: now() }).returning().get();
    const key = randomBytes(keyBytes);
    const sealed = vault.seal(identityOf(id), { key: key.toString('base64') });
    change.update(auditKey).set({ sealed }).where(eq(auditKey.id, id)).run();
    return { id, key };
  });
}

function isSigned(row: AuditRow, keyOf: KeyOf): boolean {
  const key = keyOf(row.keyId);
  return key !== null && hashOf(row, key) === row.hash;
}

function numbersIn(list: string | null): number[] {
  return (list ?? '').split(',').map(Number);
}

function ofWorkspace(workspaceId: string | null | undefined): SQL | undefined {
  if (workspaceId === undefined) return undefined;
  return workspaceId === null ? isNull(auditEvent.workspaceId) : eq(auditEvent.workspaceId, workspaceId);
}

/** Without the signs that `like` understands. */
function holding(text: string): SQL {
  return sql`${auditEvent.details} like ${`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`} escape '\\'`;
}

function conditionOf(filter: AuditFilter): SQL | undefined {
  const { actorId, actorKind, object, objectId, verb, outcomes, from, until, search, before } = filter;
  const isOver = sql`select 1 from ${auditEvent} as outcome_of where outcome_of.begun_as = ${auditEvent.seq}`;
  return and(
    ofWorkspace(filter.workspaceId),
    or(ne(auditEvent.outcome, 'begun'), sql`not exists (${isOver})`),
    actorId === undefined ? undefined : eq(auditEvent.actorId, actorId),
    actorKind === undefined ? undefined : eq(auditEvent.actorKind, actorKind),
    object === undefined ? undefined : eq(auditEvent.object, object),
    objectId === undefined ? undefined : eq(auditEvent.objectId, objectId),
    verb === undefined ? undefined : eq(auditEvent.verb, verb),
    outcomes === undefined ? undefined : inArray(auditEvent.outcome, [...outcomes]),
    from === undefined ? undefined : gte(auditEvent.at, from),
    until === undefined ? undefined : lt(auditEvent.at, until),
    before === undefined ? undefined : lt(auditEvent.seq, before),
    search === undefined ? undefined : found(search),
  );
}

function found(text: string): SQL | undefined {
  return or(holding(text), like(auditEvent.actorName, `%${text}%`), eq(auditEvent.objectId, text));
}

function viewOf({
  details,
  detailsHash,
  keyId: _key,
  previousHash: _previous,
  hash: _hash,
  ...row
}: AuditRow): StoredAuditEvent {
  return {
    ...row,
    details: details === null ? null : detailsIn(details),
    isErased: details === null && detailsHash !== null,
  };
}

/** Also of a row that somebody changed: what cannot be read is shown as nothing, and the check finds it. */
function detailsIn(text: string): Record<string, unknown> | null {
  try {
    const { salt: _salt, ...details } = JSON.parse(text) as Record<string, unknown>;
    return details;
  } catch {
    return null;
  }
}
