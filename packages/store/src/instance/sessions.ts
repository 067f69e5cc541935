import { and, eq, lt, lte, ne, or } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { session, signInLink, user } from './schema/people.ts';
import { storedUserOf, type StoredUser } from './users.ts';

/** Who is signed in, and the one-time links to sign in. Ids and tokens come hashed: the store never sees them. */
export interface SessionRepository {
  startSession(session: { readonly idHash: string; readonly userId: string }): Promise<void>;
  /** Whoever asks decides whether it still holds: by its times, and by whether its user is disabled. */
  session(
    idHash: string,
  ): Promise<{ readonly user: StoredUser; readonly createdAt: Date; readonly lastSeenAt: Date } | null>;
  /** Notes that it was used. Writes at most once a minute. */
  touchSession(idHash: string): Promise<void>;
  endSession(idHash: string): Promise<void>;
  /** All of one person, but for the session `except`. */
  endSessionsOf(userId: string, except?: string): Promise<void>;
  /** Gives how many sessions were removed: those last seen, or started, before these times. */
  deleteSessionsBefore(times: { readonly lastSeenBefore: Date; readonly createdBefore: Date }): Promise<number>;
  saveSignInLink(link: { readonly tokenHash: string; readonly userId: string }): Promise<void>;
  /** Uses the link up: at most one caller ever gets it. */
  takeSignInLink(tokenHash: string): Promise<{ readonly userId: string; readonly createdAt: Date } | null>;
  /** Of one person, or of everybody. */
  deleteSignInLinks(userId?: string): Promise<void>;
}

const touchEveryMs = 60_000;

export function createSessions({ db, writer, now }: InstanceContext): SessionRepository {
  const isStale = (idHash: string, at: Date) =>
    and(eq(session.idHash, idHash), lte(session.lastSeenAt, new Date(at.getTime() - touchEveryMs)));

  return {
    async startSession({ idHash, userId }) {
      const at = now();
      await writer.write(() => db.insert(session).values({ idHash, userId, createdAt: at, lastSeenAt: at }).run());
    },
    async session(idHash) {
      const row = db
        .select()
        .from(session)
        .innerJoin(user, eq(user.id, session.userId))
        .where(eq(session.idHash, idHash))
        .get();
      if (!row) return null;
      return {
        user: storedUserOf(row.user),
        createdAt: row.session.createdAt,
        lastSeenAt: row.session.lastSeenAt,
      };
    },
    async touchSession(idHash) {
      const at = now();
      const stale = db.select({ id: session.idHash }).from(session).where(isStale(idHash, at)).get();
      if (!stale) return;
      await writer.write(() => db.update(session).set({ lastSeenAt: at }).where(isStale(idHash, at)).run());
    },
    async endSession(idHash) {
      await writer.write(() => db.delete(session).where(eq(session.idHash, idHash)).run());
    },
    async endSessionsOf(userId, except) {
      const others = except === undefined ? undefined : ne(session.idHash, except);
      await writer.write(() =>
        db
          .delete(session)
          .where(and(eq(session.userId, userId), others))
          .run(),
      );
    },
    deleteSessionsBefore: ({ lastSeenBefore, createdBefore }) =>
      writer.write(
        () =>
          db
            .delete(session)
            .where(or(lt(session.lastSeenAt, lastSeenBefore), lt(session.createdAt, createdBefore)))
            .run().changes,
      ),
    async saveSignInLink({ tokenHash, userId }) {
      await writer.write(() => db.insert(signInLink).values({ tokenHash, userId, createdAt: now() }).run());
    },
    takeSignInLink: (tokenHash) =>
      writer.write(() => {
        const { userId, createdAt } = signInLink;
        const taken = db
          .delete(signInLink)
          .where(eq(signInLink.tokenHash, tokenHash))
          .returning({ userId, createdAt })
          .get();
        return taken ?? null;
      }),
    async deleteSignInLinks(userId) {
      const whose = userId === undefined ? undefined : eq(signInLink.userId, userId);
      await writer.write(() => db.delete(signInLink).where(whose).run());
    },
  };
}
