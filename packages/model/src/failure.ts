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
  input: z.record(z.string(), fieldValueSchema),
  output: z.record(z.string(), fieldValueSchema).nullable(),
  state: z.enum(failureStates),
  seen: z.int().positive(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  /** Why it was dismissed, when it was. */
  note: z.string().nullable(),
});
export type Failure = z.infer<typeof failureSchema>;
