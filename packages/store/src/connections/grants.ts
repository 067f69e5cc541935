import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { StoreContext } from '../context.ts';
import { connectionGrant } from '../schema/grants.ts';
import type { SealedText } from '../seals.ts';

/** The tokens of a grant in plain text. */
export interface GrantTokens {
  readonly accessToken: string;
  readonly accessExpiresAt: Date;
  /** Null where the provider gives none: then the sign-in ends with the access token. */
  readonly refreshToken: string | null;
}

/** That a person signed a connection in, without the tokens. */
export interface StoredGrant {
  readonly connectionId: string;
  readonly audience: string;
  readonly account: string;
  readonly connectedAt: Date;
  readonly connectedBy: string;
  readonly expiresAt: Date | null;
  readonly refreshingSince: Date | null;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
}

/** What people allowed connections to do at their providers. */
export interface GrantRepository {
  list(): Promise<StoredGrant[]>;
  get(connectionId: string): Promise<StoredGrant | null>;
  /** Keeps what a sign-in gave; an earlier one is void from then on. `audience`: the tokens open for no other. */
  connect(
    connectionId: string,
    grant: {
      readonly audience: string;
      readonly account: string;
      readonly by: string;
      readonly expiresAt: Date | null;
      readonly tokens: GrantTokens;
    },
  ): Promise<void>;
  /** Throws a StoreError when the tokens were altered, moved here, or are for another audience. */
  tokens(connectionId: string, audience: string): Promise<GrantTokens | null>;
  /** A refresh is about to be sent. */
  refreshing(connectionId: string): Promise<void>;
  /** It gave these. */
  refreshed(connectionId: string, tokens: GrantTokens, expiresAt: Date | null): Promise<void>;
  /** It certainly changed nothing: it may be sent again. */
  notRefreshed(connectionId: string): Promise<void>;
  /** The provider does not take it any more. */
  ended(connectionId: string, reason: string): Promise<void>;
  remove(connectionId: string): Promise<'removed' | 'missing'>;
}

const tokensSchema = z.object({
  accessToken: z.string(),
  accessExpiresAt: z.iso.datetime().transform((text) => new Date(text)),
  refreshToken: z.string().nullable(),
});

type GrantRow = typeof connectionGrant.$inferSelect;

function identityOf(
  workspaceId: string,
  { connectionId, audience, version }: Pick<GrantRow, 'connectionId' | 'audience' | 'version'>,
) {
  return { workspaceId, credentialId: `grant/${connectionId}/${audience}`, version };
}

/** The tokens of all grants, as they are stored. */
export function sealedGrants({ db, workspaceId }: StoreContext): SealedText[] {
  return db
    .select()
    .from(connectionGrant)
    .all()
    .map((row) => ({
      identity: identityOf(workspaceId, row),
      sealed: row.sealed,
      put: (sealed) =>
        void db.update(connectionGrant).set({ sealed }).where(eq(connectionGrant.connectionId, row.connectionId)).run(),
    }));
}

export function createGrants({ db, writer, vault, workspaceId, now }: StoreContext): GrantRepository {
  const isOf = (connectionId: string) => eq(connectionGrant.connectionId, connectionId);
  const rowOf = (connectionId: string) => db.select().from(connectionGrant).where(isOf(connectionId)).get();
  const seal = (row: Parameters<typeof identityOf>[1], tokens: GrantTokens) =>
    vault.seal(identityOf(workspaceId, row), { tokens: JSON.stringify(tokens) });
  const change = (connectionId: string, values: Partial<typeof connectionGrant.$inferInsert>) =>
    writer.write(() => void db.update(connectionGrant).set(values).where(isOf(connectionId)).run());

  return {
    list: async () => db.select().from(connectionGrant).all().map(grantOf),
    async get(connectionId) {
      const row = rowOf(connectionId);
      return row ? grantOf(row) : null;
    },
    connect: (connectionId, { audience, account, by, expiresAt, tokens }) =>
      writer.write(() => {
        const version = (rowOf(connectionId)?.version ?? 0) + 1;
        const values = {
          version,
          sealed: seal({ connectionId, audience, version }, tokens),
          audience,
          account,
          connectedAt: now(),
          connectedBy: by,
          expiresAt,
          refreshingSince: null,
          endedAt: null,
          endedReason: null,
        };
        db.insert(connectionGrant)
          .values({ connectionId, ...values })
          .onConflictDoUpdate({ target: connectionGrant.connectionId, set: values })
          .run();
      }),
    async tokens(connectionId, audience) {
      const row = rowOf(connectionId);
      if (!row) return null;
      const { tokens } = vault.open(identityOf(workspaceId, { ...row, audience }), row.sealed);
      return tokensSchema.parse(JSON.parse(tokens!));
    },
    refreshing: (connectionId) => change(connectionId, { refreshingSince: now() }),
    refreshed: (connectionId, tokens, expiresAt) =>
      writer.write(() => {
        const row = rowOf(connectionId);
        if (!row) return;
        const version = row.version + 1;
        const sealed = seal({ ...row, version }, tokens);
        db.update(connectionGrant)
          .set({ version, sealed, refreshingSince: null, ...(expiresAt === null ? {} : { expiresAt }) })
          .where(isOf(connectionId))
          .run();
      }),
    notRefreshed: (connectionId) => change(connectionId, { refreshingSince: null }),
    ended: (connectionId, endedReason) => change(connectionId, { endedAt: now(), endedReason, refreshingSince: null }),
    remove: (connectionId) =>
      writer.write(() => {
        const { changes } = db.delete(connectionGrant).where(isOf(connectionId)).run();
        return changes === 1 ? 'removed' : 'missing';
      }),
  };
}

function grantOf({ sealed: _sealed, version: _version, ...grant }: GrantRow): StoredGrant {
  return grant;
}
