import { and, asc, eq, ne } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { session, signInLink, user } from './schema/people.ts';

/** Someone who may sign in. */
export interface StoredUser {
  readonly id: string;
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  /** Null: signs in by link only. */
  readonly passwordHash: string | null;
  readonly isDisabled: boolean;
  /** Makes workspaces and people. */
  readonly isInstanceAdmin: boolean;
  /** Since when a second factor is asked for; null: none is. */
  readonly secondFactorSince: Date | null;
  /** When the tour of the demo was taken, or waved away; null: it is offered. */
  readonly tourSeenAt: Date | null;
  readonly createdAt: Date;
}

export interface UserRepository {
  /** By name, then by e-mail. */
  list(): Promise<StoredUser[]>;
  byId(id: string): Promise<StoredUser | null>;
  /** In any case, with or without outer blanks. */
  byEmail(email: string): Promise<StoredUser | null>;
  create(user: {
    readonly email: string;
    readonly name: string;
    readonly isInstanceAdmin?: boolean;
    readonly passwordHash: string | null;
  }): Promise<StoredUser | 'emailTaken'>;
  /** Whoever is disabled loses sessions and sign-in links in the same moment. */
  update(
    id: string,
    change: Partial<
      Pick<StoredUser, 'email' | 'name' | 'isInstanceAdmin' | 'passwordHash' | 'isDisabled' | 'tourSeenAt'>
    >,
  ): Promise<StoredUser | 'missing' | 'emailTaken'>;
}

export function createUsers({ db, writer, now, newId }: InstanceContext): UserRepository {
  const isTaken = (email: string, id: string): boolean =>
    db
      .select({ id: user.id })
      .from(user)
      .where(and(eq(user.email, email), ne(user.id, id)))
      .get() !== undefined;

  return {
    list: async () => db.select().from(user).orderBy(asc(user.name), asc(user.email)).all().map(storedUserOf),
    async byId(id) {
      const row = db.select().from(user).where(eq(user.id, id)).get();
      return row ? storedUserOf(row) : null;
    },
    async byEmail(email) {
      const row = db
        .select()
        .from(user)
        .where(eq(user.email, normal(email)))
        .get();
      return row ? storedUserOf(row) : null;
    },
    create: ({ email, name, isInstanceAdmin = false, passwordHash }) =>
      writer.write(() => {
        const id = newId();
        if (isTaken(normal(email), id)) return 'emailTaken';
        const who = { id, email: normal(email), name, passwordHash };
        const values = { ...who, isInstanceAdmin, isDisabled: false, createdAt: now() };
        return storedUserOf(db.insert(user).values(values).returning().get());
      }),
    update: (id, { email, name, isInstanceAdmin, passwordHash, isDisabled, tourSeenAt }) =>
      writer.write(() => {
        if (email !== undefined && isTaken(normal(email), id)) return 'emailTaken';
        const row = db
          .update(user)
          .set({
            id,
            name,
            isInstanceAdmin,
            passwordHash,
            isDisabled,
            tourSeenAt,
            ...(email !== undefined && { email: normal(email) }),
          })
          .where(eq(user.id, id))
          .returning()
          .get();
        if (!row) return 'missing';
        if (row.isDisabled) {
          db.delete(session).where(eq(session.userId, id)).run();
          db.delete(signInLink).where(eq(signInLink.userId, id)).run();
        }
        return storedUserOf(row);
      }),
  };
}

export function storedUserOf(row: typeof user.$inferSelect): StoredUser {
  const { id, email, name, passwordHash, isDisabled, isInstanceAdmin, secondFactorSince, tourSeenAt, createdAt } = row;
  return { id, email, name, passwordHash, isDisabled, isInstanceAdmin, secondFactorSince, tourSeenAt, createdAt };
}

function normal(email: string): string {
  return email.trim().toLowerCase();
}
