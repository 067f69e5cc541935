import { z } from 'zod';

/** What the address of a connection says: which part of it is shown. */
export const connectionSearchSchema = z.object({
  tab: z.enum(['fields', 'records', 'settings', 'flows']).optional().catch(undefined),
});
