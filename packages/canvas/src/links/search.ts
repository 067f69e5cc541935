import { z } from 'zod';
import { savedSchema } from '../app/saved-view-search.ts';

export const linkViews = ['all', 'suspicious', 'suggestions'] as const;
export type LinkView = (typeof linkViews)[number];
export const linkOrigins = ['created', 'key', 'match', 'hand', 'import'] as const;

/** What the address of the record links says: which systems, which of their links, and which suggestion is chosen. */
export const linksSearchSchema = z.object({
  entity: z.string().optional(),
  left: z.string().optional(),
  right: z.string().optional(),
  view: z.enum(linkViews).optional().catch(undefined),
  origin: z.enum(linkOrigins).optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
  suggestion: z.coerce.number().int().optional().catch(undefined),
  saved: savedSchema,
});
export type LinksSearch = z.infer<typeof linksSearchSchema>;
