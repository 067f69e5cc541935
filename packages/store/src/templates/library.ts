import { and, asc, eq } from 'drizzle-orm';
import type { StoreContext } from '../context.ts';
import { templatePackage } from '../schema/templates.ts';

/** A package of the library, as the text of its file. */
export interface LibraryPackage {
  readonly id: string;
  readonly version: string;
  readonly checksum: string;
  readonly content: string;
  readonly addedAt: Date;
  readonly addedBy: string;
}

/** Packages of templates: those that were made here and those that were brought in. Installing changes none of them. */
export interface TemplateLibrary {
  /** By id, then as they were added. */
  list(): Promise<LibraryPackage[]>;
  get(id: string, version: string): Promise<LibraryPackage | null>;
  /** `other`: that version is there with other content, and stays. */
  add(template: Omit<LibraryPackage, 'addedAt'>): Promise<'added' | 'same' | 'other'>;
  remove(id: string, version: string): Promise<'removed' | 'missing'>;
}

export function createTemplateLibrary({ db, writer, now }: StoreContext): TemplateLibrary {
  const find = (id: string, version: string) =>
    db
      .select()
      .from(templatePackage)
      .where(and(eq(templatePackage.id, id), eq(templatePackage.version, version)))
      .get();
  return {
    list: async () =>
      db.select().from(templatePackage).orderBy(asc(templatePackage.id), asc(templatePackage.addedAt)).all(),
    get: async (id, version) => find(id, version) ?? null,
    add: (added) =>
      writer.write(() => {
        const present = find(added.id, added.version);
        if (present) return present.checksum === added.checksum ? 'same' : 'other';
        db.insert(templatePackage)
          .values({ ...added, addedAt: now() })
          .run();
        return 'added';
      }),
    remove: (id, version) =>
      writer.write(() => {
        const { changes } = db
          .delete(templatePackage)
          .where(and(eq(templatePackage.id, id), eq(templatePackage.version, version)))
          .run();
        return changes > 0 ? 'removed' : 'missing';
      }),
  };
}
