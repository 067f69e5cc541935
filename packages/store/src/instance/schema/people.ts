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
    /** What the codes of the second factor come from, sealed. */
    secondFactorKey: kit.text(),
    /** Counts the keys, so that no sealed one can stand for another. */
    secondFactorVersion: kit.int().notNull().default(0),
    /** The time step of the last code: it and those before are used up. */
    secondFactorStep: kit.int(),
    /** Since when it is asked for; null: not yet. */
    secondFactorSince: kit.time(),
    /** When the tour of the demo was taken, or waved away; null: it is offered. */
    tourSeenAt: kit.time(),
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

/** Lets somebody in once who has not got the second factor. Only its hash is kept; using it removes it. */
export const recoveryCode = kit.table(
  'recovery_code',
  {
    userId: kit
      .text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    codeHash: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.userId, t.codeHash] })],
);

/** Somebody as a provider of sign-ins knows them. A person has at most one at each. */
export const identity = kit.table(
  'identity',
  {
    issuer: kit.text().notNull(),
    /** What the provider calls the person, and never calls anybody else. */
    subject: kit.text().notNull(),
    userId: kit
      .text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    createdAt: kit.time().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.issuer, t.subject] }), kit.uniqueIndex('identity_user').on(t.userId, t.issuer)],
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

/** A member of a workspace asks its administrators for a right. */
export const accessRequest = kit.table(
  'access_request',
  {
    id: kit.id(),
    workspaceId: kit
      .text()
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    userId: kit
      .text()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    permission: kit.text().notNull(),
    message: kit.text(),
    askedAt: kit.time().notNull(),
    /** Null while it waits. */
    decidedAt: kit.time(),
    decidedBy: kit.text(),
    /** The role that was given; null: refused. */
    role: kit.text(),
    comment: kit.text(),
  },
  (t) => [
    kit.index('access_request_user').on(t.userId, t.askedAt),
    kit.index('access_request_workspace').on(t.workspaceId, t.decidedAt),
  ],
);
