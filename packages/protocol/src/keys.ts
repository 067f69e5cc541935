import { z } from 'zod';

/** The master keys, without anything of them but their ids. */
export const keysSchema = z
  .object({
    source: z.enum(['file', 'environment', 'memory']),
    /** The path of the file, or the name of the variable. */
    place: z.string(),
    keys: z.array(
      z.object({
        id: z.string(),
        isNewest: z.boolean(),
        /** false: something was sealed with it, and it is not here. */
        isHere: z.boolean(),
        /** How many sealed texts need it, in all databases. */
        seals: z.int(),
      }),
    ),
  })
  .meta({ id: 'Keys' });
export type Keys = z.infer<typeof keysSchema>;

export const rotatedKeysSchema = keysSchema.extend({
  /** Null: no key was made, a rotation that was begun before was finished. */
  madeKey: z.string().nullable(),
  renewed: z.int(),
});
