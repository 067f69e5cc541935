import { flowTestSchema, type FlowTest } from '@koppel/model';
import { and, asc, eq } from 'drizzle-orm';
import type { StoreContext } from '../context.ts';
import { readJson } from '../json.ts';
import { flowTest } from '../schema/flows.ts';

/** How a test went when it was last run. */
export type FlowTestOutcome = (typeof flowTest.$inferSelect)['lastOutcome'];

export interface StoredFlowTest {
  readonly test: FlowTest;
  readonly savedAt: Date;
  readonly savedBy: string;
  /** Null: never run since it was saved. */
  readonly lastRun: { readonly at: Date; readonly outcome: NonNullable<FlowTestOutcome> } | null;
}

/** The tests of flows, in the order of their ids. They belong to the flow: with it they are removed. */
export interface FlowTestRepository {
  ofFlow(flowId: string): Promise<StoredFlowTest[]>;
  get(flowId: string, id: string): Promise<StoredFlowTest | null>;
  /** Adds a test, or puts it in the place of the one with its id. */
  save(test: FlowTest, savedBy: string): Promise<StoredFlowTest>;
  delete(flowId: string, id: string): Promise<boolean>;
  noteRun(flowId: string, id: string, outcome: NonNullable<FlowTestOutcome>): Promise<void>;
}

export function createFlowTests({ db, writer, now }: StoreContext): FlowTestRepository {
  const isIt = (flowId: string, id: string) => and(eq(flowTest.flowId, flowId), eq(flowTest.id, id));
  const get = (flowId: string, id: string) => {
    const row = db.select().from(flowTest).where(isIt(flowId, id)).get();
    return row ? storedOf(row) : null;
  };
  return {
    async ofFlow(flowId) {
      const rows = db.select().from(flowTest).where(eq(flowTest.flowId, flowId)).orderBy(asc(flowTest.id)).all();
      return rows.map(storedOf);
    },
    get: async (flowId, id) => get(flowId, id),
    save: (content, savedBy) =>
      writer.write(() => {
        const { flowId, id } = content;
        const saved = { content, savedAt: now(), savedBy, lastRunAt: null, lastOutcome: null };
        db.insert(flowTest)
          .values({ flowId, id, ...saved })
          .onConflictDoUpdate({ target: [flowTest.flowId, flowTest.id], set: saved })
          .run();
        return get(flowId, id)!;
      }),
    delete: (flowId, id) => writer.write(() => db.delete(flowTest).where(isIt(flowId, id)).run().changes > 0),
    async noteRun(flowId, id, lastOutcome) {
      await writer.write(() =>
        db.update(flowTest).set({ lastRunAt: now(), lastOutcome }).where(isIt(flowId, id)).run(),
      );
    },
  };
}

function storedOf(row: typeof flowTest.$inferSelect): StoredFlowTest {
  const { flowId, id, content, savedAt, savedBy, lastRunAt, lastOutcome } = row;
  return {
    test: readJson(flowTestSchema, content, `the test "${id}" of the flow "${flowId}"`),
    savedAt,
    savedBy,
    lastRun: lastRunAt && lastOutcome ? { at: lastRunAt, outcome: lastOutcome } : null,
  };
}
