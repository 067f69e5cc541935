import type { Client, UserRole } from '@koppel/protocol';
import { StoreError, type StoredWorkspace } from '@koppel/store';
import type { InstanceServices } from '../handlers/instance-services.ts';
import type { Services } from '../handlers/services.ts';
import { may, within, type Principal } from '../http/principal.ts';
import { healthOf } from './client-health.ts';
import { templatesOf, type Shelf } from './client-templates.ts';

/** A workspace that the reader is a member of. */
interface Own {
  readonly workspace: StoredWorkspace;
  readonly role: UserRole;
  /** The reader in that workspace. */
  readonly reader: Principal;
  /** Null for one that is closed or cannot be opened. */
  readonly services: Services | null;
}

/**
 * The consultant's board: versions, counts and health of every workspace that the reader is a member of and that shows itself
 * there. Of all others nothing, not even that they are.
 */
export async function boardOf(principal: Principal, services: InstanceServices): Promise<Client[]> {
  const own = (await ownOf(principal, services)).filter(
    ({ reader }) => may(reader, 'templates.read') || may(reader, 'runs.read'),
  );
  const shelves = own.flatMap(({ workspace: { slug }, reader, services: opened }): Shelf[] =>
    opened && may(reader, 'templates.use') ? [{ slug, store: opened.store }] : [],
  );
  const shown = own.filter(({ workspace }) => workspace.isOnBoard);
  return Promise.all(shown.map((one) => rowOf(one, { principal, services, shelves })));
}

async function ownOf(principal: Principal, { instance, workspaces }: InstanceServices): Promise<Own[]> {
  const isPerson = principal.kind === 'person';
  const closed = isPerson ? await instance.people.closedMembershipsOf(principal.userId) : new Map<string, string>();
  const known: Principal = {
    ...principal,
    memberships: new Map([...principal.memberships, ...(closed as ReadonlyMap<string, UserRole>)]),
  };
  return (await instance.workspaces.list()).flatMap((workspace): Own[] => {
    const reader = within(known, workspace.id);
    if (!reader?.role) return [];
    return [{ workspace, role: reader.role, reader, services: workspaces.bySlug(workspace.slug)?.services ?? null }];
  });
}

async function rowOf(
  { workspace, role, reader, services: opened }: Own,
  {
    principal,
    services,
    shelves,
  }: { readonly principal: Principal; readonly services: InstanceServices; readonly shelves: readonly Shelf[] },
): Promise<Client> {
  const { slug, name, environment, closedAt } = workspace;
  const row = {
    slug,
    name,
    environment,
    role,
    closedAt: closedAt?.toISOString() ?? null,
    problem: null,
    systems: [],
    templates: null,
    canUpgrade: false,
    health: null,
    administrators: await administratorsOf(workspace, services),
  } satisfies Partial<Client>;
  if (closedAt) return { ...row, state: 'closed' };
  const reason = services.workspaces.problemOf(slug);
  if (!opened) return { ...row, state: 'broken', problem: inWords(reason, principal) };
  try {
    const connections = may(reader, 'connections.read') ? await opened.store.connections.list() : [];
    const isHealthShown = may(reader, 'runs.read') && may(reader, 'failures.read');
    return {
      ...row,
      state: 'open',
      systems: connections.map(({ role: system, connectorId }) => ({
        role: system,
        title: services.catalog.connectors.get(connectorId)?.title ?? connectorId,
      })),
      templates: may(reader, 'templates.read') ? await templatesOf({ slug, store: opened.store }, shelves) : null,
      canUpgrade: may(reader, 'templates.use'),
      health: isHealthShown ? await healthOf(opened) : null,
    };
  } catch (error) {
    // One that cannot be read leaves the others to be seen.
    if (!(error instanceof Error)) throw error;
    return { ...row, state: 'broken', problem: inWords(error, principal) };
  }
}

/** Where databases lie is for who looks after the machine. */
function inWords(error: Error | null, { isInstanceAdmin }: Principal): Client['problem'] {
  if (isInstanceAdmin && error instanceof StoreError) return { message: error.message, remedy: error.remedy };
  return {
    message: 'This workspace cannot be opened now.',
    remedy: isInstanceAdmin
      ? 'The log of the server says why. Mend it, then open it again: koppel workspace open.'
      : 'Ask an administrator of this Koppel to look at it.',
  };
}

async function administratorsOf({ id }: StoredWorkspace, { instance }: InstanceServices): Promise<string[]> {
  const members = await instance.people.membersOf(id);
  return members.filter(({ user, role }) => role === 'administrator' && !user.isDisabled).map(({ user }) => user.name);
}
