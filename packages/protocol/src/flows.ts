import {
  entitySchemaSchema,
  errorViewSchema,
  fieldValueSchema,
  flowDocumentSchema,
  issueSchema,
  localizedTextSchema,
  mastershipTableSchema,
  runScopeSchema,
  valueListSchema,
} from '@koppel/model';
import { z } from 'zod';
import { flowEditorSchema, tabSchema } from './live.ts';
import { plannedRecordSchema } from './runs.ts';
import { subFlowUserSchema, subFlowVersionSchema } from './sub-flows.ts';

/** One of the last runs of a flow, as a bar on the list. */
export const runBarSchema = z.object({
  runId: z.string(),
  number: z.int(),
  status: z.enum(['queued', 'running', 'waiting', 'stopping', 'done', 'stopped', 'failed']),
  read: z.int(),
  written: z.int(),
  failed: z.int(),
  startedAt: z.iso.datetime().nullable(),
});

/** A flow that is on and yet rests: a system refused the sign-in, and the next run would meet the same. */
const flowHoldSchema = z.object({
  /** The connection that must work again. */
  connectionId: z.string(),
  connectionName: z.string(),
  /** The run that ended because of it, and when. */
  runId: z.string(),
  since: z.iso.datetime(),
});
export type FlowHold = z.infer<typeof flowHoldSchema>;

export const flowSummarySchema = z
  .object({
    id: z.string(),
    title: localizedTextSchema,
    summary: localizedTextSchema.nullable(),
    integration: z.string().nullable(),
    isSubFlow: z.boolean(),
    /** Of a sub-flow: who uses it. */
    usedBy: z.array(subFlowUserSchema),
    isOn: z.boolean(),
    /** Roles in the direction of the flow: `['erp', 'crm']`. */
    direction: z.array(z.string()),
    entities: z.array(z.string()),
    /** Every schedule in words, or empty when only people start it. */
    starts: z.array(localizedTextSchema),
    nextRunAt: z.iso.datetime().nullable(),
    /** Set while nothing but a person starts it, because a system refused the sign-in. */
    hold: flowHoldSchema.nullable(),
    /** How old what it carries may be, where a source promises that; null: nothing is promised. */
    freshness: z
      .object({
        promisedMinutes: z.int(),
        /** Everything that changed before has arrived; null: nothing yet. */
        upToDateSince: z.iso.datetime().nullable(),
        isLate: z.boolean(),
      })
      .nullable(),
    publishedVersion: z.int().nullable(),
    hasUnpublishedDraft: z.boolean(),
    openFailures: z.int(),
    /** Newest last, at most 14. */
    lastRuns: z.array(runBarSchema),
    /** Who looks after it; null: nobody in particular, or somebody who left. */
    owner: z.object({ id: z.string(), name: z.string() }).nullable(),
    /** Who has the draft open for editing at this moment. */
    editor: flowEditorSchema.nullable(),
    /** Set when the stored draft cannot be read: why. The other flows are not affected. */
    damage: errorViewSchema.nullable(),
  })
  .meta({ id: 'FlowSummary' });
export type FlowSummary = z.infer<typeof flowSummarySchema>;

/** A state that a draft can go back to: a published version, or a restore point. */
const restoreSourceSchema = z.union([
  z.strictObject({ version: z.int().positive() }),
  z.strictObject({ point: z.string().min(1).max(100) }),
]);
export type RestoreSource = z.infer<typeof restoreSourceSchema>;

export const restorePointSchema = z
  .object({
    id: z.string(),
    /** Why it was kept: by hand, or before a restore, a template, or somebody else's changes took its place; or it is damaged. */
    cause: z.enum(['byHand', 'restore', 'template', 'takeOver', 'damaged']),
    note: z.string(),
    keptAt: z.iso.datetime(),
    /** Of the draft. */
    savedAt: z.iso.datetime(),
    savedBy: z.string(),
    /** False: it is kept, but cannot be opened. */
    isReadable: z.boolean(),
  })
  .meta({ id: 'RestorePoint' });
export type RestorePoint = z.infer<typeof restorePointSchema>;
export const keepRestorePointSchema = z.strictObject({
  note: z.string().trim().max(200).default(''),
  /** `restore`: something is about to take the place of the draft. */
  cause: z.enum(['byHand', 'restore']).default('byHand'),
});
export const restoreDraftSchema = z.strictObject({
  from: restoreSourceSchema,
  revision: z.int(),
  /** As with a draft that is saved. */
  tab: tabSchema.optional(),
});

/** A record of the source, by its key, that the flow has to keep working for. */
export const pinnedSampleSchema = z
  .object({ key: z.string(), pinnedBy: z.string(), pinnedAt: z.iso.datetime() })
  .meta({ id: 'PinnedSample' });
