import { entitySchemaSchema, errorViewSchema, fieldValueSchema, localizedTextSchema } from '@koppel/model';
import { z } from 'zod';

export const testStepSchema = z.object({
  id: z.string(),
  title: localizedTextSchema,
  outcome: z.enum(['ok', 'warning', 'failed']),
  detail: z.string(),
  remedy: z.string().optional(),
  durationMs: z.number(),
});

export const testResultSchema = z
  .object({ at: z.iso.datetime(), isOk: z.boolean(), steps: z.array(testStepSchema) })
  .meta({ id: 'ConnectionTest' });
export type ConnectionTest = z.infer<typeof testResultSchema>;

/**
 * A person's sign-in at the provider of a connection. open: nobody has signed in yet · connected · ended: the provider does not
 * take it any more.
 */
export const connectionGrantSchema = z.object({
  state: z.enum(['open', 'connected', 'ended']),
  /** Who signed in there, as the provider says; empty where it does not say. */
  account: z.string(),
  connectedAt: z.iso.datetime().nullable(),
  connectedBy: z.string(),
  /** Why it ended, or why the last attempt to connect did not work. */
  problem: errorViewSchema.nullable(),
  /** The address that must stand on the provider's list, exactly. */
  redirectUri: z.string(),
});

/** A connection without its credentials. `secrets` says which are set and when; their values never leave the server. */
export const connectionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    connectorId: z.string(),
    connectorTitle: z.string(),
    role: z.string(),
    settings: z.record(z.string(), z.unknown()),
    secrets: z.record(
      z.string(),
      z.object({ setAt: z.iso.datetime(), setBy: z.string(), expiresOn: z.iso.date().nullable() }),
    ),
    /** Credentials that run out within 14 days, or have run out, the first one first. */
    expiring: z.array(
      z.object({
        /** The name of the credential; `grant` for the sign-in of a person. */
        credential: z.string(),
        /** What the form calls it; null: as the API does. */
        title: localizedTextSchema.nullable(),
        on: z.iso.date(),
        /** soon: within 14 days · urgent: within 3 days · expired. */
        state: z.enum(['soon', 'urgent', 'expired']),
      }),
    ),
    /** Null: the connection signs in by itself. */
    grant: connectionGrantSchema.nullable(),
    lastTest: testResultSchema.nullable(),
    usedBy: z.array(z.object({ flowId: z.string(), title: localizedTextSchema })),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connectionSchema>;

export const saveConnectionSchema = z.strictObject({
  name: z.string().min(1).max(80),
  connectorId: z.string(),
  role: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  settings: z.record(z.string(), z.unknown()),
  /** Only the credentials that change. */
  secrets: z.record(z.string(), z.string()).default({}),
  /** Until which day a credential holds, by name; null: not known. Only those that change. */
  expiries: z.record(z.string(), z.iso.date().nullable()).default({}),
});

export const connectionSchemaBody = z.object({ discoveredAt: z.iso.datetime(), entities: z.array(entitySchemaSchema) });

/** A description of records that is tried before it is saved. With a key that record is read, else the list. */
export const readTrialRequestSchema = z.strictObject({
  draft: z.record(z.string(), z.unknown()),
  key: z.string().min(1).max(500).nullable().default(null),
});

export const readTrialSchema = z
  .object({
    request: z.string(),
    status: z.int().nullable(),
    body: z.string(),
    isCut: z.boolean(),
    records: z.int().nullable(),
    hasMore: z.boolean().nullable(),
    rows: z.array(
      z.object({
        key: z.string(),
        version: z.string().nullable(),
        changedAt: z.string().nullable(),
        isDeleted: z.boolean(),
        values: z.record(z.string(), fieldValueSchema),
      }),
    ),
    problem: errorViewSchema.nullable(),
    creates: localizedTextSchema.nullable(),
    proposal: z.object({
      key: z.string().optional(),
      list: z.record(z.string(), z.string()),
      fields: z.array(
        z.object({ path: z.string(), kind: z.string(), field: z.string().nullable(), example: z.string() }),
      ),
    }),
  })
  .meta({ id: 'ReadTrial' });
export type ReadTrial = z.infer<typeof readTrialSchema>;
