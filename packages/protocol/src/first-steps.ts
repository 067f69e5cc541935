import { z } from 'zod';

/** What leads a new workspace to its first flow that runs by itself, in this order. */
export const firstStepIds = ['erp', 'crm', 'mastership', 'flows', 'sample', 'publish'] as const;
export type FirstStepId = (typeof firstStepIds)[number];

export const firstStepsSchema = z
  .object({
    steps: z.array(
      z.object({
        id: z.enum(firstStepIds),
        /** Read from the workspace itself; what was done is never skipped. */
        state: z.enum(['done', 'open', 'skipped']),
      }),
    ),
    /** Somebody put the list away, for everybody. */
    isPutAway: z.boolean(),
  })
  .meta({ id: 'FirstSteps' });
export type FirstSteps = z.infer<typeof firstStepsSchema>;

/** What is left out stays as it is. */
export const changeFirstStepsSchema = z.strictObject({
  skipped: z.array(z.enum(firstStepIds)).optional(),
  isPutAway: z.boolean().optional(),
});
