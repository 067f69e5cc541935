import { and, asc, eq, isNull, lte, or } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { apiToken, user } from './schema/people.ts';
import { storedUserOf, type StoredUser } from './users.ts';

/** A person's token for the API. Its text is known to nobody but whoever it was shown to. */
export interface StoredApiToken {
  readonly id: string;
  readonly userId: string;
  readonly workspaceId: string;
  readonly name: string;
  /** What it may do at most; whoever reads it parses it. */
  readonly permissions: unknown;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** To within a minute. */
  readonly lastUsedAt: Date | null;
}

/** The tokens for the API. Their texts come hashed: the store never sees them. */
export interface ApiTokenRepository {
  createApiToken(
    made: Omit<StoredApiToken, 'id' | 'createdAt' | 'lastUsedAt'> & { readonly tokenHash: string },
  ): Promise<StoredApiToken>;
  /** Whoever asks decides whether it still holds. */
  apiToken(tokenHash: string): Promise<FoundApiToken | null>;
  /** Of one workspace, oldest first; also those that ran out. */
  apiTokensOf(whose: ApiTokenOwners): Promise<FoundApiToken[]>;
  /** Whether there was such a one. */
  deleteApiToken(whose: ApiTokenOwners, id: string): Promise<boolean>;
  /** Notes that it was used. Writes at most once a minute. */
  touchApiToken(id: string): Promise<void>;
}

interface FoundApiToken {
  readonly token: StoredApiToken;
  readonly user: StoredUser;
}

interface ApiTokenOwners {
  readonly workspaceId: string;
  /** Null: everybody's. */
  readonly userId: string | null;
}

const touchEveryMs = 60_000;

export function createApiTokens({ db, writer, now, newId }: InstanceContext): ApiTokenRepository {
  const isOf = ({ userId, workspaceId }: ApiTokenOwners) =>
    and(eq(apiToken.workspaceId, workspaceId), userId === null ? undefined : eq(apiToken.userId, userId));
  const isStale = (id: string, at: Date) =>
    and(
      eq(apiToken.id, id),
      or(isNull(apiToken.lastUsedAt), lte(apiToken.lastUsedAt, new Date(at.getTime() - touchEveryMs))),
    );

  return {
    createApiToken: ({ tokenHash, userId, workspaceId, name, permissions, expiresAt }) =>
      writer.write(() => {
        const values = { id: newId(), tokenHash, userId, workspaceId, name, permissions, expiresAt, createdAt: now() };
        return tokenOf(db.insert(apiToken).values(values).returning().get());
      }),
    async apiToken(tokenHash) {
      const row = db
        .select()
        .from(apiToken)
        .innerJoin(user, eq(user.id, apiToken.userId))
        .where(eq(apiToken.tokenHash, tokenHash))
        .get();
      return row ? { token: tokenOf(row.api_token), user: storedUserOf(row.user) } : null;
    },
    async apiTokensOf(whose) {
      const rows = db
        .select()
        .from(apiToken)
        .innerJoin(user, eq(user.id, apiToken.userId))
        .where(isOf(whose))
        .orderBy(asc(apiToken.createdAt))
        .all();
      return rows.map((row) => ({ token: tokenOf(row.api_token), user: storedUserOf(row.user) }));
    },
    deleteApiToken: (whose, id) =>
      writer.write(
        () =>
          db
            .delete(apiToken)
            .where(and(isOf(whose), eq(apiToken.id, id)))
            .run().changes > 0,
      ),
    async touchApiToken(id) {
      const at = now();
      if (!db.select({ id: apiToken.id }).from(apiToken).where(isStale(id, at)).get()) return;
      await writer.write(() => db.update(apiToken).set({ lastUsedAt: at }).where(isStale(id, at)).run());
    },
  };
}

function tokenOf({ tokenHash: _hash, ...token }: typeof apiToken.$inferSelect): StoredApiToken {
  return token;
}
