import { kit } from '../../schema/columns.ts';

/** A workspace: one client in one environment. What is in it lies in a database of its own. */
export const workspace = kit.table(
  'workspace',
  {
    id: kit.id(),
    /** In addresses; never changes. */
    slug: kit.text().notNull(),
    name: kit.text().notNull(),
    environment: kit.text().$type<'production' | 'test' | 'demo'>().notNull(),
    timeZone: kit.text().notNull(),
    language: kit.text().notNull(),
    /** Whether consultants see its counts and health on their board. */
    isOnBoard: kit.bool().notNull(),
    /** Whether a flow is published only when somebody else approved its draft. */
    isTwoPerson: kit.bool().notNull().default(false),
    /** Whether nobody gets in without a second factor. */
    needsSecondFactor: kit.bool().notNull().default(false),
    createdAt: kit.time().notNull(),
    /** Since when nothing in it runs and nobody gets in; null while it is open. */
    closedAt: kit.time(),
  },
  (t) => [kit.uniqueIndex('workspace_slug').on(t.slug)],
);
