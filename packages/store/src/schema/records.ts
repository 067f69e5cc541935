import type { Failure, FailureCause, FailureEvent } from '@koppel/model';
import type { EffectState } from '@koppel/runtime';
import { kit, only } from './columns.ts';

/** Two connections whose records of one entity are linked. Side A is the one whose id sorts first. */
export const linkPair = kit.table(
  'link_pair',
  {
    id: kit.serial(),
    entity: kit.text().notNull(),
    connectionA: kit.text().notNull(),
    connectionB: kit.text().notNull(),
  },
  (t) => [kit.uniqueIndex('link_pair_sides').on(t.entity, t.connectionA, t.connectionB)],
);

/**
 * A record link: one row per pair of records, whatever the direction of the flow that made it. A record is in at most
 * one link of a pair of connections.
 */
export const link = kit.table(
  'link',
  {
    id: kit.serial(),
    pairId: kit
      .int()
      .notNull()
      .references(() => linkPair.id, { onDelete: 'cascade' }),
    keyA: kit.text().notNull(),
    keyB: kit.text().notNull(),
    versionA: kit.text(),
    versionB: kit.text(),
    base: kit.json().notNull(),
    /** Of the values that `writer` last wrote or found unchanged. */
    hash: kit.text().notNull(),
    writer: kit.text().notNull(),
    madeBy: kit.text().notNull(),
    madeAt: kit.time().notNull(),
    changedAt: kit.time().notNull(),
    /** The run that made it; null where a person did. */
    madeInRun: kit.text(),
    /** What people called the two records when they were last seen. */
    nameA: kit.text(),
    nameB: kit.text(),
    /** Since when the record is not found in its system; null while it is. */
    goneA: kit.time(),
    goneB: kit.time(),
  },
  (t) => [kit.uniqueIndex('link_key_a').on(t.pairId, t.keyA), kit.uniqueIndex('link_key_b').on(t.pairId, t.keyB)],
);

/**
 * A write to an outside system. Updates are removed once they are final, creates only when they are cancelled: no second
 * create can begin beside one that may have arrived. The index over what is open holds few rows at any time.
 */
export const effect = kit.table(
  'effect',
  {
    id: kit.serial(),
    op: kit.text().$type<'create' | 'update'>().notNull(),
    pairId: kit
      .int()
      .notNull()
      .references(() => linkPair.id, { onDelete: 'cascade' }),
    /** Whether it writes to side B of the pair. */
    isToB: kit.bool().notNull(),
    sourceKey: kit.text().notNull(),
    targetKey: kit.text(),
    payloadHash: kit.text(),
    state: kit.text().$type<EffectState>().notNull(),
    absentAfter: kit.time(),
    /** The run and fence that sent it last. */
    runId: kit.text().notNull(),
    fence: kit.int().notNull(),
    /** How many times it began to be sent. */
    tries: kit.int().notNull(),
    sentAt: kit.time().notNull(),
  },
  (t) => [
    kit.uniqueIndex('effect_create').on(t.pairId, t.isToB, t.sourceKey).where(only(`op = 'create'`)),
    kit.uniqueIndex('effect_update').on(t.pairId, t.isToB, t.sourceKey).where(only(`op = 'update'`)),
    kit.index('effect_open').on(t.pairId, t.isToB).where(only(`state in ('planned', 'sending', 'unknown', 'parked')`)),
  ],
);

/** A failed record. At most one is alive per flow, entity and key; solved and dismissed ones stay as history. */
export const failure = kit.table(
  'failure',
  {
    id: kit.id(),
    flowId: kit.text().notNull(),
    runId: kit.text().notNull(),
    nodeId: kit.text().notNull(),
    entity: kit.text().notNull(),
    key: kit.text().notNull(),
    name: kit.text().notNull(),
    cause: kit.text().$type<FailureCause>().notNull(),
    error: kit.json().notNull(),
    input: kit.json().notNull(),
    output: kit.json(),
    state: kit.text().$type<Failure['state']>().notNull(),
    seen: kit.int().notNull(),
    firstAt: kit.time().notNull(),
    lastAt: kit.time().notNull(),
    note: kit.text(),
    /** While it is retried: the run that does so. */
    retryRunId: kit.text(),
    /** Between which systems it failed. */
    sides: kit.json(),
    /** While it waits: the record link that it needs. */
    waitsFor: kit.json(),
    /** While it is retried: what a person set for this try. */
    edit: kit.json(),
  },
  (t) => [
    kit
      .uniqueIndex('failure_live')
      .on(t.flowId, t.entity, t.key)
      .where(only(`state in ('open', 'retrying', 'waiting')`)),
    kit.index('failure_state').on(t.state, t.lastAt, t.id),
    kit.index('failure_run').on(t.runId),
    kit.index('failure_retry').on(t.retryRunId).where(only(`state = 'retrying'`)),
  ],
);

/** What happened to a failure, in the order of the ids. */
export const failureEvent = kit.table(
  'failure_event',
  {
    id: kit.serial(),
    failureId: kit
      .text()
      .notNull()
      .references(() => failure.id, { onDelete: 'cascade' }),
    kind: kit.text().$type<FailureEvent['kind']>().notNull(),
    at: kit.time().notNull(),
    /** Who did it; null: Koppel. */
    by: kit.text(),
    runId: kit.text(),
    /** The sentence of an error, a reason, or what was done. */
    text: kit.text(),
    /** Of a retry: what a person set for it. */
    edit: kit.json(),
  },
  (t) => [kit.index('failure_event_of').on(t.failureId)],
);
