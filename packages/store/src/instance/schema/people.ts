import { kit } from '../../schema/columns.ts';
import { workspace } from './workspaces.ts';

/** Someone who may sign in. `email` is in lower case. */
export const user = kit.table(
  'user',
  {
    id: kit.id(),
    email: kit.text().notNull(),
    name: kit.text().notNull(),
    passwordHash: kit.text(),
    isDisabled: kit.bool().notNull(),
    /** Makes workspaces and people, and is an administrator of none by that alone. */
    isInstanceAdmin: kit.bool().notNull(),
    createdAt: kit.time().notNull(),
  },
  (t) => [kit.uniqueIndex('user_email').on(t.email)],
);

/** Who is a member of which workspace, and as what. */
export const membership = kit.table(
  'membership',
  {
    userId: kit
      .text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    workspaceId: kit
      .text()
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    role: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.userId, t.workspaceId] }), kit.index('membership_workspace').on(t.workspaceId)],
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

/** A person's token for the API, good in one workspace. Only the hash of its text is kept. */
export const apiToken = kit.table(
  'api_token',
  {
    id: kit.id(),
    tokenHash: kit.text().notNull(),
    userId: kit
      .text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    workspaceId: kit
      .text()
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    name: kit.text().notNull(),
    permissions: kit.json().notNull(),
    createdAt: kit.time().notNull(),
    expiresAt: kit.time().notNull(),
    lastUsedAt: kit.time(),
  },
  (t) => [kit.uniqueIndex('api_token_hash').on(t.tokenHash), kit.index('api_token_user').on(t.userId)],
);
