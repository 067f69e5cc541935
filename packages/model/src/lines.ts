import { z } from 'zod';
import { fieldValueSchema, type FieldValue } from './field-type.ts';

/** One line of a document: its values by field of the line. `id` is the line's key in the system it comes from. */
export type Line = Readonly<Record<string, FieldValue>>;

const linesSchema = z.array(z.record(z.string(), fieldValueSchema));

/**
 * The lines in a value of the kind `lines`, in their order. An empty value has none; `null` for a text that holds no
 * lines.
 */
export function linesOf(value: FieldValue | undefined): readonly Line[] | null {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'string') return null;
  try {
    return linesSchema.parse(JSON.parse(value));
  } catch {
    return null;
  }
}

/**
 * The text by which lines travel and are compared: fields in alphabetical order, empty ones left out. No lines at all are
 * an empty value.
 */
export function linesText(lines: readonly Line[]): string | null {
  if (lines.length === 0) return null;
  return JSON.stringify(
    lines.map((line) =>
      Object.fromEntries(
        Object.entries(line)
          .filter(([, value]) => value !== null && value !== '')
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    ),
  );
}
