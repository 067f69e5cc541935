import { kit } from './columns.ts';

/** A system of the workspace. Its credentials are sealed: only the vault's key opens them. */
export const connection = kit.table(
  'connection',
  {
    id: kit.id(),
    name: kit.text().notNull(),
    connectorId: kit.text().notNull(),
    role: kit.text().notNull(),
    settings: kit.json().notNull(),
    /** This workspace's bindings; null where those of the connector hold. */
    bindings: kit.json(),
    lastTest: kit.json(),
    /** Counts up each time the credentials are sealed anew. */
    credentialVersion: kit.int().notNull(),
    credentials: kit.text(),
    /** Per credential: when it was set and by whom. */
    credentialInfo: kit.json().notNull(),
    createdAt: kit.time().notNull(),
    changedAt: kit.time().notNull(),
  },
  (t) => [kit.uniqueIndex('connection_name').on(t.name)],
);

/** What a system's records hold, as last discovered. */
export const schemaCache = kit.table(
  'schema_cache',
  {
    connectionId: kit
      .text()
      .notNull()
      .references(() => connection.id, { onDelete: 'cascade' }),
    entity: kit.text().notNull(),
    schema: kit.json().notNull(),
    hash: kit.text().notNull(),
    discoveredAt: kit.time().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.connectionId, t.entity] })],
);
