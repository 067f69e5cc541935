import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { KeyRing, MasterKey } from './key-ring.ts';
import { StoreError } from './store-error.ts';

/** Which credentials: whoever opens them must name the same. */
export interface CredentialIdentity {
  readonly workspaceId: string;
  readonly credentialId: string;
  /** Counts up each time they are sealed anew. */
  readonly version: number;
}

/** Keeps credentials unreadable in the database. */
export interface Vault {
  /** Seals a record of name → text under a data key of its own. The text may be stored anywhere. */
  seal(identity: CredentialIdentity, values: Readonly<Record<string, string>>): string;
  /**
   * Opens what `seal` gave for the same identity. Throws a StoreError when it was altered, moved here from elsewhere, or
   * sealed with another key.
   */
  open(identity: CredentialIdentity, sealed: string): Record<string, string>;
  /**
   * Seals anew what was sealed with an older master key: under a new data key that the newest one wraps. Null where it is
   * that already, or where its key is said to be lost.
   */
  renew(identity: CredentialIdentity, sealed: string): string | null;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const sealedSchema = z.strictObject({
  v: z.literal(1),
  /** Which master key wrapped the data key. */
  kid: z.string(),
  key: z.string(),
  fields: z.record(z.string(), z.string()),
});

/** A vault that seals with the newest key of the ring, and opens what any of them sealed. */
export function createVault(ring: KeyRing): Vault {
  const vault: Vault = {
    seal(identity, values) {
      const master = ring.newest;
      const dataKey = randomBytes(32);
      const names = Object.keys(values).sort();
      const fields = Object.fromEntries(
        names.map((name) => [
          name,
          encrypt(dataKey, Buffer.from(values[name]!), context(identity, master, ['field', name])),
        ]),
      );
      const key = encrypt(master.bytes, dataKey, context(identity, master, ['key', ...names]));
      return JSON.stringify({ v: 1, kid: master.id, key, fields } satisfies z.infer<typeof sealedSchema>);
    },
    open(identity, sealed) {
      const { kid, key, fields } = readSealed(sealed);
      const master = ring.key(kid);
      if (master === undefined) throw otherKey(kid);
      try {
        const names = Object.keys(fields).sort();
        const dataKey = decrypt(master.bytes, key, context(identity, master, ['key', ...names]));
        return Object.fromEntries(
          names.map((name) => [
            name,
            decrypt(dataKey, fields[name]!, context(identity, master, ['field', name])).toString(),
          ]),
        );
      } catch (error) {
        throw altered(error);
      }
    },
    renew(identity, sealed) {
      const { kid } = readSealed(sealed);
      if (kid === ring.newest.id || (ring.key(kid) === undefined && ring.isLost(kid))) return null;
      return vault.seal(identity, vault.open(identity, sealed));
    },
  };
  return vault;
}

/** Which master key a text was sealed with; null where it is no sealed text. */
export function keyIdOf(sealed: string): string | null {
  try {
    return readSealed(sealed).kid;
  } catch {
    return null;
  }
}

function readSealed(sealed: string): z.infer<typeof sealedSchema> {
  try {
    return sealedSchema.parse(JSON.parse(sealed));
  } catch (error) {
    throw altered(error);
  }
}

/**
 * What a ciphertext is bound to. A data key is bound to the names of its fields, so that none can be taken away or added
 * unnoticed.
 */
function context(
  { workspaceId, credentialId, version }: CredentialIdentity,
  { id }: MasterKey,
  what: string[],
): Buffer {
  return Buffer.from(JSON.stringify(['koppel-vault', 1, workspaceId, credentialId, version, id, ...what]));
}

function encrypt(key: Buffer, plain: Buffer, aad: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function decrypt(key: Buffer, text: string, aad: Buffer): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(aad).setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}

function otherKey(kid: string): StoreError {
  return new StoreError({
    code: 'vault.other-key',
    message: `The credentials were stored with the key ${kid}, which this Koppel does not have.`,
    remedy: 'Put that key back from a backup, or enter the credentials again.',
  });
}

function altered(cause: unknown): StoreError {
  return new StoreError({
    code: 'vault.altered',
    message: 'The stored credentials were altered or belong to another connection.',
    remedy: 'Enter the credentials again.',
    cause,
  });
}
