import { z } from 'zod';

/** Entries of a value list that become something else; all of them or none. */
export const changeValueListSchema = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        code: z.string().min(1),
        /** What it became when whoever changes it looked; null: it was not in the list. */
        from: z.string().nullable(),
        /** What it becomes from now on; null takes it out of the list. */
        to: z.string().nullable(),
      }),
    )
    .min(1)
    .max(1000),
});
