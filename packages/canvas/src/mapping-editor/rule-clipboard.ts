import { fieldRuleSchema, type FieldRule } from '@koppel/model';
import { z } from 'zod';

const clipSchema = z.strictObject({
  kind: z.literal('koppel/rules'),
  version: z.literal(1),
  rows: z.record(z.string(), fieldRuleSchema),
});

/** Rules as the clipboard holds them: text that another tab can paste. */
export function writeRules(rows: Readonly<Record<string, FieldRule>>): string {
  return JSON.stringify({ kind: 'koppel/rules', version: 1, rows }, null, 2);
}

/** The rules in a copied text; null when it holds none. */
export function readRules(text: string): Readonly<Record<string, FieldRule>> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const read = clipSchema.safeParse(json);
  return read.success ? read.data.rows : null;
}

/**
 * What pasting does: one copied rule fills every selected row; several fill the rows of the same name. `writable` are the
 * rows that may be filled.
 */
export function pasteRules(
  copied: Readonly<Record<string, FieldRule>>,
  selected: readonly string[],
  writable: ReadonlySet<string>,
): Readonly<Record<string, FieldRule>> {
  const [only, ...others] = Object.values(copied);
  if (only && others.length === 0 && selected.length > 0) {
    return Object.fromEntries(selected.filter((name) => writable.has(name)).map((name) => [name, only]));
  }
  return Object.fromEntries(Object.entries(copied).filter(([name]) => writable.has(name)));
}
