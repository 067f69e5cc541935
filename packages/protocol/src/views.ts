import { z } from 'zod';

/** The lists whose filters can be kept under a name. */
export const viewScreens = ['flows', 'runs', 'failures', 'links', 'audit', 'customers'] as const;
export type ViewScreen = (typeof viewScreens)[number];

const columnId = z.string().min(1).max(40);
const mostColumns = 40;
const mostSearchKeys = 30;
const mostSearchBytes = 4096;

/** How the columns of a list stand. A column that the list does not have (any more) means nothing. */
export const columnStateSchema = z.strictObject({
  hidden: z.array(columnId).max(mostColumns).default([]),
  /** In CSS pixels. */
  widths: z
    .record(columnId, z.int().min(40).max(1200))
    .refine((widths) => Object.keys(widths).length <= mostColumns, `A list has at most ${mostColumns} columns.`)
    .default({}),
  /** The first counts most. */
  sort: z
    .array(z.strictObject({ id: columnId, isDescending: z.boolean() }))
    .max(3)
    .default([]),
});
export type ColumnState = z.output<typeof columnStateSchema>;

/** The search parameters of the list's address. What a list does not know of them, it leaves aside. */
const viewSearchSchema = z
  .record(z.string().min(1).max(100), z.string())
  .refine((search) => Object.keys(search).length <= mostSearchKeys, `A view holds at most ${mostSearchKeys} filters.`)
  .refine(
    (search) => new TextEncoder().encode(JSON.stringify(search)).length <= mostSearchBytes,
    'These filters are too long for a view.',
  );

const content = {
  title: z.string().trim().min(1).max(80),
  isShared: z.boolean(),
  search: viewSearchSchema,
  columns: columnStateSchema,
};

/** Filters and columns of a list that somebody kept under a name. */
export const savedViewSchema = z
  .object({
    id: z.string(),
    screen: z.enum(viewScreens),
    ...content,
    /** Whose it is; null where that person has left the workspace. */
    owner: z.string().nullable(),
    isOwn: z.boolean(),
    /** Whether who asks may change what it is called and holds. */
    canChange: z.boolean(),
    /** To be sent back with a change. */
    revision: z.int(),
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.output<typeof savedViewSchema>;

export const viewsQuerySchema = z.object({ screen: z.enum(viewScreens) });

export const saveViewSchema = z.strictObject({
  screen: z.enum(viewScreens),
  ...content,
  isShared: content.isShared.default(false),
  columns: content.columns.prefault({}),
});

/** A change is refused where somebody changed the view meanwhile. */
export const changeViewSchema = z.strictObject({
  revision: z.int(),
  title: content.title.optional(),
  isShared: content.isShared.optional(),
  search: content.search.optional(),
  columns: content.columns.optional(),
});
