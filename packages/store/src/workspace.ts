import { mastershipTableSchema, valueListSchema, type MastershipTable, type ValueList } from '@koppel/model';
import { and, asc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { StoreContext } from './context.ts';
import { readJson } from './json.ts';
import { document, setting } from './schema/workspace.ts';

/** What the workspace decided. */
export interface WorkspaceRepository {
  /** Null until one was saved. */
  mastership(): Promise<MastershipTable | null>;
  saveMastership(table: MastershipTable, by: string): Promise<void>;
  /** By id. */
  valueLists(): Promise<ValueList[]>;
  saveValueList(list: ValueList, by: string): Promise<void>;
  /** A single value, read with the schema it was saved by; null where none was saved. Throws a StoreError on another form. */
  setting<Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.output<Schema> | null>;
  /** The value must survive JSON. Null removes the setting. */
  saveSetting(name: string, value: unknown): Promise<void>;
}

export function createWorkspace({ db, writer, now }: StoreContext): WorkspaceRepository {
  const saveDocument = async (kind: 'mastership' | 'value-list', id: string, content: unknown, savedBy: string) => {
    await writer.write(() => {
      const saved = { content, savedAt: now(), savedBy };
      return db
        .insert(document)
        .values({ kind, id, ...saved })
        .onConflictDoUpdate({ target: [document.kind, document.id], set: saved })
        .run();
    });
  };

  return {
    async mastership() {
      const row = db
        .select()
        .from(document)
        .where(and(eq(document.kind, 'mastership'), eq(document.id, '')))
        .get();
      return row ? readJson(mastershipTableSchema, row.content, 'the mastership table') : null;
    },
    saveMastership: (table, by) => saveDocument('mastership', '', table, by),
    async valueLists() {
      const rows = db.select().from(document).where(eq(document.kind, 'value-list')).orderBy(asc(document.id)).all();
      return rows.map(({ id, content }) => readJson(valueListSchema, content, `the value list ${id}`));
    },
    saveValueList: (list, by) => saveDocument('value-list', list.id, list, by),
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
  };
}
