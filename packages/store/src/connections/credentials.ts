import { z } from 'zod';
import type { StoreContext } from '../context.ts';
import { readJson } from '../json.ts';
import { StoreError } from '../store-error.ts';

/** Which credentials are set, by name: when and by whom. Says nothing about their values. */
export type CredentialInfo = Readonly<Record<string, { readonly setAt: Date; readonly setBy: string }>>;

export const credentialInfoSchema = z.record(
  z.string(),
  z.object({ setAt: z.iso.datetime().transform((text) => new Date(text)), setBy: z.string() }),
);

/** The columns of a connection that hold its credentials. */
interface CredentialColumns {
  readonly id: string;
  readonly credentialVersion: number;
  readonly credentials: string | null;
  readonly credentialInfo: unknown;
}

/**
 * The credentials of connections: sealed together, anew with each change, under the connection's id and a version that
 * counts up. So an older text, or one of another connection, does not open.
 */
export function createCredentials({ vault, workspaceId }: Pick<StoreContext, 'vault' | 'workspaceId'>) {
  const identityOf = (credentialId: string, version: number) => ({ workspaceId, credentialId, version });
  const open = ({ id, credentialVersion, credentials }: CredentialColumns): Record<string, string> =>
    credentials === null ? {} : vault.open(identityOf(id, credentialVersion), credentials);

  /** Those that a change leaves as they are. What cannot be opened any more does not stand in the way of giving all anew. */
  const kept = (row: CredentialColumns, known: readonly string[], changed: readonly string[]) => {
    if (known.every((name) => changed.includes(name))) return {};
    try {
      return open(row);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      throw new StoreError({
        code: error.code,
        message: error.message,
        remedy: `Enter all credentials of this connection again: ${known.join(', ')}.`,
        cause: error,
      });
    }
  };

  return {
    /** Of a connection that never had any. */
    none: { credentialVersion: 0, credentials: null, credentialInfo: {} },
    open,
    /** The columns after a change. Throws a StoreError when credentials that stay cannot be opened. */
    changed(
      row: CredentialColumns,
      secrets: Readonly<Record<string, string | null>>,
      { at, by }: { readonly at: Date; readonly by: string },
    ) {
      const { id, credentialVersion, credentials, credentialInfo } = row;
      const names = Object.keys(secrets);
      if (names.length === 0) return { credentialVersion, credentials, credentialInfo };
      const known = readJson(credentialInfoSchema, credentialInfo, `the credentials of connection ${id}`);
      const values = new Map(Object.entries(kept(row, Object.keys(known), names)));
      const info = new Map<string, { setAt: Date; setBy: string }>(Object.entries(known));
      for (const [name, value] of Object.entries(secrets)) {
        values.delete(name);
        info.delete(name);
        if (value === null) continue;
        values.set(name, value);
        info.set(name, { setAt: at, setBy: by });
      }
      const version = credentialVersion + 1;
      return {
        credentialVersion: version,
        credentials: values.size === 0 ? null : vault.seal(identityOf(id, version), Object.fromEntries(values)),
        credentialInfo: Object.fromEntries(info),
      };
    },
  };
}
