import { z } from 'zod';

/** A webhook of a flow: where other programs call it, and whether they can. */
export const flowWebhookSchema = z
  .object({
    nodeId: z.string(),
    title: z.string(),
    url: z.string(),
    /** When its secret was made; null: nobody can sign yet. */
    secretMadeAt: z.iso.datetime().nullable(),
    /** Whether the published version has it. */
    isPublished: z.boolean(),
  })
  .meta({ id: 'FlowWebhook' });
export type FlowWebhook = z.infer<typeof flowWebhookSchema>;

/** Shown this once. */
export const webhookSecretSchema = z.object({ secret: z.string() });
