import { errorViewSchema, type ErrorView } from '@koppel/model';
import { and, eq } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import type { StoreContext } from './context.ts';
import { readJson } from './json.ts';
import type { SealedText } from './seals.ts';
import { noticeSubscription } from './schema/notices.ts';

/** What a system was asked to tell of. */
export interface NoticePlace {
  readonly connectionId: string;
  readonly entity: string;
}

/** A subscription as it was last seen in its system. */
export interface NoticeSubscription extends NoticePlace {
  /** 192 random bits: part of the address that the system calls. */
  readonly id: string;
  /** The connector's own; null before the system took it. */
  readonly handle: string | null;
  /** making: not asked for yet, or the answer was lost · failed: the last look at it went wrong. */
  readonly status: 'making' | 'standing' | 'failed';
  readonly standsSince: Date | null;
  readonly expiresAt: Date | null;
  readonly checkAt: Date;
  readonly failures: number;
  readonly error: ErrorView | null;
  readonly lastNoticeAt: Date | null;
  readonly dueAt: Date | null;
  readonly firedAt: Date | null;
}

/** The subscriptions to systems' own notices. */
export interface NoticeSubscriptionRepository {
  list(): Promise<NoticeSubscription[]>;
  get(id: string): Promise<NoticeSubscription | null>;
  /** What comes back with every notice of it. */
  secretOf(id: string): Promise<string | null>;
  /** Makes the address and the secret. Gives the one that is there already, if one is. */
  add(place: NoticePlace): Promise<NoticeSubscription>;
  /** It stands. */
  stands(
    id: string,
    seen: { readonly handle: string; readonly expiresAt: Date | null; readonly checkAt: Date },
  ): Promise<void>;
  /** A look at it went wrong. */
  failed(id: string, how: { readonly error: ErrorView; readonly checkAt: Date }): Promise<void>;
  /** Those of a connection are looked at again now. */
  lookSoon(connectionId: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** A notice came. An earlier one that still waits keeps its time. Gives when the flows are due. */
  hint(id: string, dueAt: Date): Promise<Date | null>;
  /** What was due at `dueAt` was started; a notice that came since stays. */
  fired(id: string, dueAt: Date): Promise<void>;
}

function noticeIdentity(workspaceId: string, id: string) {
  return { workspaceId, credentialId: `notices/${id}`, version: 1 };
}

/** The secrets of all subscriptions, as they are stored. */
export function sealedNoticeSecrets({ db, workspaceId }: StoreContext): SealedText[] {
  return db
    .select()
    .from(noticeSubscription)
    .all()
    .map(({ id, sealed }) => ({
      identity: noticeIdentity(workspaceId, id),
      sealed,
      put: (anew) =>
        void db.update(noticeSubscription).set({ sealed: anew }).where(eq(noticeSubscription.id, id)).run(),
    }));
}

export function createNoticeSubscriptions(context: StoreContext): NoticeSubscriptionRepository {
  const { db, writer, vault, workspaceId, now } = context;
  const identityOf = (id: string) => noticeIdentity(workspaceId, id);
  const row = (id: string) => db.select().from(noticeSubscription).where(eq(noticeSubscription.id, id)).get();
  const viewOf = (stored: typeof noticeSubscription.$inferSelect): NoticeSubscription => ({
    id: stored.id,
    connectionId: stored.connectionId,
    entity: stored.entity,
    handle: stored.handle,
    status: stored.status,
    standsSince: stored.standsSince,
    expiresAt: stored.expiresAt,
    checkAt: stored.checkAt,
    failures: stored.failures,
    error: readJson(errorViewSchema.nullable(), stored.error, `subscription ${stored.id}`),
    lastNoticeAt: stored.lastNoticeAt,
    dueAt: stored.dueAt,
    firedAt: stored.firedAt,
  });

  return {
    async list() {
      return db.select().from(noticeSubscription).all().map(viewOf);
    },
    async get(id) {
      const found = row(id);
      return found ? viewOf(found) : null;
    },
    async secretOf(id) {
      const found = row(id);
      return found ? vault.open(identityOf(id), found.sealed)['secret']! : null;
    },
    add: ({ connectionId, entity }) =>
      writer.write(() => {
        const isOf = and(eq(noticeSubscription.connectionId, connectionId), eq(noticeSubscription.entity, entity));
        const known = db.select().from(noticeSubscription).where(isOf).get();
        if (known) return viewOf(known);
        const id = randomBytes(24).toString('base64url');
        const secret = randomBytes(32).toString('base64url');
        const made = db
          .insert(noticeSubscription)
          .values({
            id,
            connectionId,
            entity,
            sealed: vault.seal(identityOf(id), { secret }),
            status: 'making',
            checkAt: now(),
            failures: 0,
          })
          .returning()
          .get();
        return viewOf(made);
      }),
    stands: (id, { handle, expiresAt, checkAt }) =>
      writer.write(() => {
        const standsSince = row(id)?.standsSince ?? now();
        db.update(noticeSubscription)
          .set({ handle, expiresAt, checkAt, standsSince, status: 'standing', failures: 0, error: null })
          .where(eq(noticeSubscription.id, id))
          .run();
      }),
    failed: (id, { error, checkAt }) =>
      writer.write(() => {
        const failures = (row(id)?.failures ?? 0) + 1;
        db.update(noticeSubscription)
          .set({ status: 'failed', standsSince: null, error, checkAt, failures })
          .where(eq(noticeSubscription.id, id))
          .run();
      }),
    lookSoon: (connectionId) =>
      writer.write(() => {
        db.update(noticeSubscription)
          .set({ checkAt: now() })
          .where(eq(noticeSubscription.connectionId, connectionId))
          .run();
      }),
    remove: (id) => writer.write(() => void db.delete(noticeSubscription).where(eq(noticeSubscription.id, id)).run()),
    hint: (id, dueAt) =>
      writer.write(() => {
        const found = row(id);
        if (!found) return null;
        const due = found.dueAt ?? dueAt;
        db.update(noticeSubscription)
          .set({ lastNoticeAt: now(), dueAt: due })
          .where(eq(noticeSubscription.id, id))
          .run();
        return due;
      }),
    fired: (id, dueAt) =>
      writer.write(() => {
        db.update(noticeSubscription)
          .set({ dueAt: null, firedAt: now() })
          .where(and(eq(noticeSubscription.id, id), eq(noticeSubscription.dueAt, dueAt)))
          .run();
      }),
  };
}
