import type { FieldValue, FlowDocument, LocalizedText } from '@koppel/model';
import { and, asc, count, desc, eq, isNull, max, sql, sum } from 'drizzle-orm';
import type { StoreContext } from '../context.ts';
import { flow, flowPin, flowRestorePoint, flowReview, flowTest, flowVersion } from '../schema/flows.ts';
import { cursor, run } from '../schema/runs.ts';
import { StoreError } from '../store-error.ts';
import { endReviews, isApproved } from './reviews.ts';
import { keepDraft } from './restore-points.ts';
import { documentHash, documentOf, storedFlowOf, titleOf, type FlowRow, type StoredFlow } from './flow-row.ts';

/** What adapts a flow to this workspace: the slots and parameters that change. All others stay as they are. */
export interface FlowBindingChange {
  readonly slots?: Readonly<Record<string, string | null>> | undefined;
  readonly parameterValues?: Readonly<Record<string, FieldValue>> | undefined;
}

/** A published version without its document. */
export interface FlowVersionInfo {
  readonly version: number;
  readonly note: string;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  /** Who asked for it and who approved it; null where nobody had to. */
  readonly askedBy: string | null;
  readonly approvedBy: string | null;
  /** Of its runs that write, and of the records they read: how many, and how many failed. */
  readonly runs: number;
  readonly records: number;
  readonly failed: number;
}

/** A flow whose stored form cannot be read. The others are not affected. */
export interface DamagedFlow {
  readonly id: string;
  readonly title: LocalizedText;
  readonly isOn: boolean;
  readonly publishedVersion: number | null;
  readonly error: StoreError;
}

/** Flows: drafts that are edited, and published versions, which nothing ever changes. */
export interface FlowRepository {
  /** By id. Without those that cannot be read. */
  list(): Promise<StoredFlow[]>;
  /** Those that `list` leaves out. */
  damaged(): Promise<DamagedFlow[]>;
  /** The title of every flow there ever was a run of, also of deleted ones, by id. */
  titles(): Promise<ReadonlyMap<string, LocalizedText>>;
  /** Throws a StoreError when its draft cannot be read. */
  get(id: string): Promise<StoredFlow | null>;
  /** Its id is the document's; whoever saves it first owns it. */
  create(flow: {
    readonly document: FlowDocument;
    readonly savedBy: string;
    readonly savedById?: string | null | undefined;
    readonly slots?: Readonly<Record<string, string | null>> | undefined;
    readonly parameterValues?: Readonly<Record<string, FieldValue>> | undefined;
    readonly shippedHash?: string | null | undefined;
  }): Promise<StoredFlow | 'exists'>;
  /** `revision` is the one the change was made on: `stale` when another was saved meanwhile. */
  saveDraft(
    id: string,
    draft: {
      readonly document: FlowDocument;
      readonly revision: number;
      readonly savedBy: string;
      readonly savedById?: string | null;
    },
  ): Promise<{ readonly revision: number; readonly savedAt: Date } | 'missing' | 'stale'>;
  /**
   * Publishes the draft of this revision as the next version. Versions count up from 1, also over a deletion. With
   * `needsApproval` only what somebody else approved, and what was a version of this flow before: else `notApproved`.
   */
  publish(
    id: string,
    version: {
      readonly revision: number;
      readonly note: string;
      readonly publishedBy: string;
      readonly needsApproval: boolean;
    },
  ): Promise<{ readonly version: number } | 'missing' | 'stale' | 'notApproved'>;
  /** Says who looks after it. */
  own(id: string, ownerId: string | null): Promise<StoredFlow | 'missing'>;
  switch(id: string, isOn: boolean): Promise<StoredFlow | 'missing'>;
  bind(id: string, bindings: FlowBindingChange): Promise<StoredFlow | 'missing'>;
  /**
   * Removes the flow and the cursors of its streams. Its versions, runs and failures stay. `running`: one of its runs has
   * not ended, queued ones included.
   */
  delete(id: string): Promise<'deleted' | 'missing' | 'running'>;
  /** Newest first. */
  versions(id: string): Promise<FlowVersionInfo[]>;
  /** Also of a deleted flow. */
  version(id: string, version: number): Promise<FlowDocument | null>;
}

