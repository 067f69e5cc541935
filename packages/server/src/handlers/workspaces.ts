import type { ListedWorkspace, Workspace } from '@koppel/protocol';
import { StoreError, type StoredWorkspace } from '@koppel/store';
import { boardOf } from '../clients/board.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

/** Which workspaces there are: for who makes them, and for who works in them. */
export function workspacesHandlers(
  services: InstanceServices,
): Pick<Handlers, 'listClients' | 'listWorkspaces' | 'createWorkspace' | 'openWorkspace'> {
  const { instance, workspaces } = services;
  const listed = async (workspace: StoredWorkspace): Promise<ListedWorkspace> => ({
    ...viewOf(workspace),
    members: (await instance.people.membersOf(workspace.id)).length,
    createdAt: workspace.createdAt.toISOString(),
    closedAt: workspace.closedAt?.toISOString() ?? null,
    problem: problemView(workspaces.problemOf(workspace.slug)),
  });
  return {
    listClients: ({ principal }) => boardOf(principal, services),

    listWorkspaces: async () => Promise.all((await instance.workspaces.list()).map(listed)),

    async createWorkspace({ body, principal, audit }) {
      audit.about({ id: body.slug, title: body.name }).change(null, body);
      const administratorId = principal.kind === 'person' ? principal.userId : null;
      const made = await workspaces.create({ ...body, isOnBoard: true, administratorId });
      if (made === 'slugTaken') {
        throw new HttpProblem(409, {
          code: 'workspace.slug-taken',
          message: `There is a workspace "${body.slug}" already.`,
          remedy: 'Choose another short name.',
          fields: { slug: 'This one is taken.' },
        });
      }
      audit.in(made.id);
      return listed(made);
    },

    async openWorkspace({ params: { slug }, body: { isOpen }, audit }) {
      const known = (await instance.workspaces.list()).find((one) => one.slug === slug);
      if (!known) throw notFound('workspace', slug);
      audit
        .in(known.id)
        .about({ title: known.name })
        .change({ isOpen: known.closedAt === null }, { isOpen });
      if (!isOpen) return listed(await workspaces.close(known));
      return listed(await workspaces.open(known).catch((error: unknown) => cannotOpen(slug, error)));
    },
  };
}

/** What one workspace is called and where it is. */
export function aboutHandlers(
  { about }: Services,
  { instance, workspaces }: InstanceServices,
): Pick<Handlers, 'getWorkspace' | 'saveWorkspace'> {
  /** Whoever shuts the others out would be shut out as well. */
  const refuseWithoutOwn = async ({ kind, userId }: Principal) => {
    if (kind === 'commandLine' || (await instance.people.byId(userId))?.secondFactorSince) return;
    throw new HttpProblem(409, {
      code: 'workspace.no-own-second-factor',
      message: 'You have no second factor yourself, and would no longer get in.',
      remedy: 'Set one up under Settings › Account first.',
    });
  };

  return {
    getWorkspace: async () => viewOf(about()),
    async saveWorkspace({ body, principal, audit }) {
      const before = about();
      audit.about({ title: before.name });
      const { isTwoPerson = before.isTwoPerson, needsSecondFactor = before.needsSecondFactor } = body;
      if (needsSecondFactor && !before.needsSecondFactor) await refuseWithoutOwn(principal);
      const saved = await workspaces.save(before.id, { ...body, isTwoPerson, needsSecondFactor });
      if (needsSecondFactor !== before.needsSecondFactor) workspaces.revalidateSockets();
      audit.change(viewOf(before), viewOf(saved));
      return viewOf(saved);
    },
  };
}

/** What is known of a database that cannot be opened, for who looks after the machine. */
export function problemView(error: Error | null): { message: string; remedy: string } | null {
  if (!error) return null;
  const remedy = 'Look at the log of the server, mend or put back the database, and open the workspace again.';
  return error instanceof StoreError
    ? { message: error.message, remedy: error.remedy }
    : { message: error.message, remedy };
}

function cannotOpen(slug: string, error: unknown): never {
  if (!(error instanceof StoreError)) throw error;
  throw new HttpProblem(409, {
    code: 'workspace.cannot-open',
    message: `The workspace "${slug}" cannot be opened: ${error.message}`,
    remedy: error.remedy,
  });
}

function viewOf({
  id,
  slug,
  name,
  environment,
  timeZone,
  language,
  isOnBoard,
  isTwoPerson,
  needsSecondFactor,
}: StoredWorkspace): Workspace {
  return {
    id,
    slug,
    name,
    environment,
    timeZone,
    language: language as Workspace['language'],
    isOnBoard,
    isTwoPerson,
    needsSecondFactor,
  };
}
