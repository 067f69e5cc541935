import {
  errorViewSchema,
  flowDocumentSchema,
  flowTestIdSchema,
  flowTestSchema,
  nodeDifferenceSchema,
} from '@koppel/model';
import { z } from 'zod';

export const flowTestOutcomes = ['passed', 'failed', 'notRecorded', 'broken'] as const;

/** A test of a flow as lists show it: without records. */
export const flowTestSummarySchema = z
  .object({
    id: flowTestIdSchema,
    title: z.string(),
    records: z.int(),
    /** Whether made-up values stand in place of those of personal fields. */
    isMadeUp: z.boolean(),
    recordedAt: z.iso.datetime(),
    savedAt: z.iso.datetime(),
    savedBy: z.string(),
    /** Null: not run since it was saved. */
    lastRun: z.object({ at: z.iso.datetime(), outcome: z.enum(flowTestOutcomes) }).nullable(),
  })
  .meta({ id: 'FlowTestSummary' });
export type FlowTestSummary = z.infer<typeof flowTestSummarySchema>;

const title = flowTestSchema.shape.title;

export const keepFlowTestSchema = z.strictObject({
  title,
  /** The flow as it was tried. */
  document: flowDocumentSchema,
  /** Of the records, in the system they are read from. */
  keys: z.array(z.string().min(1)).min(1).max(50),
  /** Whether made-up values take the place of those of personal fields. */
  madeUp: z.boolean().default(true),
});

export const recordFlowTestSchema = z.strictObject({ document: flowDocumentSchema });
export const saveFlowTestSchema = z.strictObject({ test: flowTestSchema });
export const renameFlowTestSchema = z.strictObject({ title });

export const runFlowTestsSchema = z.strictObject({
  /** What is tested: this document, or else the draft as it is saved. */
  document: flowDocumentSchema.optional(),
  /** A published version in place of it. */
  version: z.int().positive().optional(),
  /** Default: all tests of the flow. */
  tests: z.array(flowTestIdSchema).max(200).optional(),
});

export const acceptFlowTestSchema = z.strictObject({
  document: flowDocumentSchema,
  /** Of the result that somebody looked at: what the flow does must be that still. */
  seen: z.string(),
});

export const flowTestResultSchema = z
  .object({
    id: flowTestIdSchema,
    title: z.string(),
    records: z.int(),
    /** `notRecorded`: the flow asked what the recording does not have. `broken`: the flow cannot run as it is. */
    outcome: z.enum(flowTestOutcomes),
    error: errorViewSchema.nullable(),
    /** In the order in which records go: the first one is where it began. */
    differences: z.array(nodeDifferenceSchema),
    /** Names what the flow does now; null where it did not come to its end. */
    seen: z.string().nullable(),
  })
  .meta({ id: 'FlowTestResult' });
export type FlowTestResult = z.infer<typeof flowTestResultSchema>;
