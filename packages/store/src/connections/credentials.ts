import { z } from 'zod';
import type { StoreContext } from '../context.ts';
import { readJson } from '../json.ts';
import { StoreError } from '../store-error.ts';

/** Which credentials are set, by name: when, by whom, and until which day they hold, where somebody said so. */
export type CredentialInfo = Readonly<
  Record<string, { readonly setAt: Date; readonly setBy: string; readonly expiresOn?: string | undefined }>
>;

/** The credentials of a connection in plain text. */
export interface OpenCredentials {
  readonly values: Readonly<Record<string, string>>;
  /** The addresses they were entered for, sealed with them; null for some that are older than this. */
  readonly origins: readonly string[] | null;
}

export const credentialInfoSchema = z.record(
  z.string(),
  z.object({
    setAt: z.iso.datetime().transform((text) => new Date(text)),
    setBy: z.string(),
    expiresOn: z.iso.date().optional(),
  }),
);

/** Among the sealed values: no setting can have this name. */
const originsName = '@origins';

function withExpiries(info: CredentialInfo, expiries: Readonly<Record<string, string | null>>): CredentialInfo {
  return Object.fromEntries(
    Object.entries(info).map(([name, { expiresOn, ...set }]) => {
      const day = name in expiries ? expiries[name] : expiresOn;
      return [name, { ...set, ...(day ? { expiresOn: day } : {}) }];
    }),
  );
}

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
  const open = ({ id, credentialVersion, credentials }: CredentialColumns): OpenCredentials => {
    if (credentials === null) return { values: {}, origins: null };
    const { [originsName]: origins, ...values } = vault.open(identityOf(id, credentialVersion), credentials);
    return { values, origins: origins === undefined ? null : (JSON.parse(origins) as string[]) };
  };

  /** Those that a change leaves as they are. What cannot be opened any more does not stand in the way of giving all anew. */
  const kept = (row: CredentialColumns, known: readonly string[], changed: readonly string[]) => {
    if (known.every((name) => changed.includes(name))) return { values: {}, origins: null };
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

  /** Whether nothing need be sealed anew for these addresses. What cannot be opened stays until it is given anew. */
  const isFor = (row: CredentialColumns, origins: readonly string[] | undefined): boolean => {
    if (row.credentials === null || origins === undefined) return true;
    try {
      const known = open(row).origins;
      return known?.length === origins.length && known.every((origin) => origins.includes(origin));
    } catch (error) {
      if (error instanceof StoreError) return true;
      throw error;
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
      {
        at,
        by,
        origins,
        expiries,
      }: {
        readonly at: Date;
        readonly by: string;
        /** Undefined: as before. */
        readonly origins: readonly string[] | undefined;
        readonly expiries: Readonly<Record<string, string | null>>;
      },
    ) {
      const { id, credentialVersion, credentials, credentialInfo } = row;
      const names = Object.keys(secrets);
      const known = readJson(credentialInfoSchema, credentialInfo, `the credentials of connection ${id}`);
      if (names.length === 0 && isFor(row, origins))
        return { credentialVersion, credentials, credentialInfo: withExpiries(known, expiries) };
      const before = kept(row, Object.keys(known), names);
      const values = new Map(Object.entries(before.values));
      const boundTo = origins ?? before.origins;
      const info = new Map<string, CredentialInfo[string]>(Object.entries(known));
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
        credentials:
          values.size === 0
            ? null
            : vault.seal(identityOf(id, version), {
                ...Object.fromEntries(values),
                ...(boundTo === null ? {} : { [originsName]: JSON.stringify([...boundTo]) }),
              }),
        credentialInfo: withExpiries(Object.fromEntries(info), expiries),
      };
    },
  };
}
