import { kit, only } from './columns.ts';

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
  /** Of the person who saved it; null for Koppel itself, the command line, and drafts from before this was kept. */
  savedById: kit.text(),
  /** The person who looks after it; null: nobody in particular. */
  ownerId: kit.text(),
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
    /** Who asked for it and who approved it; null where nobody had to. */
    askedBy: kit.text(),
    approvedBy: kit.text(),
  },
  (t) => [kit.primaryKey({ columns: [t.flowId, t.version] })],
);

/** Somebody asked that a draft be looked at before it is published. It is about exactly the draft of this hash. */
export const flowReview = kit.table(
  'flow_review',
  {
    id: kit.id(),
    flowId: kit.text().notNull(),
    draftHash: kit.text().notNull(),
    message: kit.text().notNull(),
    /** What came of the last sample run of that draft, as counts; null where it was not tried. */
    sample: kit.json(),
    askedAt: kit.time().notNull(),
    askedBy: kit.text().notNull(),
    /** Of people; null for the command line. */
    askedById: kit.text(),
    /** Who saved that draft. */
    editedById: kit.text(),
    status: kit.text().$type<'open' | 'approved' | 'returned' | 'withdrawn' | 'published' | 'superseded'>().notNull(),
    decidedAt: kit.time(),
    decidedBy: kit.text(),
    decidedById: kit.text(),
    comment: kit.text(),
    /** What it was published as. */
    version: kit.int(),
  },
  (t) => [
    kit.index('flow_review_flow').on(t.flowId),
    // At most one per flow waits for somebody.
    kit.uniqueIndex('flow_review_standing').on(t.flowId).where(only("status in ('open', 'approved', 'returned')")),
  ],
);

/** A recording of some records with what a flow is to make of them. */
export const flowTest = kit.table(
  'flow_test',
  {
    flowId: kit.text().notNull(),
    /** Within its flow. */
    id: kit.text().notNull(),
    content: kit.json().notNull(),
    savedAt: kit.time().notNull(),
    savedBy: kit.text().notNull(),
    /** Null: it was not run since. */
    lastRunAt: kit.time(),
    lastOutcome: kit.text().$type<'passed' | 'failed' | 'notRecorded' | 'broken'>(),
    /** Of the content as a template brought it; null: it came with none. */
    installedHash: kit.text(),
  },
  (t) => [kit.primaryKey({ columns: [t.flowId, t.id] })],
);

/** A draft that was kept: before something else took its place, or because somebody asked for it. */
export const flowRestorePoint = kit.table(
  'flow_restore_point',
  {
    id: kit.id(),
    flowId: kit.text().notNull(),
    /** As it was stored, also where it cannot be read. */
    document: kit.json().notNull(),
    documentHash: kit.text().notNull(),
    cause: kit.text().$type<'byHand' | 'restore' | 'template' | 'takeOver' | 'damaged'>().notNull(),
    note: kit.text().notNull(),
    keptAt: kit.time().notNull(),
    /** Of the draft. */
    savedAt: kit.time().notNull(),
    savedBy: kit.text().notNull(),
  },
  (t) => [kit.index('flow_restore_point_flow').on(t.flowId, t.keptAt)],
);

/** A record of the source that a flow has to keep working for. */
export const flowPin = kit.table(
  'flow_pin',
  {
    flowId: kit.text().notNull(),
    key: kit.text().notNull(),
    pinnedAt: kit.time().notNull(),
    pinnedBy: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.flowId, t.key] })],
);
