import { failureCauses, failureStates } from '@koppel/model';
import { z } from 'zod';
import { savedSchema } from '../app/saved-view-search.ts';

/** By what the list is grouped. */
export const groupings = ['cause', 'flow', 'entity', 'age'] as const;
export type Grouping = (typeof groupings)[number];

/** What the address of the failures says: the view, the filters and the grouping. */
export const failuresSearchSchema = z.object({
  state: z.enum(failureStates).optional().catch(undefined),
  cause: z.enum(failureCauses).optional().catch(undefined),
  entity: z.string().optional(),
  flow: z.string().optional(),
  run: z.string().optional(),
  text: z.string().max(200).optional().catch(undefined),
  group: z.enum(groupings).optional().catch(undefined),
  saved: savedSchema,
});
export type FailuresSearch = z.infer<typeof failuresSearchSchema>;
