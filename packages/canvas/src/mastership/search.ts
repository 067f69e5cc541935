import { z } from 'zod';

/** What the address of the matrix says: the chosen row, as `mastershipRowId` names it. */
export const mastershipSearchSchema = z.object({ row: z.string().optional().catch(undefined) });
