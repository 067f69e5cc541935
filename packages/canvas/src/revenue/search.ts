import { z } from 'zod';

/** What an address of the revenue screen says. */
export const revenueSearchSchema = z.object({
  scope: z.enum(['mine', 'all']).optional().catch(undefined),
  salesperson: z.string().max(200).optional().catch(undefined),
  /** The last of the twelve months. */
  end: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .catch(undefined),
});
