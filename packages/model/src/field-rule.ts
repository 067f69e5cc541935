import { z } from 'zod';
import { fieldValueSchema } from './field-type.ts';

/** Comparisons of a simple condition. `empty` and `notEmpty` take no value, `oneOf` a list. */
export const comparisons = [
  'equals',
  'notEquals',
  'above',
  'atLeast',
  'below',
  'atMost',
  'contains',
  'startsWith',
  'oneOf',
  'empty',
  'notEmpty',
] as const;

const comparisonSchema = z.strictObject({
  /** A field of the incoming record: `account.blocked`. */
  field: z.string(),
  is: z.enum(comparisons),
  value: z.union([fieldValueSchema, z.array(fieldValueSchema)]).optional(),
});

/** A yes-or-no rule: all or any of some comparisons, or an expression in CEL that answers a boolean. */
export const conditionSchema = z.union([
  z.strictObject({ all: z.array(comparisonSchema) }),
  z.strictObject({ any: z.array(comparisonSchema) }),
  z.strictObject({ cel: z.string() }),
]);
export type Comparison = z.infer<typeof comparisonSchema>;
export type Condition = z.infer<typeof conditionSchema>;

/** Ready-made formats of a simple rule. Each takes the field's value and gives a value of a type the check knows. */
export const formats = [
  'trim',
  'uppercase',
  'lowercase',
  'capitalise',
  'digits',
  'belgianPhone',
  'companyNumber',
  'vatNumber',
  'iban',
  'structuredCommunication',
  'peppolId',
  'email',
  'date',
  'text',
  'round2',
  'yesNo',
] as const;
export type Format = (typeof formats)[number];

/** What to do with a code that a value list does not know. `fail` makes the record a failure. */
export const unlistedPolicies = ['fail', 'empty', 'keep'] as const;

/**
 * How one target field is filled. Simple rules: a fixed value, or a field with (in this order) a format, a value list,
 * a fallback for an empty result and a condition under which the rule applies at all. Or an expression in CEL.
 */
export const fieldRuleSchema = z.union([
  z.strictObject({ value: fieldValueSchema }),
  z.strictObject({ cel: z.string() }),
  z.strictObject({
    from: z.string(),
    format: z.enum(formats).optional(),
    list: z.string().optional(),
    unlisted: z.enum(unlistedPolicies).optional(),
    fallback: fieldValueSchema.optional(),
    when: conditionSchema.optional(),
  }),
]);
export type FieldRule = z.infer<typeof fieldRuleSchema>;
