import { localizedTextSchema } from '@koppel/model';
import { z } from 'zod';

const lockStateSchema = z.enum(['open', 'locked']);

/** Whether the people of a system may change one field, and whether they should. */
const lockedFieldSchema = z.object({
  /** Without entity prefix; or `~systemName`. */
  field: z.string(),
  /** `impossible`: this system cannot lock it; `reason` says why. */
  state: z.enum(['open', 'locked', 'impossible']),
  reason: localizedTextSchema.nullable(),
  /** What follows from the mastership table: locked where another system is master and only it may edit the field. */
  wanted: lockStateSchema,
  /** People may fill it when they make a record, also while it is locked. */
  maySeed: z.boolean(),
});

/** The locks on one entity in one system, as the system says it now. */
export const entityLocksSchema = z
  .object({
    connectionId: z.string(),
    connectionName: z.string(),
    role: z.string(),
    entity: z.string(),
    /** Whether this system can lock fields of this entity at all. */
    canLock: z.boolean(),
    /** Only fields that the system has. */
    fields: z.array(lockedFieldSchema),
    /** Why it could not be asked; null when it was. */
    problem: z.object({ message: z.string(), remedy: z.string() }).nullable(),
    checkedAt: z.iso.datetime(),
  })
  .meta({ id: 'EntityLocks' });
export type EntityLocks = z.infer<typeof entityLocksSchema>;

export const locksQuerySchema = z.object({ entity: z.string().min(1).max(100) });

/** Locks or opens fields. What another system is not master of, or both may edit, is not locked. */
export const setLocksSchema = z.strictObject({
  connectionId: z.string(),
  entity: z.string(),
  fields: z.array(z.string()).min(1).max(500),
  wanted: lockStateSchema,
});