export function createFlows(context: StoreContext): FlowRepository {
  const { db, writer, now } = context;
  const find = (id: string): FlowRow | undefined => db.select().from(flow).where(eq(flow.id, id)).get();

  const change = (id: string, values: Partial<typeof flow.$inferInsert>): Promise<StoredFlow | 'missing'> =>
    writer.write(() => {
      const row = db.update(flow).set(values).where(eq(flow.id, id)).returning().get();
      return row ? storedFlowOf(row) : 'missing';
    });

  /** Whether this very draft was a version before: going back to it is no change that anybody has to look at. */
  const wasPublished = ({ id, draftHash }: FlowRow): boolean =>
    db
      .select({ version: flowVersion.version, document: flowVersion.document })
      .from(flowVersion)
      .where(eq(flowVersion.flowId, id))
      .all()
      .some(({ version, document }) => documentHash(documentOf(document, `version ${version} of ${id}`)) === draftHash);

  /** Every flow, read or with why it cannot be. */
  const readAll = () =>
    db
      .select()
      .from(flow)
      .orderBy(asc(flow.id))
      .all()
      .map((row) => readOne(row));

  return {
    list: async () => readAll().filter((read): read is StoredFlow => !isDamaged(read)),
    damaged: async () => readAll().filter(isDamaged),
    async titles() {
      const versions = db
        .select({ id: flowVersion.flowId, title: flowVersion.title })
        .from(flowVersion)
        .orderBy(asc(flowVersion.version))
        .all();
      const present = db.select({ id: flow.id, title: flow.title }).from(flow).all();
      return new Map([...versions, ...present].map(({ id, title }) => [id, titleOf(title, id)]));
    },
    async get(id) {
      const row = find(id);
      return row ? storedFlowOf(row) : null;
    },
    create: ({ document, savedBy, savedById = null, slots = {}, parameterValues = {}, shippedHash = null }) =>
      writer.write(() => {
        const row = db
          .insert(flow)
          .values({
            id: document.id,
            title: document.title,
            draft: document,
            draftHash: documentHash(document),
            revision: 1,
            savedAt: now(),
            savedBy,
            savedById,
            ownerId: savedById,
            isOn: false,
            slots,
            parameterValues,
            shippedHash,
          })
          .onConflictDoNothing()
          .returning()
          .get();
        return row ? storedFlowOf(row) : 'exists';
      }),
    saveDraft: (id, { document, revision, savedBy, savedById = null }) =>
      writer.write(() => {
        refuseOtherId(id, document);
        const row = find(id);
        if (!row) return 'missing';
        if (row.revision !== revision) return 'stale';
        // Somebody goes on with what somebody else drew: as those left it, it is kept, unless it is a version already.
        if (row.savedBy !== savedBy && row.draftHash !== row.publishedHash)
          keepDraft(context, row, { cause: 'takeOver', note: '' });
        const saved = { revision: revision + 1, savedAt: now() };
        db.update(flow)
          .set({
            ...saved,
            savedBy,
            savedById,
            title: document.title,
            draft: document,
            draftHash: documentHash(document),
          })
          .where(eq(flow.id, id))
          .run();
        return saved;
      }),
    publish: (id, { revision, needsApproval, ...version }) =>
      writer.write(() => {
        const row = find(id);
        if (!row) return 'missing';
        if (row.revision !== revision) return 'stale';
        if (needsApproval && !isApproved(context, row) && !wasPublished(row)) return 'notApproved';
        return publishRow(context, row, version);
      }),
    own: (id, ownerId) => change(id, { ownerId }),
    switch: (id, isOn) => change(id, { isOn }),
    bind: (id, { slots, parameterValues }) =>
      writer.write(() => {
        const row = find(id);
        if (!row) return 'missing';
        const before = storedFlowOf(row);
        const bound = {
          slots: { ...before.slots, ...slots },
          parameterValues: { ...before.parameterValues, ...parameterValues },
        };
        return storedFlowOf(db.update(flow).set(bound).where(eq(flow.id, id)).returning().get()!);
      }),
    delete: (id) =>
      writer.write(() => {
        const unfinished = db
          .select({ id: run.id })
          .from(run)
          .where(and(eq(run.flowId, id), isNull(run.endedAt)))
          .limit(1)
          .get();
        if (!find(id)) return 'missing';
        if (unfinished) return 'running';
        removeFlow(context, id);
        return 'deleted';
      }),
    async versions(id) {
      const { version, note, publishedAt, publishedBy, askedBy, approvedBy } = flowVersion;
      const ran = db
        .select({ version: run.flowVersion, runs: count(), records: sum(run.read), failed: sum(run.failed) })
        .from(run)
        .where(and(eq(run.flowId, id), eq(run.isDryRun, false)))
        .groupBy(run.flowVersion)
        .all();
      const runsOf = new Map(ran.map((each) => [each.version, each]));
      return db
        .select({ version, note, publishedAt, publishedBy, askedBy, approvedBy })
        .from(flowVersion)
        .where(eq(flowVersion.flowId, id))
        .orderBy(desc(version))
        .all()
        .map((each) => {
          const of = runsOf.get(each.version);
          return { ...each, runs: of?.runs ?? 0, records: Number(of?.records ?? 0), failed: Number(of?.failed ?? 0) };
        });
    },
    async version(id, version) {
      const row = db
        .select({ document: flowVersion.document })
        .from(flowVersion)
        .where(and(eq(flowVersion.flowId, id), eq(flowVersion.version, version)))
        .get();
      return row ? documentOf(row.document, `version ${version} of flow ${id}`) : null;
    },
  };
}

