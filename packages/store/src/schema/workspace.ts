import { kit } from './columns.ts';

/** What the workspace decided: its mastership table and its value lists, as documents. */
export const document = kit.table(
  'document',
  {
    kind: kit.text().$type<'mastership' | 'value-list'>().notNull(),
    /** The value list's id; empty for the one mastership table. */
    id: kit.text().notNull(),
    content: kit.json().notNull(),
    savedAt: kit.time().notNull(),
    savedBy: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.kind, t.id] })],
);

/** What a document of the workspace was before, and is now: every revision of it. */
export const documentRevision = kit.table(
  'document_revision',
  {
    kind: kit.text().$type<'mastership' | 'value-list'>().notNull(),
    id: kit.text().notNull(),
    revision: kit.int().notNull(),
    content: kit.json().notNull(),
    savedAt: kit.time().notNull(),
    savedBy: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.kind, t.id, t.revision] })],
);

/** Single values of the workspace, and a few of the store itself. */
export const setting = kit.table('setting', {
  name: kit.id(),
  value: kit.json().notNull(),
  savedAt: kit.time().notNull(),
});
