import { z } from 'zod';

export const clientViews = ['attention', 'upgrade'] as const;

/** What the address of the board says: the template it is about, which clients are shown, and the chosen one. */
export const clientsSearchSchema = z.object({
  template: z.string().max(200).optional().catch(undefined),
  show: z.enum(clientViews).optional().catch(undefined),
  client: z.string().max(100).optional().catch(undefined),
});
export type ClientsSearch = z.infer<typeof clientsSearchSchema>;
