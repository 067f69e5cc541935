import { asc, eq } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { workspace } from './schema/workspaces.ts';

/** A workspace: one client in one environment. */
export interface StoredWorkspace {
  readonly id: string;
  /** In addresses: small letters, digits and hyphens. Never changes. */
  readonly slug: string;
  readonly name: string;
  readonly environment: 'production' | 'test' | 'demo';
  readonly timeZone: string;
  readonly language: string;
  /** Whether consultants see its counts and health on their board. */
  readonly isOnBoard: boolean;
  readonly createdAt: Date;
  /** Null while it is open. */
  readonly closedAt: Date | null;
}

export interface WorkspacesRepository {
  /** By name; also those that are closed. */
  list(): Promise<StoredWorkspace[]>;
  byId(id: string): Promise<StoredWorkspace | null>;
  create(made: Omit<StoredWorkspace, 'id' | 'createdAt' | 'closedAt'>): Promise<StoredWorkspace | 'slugTaken'>;
  update(
    id: string,
    change: Partial<Pick<StoredWorkspace, 'name' | 'environment' | 'timeZone' | 'language' | 'isOnBoard' | 'closedAt'>>,
  ): Promise<StoredWorkspace | 'missing'>;
}

export function createWorkspaces({ db, writer, now, newId }: InstanceContext): WorkspacesRepository {
  return {
    list: async () => db.select().from(workspace).orderBy(asc(workspace.name), asc(workspace.slug)).all(),
    byId: async (id) => db.select().from(workspace).where(eq(workspace.id, id)).get() ?? null,
    create: (made) =>
      writer.write(() => {
        const isTaken = db.select().from(workspace).where(eq(workspace.slug, made.slug)).get() !== undefined;
        if (isTaken) return 'slugTaken';
        const { slug, name, environment, timeZone, language, isOnBoard } = made;
        const values = { id: newId(), slug, name, environment, timeZone, language, isOnBoard, createdAt: now() };
        return db.insert(workspace).values(values).returning().get();
      }),
    update: (id, { name, environment, timeZone, language, isOnBoard, closedAt }) =>
      writer.write(
        () =>
          db
            .update(workspace)
            .set({ id, name, environment, timeZone, language, isOnBoard, closedAt })
            .where(eq(workspace.id, id))
            .returning()
            .get() ?? 'missing',
      ),
  };
}
