import type { FieldValue, FlowDocument, LocalizedText } from '@koppel/model';
import { and, asc, desc, eq, isNull, max, sql } from 'drizzle-orm';
import type { StoreContext } from '../context.ts';
import { flow, flowVersion } from '../schema/flows.ts';
import { cursor, run } from '../schema/runs.ts';
import { StoreError } from '../store-error.ts';
import { documentHash, documentOf, storedFlowOf, titleOf, type FlowRow, type StoredFlow } from './flow-row.ts';

/** What adapts a flow to this workspace. What is left out stays; what is given replaces what was there as a whole. */
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
  /** Its id is the document's. */
  create(flow: {
    readonly document: FlowDocument;
    readonly savedBy: string;
    readonly slots?: Readonly<Record<string, string | null>> | undefined;
    readonly parameterValues?: Readonly<Record<string, FieldValue>> | undefined;
    readonly shippedHash?: string | null | undefined;
  }): Promise<StoredFlow | 'exists'>;
  /** `revision` is the one the change was made on: `stale` when another was saved meanwhile. */
  saveDraft(
    id: string,
    draft: { readonly document: FlowDocument; readonly revision: number; readonly savedBy: string },
  ): Promise<{ readonly revision: number; readonly savedAt: Date } | 'missing' | 'stale'>;
  /** Publishes the draft of this revision as the next version. Versions count up from 1, also over a deletion. */
  publish(
    id: string,
    version: { readonly revision: number; readonly note: string; readonly publishedBy: string },
  ): Promise<{ readonly version: number } | 'missing' | 'stale'>;
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
    create: ({ document, savedBy, slots = {}, parameterValues = {}, shippedHash = null }) =>
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
    saveDraft: (id, { document, revision, savedBy }) =>
      writer.write(() => {
        refuseOtherId(id, document);
        const row = find(id);
        if (!row) return 'missing';
        if (row.revision !== revision) return 'stale';
        const saved = { revision: revision + 1, savedAt: now() };
        db.update(flow)
          .set({ ...saved, savedBy, title: document.title, draft: document, draftHash: documentHash(document) })
          .where(eq(flow.id, id))
          .run();
        return saved;
      }),
    publish: (id, { revision, ...version }) =>
      writer.write(() => {
        const row = find(id);
        if (!row) return 'missing';
        if (row.revision !== revision) return 'stale';
        return publishRow(context, row, version);
      }),
    switch: (id, isOn) => change(id, { isOn }),
    bind: (id, { slots, parameterValues }) =>
      // The database library leaves out what is undefined, but not when nothing is left.
      change(id, { id, ...(slots && { slots }), ...(parameterValues && { parameterValues }) }),
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
      const { version, note, publishedAt, publishedBy } = flowVersion;
      return db
        .select({ version, note, publishedAt, publishedBy })
        .from(flowVersion)
        .where(eq(flowVersion.flowId, id))
        .orderBy(desc(version))
        .all();
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
  { id, draft, draftHash }: FlowRow,
  { note, publishedBy }: { readonly note: string; readonly publishedBy: string },
): { readonly version: number } {
  const document = documentOf(draft, `the draft of flow ${id}`);
  const newest = db
    .select({ version: max(flowVersion.version) })
    .from(flowVersion)
    .where(eq(flowVersion.flowId, id))
    .get();
  const version = (newest?.version ?? 0) + 1;
  db.insert(flowVersion)
    .values({ flowId: id, version, title: document.title, document, note, publishedAt: now(), publishedBy })
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
