import { z } from 'zod';
import { flowDocumentSchema } from '../flow-document.ts';
import { fieldValueSchema } from '../field-type.ts';
import { localizedTextSchema } from '../localized.ts';
import { mastershipRowSchema } from '../mastership.ts';
import { valueListSchema } from '../value-list.ts';
import { semanticVersionPattern } from './semantic-version.ts';
import { templateTestSchema } from './template-test.ts';

/** The version of the package format that this Koppel writes. */
export const newestTemplateFormat = 1;

export const templateIdPattern = /^[a-z][a-z0-9-]*$/;
const templateId = z.string().max(64).regex(templateIdPattern);

/** A value that the next client is asked for. */
export const templateParameterSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/),
  type: z.enum(['text', 'integer', 'decimal', 'boolean', 'date', 'email', 'url']),
  title: localizedTextSchema,
  /** What it is for, and what to fill in. */
  help: localizedTextSchema,
  /** Decimals as strings. Null: none goes along. */
  default: fieldValueSchema,
  isRequired: z.boolean(),
  /** Where it is used. `node` is null where the flow itself says it, such as its title. */
  uses: z.array(z.strictObject({ flowId: z.string(), nodeId: z.string().nullable(), name: z.string() })),
});
export type TemplateParameter = z.infer<typeof templateParameterSchema>;

export const templateManifestSchema = z.strictObject({
  id: templateId,
  version: z.string().regex(semanticVersionPattern),
  title: localizedTextSchema,
  /** What changed since the version before. */
  note: z.string().max(500),
  flows: z.array(z.strictObject({ id: z.string(), title: localizedTextSchema })),
  /** What the flows need a system for. `connectors`: what they were made on. */
  slots: z.array(
    z.strictObject({
      slot: z.string(),
      role: z.string(),
      title: localizedTextSchema.nullable(),
      connectors: z.array(z.string()),
      usedBy: z.array(z.string()),
    }),
  ),
  /** Fields that the flows read and write, by slot. Required: a mapping writes it or a rule reads it. */
  fields: z.array(
    z.strictObject({
      slot: z.string(),
      entity: z.string(),
      field: z.string(),
      label: z.string().nullable(),
      isRequired: z.boolean(),
      usedBy: z.array(z.strictObject({ flowId: z.string(), nodeId: z.string() })),
    }),
  ),
  parameters: z.array(templateParameterSchema),
  valueLists: z.array(z.strictObject({ id: z.string(), title: localizedTextSchema, rows: z.int() })),
  mastershipRows: z.array(z.string()),
  /** Tests of the flows, with how many records they have. Absent: none. */
  tests: z
    .array(templateTestSchema.pick({ id: true, flowId: true, title: true }).extend({ records: z.int() }))
    .optional(),
  /** Hits of the customer-data check that were left in on purpose, and why. */
  explanations: z.array(z.strictObject({ kind: z.string(), place: z.string(), reason: z.string() })),
});
export type TemplateManifest = z.infer<typeof templateManifestSchema>;

/** What a template holds, apart from what is said about it. */
export const templateContentsSchema = z.strictObject({
  flows: z.record(z.string(), flowDocumentSchema),
  valueLists: z.record(z.string(), valueListSchema),
  /** The rows of the mastership table that the flows stand on. */
  mastership: z.array(mastershipRowSchema),
});
export type TemplateContents = z.infer<typeof templateContentsSchema>;

/** Who vouches for a package: an ed25519 signature, in base64, over its checksum. */
export const templateSignatureSchema = z.strictObject({
  publisher: z.string().min(1).max(80),
  publicKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  value: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
});
export type TemplateSignature = z.infer<typeof templateSignatureSchema>;

/** A template: one or more flows with what they need, without secrets, in one file. */
export const templateBodySchema = z.strictObject({
  koppel: z.literal('template'),
  version: z.literal(newestTemplateFormat),
  manifest: templateManifestSchema,
  contents: templateContentsSchema,
  /** Absent: none. */
  tests: z.array(templateTestSchema).optional(),
  /** In Markdown. */
  documentation: z.string().max(200_000),
});
/** What the checksum is of. */
export type TemplateBody = z.infer<typeof templateBodySchema>;

/** `sha256:` and 64 hexadecimal digits. */
export const checksumPattern = /^sha256:[0-9a-f]{64}$/;
export type TemplatePackage = TemplateBody & {
  readonly checksum: string;
  readonly signature: TemplateSignature | null;
};