export type PinnedSample = z.infer<typeof pinnedSampleSchema>;
export const pinSamplesSchema = z.strictObject({ keys: z.array(z.string().min(1).max(200)).max(50) });
export const checkPinnedSchema = z.strictObject({
  /** Default: the draft as it is saved. */
  document: flowDocumentSchema.optional(),
});
export const pinnedResultSchema = z
  .object({
    key: z.string(),
    /** As people call it; the key where no source tells. */
    name: z.string(),
    /** `missing`: no source has it any more; `unknown`: the systems could not be read. */
    outcome: z.enum(['passed', 'failed', 'missing', 'unknown']),
    /** Why it does not pass; empty where it does. */
    reason: z.string(),
    /** The node that it fails at; null where it fails at none. */
    nodeId: z.string().nullable(),
  })
  .meta({ id: 'PinnedResult' });
export type PinnedResult = z.infer<typeof pinnedResultSchema>;

export const flowDetailSchema = z
  .object({
    summary: flowSummarySchema,
    draft: flowDocumentSchema,
    /** Counts up with each saved draft. Send it back with the next one: a draft saved meanwhile is a conflict. */
    revision: z.int(),
    savedAt: z.iso.datetime(),
    savedBy: z.string(),
    /** Connection per slot. */
    slots: z.record(z.string(), z.string().nullable()),
    parameterValues: z.record(z.string(), fieldValueSchema),
    /** Set when the stored draft cannot be read: where `draft` comes from instead. Restoring it keeps the broken one. */
    openedFrom: restoreSourceSchema.nullable(),
  })
  .meta({ id: 'FlowDetail' });
export type FlowDetail = z.infer<typeof flowDetailSchema>;

/** A flow that ships with this version of Koppel and that the workspace does not have. */
export const shippedFlowSchema = z
  .object({
    id: z.string(),
    title: localizedTextSchema,
    summary: localizedTextSchema.nullable(),
    /** Nobody of this workspace was offered it yet: it came with a newer version. */
    isNew: z.boolean(),
  })
  .meta({ id: 'ShippedFlow' });
export type ShippedFlow = z.infer<typeof shippedFlowSchema>;

export const shippedChoiceSchema = z.strictObject({
  /** To be put into the workspace. */
  add: z.array(z.string()).default([]),
  /** Not to be offered as new any more. */
  dismiss: z.array(z.string()).default([]),
});

export const createFlowSchema = z.strictObject({ title: z.string().min(1).max(120), copyOf: z.string().optional() });
export const saveDraftSchema = z.strictObject({
  document: flowDocumentSchema,
  revision: z.int(),
  /** The tab that has the draft open for editing, as it said on the live socket. Whoever has it open nowhere leaves it out. */
  tab: tabSchema.optional(),
});
export const savedDraftSchema = z.object({ revision: z.int(), savedAt: z.iso.datetime() });
export const flowOwnerSchema = z.strictObject({ ownerId: z.string().nullable() });
/** Somebody who may edit the flows of the workspace. */
export const flowEditorPersonSchema = z.object({ id: z.string(), name: z.string() }).meta({ id: 'FlowEditorPerson' });
export type FlowEditorPerson = z.infer<typeof flowEditorPersonSchema>;
export const switchFlowSchema = z.strictObject({ isOn: z.boolean() });
export const bindFlowSchema = z.strictObject({
  slots: z.record(z.string(), z.string().nullable()).optional(),
  parameterValues: z.record(z.string(), fieldValueSchema).optional(),
});

export const publishFlowSchema = z.strictObject({
  revision: z.int(),
  note: z.string().min(1, 'Say what changed.').max(500),
  /** Why it is published although tests or pinned samples do not pass, or something else is doubtful. */
  overrule: z.string().trim().min(1).max(500).optional(),
  /** Why a sub-flow is published that breaks flows which use it: without it that is refused. */
  breaksBecause: z.string().min(1).max(500).optional(),
});
export const publishedSchema = z.object({ version: z.int() });

export const flowVersionSchema = z
  .object({
    version: z.int(),
    note: z.string(),
    publishedAt: z.iso.datetime(),
    publishedBy: z.string(),
    /** Who asked for it and who approved it; null where nobody had to. */
    askedBy: z.string().nullable(),
    approvedBy: z.string().nullable(),
    /** Of its runs that write, and of the records they read: how many, and how many failed. */
    runs: z.int(),
    records: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'FlowVersion' });
export type FlowVersion = z.infer<typeof flowVersionSchema>;

/** Everything that the check of a flow needs besides the document: the browser's worker and the server use the same. */
export const checkContextSchema = z
  .object({
    mastership: mastershipTableSchema,
    valueLists: z.array(valueListSchema),
    parameters: z.record(z.string(), z.object({ type: z.string(), value: fieldValueSchema })),
    slots: z.record(
      z.string(),
      z.object({
        connectionId: z.string().nullable(),
        connectorId: z.string().nullable(),
        schemas: z.array(entitySchemaSchema),
      }),
    ),
    /** The newest version of every published sub-flow, and what the draft uses already. */
    subFlows: z.array(subFlowVersionSchema),
    /** What other flows fill each target field from, as it is or translated: what people once meant by a name. */
    learned: z.record(z.string(), z.array(z.string())),
  })
  .meta({ id: 'CheckContext' });
