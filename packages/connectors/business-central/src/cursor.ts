import { RunError } from '@koppel/sdk';
import { z } from 'zod';

/**
 * How far a read by modification stamp got: every record with an older stamp, and of those with exactly this stamp the
 * ones named. The stamp stays as the system wrote it.
 */
const changesCursor = z.object({
  v: z.literal(1),
  kind: z.literal('changes'),
  stamp: z.string(),
  ids: z.array(z.string()),
});
/** How many of the keys asked for have been read. */
const keysCursor = z.object({ v: z.literal(1), kind: z.literal('keys'), next: z.int().nonnegative() });
const cursorSchema = z.discriminatedUnion('kind', [changesCursor, keysCursor]);

export type ChangesCursor = z.infer<typeof changesCursor>;
export type KeysCursor = z.infer<typeof keysCursor>;

/** So many ids keep a cursor below 64 kB. Of more records with one stamp some are read again, which harms nobody. */
const maxIds = 1500;

export function writeChangesCursor(stamp: string, ids: readonly string[]): string {
  return JSON.stringify({ v: 1, kind: 'changes', stamp, ids: ids.slice(-maxIds) });
}

export function writeKeysCursor(next: number): string {
  return JSON.stringify({ v: 1, kind: 'keys', next });
}

/** Reads a cursor of this kind. Throws a RunError for anything else: going on from a wrong place would lose records. */
export function readCursor<Kind extends 'changes' | 'keys'>(
  text: string,
  kind: Kind,
): Extract<ChangesCursor | KeysCursor, { kind: Kind }> {
  let parsed: z.infer<typeof cursorSchema> | undefined;
  try {
    parsed = cursorSchema.parse(JSON.parse(text));
  } catch {
    parsed = undefined;
  }
  if (parsed?.kind !== kind) {
    throw unreadable();
  }
  return parsed as Extract<ChangesCursor | KeysCursor, { kind: Kind }>;
}

function unreadable(): RunError {
  return new RunError({
    code: 'business-central.cursor-unreadable',
    message: 'The place where the last run stopped cannot be read.',
    remedy: 'Run all records once: what is equal already is not written again.',
  });
}

const shelvesSchema = z.object({
  v: z.literal(1),
  kind: z.literal('shelves'),
  at: z.int().min(0),
  cursors: z.array(z.string().nullable()),
});

/** A place in several sets that are read one behind the other: the place in each. */
export function writeShelvesCursor(at: number, cursors: readonly (string | null)[]): string {
  return JSON.stringify({ v: 1, kind: 'shelves', at, cursors });
}

/** Reads such a cursor for so many sets. Throws a RunError for anything else. */
export function readShelvesCursor(text: string, count: number): z.infer<typeof shelvesSchema> {
  try {
    const parsed = shelvesSchema.parse(JSON.parse(text));
    if (parsed.at < count && parsed.cursors.length === count) return parsed;
  } catch {
    // not one of ours
  }
  throw unreadable();
}
