import { z } from 'zod';

/** What the address of a wizard says: the step that is open, and the conflict that is looked at. */
export const wizardSearchSchema = z.object({
  step: z.string().max(40).optional().catch(undefined),
  conflict: z.string().max(500).optional().catch(undefined),
});

/** Which version of a template the page is of; without it, that of what is installed. */
export const documentationSearchSchema = z.object({ version: z.string().max(40).optional().catch(undefined) });
