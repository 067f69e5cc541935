import {
  entityBindingSchema,
  entitySchemaSchema,
  withHistory,
  type EntityBinding,
  type EntitySchema,
} from '@koppel/model';
import { and, asc, eq, isNotNull, ne } from 'drizzle-orm';
import { z } from 'zod';
import type { StoreContext } from '../context.ts';
import { readJson } from '../json.ts';
import type { SealedText } from '../seals.ts';
import { connection, schemaCache } from '../schema/connections.ts';
import { createCredentials, credentialInfoSchema, type CredentialInfo, type OpenCredentials } from './credentials.ts';

/** A system of the workspace, without its credentials. */
export interface StoredConnection {
  readonly id: string;
  readonly name: string;
  readonly connectorId: string;
  readonly role: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** This workspace's bindings; null where those of the connector hold. */
  readonly bindings: readonly EntityBinding[] | null;
  /** As `saveTest` was given it; null before the first test. */
  readonly lastTest: unknown;
  /** Which credentials are set, when and by whom. */
  readonly secrets: CredentialInfo;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

interface ConnectionFields {
  readonly name: string;
  readonly role: string;
  /** Without credentials. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly by: string;
  /** The addresses that the connection reaches: its credentials are for these and no others. */
  readonly origins?: readonly string[];
  /** Until which day a credential holds (ISO), by name; null: that is not known. Those not named stay. */
  readonly expiries?: Readonly<Record<string, string | null>>;
}

/** What a system's records hold, and when it was asked. */
export interface StoredSchemas {
  readonly discoveredAt: Date;
  readonly entities: EntitySchema[];
}

export interface ConnectionRepository {
  /** By name. */
  list(): Promise<StoredConnection[]>;
  get(id: string): Promise<StoredConnection | null>;
  /** Names are unique in a workspace. An `id` is given only where it must be known beforehand. */
  create(
    connection: ConnectionFields & {
      readonly id?: string | undefined;
      readonly connectorId: string;
      readonly secrets: Readonly<Record<string, string>>;
    },
  ): Promise<StoredConnection | 'nameTaken'>;
  /**
   * `secrets`: only those that change; null removes one, the others stay. Throws a StoreError when those that stay cannot
   * be opened any more: then all must be given anew.
   */
  save(
    id: string,
    connection: ConnectionFields & { readonly secrets: Readonly<Record<string, string | null>> },
  ): Promise<StoredConnection | 'missing' | 'nameTaken'>;
  /** Its record links stay. */
  delete(id: string): Promise<'deleted' | 'missing'>;
  saveTest(id: string, result: unknown): Promise<void>;
  /** Null: those of the connector hold again. */
  saveBindings(id: string, bindings: readonly EntityBinding[] | null): Promise<void>;
  /**
   * The credentials in plain text: only for whoever opens the connection. Empty where none are set or the connection is
   * gone. Throws a StoreError when they were altered or sealed with another key.
   */
  credentials(id: string): Promise<Record<string, string>>;
  /** The same, with the addresses they were entered for. */
  openCredentials(id: string): Promise<OpenCredentials>;
  /** What its records hold, as last discovered; null before that. */
  schemas(id: string): Promise<StoredSchemas | null>;
  /** Gives them as they are stored: with what is new and gone since they were saved before. */
  saveSchemas(id: string, entities: readonly EntitySchema[]): Promise<StoredSchemas>;
}

type ConnectionRow = typeof connection.$inferSelect;

const settingsSchema = z.record(z.string(), z.unknown());
const bindingsSchema = z.array(entityBindingSchema).nullable();

export function createConnections(context: StoreContext): ConnectionRepository {
  const { db, writer, now, newId } = context;
  const credentials = createCredentials(context);
  const find = (id: string): ConnectionRow | undefined =>
    db.select().from(connection).where(eq(connection.id, id)).get();

  const isNameTaken = (name: string, id: string): boolean =>
    db
      .select({ id: connection.id })
      .from(connection)
      .where(and(eq(connection.name, name), ne(connection.id, id)))
      .get() !== undefined;

  const change = async (id: string, values: Partial<typeof connection.$inferInsert>): Promise<void> => {
    await writer.write(() => db.update(connection).set(values).where(eq(connection.id, id)).run());
  };

  const storedSchemas = (id: string): StoredSchemas | null => {
    const rows = db
      .select()
      .from(schemaCache)
      .where(eq(schemaCache.connectionId, id))
      .orderBy(asc(schemaCache.entity))
      .all();
    const [first] = rows;
    if (!first) return null;
    return {
      discoveredAt: first.discoveredAt,
      entities: rows.map(({ entity, schema }) =>
        readJson(entitySchemaSchema, schema, `the schema of ${entity} of connection ${id}`),
      ),
    };
  };

  return {
    list: async () => db.select().from(connection).orderBy(asc(connection.name)).all().map(storedConnectionOf),
    async get(id) {
      const row = find(id);
      return row ? storedConnectionOf(row) : null;
    },
    create: ({ id = newId(), name, connectorId, role, settings, secrets, by, origins, expiries = {} }) =>
      writer.write(() => {
        if (isNameTaken(name, id)) return 'nameTaken';
        const at = now();
        const row = db
          .insert(connection)
          .values({
            id,
            name,
            connectorId,
            role,
            settings,
            ...credentials.changed({ id, ...credentials.none }, secrets, { at, by, origins, expiries }),
            createdAt: at,
            changedAt: at,
          })
          .returning()
          .get();
        return storedConnectionOf(row);
      }),
    save: (id, { name, role, settings, secrets, by, origins, expiries = {} }) =>
      writer.write(() => {
        const row = find(id);
        if (!row) return 'missing';
        if (isNameTaken(name, id)) return 'nameTaken';
        const at = now();
        const sealed = credentials.changed(row, secrets, { at, by, origins, expiries });
        const saved = db
          .update(connection)
          .set({ name, role, settings, ...sealed, changedAt: at })
          .where(eq(connection.id, id))
          .returning()
          .get();
        return storedConnectionOf(saved!);
      }),
    delete: (id) =>
      writer.write(() => {
        const { changes } = db.delete(connection).where(eq(connection.id, id)).run();
        return changes === 1 ? 'deleted' : 'missing';
      }),
    saveTest: (id, result) => change(id, { lastTest: result }),
    saveBindings: (id, bindings) => change(id, { bindings, changedAt: now() }),
    async credentials(id) {
      const row = find(id);
      return row ? { ...credentials.open(row).values } : {};
    },
    async openCredentials(id) {
      const row = find(id);
      return row ? credentials.open(row) : { values: {}, origins: null };
    },
    schemas: async (id) => storedSchemas(id),
    saveSchemas: (id, entities) =>
      writer.write(() => {
        const discoveredAt = now();
        const before = new Map(storedSchemas(id)?.entities.map((schema) => [schema.entity, schema]));
        const told = entities.map((schema) => withHistory(schema, before.get(schema.entity) ?? null, discoveredAt));
        db.delete(schemaCache).where(eq(schemaCache.connectionId, id)).run();
        for (const schema of told) {
          const { entity, hash } = schema;
          db.insert(schemaCache).values({ connectionId: id, entity, schema, hash, discoveredAt }).run();
        }
        return { discoveredAt, entities: told };
      }),
  };
}

/** The credentials of all connections, as they are stored. */
export function sealedCredentials({ db, workspaceId }: StoreContext): SealedText[] {
  return db
    .select()
    .from(connection)
    .where(isNotNull(connection.credentials))
    .all()
    .map(({ id, credentialVersion, credentials }) => ({
      identity: { workspaceId, credentialId: id, version: credentialVersion },
      sealed: credentials!,
      put: (sealed) => void db.update(connection).set({ credentials: sealed }).where(eq(connection.id, id)).run(),
    }));
}

function storedConnectionOf(row: ConnectionRow): StoredConnection {
  const { id, name, connectorId, role, lastTest, createdAt, changedAt } = row;
  return {
    id,
    name,
    connectorId,
    role,
    settings: readJson(settingsSchema, row.settings, `the settings of connection ${name}`),
    bindings: readJson(bindingsSchema, row.bindings, `the bindings of connection ${name}`),
    lastTest,
    secrets: readJson(credentialInfoSchema, row.credentialInfo, `the credentials of connection ${name}`),
    createdAt,
    changedAt,
  };
}
