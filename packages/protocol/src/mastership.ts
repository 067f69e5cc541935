import { languages, localizedTextSchema, mastershipRowSchema, mastershipTableSchema } from '@koppel/model';
import { z } from 'zod';

/** The table with the number of its revision: to be sent back with a change. */
export const mastershipSchema = z
  .object({ table: mastershipTableSchema, revision: z.int().nonnegative() })
  .meta({ id: 'Mastership' });
export type Mastership = z.infer<typeof mastershipSchema>;

/** A change is refused where somebody saved another revision meanwhile. */
export const saveMastershipSchema = z.strictObject({ table: mastershipTableSchema, revision: z.int().nonnegative() });

/** Something that follows from a changed table. */
export const mastershipEffectSchema = z.object({
  flowId: z.string(),
  title: z.string(),
  isOn: z.boolean(),
  /** Why it could not be switched on; null when it could, or was to be switched off. */
  problem: z.string().nullable(),
});

export const mastershipSavedSchema = z
  .object({
    table: mastershipTableSchema,
    revision: z.int(),
    /** Flows that the change switched on or off. */
    switched: z.array(mastershipEffectSchema),
  })
  .meta({ id: 'MastershipSaved' });

/** One row as it was and as it became; null: there was, or is, none. */
export const mastershipChangeSchema = z.object({
  before: mastershipRowSchema.nullable(),
  after: mastershipRowSchema.nullable(),
});
export type MastershipChange = z.infer<typeof mastershipChangeSchema>;

export const mastershipHistorySchema = z.array(
  z.object({
    revision: z.int(),
    savedAt: z.iso.datetime(),
    savedBy: z.string(),
    /** Against the revision before. */
    changes: z.array(mastershipChangeSchema),
    table: mastershipTableSchema,
  }),
);

export const exportMastershipQuerySchema = z.object({
  /** `html`: one page to print and sign. `csv`: for a spreadsheet. `json`: the table itself, to be brought in elsewhere. */
  format: z.enum(['html', 'csv', 'json']).default('html'),
  language: z.enum(languages).default('en'),
});

export const mastershipExportSchema = z
  .object({ fileName: z.string(), mediaType: z.string(), content: z.string() })
  .meta({ id: 'MastershipExport' });

/** What is wrong with flows only when they are looked at together, and what a table makes of the published ones. */
export const mastershipFindingsSchema = z
  .object({
    findings: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['error', 'warning', 'hint']),
        message: z.string(),
        remedy: z.string(),
        /** With the entity in front; all of one row. */
        fields: z.array(z.string()),
        /** `account.finance`, or `account/creditLimit` for a single field. */
        matrixRow: z.string(),
        flows: z.array(z.object({ id: z.string(), title: localizedTextSchema })),
      }),
    ),
    /** Published flows that could not be published any more. */
    refused: z.array(
      z.object({
        flowId: z.string(),
        title: z.string(),
        nodeId: z.string().nullable(),
        message: z.string(),
        remedy: z.string(),
        matrixRow: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'MastershipFindings' });
export type MastershipFindings = z.infer<typeof mastershipFindingsSchema>;
