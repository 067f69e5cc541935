import { mastershipTableSchema, valueListSchema, type MastershipTable, type ValueList } from '@koppel/model';
import { and, asc, desc, eq, like, max } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { StoreContext } from './context.ts';
import { readJson } from './json.ts';
import type { SealedText } from './seals.ts';
import { document, documentRevision, setting } from './schema/workspace.ts';

const mostRevisionsShown = 200;
const secretBytes = 32;

/** A secret of the workspace as it is stored: unreadable without the key of the data folder. */
const sealedSecretSchema = z.object({ version: z.int(), sealed: z.string() });

/** The mastership table as it was saved once. */
export interface MastershipRevision {
  readonly revision: number;
  readonly table: MastershipTable;
  readonly savedAt: Date;
  readonly savedBy: string;
}

/** An entry of a value list that becomes something else; null: it is not in the list. */
export interface EntryChange {
  readonly code: string;
  readonly from: string | null;
  readonly to: string | null;
}

export type ChangedValueList =
  | { readonly isChanged: true; readonly before: ValueList; readonly after: ValueList }
  /** `now`: what that entry is. */
  | { readonly isChanged: false; readonly code: string; readonly now: string | null };

/** What the workspace decided. */
export interface WorkspaceRepository {
  /** Made with the store, and the same ever since. */
  id(): Promise<string>;
  /** Null until one was saved. */
  mastership(): Promise<MastershipTable | null>;
  /** The revision of the table that counts now; 0 while none was saved. */
  mastershipRevision(): Promise<number>;
  /**
   * Saves the table as a further revision and gives its number. With `expected` only where that is still the newest one:
   * else `stale`.
   */
  saveMastership(table: MastershipTable, by: string, expected?: number): Promise<number | 'stale'>;
  /** The revisions of the table, newest first, the last 200 unless fewer are asked for. */
  mastershipHistory(limit?: number): Promise<MastershipRevision[]>;
  /** By id. */
  valueLists(): Promise<ValueList[]>;
  /** In the place of what is there. */
  saveValueList(list: ValueList, by: string): Promise<void>;
  createValueList(list: ValueList, by: string): Promise<'made' | 'exists'>;
  /** All changes or none: none where an entry is no longer what whoever changes it saw. Others of the list stay as they are. */
  changeValueList(id: string, changes: readonly EntryChange[], by: string): Promise<ChangedValueList | 'missing'>;
  /** Who saved a list last, and when; null where there is none. */
  valueListSaved(id: string): Promise<{ readonly by: string; readonly at: Date } | null>;
  /** A single value, read with the schema it was saved by; null where none was saved. Throws a StoreError on another form. */
  setting<Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.output<Schema> | null>;
  /** The value must survive JSON. Null removes the setting. */
  saveSetting(name: string, value: unknown): Promise<void>;
  /** 256 random bits that never leave this server, with when they were made; null where none were. */
  secret(name: string): Promise<{ readonly bytes: Buffer; readonly madeAt: Date } | null>;
  /** Makes such a secret; an earlier one of this name is void from then on. */
  makeSecret(name: string): Promise<void>;
}

const prefix = 'secret.';
const sealedOf = (name: string, value: unknown) => readJson(sealedSecretSchema, value, `the secret ${name}`);

function secretIdentity(workspaceId: string, name: string, version: number) {
  return { workspaceId, credentialId: `${prefix}${name}`, version };
}

/** The secrets that were made here, as they are stored. */
export function sealedWorkspaceSecrets({ db, workspaceId }: StoreContext): SealedText[] {
  const rows = db
    .select()
    .from(setting)
    .where(like(setting.name, `${prefix}%`))
    .all();
  return rows.map((row) => {
    const name = row.name.slice(prefix.length);
    const { version, sealed } = sealedOf(name, row.value);
    return {
      identity: secretIdentity(workspaceId, name, version),
      sealed,
      put: (anew) =>
        void db
          .update(setting)
          .set({ value: { version, sealed: anew } })
          .where(eq(setting.name, row.name))
          .run(),
    };
  });
}

