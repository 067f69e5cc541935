import { canonicalEntities, localizedTextSchema, type LocalizedText } from '@koppel/model';
import { z } from 'zod';

/** A field of a form, as read from a JSON schema. `name` is its key in the object. */
export interface FormField {
  readonly name: string;
  readonly label: string | LocalizedText;
  readonly help: string | LocalizedText | null;
  readonly isRequired: boolean;
  /** What holds where nothing is given. */
  readonly default: unknown;
  readonly input: FieldInput;
  /** Shown, and read, only where another field of the same object has one of these values. */
  readonly when: { readonly setting: string; readonly values: readonly string[] } | null;
  /** It has a screen of its own and is left out of the form. */
  readonly hasOwnEditor: boolean;
}

/** The control that fits a field. */
export type FieldInput =
  | { readonly kind: 'text'; readonly format: 'plain' | 'address' | 'email'; readonly maxLength: number | null }
  | { readonly kind: 'secret' }
  | {
      readonly kind: 'number';
      readonly isWhole: boolean;
      readonly min: number | null;
      readonly max: number | null;
    }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly { value: string; label: string | LocalizedText }[] }
  /** One text a line. */
  | { readonly kind: 'lines' }
  /** Anything else: written as JSON. */
  | { readonly kind: 'json' };

const label = z.union([z.string(), localizedTextSchema]);

/** The part of JSON Schema that forms understand; what they do not is edited as JSON. */
const propertySchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maxLength: z.number().optional(),
  items: z.looseObject({ type: z.string().optional() }).optional(),
  anyOf: z.array(z.looseObject({ type: z.string().optional() })).optional(),
  secret: z.boolean().optional(),
  'x-koppel': z
    .looseObject({
      title: label.optional(),
      help: label.optional(),
      secret: z.boolean().optional(),
      options: z.record(z.string(), label).optional(),
      when: z.object({ setting: z.string(), values: z.array(z.string()) }).optional(),
      editor: z.string().optional(),
      /** Its values are the entities of the canonical model. */
      entities: z.boolean().optional(),
    })
    .optional(),
});
type Property = z.infer<typeof propertySchema>;

const objectSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/**
 * The fields of a form for an object described by a JSON schema (draft 2020-12, with our hints under `x-koppel`), in the
 * order of its properties. `secrets` names those that are credentials besides the ones the schema marks.
 */
export function readFormFields(schema: unknown, secrets: readonly string[] = []): FormField[] {
  const object = objectSchema.parse(schema);
  return Object.entries(object.properties).flatMap(([name, raw]) => {
    const property = propertySchema.safeParse(raw);
    if (!property.success) return [];
    const hints = property.data['x-koppel'];
    const isSecret = secrets.includes(name) || property.data.secret === true || hints?.secret === true;
    const field: FormField = {
      name,
      label: hints?.title ?? property.data.title ?? labelOf(name),
      help: hints?.help ?? property.data.description ?? null,
      isRequired: object.required.includes(name) && property.data.default === undefined,
      default: property.data.default,
      input: isSecret ? { kind: 'secret' } : inputOf(property.data),
      when: hints?.when ?? null,
      hasOwnEditor: hints?.editor !== undefined,
    };
    // A constant is not for people to fill.
    return property.data.const === undefined ? [field] : [];
  });
}

/** `tokenAddress` → "Token address": for a schema without titles. */
function labelOf(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function inputOf(property: Property): FieldInput {
  if (property['x-koppel']?.entities === true) {
    return { kind: 'choice', options: canonicalEntities.map(({ entity, title }) => ({ value: entity, label: title })) };
  }
  const nullable = property.anyOf?.filter(({ type }) => type !== 'null');
  if (nullable?.length === 1 && property.anyOf?.length === 2) {
    const inner = propertySchema.safeParse(nullable[0]);
    if (inner.success) return inputOf({ ...inner.data, 'x-koppel': property['x-koppel'] });
  }
  if (property.enum?.every((value) => typeof value === 'string')) {
    const labels = property['x-koppel']?.options ?? {};
    return {
      kind: 'choice',
      options: (property.enum as string[]).map((value) => ({ value, label: labels[value] ?? value })),
    };
  }
  const type = Array.isArray(property.type) ? property.type.find((name) => name !== 'null') : property.type;
  if (type === 'boolean') return { kind: 'switch' };
  if (type === 'integer' || type === 'number') {
    return {
      kind: 'number',
      isWhole: type === 'integer',
      min: property.minimum ?? property.exclusiveMinimum ?? null,
      max: property.maximum ?? null,
    };
  }
  if (type === 'array' && property.items?.type === 'string') return { kind: 'lines' };
  if (type === 'string') {
    const format = property.format === 'uri' ? 'address' : property.format === 'email' ? 'email' : 'plain';
    return { kind: 'text', format, maxLength: property.maxLength ?? null };
  }
  return { kind: 'json' };
}
