import { z } from 'zod';

/** What the address of a connection says: which part of it is shown, and what is to be done there. */
export const connectionSearchSchema = z.object({
  tab: z.enum(['fields', 'records', 'settings', 'flows']).optional().catch(undefined),
  /** On the settings: the credential that is to be replaced. */
  replace: z.string().optional().catch(undefined),
});
