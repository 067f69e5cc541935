import { flowDocumentSchema, issueSchema, localizedTextSchema } from '@koppel/model';
import { z } from 'zod';

/** A published version of a sub-flow. It never changes. */
export const subFlowVersionSchema = z.object({ version: z.int().positive(), document: flowDocumentSchema });

/** A flow, or another sub-flow, that uses a sub-flow. */
export const subFlowUserSchema = z.object({
  flowId: z.string(),
  title: localizedTextSchema,
  /** The version that its published version uses; null where only its draft uses the sub-flow. */
  publishedUses: z.int().nullable(),
  /** The version that its draft uses; null where the draft no longer does. */
  draftUses: z.int().nullable(),
});
export type SubFlowUser = z.infer<typeof subFlowUserSchema>;

/** What a version of a sub-flow that is not published yet would do to a flow that uses it, if that took it. */
export const subFlowEffectSchema = subFlowUserSchema.extend({
  /** Mistakes that the flow does not have now; with an error among them it could not be published with that version. */
  issues: z.array(issueSchema),
});
export type SubFlowEffect = z.infer<typeof subFlowEffectSchema>;

/** Makes a sub-flow of these nodes of a document, which need not be saved. */
export const makeSubFlowSchema = z.strictObject({
  document: flowDocumentSchema,
  nodeIds: z.array(z.string()).min(1).max(500),
  title: z.string().min(1).max(80),
});

export const madeSubFlowSchema = z.object({
  subFlowId: z.string(),
  /** Null where somebody has to publish it first: only then can the flow be published. */
  version: z.int().nullable(),
  /** The document with the node that uses it; not saved yet. */
  document: flowDocumentSchema,
  nodeId: z.string(),
});
export type MadeSubFlow = z.infer<typeof madeSubFlowSchema>;

/** Lets the draft of a flow use this version of a sub-flow wherever it uses that. */
export const takeSubFlowVersionSchema = z.strictObject({ subFlow: z.string(), version: z.int().positive() });