export function createWorkspace(context: StoreContext): WorkspaceRepository {
  const { db, writer, now, vault, workspaceId } = context;
  const valueListRow = (id: string) => and(eq(document.kind, 'value-list'), eq(document.id, id));
  const findValueList = (id: string) => {
    const row = db.select().from(document).where(valueListRow(id)).get();
    return row && readJson(valueListSchema, row.content, `the value list ${id}`);
  };

  const secretRow = (name: string) =>
    db
      .select()
      .from(setting)
      .where(eq(setting.name, prefix + name))
      .get();
  const identityOf = (name: string, version: number) => secretIdentity(workspaceId, name, version);

  return {
    id: async () => workspaceId,
    async mastership() {
      const row = db
        .select()
        .from(document)
        .where(and(eq(document.kind, 'mastership'), eq(document.id, '')))
        .get();
      return row ? readJson(mastershipTableSchema, row.content, 'the mastership table') : null;
    },
    mastershipRevision: async () => newestMastershipRevision(context),
    saveMastership: (table, savedBy, expected) =>
      writer.write(() => {
        if (expected !== undefined && expected !== newestMastershipRevision(context)) return 'stale';
        return saveMastershipRow(context, table, savedBy);
      }),
    async mastershipHistory(limit = mostRevisionsShown) {
      const rows = db
        .select()
        .from(documentRevision)
        .where(eq(documentRevision.kind, 'mastership'))
        .orderBy(desc(documentRevision.revision))
        .limit(limit)
        .all();
      return rows.map(({ revision, content, savedAt, savedBy }) => ({
        revision,
        savedAt,
        savedBy,
        table: readJson(mastershipTableSchema, content, `revision ${revision} of the mastership table`),
      }));
    },
    async valueLists() {
      const rows = db.select().from(document).where(eq(document.kind, 'value-list')).orderBy(asc(document.id)).all();
      return rows.map(({ id, content }) => readJson(valueListSchema, content, `the value list ${id}`));
    },
    saveValueList: (list, by) => writer.write(() => saveValueListRow(context, list, by)),
    createValueList: (list, by) =>
      writer.write(() => {
        if (findValueList(list.id)) return 'exists';
        saveValueListRow(context, list, by);
        return 'made';
      }),
    changeValueList: (id, changes, by) =>
      writer.write(() => {
        const before = findValueList(id);
        if (!before) return 'missing';
        const entries = new Map(Object.entries(before.entries));
        for (const { code, from, to } of changes) {
          const now = entries.get(code) ?? null;
          if (now !== from) return { isChanged: false, code, now };
          if (to === null) entries.delete(code);
          else entries.set(code, to);
        }
        const after = { ...before, entries: Object.fromEntries(entries) };
        saveValueListRow(context, after, by);
        return { isChanged: true, before, after };
      }),
    async valueListSaved(id) {
      const row = db
        .select({ by: document.savedBy, at: document.savedAt })
        .from(document)
        .where(valueListRow(id))
        .get();
      return row ?? null;
    },
    async setting(name, schema) {
      const row = db.select().from(setting).where(eq(setting.name, name)).get();
      return row ? readJson(schema, row.value, `the setting ${name}`) : null;
    },
    async saveSetting(name, value) {
      await writer.write(() => {
        if (value === null) return db.delete(setting).where(eq(setting.name, name)).run();
        const saved = { value, savedAt: now() };
        return db
          .insert(setting)
          .values({ name, ...saved })
          .onConflictDoUpdate({ target: setting.name, set: saved })
          .run();
      });
    },
    async secret(name) {
      const row = secretRow(name);
      if (!row) return null;
      const { version, sealed } = sealedOf(name, row.value);
      const { key } = vault.open(identityOf(name, version), sealed);
      return { bytes: Buffer.from(key!, 'base64'), madeAt: row.savedAt };
    },
    async makeSecret(name) {
      await writer.write(() => {
        const row = secretRow(name);
        const version = row ? sealedOf(name, row.value).version + 1 : 1;
        const key = randomBytes(secretBytes).toString('base64');
        const saved = { value: { version, sealed: vault.seal(identityOf(name, version), { key }) }, savedAt: now() };
        return db
          .insert(setting)
          .values({ name: prefix + name, ...saved })
          .onConflictDoUpdate({ target: setting.name, set: saved })
          .run();
      });
    },
  };
}

/** Puts a list in the place of what is there. Within a transaction. */
export function saveValueListRow(
  { db, now }: Pick<StoreContext, 'db' | 'now'>,
  list: ValueList,
  savedBy: string,
): void {
  const saved = { content: list, savedAt: now(), savedBy };
  db.insert(document)
    .values({ kind: 'value-list', id: list.id, ...saved })
    .onConflictDoUpdate({ target: [document.kind, document.id], set: saved })
    .run();
}

/** 0 while none was saved. */
export function newestMastershipRevision({ db }: Pick<StoreContext, 'db'>): number {
  return (
    db
      .select({ revision: max(documentRevision.revision) })
      .from(documentRevision)
      .where(eq(documentRevision.kind, 'mastership'))
      .get()?.revision ?? 0
  );
}

/** Saves the table as a further revision and gives its number. Within a transaction. */
export function saveMastershipRow(
  context: Pick<StoreContext, 'db' | 'now'>,
  table: MastershipTable,
  savedBy: string,
): number {
  const { db, now } = context;
  const saved = { content: table, savedAt: now(), savedBy };
  const revision = newestMastershipRevision(context) + 1;
  db.insert(documentRevision)
    .values({ kind: 'mastership', id: '', revision, ...saved })
    .run();
  db.insert(document)
    .values({ kind: 'mastership', id: '', ...saved })
    .onConflictDoUpdate({ target: [document.kind, document.id], set: saved })
    .run();
  return revision;
}
