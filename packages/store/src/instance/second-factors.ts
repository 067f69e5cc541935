import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import type { SealedText } from '../seals.ts';
import type { CredentialIdentity } from '../vault.ts';
import type { InstanceContext } from './context.ts';
import { recoveryCode, user } from './schema/people.ts';

/** The key that a person's codes come from. */
export interface StoredSecondFactor {
  readonly key: string;
  /** Another one each time a key is made. */
  readonly version: number;
  /** Since when it is asked for; null while it waits for its first code. */
  readonly since: Date | null;
  readonly recoveryCodesLeft: number;
}

/** The second factors of people. Keys are sealed; recovery codes come hashed: the store never sees them. */
export interface SecondFactorRepository {
  /** Null where there is none, not even one that waits. */
  secondFactor(userId: string): Promise<StoredSecondFactor | null>;
  /** Keeps a key that waits for its first code, in place of one that waited. Refused where one is asked for already. */
  beginSecondFactor(userId: string, key: string): Promise<boolean>;
  /** The first code came, of this time step: from now on it is asked for. Refused where this key does not wait any more. */
  confirmSecondFactor(
    userId: string,
    confirmed: { readonly version: number; readonly step: number; readonly recoveryHashes: readonly string[] },
  ): Promise<boolean>;
  /** Uses the code of a time step up, and with it those of all steps before. At most one caller ever has it. */
  useStep(userId: string, used: { readonly version: number; readonly step: number }): Promise<boolean>;
  /** Uses a recovery code up. At most one caller ever has it. */
  useRecoveryCode(userId: string, hash: string): Promise<boolean>;
  /** Other recovery codes; the ones before are gone. */
  replaceRecoveryCodes(userId: string, hashes: readonly string[]): Promise<void>;
  /** Whether there was one. */
  removeSecondFactor(userId: string): Promise<boolean>;
}

function identityOf({ id, secondFactorVersion }: { id: string; secondFactorVersion: number }): CredentialIdentity {
  return { workspaceId: 'instance', credentialId: `second-factor-${id}`, version: secondFactorVersion };
}

/** The keys of all second factors, as they are stored. */
export function sealedSecondFactors({ db }: Pick<InstanceContext, 'db'>): SealedText[] {
  const rows = db.select().from(user).where(isNotNull(user.secondFactorKey)).all();
  return rows.map((row) => ({
    identity: identityOf(row),
    sealed: row.secondFactorKey!,
    put: (sealed) => void db.update(user).set({ secondFactorKey: sealed }).where(eq(user.id, row.id)).run(),
  }));
}

export function createSecondFactors({ db, writer, vault, now }: InstanceContext): SecondFactorRepository {
  const rowOf = (userId: string) => db.select().from(user).where(eq(user.id, userId)).get();
  const isOf = (userId: string, version: number) => and(eq(user.id, userId), eq(user.secondFactorVersion, version));

  /** Within a change. */
  const setRecoveryCodes = (userId: string, hashes: readonly string[]) => {
    db.delete(recoveryCode).where(eq(recoveryCode.userId, userId)).run();
    for (const codeHash of hashes) db.insert(recoveryCode).values({ userId, codeHash }).run();
  };

  return {
    async secondFactor(userId) {
      const row = rowOf(userId);
      if (!row || row.secondFactorKey === null) return null;
      const { key } = vault.open(identityOf(row), row.secondFactorKey);
      return {
        key: key!,
        version: row.secondFactorVersion,
        since: row.secondFactorSince,
        recoveryCodesLeft: db.select().from(recoveryCode).where(eq(recoveryCode.userId, userId)).all().length,
      };
    },
    beginSecondFactor: (userId, key) =>
      writer.write(() => {
        const row = rowOf(userId);
        if (!row || row.secondFactorSince !== null) return false;
        const secondFactorVersion = row.secondFactorVersion + 1;
        const sealed = vault.seal(identityOf({ id: userId, secondFactorVersion }), { key });
        db.update(user)
          .set({ secondFactorKey: sealed, secondFactorVersion, secondFactorStep: null })
          .where(eq(user.id, userId))
          .run();
        return true;
      }),
    confirmSecondFactor: (userId, { version, step, recoveryHashes }) =>
      writer.write(() => {
        const waits = and(isOf(userId, version), isNotNull(user.secondFactorKey), isNull(user.secondFactorSince));
        const isConfirmed =
          db.update(user).set({ secondFactorSince: now(), secondFactorStep: step }).where(waits).run().changes > 0;
        if (isConfirmed) setRecoveryCodes(userId, recoveryHashes);
        return isConfirmed;
      }),
    useStep: (userId, { version, step }) =>
      writer.write(() => {
        const isNew = or(isNull(user.secondFactorStep), lt(user.secondFactorStep, step));
        const where = and(isOf(userId, version), isNotNull(user.secondFactorSince), isNew);
        return db.update(user).set({ secondFactorStep: step }).where(where).run().changes > 0;
      }),
    useRecoveryCode: (userId, hash) =>
      writer.write(
        () =>
          db
            .delete(recoveryCode)
            .where(and(eq(recoveryCode.userId, userId), eq(recoveryCode.codeHash, hash)))
            .run().changes > 0,
      ),
    async replaceRecoveryCodes(userId, hashes) {
      await writer.write(() => setRecoveryCodes(userId, hashes));
    },
    removeSecondFactor: (userId) =>
      writer.write(() => {
        setRecoveryCodes(userId, []);
        return (
          db
            .update(user)
            .set({ secondFactorKey: null, secondFactorSince: null, secondFactorStep: null })
            .where(and(eq(user.id, userId), isNotNull(user.secondFactorKey)))
            .run().changes > 0
        );
      }),
  };
}
