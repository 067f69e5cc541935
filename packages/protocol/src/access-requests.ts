import { z } from 'zod';
import { permissions, userRoles } from './session.ts';

const textSchema = z.string().trim().max(500);

/** A member of the workspace asks its administrators for a right. */
export const accessRequestSchema = z
  .object({
    id: z.string(),
    permission: z.enum(permissions),
    message: z.string().nullable(),
    askedAt: z.iso.datetime(),
    decision: z
      .object({
        at: z.iso.datetime(),
        by: z.string(),
        /** The role that was given; null: refused. */
        role: z.enum(userRoles).nullable(),
        comment: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'AccessRequest' });

/** What somebody may do about a right that is missing. */
export const ownAccessSchema = z
  .object({
    /** Who can grant it, by name. */
    administrators: z.array(z.string()),
    /** The last ones of the reader, newest first. */
    requests: z.array(accessRequestSchema),
  })
  .meta({ id: 'OwnAccess' });

/** A request as whoever decides sees it. */
export const waitingAccessSchema = accessRequestSchema
  .omit({ decision: true })
  .extend({
    person: z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(userRoles) }),
    /** The roles that have the right, the one that gives least besides first. */
    roles: z.array(z.enum(userRoles)),
  })
  .meta({ id: 'WaitingAccess' });
export type WaitingAccess = z.infer<typeof waitingAccessSchema>;

export const askAccessSchema = z.strictObject({
  permission: z.enum(permissions),
  message: textSchema.optional(),
});

export const decideAccessSchema = z.strictObject({
  /** A role that has the right; null refuses. */
  role: z.enum(userRoles).nullable(),
  comment: textSchema.optional(),
});
