import { z } from 'zod';

/** One way a choice can be filled: the system's own code as text, and its label. */
export const choiceOptionSchema = z.object({ value: z.string(), label: z.string() });

const plainTypes = [
  z.object({ kind: z.literal('text'), maxLength: z.int().positive().optional() }),
  z.object({ kind: z.literal('integer'), min: z.int().optional(), max: z.int().optional() }),
  z.object({ kind: z.literal('decimal'), scale: z.int().nonnegative().optional() }),
  z.object({ kind: z.literal('money'), scale: z.int().nonnegative().optional() }),
  z.object({ kind: z.literal('boolean') }),
  z.object({ kind: z.literal('date') }),
  z.object({ kind: z.literal('dateTime') }),
  z.object({ kind: z.literal('choice'), options: z.array(choiceOptionSchema) }),
] as const;

/** The types that a field of a line can have: all but `reference` and `lines`. */
export const plainFieldTypeSchema = z.discriminatedUnion('kind', plainTypes);
export type PlainFieldType = z.infer<typeof plainFieldTypeSchema>;

/** One field of the lines of a document, such as the quantity of an order line. */
export const lineFieldSchema = z.object({
  field: z.string(),
  label: z.string().optional(),
  type: plainFieldTypeSchema,
});
export type LineField = z.infer<typeof lineFieldSchema>;

/**
 * What a field can hold. Values travel as plain JSON: `text`, `choice` as strings; `integer` as a safe integer;
 * `decimal` and `money` as decimal strings (`"45000.00"`, never floats); `boolean`; `date` as `2026-11-23`;
 * `dateTime` as ISO 8601 in UTC; `reference` as the key of a record in the system that the value comes from; `lines` as the
 * text that `linesText` makes. An empty field is `null` in every type.
 */
export const fieldTypeSchema = z.discriminatedUnion('kind', [
  ...plainTypes,
  z.object({ kind: z.literal('reference'), entity: z.string() }),
  z.object({ kind: z.literal('lines'), fields: z.array(lineFieldSchema) }),
]);
export type FieldType = z.infer<typeof fieldTypeSchema>;
export type FieldKind = FieldType['kind'];
export type PlainFieldKind = PlainFieldType['kind'];

/** The kind alone as a type: without bounds, decimals or known options. */
export function plainType(kind: PlainFieldKind): PlainFieldType {
  return kind === 'choice' ? { kind, options: [] } : { kind };
}

/** A value of a field, as records carry it. See `fieldTypeSchema` for the form of each kind. */
export type FieldValue = string | number | boolean | null;
export const fieldValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
