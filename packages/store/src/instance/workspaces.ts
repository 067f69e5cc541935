import { asc, eq } from 'drizzle-orm';
import type { InstanceContext } from './context.ts';
import { membership } from './schema/people.ts';
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
  /** Whether a flow is published only when somebody else approved its draft. */
  readonly isTwoPerson: boolean;
  /** Whether nobody gets in without a second factor. */
  readonly needsSecondFactor: boolean;
  readonly createdAt: Date;
  /** Null while it is open. */
  readonly closedAt: Date | null;
}

/** What an administrator of a workspace decides about it. */
export type WorkspaceSettings = Pick<
  StoredWorkspace,
  'name' | 'environment' | 'timeZone' | 'language' | 'isOnBoard' | 'isTwoPerson' | 'needsSecondFactor'
>;

export interface NewWorkspace extends Omit<WorkspaceSettings, 'isTwoPerson' | 'needsSecondFactor'> {
  readonly slug: string;
  /** Who is its first administrator; null where people are let in otherwise. */
  readonly administratorId: string | null;
}

export interface WorkspacesRepository {
  /** By name; also those that are closed. */
  list(): Promise<StoredWorkspace[]>;
  byId(id: string): Promise<StoredWorkspace | null>;
  create(made: NewWorkspace): Promise<StoredWorkspace | 'slugTaken'>;
  update(
    id: string,
    change: Partial<WorkspaceSettings & Pick<StoredWorkspace, 'closedAt'>>,
  ): Promise<StoredWorkspace | 'missing'>;
}

export function createWorkspaces({ db, writer, now, newId }: InstanceContext): WorkspacesRepository {
  return {
    list: async () => db.select().from(workspace).orderBy(asc(workspace.name), asc(workspace.slug)).all(),
    byId: async (id) => db.select().from(workspace).where(eq(workspace.id, id)).get() ?? null,
    create: ({ administratorId, ...made }) =>
      writer.write(() => {
        const isTaken = db.select().from(workspace).where(eq(workspace.slug, made.slug)).get() !== undefined;
        if (isTaken) return 'slugTaken';
        const { slug, name, environment, timeZone, language, isOnBoard } = made;
        const values = { id: newId(), slug, name, environment, timeZone, language, isOnBoard, createdAt: now() };
        const row = db.insert(workspace).values(values).returning().get();
        if (administratorId !== null) {
          db.insert(membership).values({ userId: administratorId, workspaceId: row.id, role: 'administrator' }).run();
        }
        return row;
      }),
    update: (id, { name, environment, timeZone, language, isOnBoard, isTwoPerson, needsSecondFactor, closedAt }) =>
      writer.write(
        () =>
          db
            .update(workspace)
            .set({ id, name, environment, timeZone, language, isOnBoard, isTwoPerson, needsSecondFactor, closedAt })
            .where(eq(workspace.id, id))
            .returning()
            .get() ?? 'missing',
      ),
  };
}
