import { RunError } from '@koppel/sdk';
import { z } from 'zod';

/**
 * How far a read of changes got. `link` is where it goes on: a next link inside the read, the delta link behind it.
 * `since` is the delta link with which the read began, for the case that `link` is refused; null for a read from the
 * beginning. `columns` are those that both links give: the token remembers the columns of its first request.
 */
const changesCursor = z.object({
  v: z.literal(1),
  kind: z.literal('changes'),
  link: z.string(),
  since: z.string().nullable(),
  columns: z.array(z.string()),
});
/** How far a scan of all records got: where it goes on, and the last id, for the case that the link is refused. */
const allCursor = z.object({ v: z.literal(1), kind: z.literal('all'), link: z.string().nullable(), after: z.string() });
/** How many of the keys asked for have been read. */
const keysCursor = z.object({ v: z.literal(1), kind: z.literal('keys'), next: z.int().nonnegative() });
const cursorSchema = z.discriminatedUnion('kind', [changesCursor, allCursor, keysCursor]);

type Cursor = z.infer<typeof cursorSchema>;
export type ChangesCursor = z.infer<typeof changesCursor>;

/** A cursor as text, without its version. */
export function writeCursor(
  cursor: Omit<ChangesCursor, 'v'> | Omit<z.infer<typeof allCursor>, 'v'> | Omit<z.infer<typeof keysCursor>, 'v'>,
): string {
  return JSON.stringify({ v: 1, ...cursor });
}

/** Reads a cursor of this kind. Throws a RunError for anything else: going on from a wrong place would lose records. */
export function readCursor<Kind extends Cursor['kind']>(text: string, kind: Kind): Extract<Cursor, { kind: Kind }> {
  let parsed: Cursor | undefined;
  try {
    parsed = cursorSchema.parse(JSON.parse(text));
  } catch {
    parsed = undefined;
  }
  if (parsed?.kind !== kind) {
    throw new RunError({
      code: 'dataverse.cursor-unreadable',
      message: 'The place where the last run stopped cannot be read.',
      remedy: 'Run all records once: what is equal already is not written again.',
    });
  }
  return parsed as Extract<Cursor, { kind: Kind }>;
}
