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

/** Single values of the workspace, and a few of the store itself. */
export const setting = kit.table('setting', {
  name: kit.id(),
  value: kit.json().notNull(),
  savedAt: kit.time().notNull(),
});
