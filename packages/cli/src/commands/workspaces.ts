import type { ListedWorkspace } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

/** `koppel workspace list`: all of them, also those that are closed. */
export async function listWorkspaces(api: ApiClient, { json }: { json: boolean }, output: Output): Promise<number> {
  const all = await api.call('listWorkspaces');
  output.out(json ? JSON.stringify(all, null, 2) : workspaceTable(all));
  return exitCodes.ok;
}

/** `koppel workspace create`. */
export async function createWorkspace(
  api: ApiClient,
  { slug, name }: { readonly slug: string; readonly name: string },
  options: {
    readonly environment: ListedWorkspace['environment'];
    readonly timeZone?: string;
    readonly language?: ListedWorkspace['language'];
    readonly json: boolean;
  },
  output: Output,
): Promise<number> {
  const { environment, timeZone, language, json } = options;
  const made = await api.call('createWorkspace', {
    body: { slug, name, environment, ...(timeZone ? { timeZone } : {}), ...(language ? { language } : {}) },
  });
  output.out(json ? JSON.stringify(made, null, 2) : workspaceTable([made]));
  return exitCodes.ok;
}

/** `koppel workspace open` and `close`. */
export async function openWorkspace(
  api: ApiClient,
  { slug, isOpen }: { readonly slug: string; readonly isOpen: boolean },
  { json }: { readonly json: boolean },
  output: Output,
): Promise<number> {
  const changed = await api.call('openWorkspace', { params: { slug }, body: { isOpen } });
  output.out(json ? JSON.stringify(changed, null, 2) : workspaceTable([changed]));
  return exitCodes.ok;
}

function workspaceTable(workspaces: readonly ListedWorkspace[]): string {
  return table(
    ['Short name', 'Name', 'Environment', 'Members', 'State'],
    workspaces.map(({ slug, name, environment, members, closedAt, problem }) => [
      slug,
      name,
      environment,
      String(members),
      problem
        ? `cannot be opened: ${problem.message} ${problem.remedy}`
        : closedAt === null
          ? 'open'
          : `closed since ${closedAt}`,
    ]),
  );
}
