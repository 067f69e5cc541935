import { z } from 'zod';
import { planFilters } from '../plan-view/planned.ts';

/** The levels of a log's lines, from everything to the worst only. */
const logLevels = ['all', 'attention', 'failed'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the lower left part of the run view shows. */
export const runTabs = ['nodes', 'records', 'failures'] as const;
export type RunTab = (typeof runTabs)[number];

/** What the address of a run says: the chosen node, what the log shows, and the open tabs. */
export const runSearchSchema = z.object({
  /** Filters timeline, records and log. */
  node: z.string().optional().catch(undefined),
  tab: z.enum(runTabs).optional().catch(undefined),
  level: z.enum(['attention', 'failed']).optional().catch(undefined),
  /** Words that a line must have. */
  find: z.string().optional().catch(undefined),
  /** The record, by its key, that the log is about. */
  key: z.string().optional().catch(undefined),
  /** The seq of a line, as copied with "Copy the link": it is scrolled to and opened. */
  line: z.coerce.number().int().positive().optional().catch(undefined),
  /** On a trial: the log in place of what would be written; which records of the plan, and the chosen one. */
  trial: z.enum(['log']).optional().catch(undefined),
  plan: z.enum(planFilters).optional().catch(undefined),
  record: z.string().optional().catch(undefined),
});
export type RunSearch = z.infer<typeof runSearchSchema>;
