import { errorViewSchema } from '@koppel/model';
import { z } from 'zod';

/**
 * How a flow learns of changes in one place that it reads. standing: the system tells at once · making: it is being asked ·
 * failed: it could not be asked, `error` says why · notAsked: the flow waits for its times · off: the flow is off ·
 * notOffered: the system does not tell of this entity · noAddress: the system cannot reach this server.
 */
export const noticeStates = ['standing', 'making', 'failed', 'notAsked', 'off', 'notOffered', 'noAddress'] as const;

/** One place that a flow reads, and whether its system tells of changes there. Polling goes on in every state. */
export const flowNoticesSchema = z
  .object({
    connectionId: z.string(),
    connectionName: z.string(),
    role: z.string(),
    entity: z.string(),
    state: z.enum(noticeStates),
    /** Since when the system tells without interruption. */
    since: z.iso.datetime().nullable(),
    /** When the system forgets it; it is renewed before. Null: never, or it does not stand. */
    expiresAt: z.iso.datetime().nullable(),
    lastNoticeAt: z.iso.datetime().nullable(),
    /** After a failure: when it is tried again. */
    nextTryAt: z.iso.datetime().nullable(),
    error: errorViewSchema.nullable(),
  })
  .meta({ id: 'FlowNotices' });
export type FlowNotices = z.infer<typeof flowNoticesSchema>;
