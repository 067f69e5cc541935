import { z } from 'zod';

/** What the address of the designer says: which node is chosen, and which of its fields. */
export const designerSearchSchema = z.object({
  node: z.string().optional(),
  field: z.string().optional(),
});
