import { and, eq, or } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { identity, membership, user } from './schema/people.ts';
import { storedUserOf, type StoredUser } from './users.ts';

/** Somebody as a provider of sign-ins knows them: its name and the name that never changes there. */
export interface StoredIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** Who people are at the provider of sign-ins. A person has at most one identity at each, and an identity is one person's. */
export interface IdentityRepository {
  byIdentity(identity: StoredIdentity): Promise<StoredUser | null>;
  /** Refused where the person has another identity there, or the identity is somebody else's. */
  bindIdentity(userId: string, identity: StoredIdentity): Promise<boolean>;
  /** Makes somebody who is a member of one workspace, with the identity, in one change. */
  createWithIdentity(made: {
    readonly email: string;
    readonly name: string;
    readonly identity: StoredIdentity;
    readonly workspaceId: string;
    readonly role: string;
  }): Promise<StoredUser | 'taken'>;
  /** Forgets who the person is at every provider. */
  unbindIdentities(userId: string): Promise<void>;
}

export function createIdentities({ db, writer, now, newId }: InstanceContext): IdentityRepository {
  const isIt = ({ issuer, subject }: StoredIdentity) => and(eq(identity.issuer, issuer), eq(identity.subject, subject));

  return {
    async byIdentity(wanted) {
      const row = db.select().from(identity).innerJoin(user, eq(user.id, identity.userId)).where(isIt(wanted)).get();
      return row ? storedUserOf(row.user) : null;
    },
    bindIdentity: (userId, { issuer, subject }) =>
      writer.write(() => {
        const isBound = or(isIt({ issuer, subject }), and(eq(identity.issuer, issuer), eq(identity.userId, userId)));
        if (db.select().from(identity).where(isBound).get()) return false;
        db.insert(identity).values({ issuer, subject, userId, createdAt: now() }).run();
        return true;
      }),
    createWithIdentity: ({ email, name, identity: { issuer, subject }, workspaceId, role }) =>
      writer.write(() => {
        const isTaken =
          db.select().from(user).where(eq(user.email, email.toLowerCase())).get() !== undefined ||
          db.select().from(identity).where(isIt({ issuer, subject })).get() !== undefined;
        if (isTaken) return 'taken';
        const id = newId();
        const who = { id, email: email.toLowerCase(), name, passwordHash: null };
        const values = { ...who, isInstanceAdmin: false, isDisabled: false, createdAt: now() };
        const made = storedUserOf(db.insert(user).values(values).returning().get());
        db.insert(membership).values({ userId: id, workspaceId, role }).run();
        db.insert(identity).values({ issuer, subject, userId: id, createdAt: now() }).run();
        return made;
      }),
    async unbindIdentities(userId) {
      await writer.write(() => db.delete(identity).where(eq(identity.userId, userId)).run());
    },
  };
}
