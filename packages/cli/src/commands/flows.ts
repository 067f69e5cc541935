import type { FlowSummary } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';

function lastRunInWords({ lastRuns, hold }: FlowSummary): string {
  if (hold) return `held back: ${hold.connectionName} refuses the sign-in`;
  const last = lastRuns.at(-1);
  if (!last) return 'never ran';
  return last.failed > 0 ? `${last.status}, ${last.failed} failed` : last.status;
}

function usersInWords({ usedBy }: FlowSummary): string {
  const users = usedBy.map(({ flowId, publishedUses, draftUses }) => `${flowId} (v${publishedUses ?? draftUses})`);
  return users.length > 0 ? `used by ${users.join(', ')}` : 'used by no flow';
}

/** `koppel flows`: the flows of the workspace, and its sub-flows with who uses them. */
export async function listFlows(api: ApiClient, options: { json: boolean }, output: Output): Promise<number> {
  const flows = await api.call('listFlows');
  if (options.json) {
    output.out(JSON.stringify(flows, null, 2));
    return exitCodes.ok;
  }
  const rows = flows.map((flow) => [
    flow.id,
    flow.isSubFlow ? 'sub-flow' : flow.isOn ? 'on' : 'off',
    flow.direction.join(' → '),
    flow.publishedVersion === null ? 'draft' : `v${flow.publishedVersion}${flow.hasUnpublishedDraft ? ' + draft' : ''}`,
    flow.isSubFlow ? usersInWords(flow) : lastRunInWords(flow),
    String(flow.openFailures),
    flow.owner?.name ?? '–',
    flow.editor?.name ?? '–',
  ]);
  output.out(table(['Flow', 'On', 'Direction', 'Version', 'Last run', 'Open failures', 'Owner', 'Edited by'], rows));
  return exitCodes.ok;
}

/** `koppel flows shipped`: what ships and is not in the workspace. */
export async function listShipped(api: ApiClient, options: { json: boolean }, output: Output): Promise<number> {
  const shipped = await api.call('listShippedFlows');
  if (options.json) output.out(JSON.stringify(shipped, null, 2));
  else if (shipped.length === 0) output.out('The workspace has every flow that ships with this version.');
  else {
    const rows = shipped.map(({ id, title, isNew }) => [id, title.en, isNew ? 'new' : 'removed here']);
    output.out(table(['Flow', 'Title', ''], rows));
  }
  return exitCodes.ok;
}

/** `koppel flows add`: puts some of them in, or all new ones. */
export async function addShipped(
  api: ApiClient,
  ids: readonly string[],
  options: { json: boolean },
  output: Output,
): Promise<number> {
  const shipped = await api.call('listShippedFlows');
  const unknown = ids.find((id) => shipped.every((flow) => flow.id !== id));
  if (unknown !== undefined) {
    output.err(
      complaint(
        `"${unknown}" does not ship with this version, or is in the workspace already.`,
        'See `koppel flows shipped`.',
      ),
    );
    return exitCodes.usage;
  }
  const wanted = ids.length > 0 ? [...ids] : shipped.filter(({ isNew }) => isNew).map(({ id }) => id);
  const { added } = await api.call('addShippedFlows', { body: { add: wanted } });
  if (options.json) output.out(JSON.stringify({ added }, null, 2));
  else output.out(added.length === 0 ? 'There is nothing new.' : `Added, switched off: ${added.join(', ')}.`);
  return exitCodes.ok;
}

/** `koppel flows owner`: says who looks after a flow; null: nobody. */
export async function setOwner(
  api: ApiClient,
  { flow: id, owner }: { readonly flow: string; readonly owner: string | null },
  output: Output,
): Promise<number> {
  const people = owner === null ? [] : await api.call('listFlowEditors');
  const found = people.filter((person) => person.id === owner || person.name === owner);
  if (owner !== null && found.length !== 1) {
    const names = people.map((person) => `${person.name} (${person.id})`).join(', ');
    output.err(
      complaint(
        found.length === 0 ? `Nobody called "${owner}" edits flows here.` : `Several people are called "${owner}".`,
        `Name one of these, by name or id: ${names}.`,
      ),
    );
    return exitCodes.usage;
  }
  const { owner: now } = await api.call('setFlowOwner', { params: { id }, body: { ownerId: found[0]?.id ?? null } });
  output.out(now ? `${now.name} looks after ${id}.` : `Nobody in particular looks after ${id}.`);
  return exitCodes.ok;
}
