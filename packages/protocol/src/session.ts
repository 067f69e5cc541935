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
  'flows.publish',
  'flows.run',
  'runs.read',
  'failures.read',
  'failures.repair',
  'connections.read',
  'connections.edit',
  'mastership.read',
  'mastership.edit',
  'valueLists.edit',
  'links.read',
  'links.edit',
  'people.edit',
  'workspace.edit',
  'demo.use',
  'revenue.read',
  'revenue.all',
  'templates.read',
  'templates.use',
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
    user: personSchema.extend({ role: z.enum(userRoles) }),
    workspace: z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      environment: z.enum(environments),
      timeZone: z.string(),
      language: z.enum(languages),
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

export const signInSchema = z.strictObject({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(1024),
});
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
