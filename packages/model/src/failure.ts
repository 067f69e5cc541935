import { z } from 'zod';
import { errorViewSchema } from './error-view.ts';
import { fieldValueSchema } from './field-type.ts';

/** Why a record could not be handled, in classes that share a remedy. */
export const failureCauses = [
  'noTranslation',
  'alreadyExists',
  'requiredEmpty',
  'doesNotFit',
  'notFound',
  'changedOnBothSides',
  'noPermission',
  'tooBusy',
  'connection',
  'refused',
  'expression',
  'unknownOutcome',
  'waitsForLink',
  'handedOver',
  'other',
] as const;
export type FailureCause = (typeof failureCauses)[number];

/**
 * Where a failure stands. open: somebody must act · retrying: a run is trying it again · solved: a later try
 * succeeded · dismissed: a person gave it up, with a reason · waiting: it needs another record's link and goes on by
 * itself as soon as the link appears.
 */
export const failureStates = ['open', 'retrying', 'solved', 'dismissed', 'waiting'] as const;

const namedValuesSchema = z.record(z.string(), fieldValueSchema);

/**
 * Values that a person set for one try of a failed record, by field with its entity in front: `input` in place of what the
 * source gives, `output` in place of what the flow makes of it. Nothing in the source or in the flow changes.
 */
export const recordEditSchema = z.object({ input: namedValuesSchema, output: namedValuesSchema });
export type RecordEdit = z.infer<typeof recordEditSchema>;

/** What happened to a failure, oldest first: `by` is the person, null where Koppel did it. */
export const failureEventSchema = z.object({
  kind: z.enum(['failed', 'waited', 'retried', 'notReached', 'solved', 'dismissed', 'mended']),
  at: z.iso.datetime(),
  by: z.string().nullable(),
  runId: z.string().nullable(),
  /** Failed: the sentence. Dismissed: the reason. Mended: what was done. */
  text: z.string().nullable(),
  edit: recordEditSchema.nullable(),
});
export type FailureEvent = z.infer<typeof failureEventSchema>;

/**
 * A record that a node could not handle, kept until it is solved or dismissed. `input` is the record as it entered the
 * flow, `output` what had been made of it when it failed, both as canonical field → value. One failing record of one
 * flow is one failure, however often it is seen.
 */
export const failureSchema = z.object({
  id: z.string(),
  flowId: z.string(),
  runId: z.string(),
  nodeId: z.string(),
  entity: z.string(),
  key: z.string(),
  name: z.string(),
  cause: z.enum(failureCauses),
  error: errorViewSchema,
  input: namedValuesSchema,
  output: namedValuesSchema.nullable(),
  state: z.enum(failureStates),
  seen: z.int().positive(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  /** Between which systems it failed, and of which entity its counterpart is; null where the flow has no target. */
  sides: z.object({ entity: z.string(), sourceConnectionId: z.string(), targetConnectionId: z.string() }).nullable(),
  /** Why it was dismissed, when it was. */
  note: z.string().nullable(),
});
export type Failure = z.infer<typeof failureSchema>;
