import { RunError } from '@koppel/sdk';
import { z } from 'zod';
import { positionSchema } from './pages.ts';

/** How far a read by time of change got: every record with an older stamp, and of those with exactly this one the ones named. */
const changes = z.object({ v: z.literal(1), kind: z.literal('changes'), stamp: z.string(), keys: z.array(z.string()) });
/** Inside a list that is in no order: the page, the last of its records that was given, and the latest stamp so far. */
const pages = z.object({
  v: z.literal(1),
  kind: z.literal('pages'),
  since: z.string().nullable(),
  at: positionSchema,
  given: z.string(),
  top: z.object({ stamp: z.string(), keys: z.array(z.string()) }).nullable(),
});
/** Behind the end of a list without stamps. */
const end = z.object({ v: z.literal(1), kind: z.literal('end') });
const keys = z.object({ v: z.literal(1), kind: z.literal('keys'), next: z.int().nonnegative() });
const cursorSchema = z.discriminatedUnion('kind', [changes, pages, end, keys]);
export type Cursor = z.infer<typeof cursorSchema>;

/** So many keys keep a cursor below 64 kB. Of more records with one stamp some are read again, which harms nobody. */
const maxKeys = 700;
const longestKey = 80;

/** The keys of records with one stamp, as a cursor can hold them. */
export function heldKeys(all: readonly string[]): string[] {
  return all.filter((key) => key.length <= longestKey).slice(-maxKeys);
}

export function writeCursor(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** Throws a RunError for anything that is no such cursor: going on from a wrong place would lose records. */
export function readCursor<Kind extends Cursor['kind']>(
  text: string,
  kinds: readonly Kind[],
): Extract<Cursor, { kind: Kind }> {
  try {
    const parsed = cursorSchema.parse(JSON.parse(text));
    if ((kinds as readonly string[]).includes(parsed.kind)) return parsed as Extract<Cursor, { kind: Kind }>;
  } catch {
    // not one of ours
  }
  throw new RunError({
    code: 'http.cursor-unreadable',
    message: 'The place where the last run stopped cannot be read.',
    remedy: 'Run all records once: what is equal already is not written again.',
  });
}
