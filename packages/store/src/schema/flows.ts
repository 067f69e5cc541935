import { kit } from './columns.ts';

/** A flow with its draft and with what adapts it to this workspace. */
export const flow = kit.table('flow', {
  id: kit.id(),
  title: kit.json().notNull(),
  draft: kit.json().notNull(),
  /** Of the draft: equal to the published version's when there is nothing to publish. */
  draftHash: kit.text().notNull(),
  /** Counts up with each saved draft. */
  revision: kit.int().notNull(),
  savedAt: kit.time().notNull(),
  savedBy: kit.text().notNull(),
  isOn: kit.bool().notNull(),
  publishedVersion: kit.int(),
  publishedHash: kit.text(),
  /** Connection id per slot. */
  slots: kit.json().notNull(),
  parameterValues: kit.json().notNull(),
  /** Of the shipped file it was installed from; null for a flow drawn here. */
  shippedHash: kit.text(),
});

/** A published version. Never changed, and kept when its flow is deleted, because runs refer to it. */
export const flowVersion = kit.table(
  'flow_version',
  {
    flowId: kit.text().notNull(),
    version: kit.int().notNull(),
    title: kit.json().notNull(),
    document: kit.json().notNull(),
    note: kit.text().notNull(),
    publishedAt: kit.time().notNull(),
    publishedBy: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.flowId, t.version] })],
);
