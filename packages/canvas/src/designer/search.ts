import { z } from 'zod';

/** The parts of the designer; without one it shows the drawing. */
export const designerTabs = ['runs', 'versions', 'review', 'settings', 'sample', 'tests'] as const;
export type DesignerTab = (typeof designerTabs)[number];

/** What the address of the designer says: the part, and what is chosen in it. */
export const designerSearchSchema = z.object({
  tab: z.enum(designerTabs).optional().catch(undefined),
  node: z.string().optional(),
  field: z.string().optional(),
  /** On the versions: the one that is shown. */
  version: z.string().optional(),
  /** On the versions: what the one that is shown is compared with, a version or `draft`. */
  against: z.string().optional(),
  /** On the sample: the record that is shown. */
  record: z.string().optional(),
});
export type DesignerSearch = z.infer<typeof designerSearchSchema>;