export type CheckContextBody = z.infer<typeof checkContextSchema>;

export const checkResultSchema = z.object({
  issues: z.array(issueSchema),
  /** What the flow does together with the others that are on. None of it keeps it from being published. */
  together: z.array(issueSchema),
});

/** Asks what the draft makes of real records at one node, without writing anything. */
export const previewRequestSchema = z.strictObject({
  document: flowDocumentSchema,
  nodeId: z.string(),
  /** These source keys, or the records changed last. */
  keys: z.array(z.string()).max(50).optional(),
  limit: z.int().min(1).max(50).default(50),
  /** `present` also with the fields of the target that nothing fills: to compare what both systems hold. */
  withWholeTarget: z.boolean().default(false),
  /** Without it the target is not asked, and `present` stays null: to compare what two documents give. */
  withTarget: z.boolean().default(true),
});

const previewValues = z.record(z.string(), fieldValueSchema);

/** One sample record at one node. All values by canonical field with the entity in front. */
export const previewRecordSchema = z.object({
  key: z.string(),
  name: z.string(),
  /** As it enters the node; null when it does not reach it, and then `stoppedBy` says where it went. */
  input: previewValues.nullable(),
  stoppedBy: z.object({ nodeId: z.string(), port: z.string() }).nullable(),
  output: previewValues.nullable(),
  /** The port it leaves by. */
  port: z.string().nullable(),
  /** Errors per target field, or under the key `""` for the record as a whole. */
  errors: z.record(z.string(), errorViewSchema),
  /** What the target holds now, where the record is linked or matched. */
  present: previewValues.nullable(),
});
export const previewResultSchema = z
  .object({ readAt: z.iso.datetime(), records: z.array(previewRecordSchema), error: errorViewSchema.nullable() })
  .meta({ id: 'Preview' });
export type PreviewRecord = z.infer<typeof previewRecordSchema>;
export type PreviewResult = z.infer<typeof previewResultSchema>;

/** Asks what the draft would write for a few real records, without writing anything. */
export const tryRequestSchema = z.strictObject({
  document: flowDocumentSchema,
  /** These source keys, or the records changed last. */
  keys: z.array(z.string()).max(50).optional(),
  limit: z.int().min(1).max(50).default(50),
});
const requestPreviewSchema = z.object({
  method: z.string(),
  /** Below the system's own host. */
  address: z.string(),
  /** JSON. */
  body: z.string().nullable(),
});
/** What a node would give a system for a record, and what the connector would make of it. */
const sampleRequestSchema = z.object({
  op: z.enum(['create', 'update']),
  /** The role of that system. */
  role: z.string(),
  entity: z.string(),
  /** The target's key; null for a record that gets its key only when it is made. */
  key: z.string().nullable(),
  /** By field, without entity. */
  values: z.record(z.string(), fieldValueSchema),
  /** In their order, without headers; null where the connector cannot tell them without sending, or could not read what it needs. */
  requests: z.array(requestPreviewSchema).nullable(),
  /** False where more may follow, which depends on what the system answers. */
  isWhole: z.boolean(),
  /** Why the connector would send nothing; without `requests`: why it could not be found out. */
  error: errorViewSchema.nullable(),
});
export type SampleRequest = z.infer<typeof sampleRequestSchema>;

/** A field of a target that stays as it is. */
const keptFieldSchema = z.object({
  field: z.string(),
  /** Another system is master of it, or it was changed last in the target and the newest value wins. */
  why: z.enum(['master', 'newest']),
  /** The role of its master, or of the system in which it was changed last. */
  role: z.string(),
  /** What stays. */
  value: fieldValueSchema,
  /** What the flow had for it; absent where it had nothing. */
  offered: fieldValueSchema.optional(),
});
export type KeptField = z.infer<typeof keptFieldSchema>;

export const tryResultSchema = z
  .object({
    readAt: z.iso.datetime(),
    /** As a dry run of the same document would plan these records. */
    records: z.array(plannedRecordSchema),
    /** By the key of a record: the nodes that it left, and by which port. */
    paths: z.record(z.string(), z.array(z.object({ nodeId: z.string(), port: z.string() }))),
    /** Of records at the nodes that write them, or find them as they should be. */
    writes: z.array(
      z.object({
        nodeId: z.string(),
        key: z.string(),
        /** Null where a target did not say what it holds. */
        kept: z.array(keptFieldSchema).nullable(),
        requests: z.array(sampleRequestSchema),
      }),
    ),
    /** Nodes that were not tried: those with errors, and those behind them. */
    leftOut: z.array(z.string()),
    /** Why it could not be tried, or only in part. */
    error: errorViewSchema.nullable(),
  })
  .meta({ id: 'Sample' });
export type TryResult = z.infer<typeof tryResultSchema>;

export const startRunSchema = z.strictObject({
  scope: runScopeSchema.default({ kind: 'changes' }),
  isDryRun: z.boolean().default(false),
});
