import { issueSchema, namesSchema } from '@koppel/model';
import { z } from 'zod';

/** The body of every answer of 400 and above. `requestId` finds the request in the server's log. */
export const problemSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
    requestId: z.string(),
    /** What the sentences name, in every language that it is known in. */
    names: namesSchema.optional(),
    /** For a document that was refused: what is wrong with it. */
    issues: z.array(issueSchema).optional(),
    /** For a form: what is wrong with which field, by dotted path. */
    fields: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
