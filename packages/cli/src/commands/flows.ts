import type { FlowSummary } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

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
