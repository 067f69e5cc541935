import { kit, only } from './columns.ts';
import { linkPair } from './records.ts';

const pairId = () =>
  kit
    .int()
    .notNull()
    .references(() => linkPair.id, { onDelete: 'cascade' });

/** What happened to the links of two records. A link that a run made tells of that itself, until it is removed. */
export const linkEvent = kit.table(
  'link_event',
  {
    id: kit.serial(),
    pairId: pairId(),
    keyA: kit.text().notNull(),
    keyB: kit.text().notNull(),
    kind: kit.text().$type<'linked' | 'unlinked' | 'dismissed'>().notNull(),
    /** How the link was made. */
    how: kit.text(),
    at: kit.time().notNull(),
    /** Who did it; null: the run did. */
    by: kit.text(),
    runId: kit.text(),
    reason: kit.text(),
  },
  (t) => [kit.index('link_event_a').on(t.pairId, t.keyA), kit.index('link_event_b').on(t.pairId, t.keyB)],
);

/** Two records that a person said are not the same: nothing links them again but a person. */
export const linkRefusal = kit.table(
  'link_refusal',
  {
    pairId: pairId(),
    keyA: kit.text().notNull(),
    keyB: kit.text().notNull(),
    at: kit.time().notNull(),
    by: kit.text().notNull(),
    reason: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.pairId, t.keyA, t.keyB] }), kit.index('link_refusal_b').on(t.pairId, t.keyB)],
);

/** Two records that look the same, for a person to decide on. */
export const linkSuggestion = kit.table(
  'link_suggestion',
  {
    id: kit.serial(),
    pairId: pairId(),
    keyA: kit.text().notNull(),
    keyB: kit.text().notNull(),
    nameA: kit.text().notNull(),
    nameB: kit.text().notNull(),
    score: kit.int().notNull(),
    /** Which fields agree and which differ. */
    reasons: kit.json().notNull(),
    jobId: kit.text().notNull(),
    madeAt: kit.time().notNull(),
  },
  (t) => [
    kit.uniqueIndex('link_suggestion_keys').on(t.pairId, t.keyA, t.keyB),
    kit.index('link_suggestion_b').on(t.pairId, t.keyB),
    kit.index('link_suggestion_score').on(t.pairId, t.score),
  ],
);

/** Long work on the links of two connections. */
export const linkJob = kit.table(
  'link_job',
  {
    id: kit.id(),
    kind: kit.text().$type<'import' | 'check' | 'trial' | 'match'>().notNull(),
    entity: kit.text().notNull(),
    sourceConnectionId: kit.text().notNull(),
    targetConnectionId: kit.text().notNull(),
    params: kit.json().notNull(),
    status: kit.text().$type<'running' | 'ready' | 'done' | 'failed' | 'cancelled' | 'interrupted'>().notNull(),
    done: kit.int().notNull(),
    expected: kit.int(),
    result: kit.json(),
    error: kit.json(),
    startedBy: kit.text().notNull(),
    startedAt: kit.time().notNull(),
    endedAt: kit.time(),
  },
  (t) => [
    kit.index('link_job_started').on(t.startedAt),
    kit.index('link_job_running').on(t.status).where(only(`status = 'running'`)),
  ],
);

/** A line of an imported file, with what was found out about it. */
export const linkJobRow = kit.table(
  'link_job_row',
  {
    jobId: kit
      .text()
      .notNull()
      .references(() => linkJob.id, { onDelete: 'cascade' }),
    line: kit.int().notNull(),
    givenSource: kit.text().notNull(),
    givenTarget: kit.text().notNull(),
    sourceKey: kit.text(),
    targetKey: kit.text(),
    sourceName: kit.text(),
    targetName: kit.text(),
    verdict: kit.text().notNull(),
    detail: kit.text(),
  },
  (t) => [
    kit.primaryKey({ columns: [t.jobId, t.line] }),
    kit.index('link_job_row_verdict').on(t.jobId, t.verdict, t.line),
    kit.index('link_job_row_source').on(t.jobId, t.sourceKey),
    kit.index('link_job_row_target').on(t.jobId, t.targetKey),
  ],
);