/** Publishes the draft of a row as the next version. Within a transaction. */
export function publishRow(
  { db, now }: Pick<StoreContext, 'db' | 'now'>,
  row: FlowRow,
  { note, publishedBy }: { readonly note: string; readonly publishedBy: string },
): { readonly version: number } {
  const { id, draft, draftHash } = row;
  const document = documentOf(draft, `the draft of flow ${id}`);
  const newest = db
    .select({ version: max(flowVersion.version) })
    .from(flowVersion)
    .where(eq(flowVersion.flowId, id))
    .get();
  const version = (newest?.version ?? 0) + 1;
  const { askedBy, approvedBy } = endReviews({ db }, row, version);
  db.insert(flowVersion)
    .values({
      flowId: id,
      version,
      title: document.title,
      document,
      note,
      publishedAt: now(),
      publishedBy,
      askedBy,
      approvedBy,
    })
    .run();
  db.update(flow).set({ publishedVersion: version, publishedHash: draftHash }).where(eq(flow.id, id)).run();
  return { version };
}

/** Removes a flow and the cursors of its streams. Within a transaction. */
export function removeFlow({ db }: Pick<StoreContext, 'db'>, id: string): void {
  // Streams are named `flow/stream`; ids of flows hold no slash.
  db.delete(cursor)
    .where(sql`substr(${cursor.stream}, 1, ${id.length + 1}) = ${`${id}/`}`)
    .run();
  // A flow that is made under the same id later has nothing to do with what was asked about this one.
  db.delete(flowReview).where(eq(flowReview.flowId, id)).run();
  db.delete(flowTest).where(eq(flowTest.flowId, id)).run();
  db.delete(flowRestorePoint).where(eq(flowRestorePoint.flowId, id)).run();
  db.delete(flowPin).where(eq(flowPin.flowId, id)).run();
  db.delete(flow).where(eq(flow.id, id)).run();
}

function isDamaged(read: StoredFlow | DamagedFlow): read is DamagedFlow {
  return 'error' in read;
}

function readOne(row: FlowRow): StoredFlow | DamagedFlow {
  try {
    return storedFlowOf(row);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { id, isOn, publishedVersion } = row;
    return { id, title: titleOf(row.title, id), isOn, publishedVersion, error };
  }
}

function refuseOtherId(id: string, document: FlowDocument): void {
  if (document.id === id) return;
  throw new StoreError({
    code: 'store.other-flow',
    message: `The draft is of the flow "${document.id}" and cannot be saved as "${id}".`,
    remedy: `Give the document the id "${id}", or make a new flow of it.`,
  });
}
