import { and, asc, count, eq, ne, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { StoreContext } from './context.ts';
import { readJson } from './json.ts';
import { savedView } from './schema/views.ts';

const searchSchema = z.record(z.string(), z.string());
const columnsSchema = z.object({
  hidden: z.array(z.string()),
  widths: z.record(z.string(), z.number()),
  sort: z.array(z.object({ id: z.string(), isDescending: z.boolean() })),
});

/** What a view holds and what people call it. */
export interface ViewContent {
  readonly title: string;
  readonly isShared: boolean;
  /** The search parameters of the list's address. */
  readonly search: Readonly<Record<string, string>>;
  readonly columns: z.output<typeof columnsSchema>;
}

export interface StoredView extends ViewContent {
  readonly id: string;
  /** The list that it is of, in the words of the API. */
  readonly screen: string;
  /** Null: a shared one whose maker has left. */
  readonly ownerId: string | null;
  readonly revision: number;
  readonly changedAt: Date;
}

/** At most this many of one's own, and this many shared ones, per list. */
export const mostViews = 50;

/** `tooManyOwn`, `tooManyShared`: there are `mostViews` of the list already. */
export type ViewRefusal = 'tooManyOwn' | 'tooManyShared';

/**
 * The views of lists that people keep. Whoever asks is named by id; null is nobody in particular, who has no own ones. The views
 * of others are told only where they are shared: one that is not answers as if it were not there.
 */
export interface ViewRepository {
  /** The own ones and those that are shared, by title. */
  list(screen: string, readerId: string | null): Promise<StoredView[]>;
  get(id: string, readerId: string | null): Promise<StoredView | null>;
  add(screen: string, content: ViewContent, ownerId: string): Promise<StoredView | ViewRefusal>;
  /** Refused as `stale` where it is not at this revision any more. */
  change(
    id: string,
    wanted: {
      readonly revision: number;
      readonly part: Partial<ViewContent>;
      readonly readerId: string | null;
      /** Whose it becomes. */
      readonly ownerId: string | null;
    },
  ): Promise<StoredView | ViewRefusal | 'missing' | 'stale'>;
  remove(id: string, readerId: string | null): Promise<void>;
  /** Somebody leaves: the views that nobody else sees go, and shared ones stay without their maker. */
  forget(ownerId: string): Promise<void>;
}

export function createViews({ db, writer, now, newId }: StoreContext): ViewRepository {
  const seenBy = (readerId: string | null): SQL =>
    readerId === null
      ? eq(savedView.isShared, true)
      : or(eq(savedView.isShared, true), eq(savedView.ownerId, readerId))!;
  const find = (id: string, readerId: string | null) =>
    db
      .select()
      .from(savedView)
      .where(and(eq(savedView.id, id), seenBy(readerId)))
      .get();

  /** Whether one more of this kind has a place, besides the view itself. */
  const refusalOf = (
    screen: string,
    { id, isShared, ownerId }: { readonly id: string; readonly isShared: boolean; readonly ownerId: string | null },
  ): ViewRefusal | null => {
    const kind = isShared
      ? eq(savedView.isShared, true)
      : and(eq(savedView.isShared, false), eq(savedView.ownerId, ownerId ?? ''));
    const others = db
      .select({ n: count() })
      .from(savedView)
      .where(and(eq(savedView.screen, screen), kind, ne(savedView.id, id)))
      .get()!;
    if (others.n < mostViews) return null;
    return isShared ? 'tooManyShared' : 'tooManyOwn';
  };

  return {
    async list(screen, readerId) {
      return db
        .select()
        .from(savedView)
        .where(and(eq(savedView.screen, screen), seenBy(readerId)))
        .orderBy(asc(savedView.title), asc(savedView.id))
        .all()
        .map(viewOf);
    },
    async get(id, readerId) {
      const row = find(id, readerId);
      return row ? viewOf(row) : null;
    },
    add: (screen, content, ownerId) =>
      writer.write(() => {
        const id = newId();
        const refusal = refusalOf(screen, { id, isShared: content.isShared, ownerId });
        if (refusal) return refusal;
        const made = { id, screen, ...content, ownerId, revision: 1, changedAt: now() };
        return viewOf(db.insert(savedView).values(made).returning().get());
      }),
    change: (id, { revision, part, readerId, ownerId }) =>
      writer.write(() => {
        const row = find(id, readerId);
        if (!row) return 'missing';
        if (row.revision !== revision) return 'stale';
        const isShared = part.isShared ?? row.isShared;
        const refusal = isShared === row.isShared ? null : refusalOf(row.screen, { id, isShared, ownerId });
        if (refusal) return refusal;
        const changed = { ...part, ownerId, revision: revision + 1, changedAt: now() };
        return viewOf(db.update(savedView).set(changed).where(eq(savedView.id, id)).returning().get()!);
      }),
    remove: (id, readerId) =>
      writer.write(
        () =>
          void db
            .delete(savedView)
            .where(and(eq(savedView.id, id), seenBy(readerId)))
            .run(),
      ),
    forget: (ownerId) =>
      writer.write(() => {
        const isTheirs = eq(savedView.ownerId, ownerId);
        db.delete(savedView)
          .where(and(isTheirs, eq(savedView.isShared, false)))
          .run();
        db.update(savedView).set({ ownerId: null }).where(isTheirs).run();
      }),
  };
}

function viewOf({ search, columns, ...row }: typeof savedView.$inferSelect): StoredView {
  return {
    ...row,
    search: readJson(searchSchema, search, `the view ${row.id}`),
    columns: readJson(columnsSchema, columns, `the view ${row.id}`),
  };
}
