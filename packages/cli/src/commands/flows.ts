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

/** `koppel flows`: the flows of the workspace. */
export async function listFlows(api: ApiClient, options: { json: boolean }, output: Output): Promise<number> {
  const flows = await api.call('listFlows');
  if (options.json) {
    output.out(JSON.stringify(flows, null, 2));
    return exitCodes.ok;
  }
  const rows = flows.map((flow) => [
    flow.id,
    flow.isOn ? 'on' : 'off',
    flow.direction.join(' → '),
    flow.publishedVersion === null ? 'draft' : `v${flow.publishedVersion}${flow.hasUnpublishedDraft ? ' + draft' : ''}`,
    lastRunInWords(flow),
    String(flow.openFailures),
  ]);
  output.out(table(['Flow', 'On', 'Direction', 'Version', 'Last run', 'Open failures'], rows));
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
