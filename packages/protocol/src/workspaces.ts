import { languages } from '@koppel/model';
import { z } from 'zod';
import { environments } from './session.ts';

const timeZoneSchema = z.string().refine(isTimeZone, 'This is not a time zone, such as Europe/Brussels.');
const nameSchema = z.string().trim().min(1).max(80);

/** In addresses: small letters, digits and hyphens. It never changes. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'Use small letters, digits and hyphens, at most 40.');

/** What a workspace is called and where it is. */
export const workspaceSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    environment: z.enum(environments),
    timeZone: z.string(),
    language: z.enum(languages),
    /** Whether consultants see its versions, counts and health on their board; never its records. */
    isOnBoard: z.boolean(),
    /** Whether a flow is published only when somebody else approved its draft. */
    isTwoPerson: z.boolean(),
    /** Whether nobody gets in without a second factor. */
    needsSecondFactor: z.boolean(),
  })
  .meta({ id: 'Workspace' });
export type Workspace = z.infer<typeof workspaceSchema>;

export const saveWorkspaceSchema = z.strictObject({
  name: nameSchema,
  environment: z.enum(environments),
  timeZone: timeZoneSchema,
  language: z.enum(languages),
  isOnBoard: z.boolean(),
  /** Left out, it stays as it is. */
  isTwoPerson: z.boolean().optional(),
  /** Likewise. */
  needsSecondFactor: z.boolean().optional(),
});

/** A workspace as who makes workspaces sees it. */
export const listedWorkspaceSchema = workspaceSchema.extend({
  members: z.int(),
  createdAt: z.iso.datetime(),
  /** Null while it is open. A closed one is kept; nothing in it runs, and nobody gets in. */
  closedAt: z.iso.datetime().nullable(),
  /** Why it cannot be opened, and what to do; null where it can. The others work all the same. */
  problem: z.object({ message: z.string(), remedy: z.string() }).nullable(),
});
export type ListedWorkspace = z.infer<typeof listedWorkspaceSchema>;

export const createWorkspaceSchema = z.strictObject({
  slug: slugSchema,
  name: nameSchema,
  environment: z.enum(environments).default('production'),
  timeZone: timeZoneSchema.default('Europe/Brussels'),
  language: z.enum(languages).default('en'),
});

export const openWorkspaceSchema = z.strictObject({ isOpen: z.boolean() });

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
