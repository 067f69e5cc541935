import { kit } from '../../schema/columns.ts';

/** Keys of the chain of audit events, sealed by the master key. The newest one signs; the others check what they signed. */
export const auditKey = kit.table('audit_key', {
  id: kit.serial(),
  sealed: kit.text().notNull(),
  createdAt: kit.time().notNull(),
});

/** What somebody did or tried. Rows are only ever added; of `details` alone the content may be erased, and its hash stays. */
export const auditEvent = kit.table(
  'audit_event',
  {
    /** Counts up from 1 without gaps. */
    seq: kit.int().primaryKey(),
    at: kit.time().notNull(),
    /** Null: of the instance. Kept without a reference: no change of the workspaces may touch the chain. */
    workspaceId: kit.text(),
    actorKind: kit.text().notNull(),
    actorId: kit.text(),
    actorName: kit.text().notNull(),
    /** Where the call came from. */
    address: kit.text(),
    object: kit.text().notNull(),
    objectId: kit.text(),
    verb: kit.text().notNull(),
    outcome: kit.text().notNull(),
    /** Why it was refused or failed. */
    code: kit.text(),
    /** Of an outcome: the event that was written before the act. */
    begunAs: kit.int(),
    details: kit.text(),
    detailsHash: kit.text(),
    keyId: kit.int().notNull(),
    previousHash: kit.text().notNull(),
    hash: kit.text().notNull(),
  },
  (t) => [kit.index('audit_event_workspace').on(t.workspaceId, t.seq), kit.index('audit_event_begun').on(t.begunAs)],
);
