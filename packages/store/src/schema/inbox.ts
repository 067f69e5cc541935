import { kit, only } from './columns.ts';
import { run } from './runs.ts';

/** The secret by which callers of a webhook sign what they send. */
export const webhookSecret = kit.table(
  'webhook_secret',
  {
    flowId: kit.text().notNull(),
    nodeId: kit.text().notNull(),
    /** Counts up each time a new one is made. */
    version: kit.int().notNull(),
    sealed: kit.text().notNull(),
    madeAt: kit.time().notNull(),
    madeBy: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.flowId, t.nodeId] })],
);

/** What a webhook was told: kept before its caller gets an answer, and worked off by a run. */
export const inboxMessage = kit.table(
  'inbox_message',
  {
    id: kit.serial(),
    flowId: kit.text().notNull(),
    nodeId: kit.text().notNull(),
    /** The caller's own, by which a repeated message is recognised. */
    messageId: kit.text().notNull(),
    /** Keys of the records it speaks of; null: whatever changed. */
    keys: kit.json(),
    receivedAt: kit.time().notNull(),
    /** The run that works it off; null while it waits for one. */
    runId: kit.text().references(() => run.id, { onDelete: 'cascade' }),
  },
  (t) => [
    kit.uniqueIndex('inbox_message_identity').on(t.flowId, t.nodeId, t.messageId),
    kit.index('inbox_message_waiting').on(t.flowId).where(only('run_id is null')),
    kit.index('inbox_message_run').on(t.runId),
  ],
);
