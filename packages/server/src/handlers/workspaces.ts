import type { ListedWorkspace, Workspace } from '@koppel/protocol';
import type { StoredWorkspace } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

/** Which workspaces there are: for who makes them. */
export function workspacesHandlers({
  instance,
  workspaces,
}: InstanceServices): Pick<Handlers, 'listWorkspaces' | 'createWorkspace' | 'openWorkspace'> {
  const listed = async (workspace: StoredWorkspace): Promise<ListedWorkspace> => ({
    ...viewOf(workspace),
    members: (await instance.people.membersOf(workspace.id)).length,
    createdAt: workspace.createdAt.toISOString(),
    closedAt: workspace.closedAt?.toISOString() ?? null,
  });
  return {
    listWorkspaces: async () => Promise.all((await instance.workspaces.list()).map(listed)),

    async createWorkspace({ body, principal }) {
      const made = await workspaces.create({ ...body, isOnBoard: true });
      if (made === 'slugTaken') {
        throw new HttpProblem(409, {
          code: 'workspace.slug-taken',
          message: `There is a workspace "${body.slug}" already.`,
          remedy: 'Choose another short name.',
          fields: { slug: 'This one is taken.' },
        });
      }
      if (principal.kind === 'person') {
        const { userId } = principal;
        await instance.people.setMembership({ userId, workspaceId: made.id, role: 'administrator' });
      }
      return listed(made);
    },

    async openWorkspace({ params: { slug }, body: { isOpen } }) {
      const known = (await instance.workspaces.list()).find((one) => one.slug === slug);
      if (!known) throw notFound('workspace', slug);
      const changed = isOpen ? await workspaces.open(known) : await workspaces.close(known);
      return listed(changed);
    },
  };
}

/** What one workspace is called and where it is. */
export function aboutHandlers(
  { about }: Services,
  { workspaces }: InstanceServices,
): Pick<Handlers, 'getWorkspace' | 'saveWorkspace'> {
  return {
    getWorkspace: async () => viewOf(about()),
    saveWorkspace: async ({ body }) => viewOf(await workspaces.save(about().id, body)),
  };
}

function viewOf({ id, slug, name, environment, timeZone, language, isOnBoard }: StoredWorkspace): Workspace {
  return { id, slug, name, environment, timeZone, language: language as Workspace['language'], isOnBoard };
}
