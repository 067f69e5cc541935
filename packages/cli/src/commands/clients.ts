import type { Client } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

/** `koppel clients`: the consultant's board across workspaces. */
export async function listClients(
  api: ApiClient,
  { json }: { readonly json: boolean },
  output: Output,
): Promise<number> {
  const clients = await api.call('listClients');
  if (json) output.out(JSON.stringify(clients, null, 2));
  else if (clients.length === 0) output.out('No workspace shows itself on the board.');
  else
    output.out(
      table(['Client', 'Environment', 'Template', 'Changed here', 'Health', 'Upgrade'], clients.flatMap(rowsOf)),
    );
  return exitCodes.ok;
}

function rowsOf(client: Client): string[][] {
  const { slug, environment, templates } = client;
  const health = healthInWords(client);
  if (!templates || templates.length === 0) return [[slug, environment, '', '', health, '']];
  return templates.map(({ id, version, localChanges, questions, upgrade }) => [
    slug,
    environment,
    `${id} ${version}`,
    String(localChanges),
    health,
    upgrade ? `${upgrade.version}, ${questions ?? '?'} questions` : 'up to date',
  ]);
}

function healthInWords({ state, closedAt, problem, health }: Client): string {
  if (state === 'closed') return `closed since ${closedAt}`;
  if (problem) return `cannot be opened: ${problem.remedy}`;
  if (!health) return '';
  const said = [
    ...health.refusing.map((name) => `${name} fails its test`),
    ...(health.held > 0 ? [`${health.held} held back`] : []),
    ...(health.failed > 0 ? [`${health.failed} failed`] : []),
    ...(health.openFailures > 0 ? [`${health.openFailures} open failures`] : []),
    ...(health.late > 0 ? [`${health.late} late`] : []),
  ];
  return said.length > 0 ? said.join(', ') : 'healthy';
}
