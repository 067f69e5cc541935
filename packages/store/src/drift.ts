import { driftKindSchema, driftStateSchema, fieldValueSchema, type DriftKind, type DriftState } from '@koppel/model';
import type { FieldValue } from '@koppel/model';
import { and, count, desc, eq, gte, inArray, lt, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { StoreContext } from './context.ts';
import { readJson } from './json.ts';
import { drift } from './schema/drift.ts';
import { linkPair } from './schema/records.ts';

/** A departure of a linked record from its master, with what became of it. */
export interface DriftItem {
  readonly id: number;
  readonly flowId: string;
  readonly nodeId: string;
  readonly entity: string;
  readonly sourceConnectionId: string;
  readonly targetConnectionId: string;
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly name: string;
  readonly kind: DriftKind;
  /** `""`: the record itself. */
  readonly field: string;
  /** Undefined where it is not known. */
  readonly base: FieldValue | undefined;
  readonly present: FieldValue;
  readonly wanted: FieldValue;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
  readonly state: DriftState;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly runId: string;
}

/** Which departures. What is left out does not narrow. */
export interface DriftFilter {
  readonly flow?: string | undefined;
  readonly entity?: string | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly run?: string | undefined;
  /** Seen last at this time or later. */
  readonly since?: Date | undefined;
}

/** What drift checks found. They write it through the journal. */
export interface DriftRepository {
  /** Newest first. `before` is the id of the last one already seen. */
  list(
    filter: DriftFilter & {
      readonly states?: readonly DriftState[] | undefined;
      readonly before?: number | undefined;
      readonly limit: number;
    },
  ): Promise<{ readonly items: DriftItem[]; readonly hasMore: boolean }>;
  counts(filter: DriftFilter): Promise<Readonly<Record<DriftState, number>>>;
  /** Removes what was closed before that time. */
  deleteClosed(before: Date): Promise<number>;
}

const comparedSchema = z.object({
  base: fieldValueSchema.optional(),
  present: fieldValueSchema,
  wanted: fieldValueSchema,
});
const closed: readonly DriftState[] = ['putBack', 'settled'];

export function createDrift({ db, writer }: StoreContext): DriftRepository {
  const where = ({ flow, entity, fields, run, since }: DriftFilter): (SQL | undefined)[] => [
    flow === undefined ? undefined : eq(drift.flowId, flow),
    entity === undefined ? undefined : eq(linkPair.entity, entity),
    fields === undefined ? undefined : inArray(drift.field, [...fields]),
    run === undefined ? undefined : eq(drift.runId, run),
    since === undefined ? undefined : gte(drift.lastAt, since),
  ];

  return {
    async list({ states, before, limit, ...filter }) {
      const rows = db
        .select()
        .from(drift)
        .innerJoin(linkPair, eq(linkPair.id, drift.pairId))
        .where(
          and(
            ...where(filter),
            states === undefined ? undefined : inArray(drift.state, [...states]),
            before === undefined ? undefined : lt(drift.id, before),
          ),
        )
        .orderBy(desc(drift.id))
        .limit(limit + 1)
        .all();
      return { items: rows.slice(0, limit).map(itemOf), hasMore: rows.length > limit };
    },
    async counts(filter) {
      const rows = db
        .select({ state: drift.state, departures: count() })
        .from(drift)
        .innerJoin(linkPair, eq(linkPair.id, drift.pairId))
        .where(and(...where(filter)))
        .groupBy(drift.state)
        .all();
      const none = Object.fromEntries(driftStateSchema.options.map((state) => [state, 0]));
      return { ...none, ...Object.fromEntries(rows.map(({ state, departures }) => [state, departures])) } as Record<
        DriftState,
        number
      >;
    },
    deleteClosed: (before) =>
      writer.write(
        () =>
          db
            .delete(drift)
            .where(and(inArray(drift.state, [...closed]), lt(drift.lastAt, before)))
            .run().changes,
      ),
  };
}

interface Row {
  readonly drift: typeof drift.$inferSelect;
  readonly link_pair: typeof linkPair.$inferSelect;
}

function itemOf({ drift: row, link_pair: pair }: Row): DriftItem {
  const { isToB, compared, kind, state, pairId: _, ...rest } = row;
  const { base, present, wanted } = readJson(comparedSchema, compared, `the values of departure ${row.id}`);
  return {
    ...rest,
    kind: driftKindSchema.parse(kind),
    state: driftStateSchema.parse(state),
    base,
    present,
    wanted,
    entity: pair.entity,
    sourceConnectionId: isToB ? pair.connectionA : pair.connectionB,
    targetConnectionId: isToB ? pair.connectionB : pair.connectionA,
  };
}
