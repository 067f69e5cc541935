import { kit, only } from './columns.ts';

/** Filters and columns of a list that a person keeps under a name, for oneself or for everybody. */
export const savedView = kit.table(
  'saved_view',
  {
    id: kit.id(),
    screen: kit.text().notNull(),
    title: kit.text().notNull(),
    isShared: kit.bool().notNull(),
    search: kit.json().notNull(),
    columns: kit.json().notNull(),
    /** The person whose it is; null for a shared one whose maker has left the workspace. */
    ownerId: kit.text(),
    revision: kit.int().notNull(),
    changedAt: kit.time().notNull(),
  },
  (t) => [
    kit.index('saved_view_own').on(t.ownerId, t.screen),
    kit.index('saved_view_shared').on(t.screen).where(only('is_shared = 1')),
  ],
);
