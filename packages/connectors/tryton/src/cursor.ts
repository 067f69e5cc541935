import { RunError } from '@koppel/sdk';
import { z } from 'zod';

const stamp = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

/**
 * In the middle of a read: everything that changed since `since` (null: everything) up to the id `after` has been delivered,
 * and `until` was the last change when the read began.
 */
const scan = z.object({
  v: z.literal(1),
  kind: z.literal('scan'),
  since: stamp.nullable(),
  until: stamp.nullable(),
  after: z.int().nonnegative(),
});
/** At the end of one: all changes up to this time have been delivered. */
const done = z.object({ v: z.literal(1), kind: z.literal('done'), until: stamp.nullable() });
/** How many of the keys asked for have been read. */
const keys = z.object({ v: z.literal(1), kind: z.literal('keys'), next: z.int().nonnegative() });
const cursorSchema = z.discriminatedUnion('kind', [scan, done, keys]);

export type Cursor = z.infer<typeof cursorSchema>;
type Written = Cursor extends infer One ? (One extends Cursor ? Omit<One, 'v'> : never) : never;

export function writeCursor(cursor: Written): string {
  return JSON.stringify({ v: 1, ...cursor });
}

/** Reads a cursor. Throws a RunError for anything else: going on from a wrong place would lose records. */
export function readCursor(text: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(text));
  } catch {
    throw new RunError({
      code: 'tryton.cursor-unreadable',
      message: 'The place where the last run stopped cannot be read.',
      remedy: 'Run all records once: what is equal already is not written again.',
    });
  }
}
