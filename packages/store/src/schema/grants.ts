import { kit } from './columns.ts';
import { connection } from './connections.ts';

/** That a person signed a connection in at its provider. The tokens are sealed. */
export const connectionGrant = kit.table('connection_grant', {
  connectionId: kit
    .text()
    .primaryKey()
    .references(() => connection.id, { onDelete: 'cascade' }),
  /** Counts up each time the tokens are sealed anew. */
  version: kit.int().notNull(),
  sealed: kit.text().notNull(),
  /** The addresses and the application that the tokens are for: with others they do not open. */
  audience: kit.text().notNull(),
  /** Who signed in there, as the provider says; empty where it does not say. */
  account: kit.text().notNull(),
  connectedAt: kit.time().notNull(),
  connectedBy: kit.text().notNull(),
  /** When the sign-in as a whole ends, where the provider says so. */
  expiresAt: kit.time(),
  /** A refresh was sent, and what it gave is not stored yet. */
  refreshingSince: kit.time(),
  /** When the provider said that the sign-in no longer holds. */
  endedAt: kit.time(),
  endedReason: kit.text(),
});
