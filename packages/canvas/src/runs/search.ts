import { z } from 'zod';
import { savedSchema } from '../app/saved-view-search.ts';

/** The time ranges of the run list, in days back from now; `all` has no beginning. */
export const ranges = ['1', '2', '7', '30', 'all'] as const;
export type Range = (typeof ranges)[number];

/** What the address of the run list says. */
export const runsSearchSchema = z.object({
  status: z.enum(['running', 'attention', 'failedRecords']).optional().catch(undefined),
  flow: z.string().optional(),
  range: z.enum(ranges).optional().catch(undefined),
  key: z.string().max(200).optional().catch(undefined),
  do: z.enum(['run']).optional().catch(undefined),
  saved: savedSchema,
});
export type RunsSearch = z.infer<typeof runsSearchSchema>;
