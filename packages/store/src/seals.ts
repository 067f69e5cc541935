import type { KeyRing } from './key-ring.ts';
import { StoreError } from './store-error.ts';
import { keyIdOf, type CredentialIdentity, type Vault } from './vault.ts';
import type { Writer } from './writer.ts';

/** A sealed text of the database, and how to put another in its place. */
export interface SealedText {
  readonly identity: CredentialIdentity;
  readonly sealed: string;
  put(sealed: string): void;
}

/** Everything in a database that is sealed, whatever it belongs to. */
export interface SealRepository {
  /** How many texts each master key has sealed here. */
  inUse(): Promise<ReadonlyMap<string, number>>;
  /**
   * Seals up to so many texts anew that are not under the newest key, in one commit. Gives how many; 0: none is left but those
   * that do not open, which stay as they are.
   */
  renew(limit: number): Promise<number>;
}

/** `texts` gives all of them; it is called inside a change. */
export function createSeals({
  texts,
  vault,
  writer,
}: {
  readonly texts: () => readonly SealedText[];
  readonly vault: Vault;
  readonly writer: Writer;
}): SealRepository {
  return {
    inUse: async () => keysOf(texts()),
    renew: (limit) =>
      writer.write(() => {
        let renewed = 0;
        for (const { identity, sealed, put } of texts()) {
          if (renewed === limit) break;
          const anew = whereItOpens(() => vault.renew(identity, sealed));
          if (anew === null) continue;
          put(anew);
          renewed += 1;
        }
        return renewed;
      }),
  };
}

function whereItOpens(renew: () => string | null): string | null {
  try {
    return renew();
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}

function keysOf(texts: readonly SealedText[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sealed } of texts) {
    const id = keyIdOf(sealed);
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Throws a StoreError when a text was sealed with a key that is neither here nor said to be lost. */
export function refuseWrongKey(texts: readonly SealedText[], ring: KeyRing, file: string): void {
  const missing = [...keysOf(texts).keys()].filter((id) => ring.key(id) === undefined && !ring.isLost(id));
  if (missing.length === 0) return;
  const wanted = missing.length === 1 ? `the key ${missing[0]}` : `the keys ${missing.join(', ')}`;
  throw new StoreError({
    code: 'vault.wrong-key',
    message: `What is sealed in ${file} needs ${wanted}. This Koppel was given ${ring.ids.join(', ')}, from ${ring.place}.`,
    remedy: `Put the right key back: in the key file, or by KOPPEL_KEY or KOPPEL_KEY_FILE. Where it is gone for good, start once with KOPPEL_LOST_KEY=${missing.join(',')} and enter all credentials again.`,
  });
}
