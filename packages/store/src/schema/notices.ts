import { connection } from './connections.ts';
import { kit, only } from './columns.ts';

/** A subscription to a system's own notices of changes, one per connection and entity. */
export const noticeSubscription = kit.table(
  'notice_subscription',
  {
    /** Stands in the address that the system calls: nobody can guess it. */
    id: kit.id(),
    connectionId: kit
      .text()
      .notNull()
      .references(() => connection.id, { onDelete: 'cascade' }),
    entity: kit.text().notNull(),
    /** What comes back with every notice. */
    sealed: kit.text().notNull(),
    /** The connector's own, by which it finds the subscription again. */
    handle: kit.text(),
    status: kit.text().$type<'making' | 'standing' | 'failed'>().notNull(),
    /** Since when it stands without interruption; null while it does not. */
    standsSince: kit.time(),
    expiresAt: kit.time(),
    /** When to look at it again. */
    checkAt: kit.time().notNull(),
    /** How many times in a row that failed, and why the last time. */
    failures: kit.int().notNull(),
    error: kit.json(),
    lastNoticeAt: kit.time(),
    /** When the flows that read the entity are to start because of a notice; null: nothing was told since. */
    dueAt: kit.time(),
    /** When they were started the last time. */
    firedAt: kit.time(),
  },
  (t) => [
    kit.uniqueIndex('notice_subscription_of').on(t.connectionId, t.entity),
    kit.index('notice_subscription_due').on(t.dueAt).where(only('due_at is not null')),
  ],
);
