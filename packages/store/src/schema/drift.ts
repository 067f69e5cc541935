import type { DriftKind, DriftState } from '@koppel/model';
import { kit, only } from './columns.ts';
import { linkPair } from './records.ts';

/**
 * A departure of a linked record from its master, of one field or (field `""`) of the record itself. One is open per flow, link
 * and field; those that were put back or settled stay as history.
 */
export const drift = kit.table(
  'drift',
  {
    id: kit.serial(),
    flowId: kit.text().notNull(),
    nodeId: kit.text().notNull(),
    pairId: kit
      .int()
      .notNull()
      .references(() => linkPair.id, { onDelete: 'cascade' }),
    /** Whether the record that departed is on side B of the pair. */
    isToB: kit.bool().notNull(),
    sourceKey: kit.text().notNull(),
    targetKey: kit.text().notNull(),
    name: kit.text().notNull(),
    kind: kit.text().$type<DriftKind>().notNull(),
    field: kit.text().notNull(),
    /** `base` (absent where it is not known), `present` and `wanted`. */
    compared: kit.json().notNull(),
    changedBy: kit.text(),
    changedAt: kit.text(),
    state: kit.text().$type<DriftState>().notNull(),
    firstAt: kit.time().notNull(),
    lastAt: kit.time().notNull(),
    /** The check that saw it last. */
    runId: kit.text().notNull(),
  },
  (t) => [
    kit
      .uniqueIndex('drift_open')
      .on(t.flowId, t.pairId, t.isToB, t.sourceKey, t.field)
      .where(only(`state in ('found', 'held', 'left')`)),
    kit.index('drift_run').on(t.runId),
    kit.index('drift_last').on(t.lastAt, t.id),
  ],
);
