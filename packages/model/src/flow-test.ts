import { z } from 'zod';
import { entitySchemaSchema } from './entity-schema.ts';
import { fieldValueSchema } from './field-type.ts';
import { flowDocumentSchema } from './flow-document.ts';
import { mastershipTableSchema } from './mastership.ts';
import { canonicalText } from './template/canonical.ts';
import { valueListSchema } from './value-list.ts';

const name = z.string().min(1).max(200);
const values = z.record(name, fieldValueSchema);
const version = z.string().nullable();

/** Between which of the recorded systems, and of which entity. */
const sides = { entity: name, source: name, target: name };

const recordedSourceSchema = z.strictObject({
  system: name,
  entity: name,
  overlapMs: z.number().nonnegative(),
  /** The fields that were asked for. */
  fields: z.array(name),
  records: z.array(z.strictObject({ key: name, version, change: z.enum(['upserted', 'deleted']), values })),
});
export type RecordedSource = z.infer<typeof recordedSourceSchema>;

/** What a system promises of writing an entity. Nothing is ever sent to it. */
const recordedTargetSchema = z.strictObject({
  system: name,
  entity: name,
  rung: z.enum(['R1', 'R2', 'R3', 'R4', 'R5']),
  bounds: z.strictObject({ executionMs: z.number(), visibilityMs: z.number(), pauseMs: z.number() }),
  maxIntents: z.int().positive(),
  choosesKeys: z.boolean(),
  finishesCreates: z.boolean(),
});
export type RecordedTarget = z.infer<typeof recordedTargetSchema>;

export const recordedQuerySchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('key'), key: z.string() }),
  z.strictObject({ by: z.literal('fields'), values }),
]);
export type RecordedQuery = z.infer<typeof recordedQuerySchema>;

const recordedFindSchema = z.strictObject({
  system: name,
  entity: name,
  query: recordedQuerySchema,
  /** The fields that were asked for. */
  fields: z.array(name),
  found: z.array(
    z.strictObject({
      key: name,
      version,
      values,
      changedAt: z.string().nullable().optional(),
      mergedInto: z.string().nullable().optional(),
    }),
  ),
});
export type RecordedFind = z.infer<typeof recordedFindSchema>;

const recordedLinkSchema = z.strictObject({
  ...sides,
  sourceKey: name,
  /** Null: there was no link. */
  link: z
    .strictObject({
      targetKey: name,
      targetVersion: version,
      /** Node → hash of the values that it wrote last. */
      hashes: z.record(name, z.string()),
      base: z.record(name, z.union([fieldValueSchema, z.tuple([fieldValueSchema, fieldValueSchema])])),
    })
    .nullable(),
});
export type RecordedLink = z.infer<typeof recordedLinkSchema>;

/** Everything that a run asked of the world around it, and what it was told. */
export const recordingSchema = z.strictObject({
  /** The moment of the recording: in a test it is always that. */
  at: z.iso.datetime(),
  /** Slot → the system it is bound to, under a name of the test's own. */
  slots: z.record(name, z.strictObject({ system: name, connectorId: name })),
  /** By system: what was discovered of the entities that the flow uses. */
  schemas: z.record(name, z.array(entitySchemaSchema)),
  mastership: mastershipTableSchema,
  valueLists: z.array(valueListSchema),
  parameterValues: values,
  sources: z.array(recordedSourceSchema),
  targets: z.array(recordedTargetSchema),
  finds: z.array(recordedFindSchema),
  links: z.array(recordedLinkSchema),
  /** Which source key a target key belongs to; null: none. */
  claims: z.array(z.strictObject({ ...sides, targetKey: name, sourceKey: z.string().nullable() })),
  /** Target keys that a person said are other records. */
  refused: z.array(z.strictObject({ ...sides, sourceKey: name, targetKeys: z.array(name) })),
});
export type Recording = z.infer<typeof recordingSchema>;

const leftSchema = z.strictObject({ key: name, port: name, values });
const plannedSchema = z.strictObject({
  key: name,
  action: z.enum(['create', 'update', 'unchanged', 'filtered', 'skipped', 'failed', 'waiting']),
  changes: z.array(z.strictObject({ field: name, before: fieldValueSchema, after: fieldValueSchema })),
  /** Of a failure its code. */
  reason: z.string().nullable(),
});

/** What a node is expected to do with the records of a test. */
const nodeExpectationSchema = z.strictObject({
  left: z.array(leftSchema),
  planned: z.array(plannedSchema),
});
export type NodeExpectation = z.infer<typeof nodeExpectationSchema>;

const expectedWriteSchema = z.strictObject({
  system: name,
  entity: name,
  op: z.enum(['create', 'update']),
  key: z.string(),
  values,
});
export type ExpectedWrite = z.infer<typeof expectedWriteSchema>;

export const expectationSchema = z.strictObject({
  /** The records that went through, for people. */
  records: z.array(z.strictObject({ key: name, name: z.string() })),
  nodes: z.record(name, nodeExpectationSchema),
  /** What would be sent. */
  writes: z.array(expectedWriteSchema),
});
export type Expectation = z.infer<typeof expectationSchema>;

/** Names a test within its flow: from its title, and the name of its file. */
export const flowTestIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/)
  .max(80);

/**
 * A flow test: some records with everything a run asked about them, and what is to become of them. It holds no secret, and
 * names no connection of the workspace that made it.
 */
export const flowTestSchema = z.strictObject({
  koppel: z.literal('flow-test'),
  version: z.literal(1),
  id: flowTestIdSchema,
  flowId: flowDocumentSchema.shape.id,
  title: z.string().trim().min(1).max(120),
  /** Whether made-up values stand in place of those of personal fields. */
  isMadeUp: z.boolean(),
  recording: recordingSchema,
  expected: expectationSchema,
});
export type FlowTest = z.infer<typeof flowTestSchema>;

/** The same text for the same test, for files. */
export function stringifyFlowTest(test: FlowTest): string {
  return canonicalText(test);
}

/** At most this much text: a test travels to git and into templates. */
export const maxFlowTestBytes = 700_000;

const differingFieldSchema = z.object({
  field: z.string(),
  /** Absent: there was none, or is none. */
  expected: fieldValueSchema.optional(),
  now: fieldValueSchema.optional(),
});

/** What became of a record at a node, in one word: the port it left by, or what would be written. */
const fateSchema = z.string().nullable();

export const nodeDifferenceSchema = z.object({
  /** Null: what would be sent, where all nodes do what is expected. */
  nodeId: z.string().nullable(),
  records: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      /** Entity of the values, where it is known; else their fields have it in front. */
      expected: fateSchema,
      now: fateSchema,
      /** What is wrong with a record that fails now. */
      message: z.string().nullable(),
      fields: z.array(differingFieldSchema),
    }),
  ),
});
export type NodeDifference = z.infer<typeof nodeDifferenceSchema>;
