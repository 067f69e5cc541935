import { z } from 'zod';

/** What the address of the matrix says: the chosen row, as `rowId` makes it. */
export const mastershipSearchSchema = z.object({ row: z.string().optional().catch(undefined) });
