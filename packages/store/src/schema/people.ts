import { kit } from './columns.ts';

/** Someone who may sign in. `email` is in lower case. */
export const user = kit.table(
  'user',
  {
    id: kit.id(),
    email: kit.text().notNull(),
    name: kit.text().notNull(),
    role: kit.text().notNull(),
    passwordHash: kit.text(),
    isDisabled: kit.bool().notNull(),
    createdAt: kit.time().notNull(),
  },
  (t) => [kit.uniqueIndex('user_email').on(t.email)],
);

/** A sign-in that holds. Only the hash of its id is kept. */
export const session = kit.table(
  'session',
  {
    idHash: kit.id(),
    userId: kit
      .text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    createdAt: kit.time().notNull(),
    lastSeenAt: kit.time().notNull(),
  },
  (t) => [kit.index('session_user').on(t.userId)],
);

/** A one-time link to sign in. Only the hash of its token is kept; using it removes it. */
export const signInLink = kit.table(
  'sign_in_link',
  {
    tokenHash: kit.id(),
    userId: kit
      .text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    createdAt: kit.time().notNull(),
  },
  (t) => [kit.index('sign_in_link_user').on(t.userId)],
);
