import { asc, eq } from 'drizzle-orm';
import type { StoreContext } from '../context.ts';
import { flowPin } from '../schema/flows.ts';

/** A record of the source, by its key, that a flow has to keep working for. */
export interface PinnedSample {
  readonly key: string;
  readonly pinnedBy: string;
  readonly pinnedAt: Date;
}

/** The records that are pinned at flows. They belong to the flow: with it they are removed. */
export interface PinnedSampleRepository {
  /** First pinned first. */
  ofFlow(flowId: string): Promise<PinnedSample[]>;
  /** Pins exactly these. Those that are pinned already stay as they are. */
  set(flowId: string, keys: readonly string[], pinnedBy: string): Promise<PinnedSample[]>;
}

export function createPinnedSamples({ db, writer, now }: StoreContext): PinnedSampleRepository {
  const ofFlow = (flowId: string): PinnedSample[] =>
    db
      .select({ key: flowPin.key, pinnedBy: flowPin.pinnedBy, pinnedAt: flowPin.pinnedAt })
      .from(flowPin)
      .where(eq(flowPin.flowId, flowId))
      .orderBy(asc(flowPin.pinnedAt), asc(flowPin.key))
      .all();
  return {
    ofFlow: async (flowId) => ofFlow(flowId),
    set: (flowId, keys, pinnedBy) =>
      writer.write(() => {
        const before = ofFlow(flowId);
        db.delete(flowPin).where(eq(flowPin.flowId, flowId)).run();
        for (const key of new Set(keys)) {
          const known = before.find((pin) => pin.key === key) ?? { key, pinnedBy, pinnedAt: now() };
          db.insert(flowPin)
            .values({ flowId, ...known })
            .run();
        }
        return ofFlow(flowId);
      }),
  };
}
