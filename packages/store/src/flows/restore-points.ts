import type { FlowDocument } from '@koppel/model';
import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import type { StoreContext } from '../context.ts';
import { flow, flowRestorePoint, flowVersion } from '../schema/flows.ts';
import { StoreError } from '../store-error.ts';
import { documentHash, documentOf, storedFlowOf, type FlowRow, type StoredFlow } from './flow-row.ts';

/** Why a draft was kept: somebody asked for it, or something was about to take its place. */
export type RestorePointCause = (typeof flowRestorePoint.$inferSelect)['cause'];

/** A draft as it once was, without its document. */
export interface RestorePoint {
  readonly id: string;
  readonly cause: RestorePointCause;
  /** What whoever kept it says of it; empty where nobody said anything. */
  readonly note: string;
  readonly keptAt: Date;
  /** Who made the draft, and when they saved it last. */
  readonly savedBy: string;
  readonly savedAt: Date;
  /** False: it is kept as it is, and cannot be opened. */
  readonly isReadable: boolean;
}

/** A flow whose draft cannot be read, with the newest state of it that can. */
export interface LastGood {
  readonly flow: StoredFlow;
  readonly from: { readonly point: string } | { readonly version: number };
  readonly at: Date;
}

/** Drafts that are kept beside the present one. Of those that nobody asked for, the newest thirty. */
export interface RestorePointRepository {
  /** Newest first. */
  ofFlow(flowId: string): Promise<RestorePoint[]>;
  /** Throws a StoreError when it cannot be read. */
  document(flowId: string, id: string): Promise<FlowDocument | null>;
  /** Keeps the present draft. The one it is kept as already, where nothing changed since, gets the note. */
  keep(
    flowId: string,
    point: { readonly cause: RestorePointCause; readonly note: string },
  ): Promise<RestorePoint | 'missing'>;
  /** Puts a document in the place of the draft, which is kept. `revision`: as `saveDraft`. */
  restore(
    flowId: string,
    draft: {
      readonly document: FlowDocument;
      readonly revision: number;
      readonly savedBy: string;
      readonly savedById: string | null;
    },
  ): Promise<{ readonly revision: number; readonly savedAt: Date } | 'missing' | 'stale'>;
  /** Of a flow whose draft cannot be read: the newest restore point or version that can; null where there is none. */
  lastGood(flowId: string): Promise<LastGood | null>;
}

const mostAutomatic = 30;

export function createRestorePoints(context: StoreContext): RestorePointRepository {
  const { db, writer, now } = context;
  const find = (id: string) => db.select().from(flow).where(eq(flow.id, id)).get();
  const ofFlow = (flowId: string) =>
    db
      .select()
      .from(flowRestorePoint)
      .where(eq(flowRestorePoint.flowId, flowId))
      .orderBy(desc(flowRestorePoint.keptAt), desc(flowRestorePoint.id))
      .all();
  return {
    ofFlow: async (flowId) => ofFlow(flowId).map(viewOf),
    async document(flowId, id) {
      const row = db
        .select({ document: flowRestorePoint.document })
        .from(flowRestorePoint)
        .where(and(eq(flowRestorePoint.flowId, flowId), eq(flowRestorePoint.id, id)))
        .get();
      return row ? documentOf(row.document, `a restore point of flow ${flowId}`) : null;
    },
    keep: (flowId, point) =>
      writer.write(() => {
        const row = find(flowId);
        return row ? viewOf(keepDraft(context, row, point)) : 'missing';
      }),
    restore: (flowId, { document, revision, savedBy, savedById }) =>
      writer.write(() => {
        const row = find(flowId);
        if (!row) return 'missing';
        if (row.revision !== revision) return 'stale';
        const isDamaged = !canRead(row.draft);
        // What is published is kept as a version.
        if (isDamaged || row.draftHash !== row.publishedHash) {
          keepDraft(context, row, { cause: isDamaged ? 'damaged' : 'restore', note: '' });
        }
        const saved = { revision: revision + 1, savedAt: now() };
        const draft = { ...document, id: flowId };
        db.update(flow)
          .set({ ...saved, savedBy, savedById, title: draft.title, draft, draftHash: documentHash(draft) })
          .where(eq(flow.id, flowId))
          .run();
        return saved;
      }),
    async lastGood(flowId) {
      const row = find(flowId);
      if (!row) return null;
      const opened = (document: unknown) => storedFlowOf({ ...row, draft: document as FlowRow['draft'] });
      const point = ofFlow(flowId).find(({ document }) => canRead(document));
      const version = db
        .select()
        .from(flowVersion)
        .where(eq(flowVersion.flowId, flowId))
        .orderBy(desc(flowVersion.version))
        .all()
        .find(({ document }) => canRead(document));
      if (point && (!version || point.savedAt >= version.publishedAt)) {
        return { flow: opened(point.document), from: { point: point.id }, at: point.savedAt };
      }
      return version
        ? { flow: opened(version.document), from: { version: version.version }, at: version.publishedAt }
        : null;
    },
  };
}

/** Keeps the draft of a row as it is, also one that cannot be read. Within a transaction. */
export function keepDraft(
  { db, now, newId }: Pick<StoreContext, 'db' | 'now' | 'newId'>,
  { id: flowId, draft, draftHash, savedAt, savedBy }: FlowRow,
  { cause, note }: { readonly cause: RestorePointCause; readonly note: string },
): typeof flowRestorePoint.$inferSelect {
  const newest = db
    .select()
    .from(flowRestorePoint)
    .where(eq(flowRestorePoint.flowId, flowId))
    .orderBy(desc(flowRestorePoint.keptAt), desc(flowRestorePoint.id))
    .limit(1)
    .get();
  if (newest?.documentHash === draftHash && canRead(draft)) {
    if (cause !== 'byHand') return newest;
    return db
      .update(flowRestorePoint)
      .set({ cause, note })
      .where(eq(flowRestorePoint.id, newest.id))
      .returning()
      .get()!;
  }
  const kept = db
    .insert(flowRestorePoint)
    .values({
      id: newId(),
      flowId,
      document: draft,
      documentHash: draftHash,
      cause,
      note,
      keptAt: now(),
      savedAt,
      savedBy,
    })
    .returning()
    .get();
  const tooMany = db
    .select({ id: flowRestorePoint.id })
    .from(flowRestorePoint)
    .where(and(eq(flowRestorePoint.flowId, flowId), ne(flowRestorePoint.cause, 'byHand')))
    .orderBy(desc(flowRestorePoint.keptAt), desc(flowRestorePoint.id))
    .all()
    .slice(mostAutomatic)
    .map(({ id }) => id);
  if (tooMany.length > 0) db.delete(flowRestorePoint).where(inArray(flowRestorePoint.id, tooMany)).run();
  return kept;
}

function viewOf({
  id,
  cause,
  note,
  keptAt,
  savedAt,
  savedBy,
  document,
}: typeof flowRestorePoint.$inferSelect): RestorePoint {
  return { id, cause, note, keptAt, savedAt, savedBy, isReadable: canRead(document) };
}

function canRead(document: unknown): boolean {
  try {
    documentOf(document, 'it');
    return true;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}
