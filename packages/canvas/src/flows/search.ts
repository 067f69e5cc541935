import { z } from 'zod';

/** What the address of the flow list says: which dialog is open. */
export const flowsSearchSchema = z.object({
  do: z.enum(['new', 'import', 'first-steps']).optional().catch(undefined),
});
