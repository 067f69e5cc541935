import { localizedTextSchema, mergeChangeSchema } from '@koppel/model';
import { z } from 'zod';
import { environments, userRoles } from './session.ts';

/** A template that a client has. */
const clientTemplateSchema = z.object({
  id: z.string(),
  title: localizedTextSchema,
  version: z.string(),
  /** A newer version that the reader can bring here, and the workspace whose library has it. */
  upgrade: z.object({ version: z.string(), from: z.string() }).nullable(),
  /** What the client changed since it was installed. */
  localChanges: z.int(),
  /** How many of the changes the upgrade changes too: each is a question. Null where it cannot be said. */
  questions: z.int().nullable(),
  /** The first of the changes, questions first. */
  changes: z.array(
    mergeChangeSchema
      .pick({ id: true, kind: true, flowId: true, nodeId: true, nodeTitle: true, name: true })
      .extend({ isQuestion: z.boolean() }),
  ),
  /** Why it cannot be compared. */
  problem: z.string().nullable(),
  /** An installation that was begun and not finished. */
  unfinished: z.string().nullable(),
});

/** Counts and states, never records. */
const clientHealthSchema = z.object({
  status: z.enum(['ok', 'attention', 'failed']),
  flowsOn: z.int(),
  openFailures: z.int(),
  /** Connections that did not pass their last test, by name. */
  refusing: z.array(z.string()),
  /** Flows whose last run failed, that rest because a system refuses the sign-in, and that are later than promised. */
  failed: z.int(),
  held: z.int(),
  late: z.int(),
  lastRunAt: z.iso.datetime().nullable(),
});

/** One workspace on the consultant's board. What the reader's role there may not see is null. */
export const clientSchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    environment: z.enum(environments),
    role: z.enum(userRoles),
    /** `broken`: its database cannot be opened. */
    state: z.enum(['open', 'closed', 'broken']),
    closedAt: z.iso.datetime().nullable(),
    problem: z.object({ message: z.string(), remedy: z.string() }).nullable(),
    systems: z.array(z.object({ role: z.string(), title: z.string() })),
    templates: z.array(clientTemplateSchema).nullable(),
    /** Whether the reader may install and upgrade there. */
    canUpgrade: z.boolean(),
    health: clientHealthSchema.nullable(),
    administrators: z.array(z.string()),
  })
  .meta({ id: 'Client' });
export type Client = z.infer<typeof clientSchema>;
export type ClientTemplate = z.infer<typeof clientTemplateSchema>;
export type ClientHealth = z.infer<typeof clientHealthSchema>;
