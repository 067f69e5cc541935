import { languages } from '@koppel/model';
import { z } from 'zod';

export const userRoles = ['administrator', 'consultant', 'analyst', 'viewer', 'sales'] as const;
export type UserRole = (typeof userRoles)[number];

/**
 * What a route demands and a person may do. One permission per kind of act, so that the screen can say which one is
 * missing and who has it.
 */
export const permissions = [
  'flows.read',
  'flows.edit',
  'code.edit',
  'flows.publish',
  'publishing.approve',
  'flows.run',
  'runs.read',
  'failures.read',
  'failures.repair',
  /** See values of records that tell about people. */
  'payloads.read',
  'connections.read',
  'connections.edit',
  'mastership.read',
  'mastership.edit',
  'valueLists.edit',
  'links.read',
  'links.edit',
  'people.edit',
  'workspace.edit',
  /** Decide what personal data is, how long it is kept, and give out or erase that of a person. */
  'privacy.edit',
  'demo.use',
  'revenue.read',
  'revenue.all',
  'templates.read',
  'templates.use',
  'audit.read',
] as const;
export type Permission = (typeof permissions)[number];

const personSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  hasPassword: z.boolean(),
  /** Makes workspaces and people. */
  isInstanceAdmin: z.boolean(),
});

export const environments = ['production', 'test', 'demo'] as const;

/** A workspace that somebody is a member of. */
export const ownWorkspaceSchema = z.object({
  id: z.string(),
  /** In addresses. */
  slug: z.string(),
  name: z.string(),
  environment: z.enum(environments),
  role: z.enum(userRoles),
});
export type OwnWorkspace = z.infer<typeof ownWorkspaceSchema>;

/** Who is signed in, whatever the workspace. */
export const accountSchema = z
  .object({
    user: personSchema,
    /** By name. */
    workspaces: z.array(ownWorkspaceSchema),
    csrfToken: z.string(),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof accountSchema>;

/** Who is signed in, in one workspace. */
export const sessionSchema = z
  .object({
    user: personSchema.extend({
      role: z.enum(userRoles),
      /** Whether the tour of the demo was taken, or waved away. */
      hasSeenTour: z.boolean(),
    }),
    workspace: z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      environment: z.enum(environments),
      timeZone: z.string(),
      language: z.enum(languages),
      /** Whether a flow is published only when somebody else approved its draft. */
      isTwoPerson: z.boolean(),
    }),
    /** All that the person is a member of, this one among them, by name. */
    workspaces: z.array(ownWorkspaceSchema),
    permissions: z.array(z.enum(permissions)),
    /** Send it as the header `x-koppel-csrf` with every request that changes something. */
    csrfToken: z.string(),
    isDemoOn: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;

export const saveTourSchema = z.strictObject({ hasSeen: z.boolean() });

export const signInSchema = z.strictObject({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(1024),
});
/** How people sign in besides a password or a one-time link. */
export const signInWaysSchema = z.object({
  /** The provider of the company, by what it is called; null where there is none. */
  singleSignOn: z.object({ name: z.string() }).nullable(),
});
/** Only a path of this site: an address elsewhere would make the sign-in a stepping stone. */
export const sitePathSchema = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\s\\]*$/);
export const beginSingleSignOnSchema = z.strictObject({ next: sitePathSchema.optional() });
/** Where the browser goes next. */
export const begunSingleSignOnSchema = z.object({ url: z.url() });
export const signInByLinkSchema = z.strictObject({ token: z.string().min(20).max(200) });
export const setPasswordSchema = z.strictObject({
  name: z.string().min(1).max(80).optional(),
  email: z.email().optional(),
  currentPassword: z.string().max(1024).optional(),
  newPassword: z.string().min(12, 'Use at least 12 characters.').max(1024),
});
/** A link that signs one person in, once, within half an hour. */
export const signInLinkSchema = z.object({ url: z.string(), email: z.string(), expiresAt: z.iso.datetime() });
export const createSignInLinkSchema = z.strictObject({
  /** Default: the first administrator. */
  email: z.string().optional(),
});
export const languageSchema = z.enum(languages);
