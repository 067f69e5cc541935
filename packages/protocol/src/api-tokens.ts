import { z } from 'zod';
import { permissions } from './session.ts';

/** A person's token for the API, good in one workspace. Its text is shown once, when it is made. */
export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  /** What it may do at most: never more than its maker may at the moment of use. */
  permissions: z.array(z.enum(permissions)),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** To within a minute; null when it was never used. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

export const createApiTokenSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  permissions: z.array(z.enum(permissions)).min(1).max(permissions.length),
  /** Whose it becomes; only the command line of the server's own machine says so. Default: the caller's. */
  email: z.email().optional(),
  /** After so many days it no longer holds. */
  expiresInDays: z.int().min(1).max(365),
});
export const createdApiTokenSchema = z.object({
  token: apiTokenSchema,
  /** Send it as `Authorization: Bearer …`. It cannot be shown again. */
  text: z.string(),
});
