import type { RunListItem } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

function startOf({ run }: RunListItem): string {
  return 'startedAt' in run.state && run.state.startedAt ? run.state.startedAt : run.createdAt;
}

/** `koppel runs`: the last runs, newest first. */
export async function listRuns(
  api: ApiClient,
  options: { json: boolean; flow?: string; limit: number },
  output: Output,
): Promise<number> {
  const list = await api.call('listRuns', {
    query: { limit: options.limit, ...(options.flow ? { flow: options.flow } : {}) },
  });
  if (options.json) {
    output.out(JSON.stringify(list, null, 2));
    return exitCodes.ok;
  }
  const rows = list.items.map((item) => {
    const { run } = item;
    const { read, created, updated, unchanged, failed } = run.counters;
    return [
      String(run.number),
      run.isDryRun ? `${run.state.status} (dry)` : run.state.status,
      `${run.flowId} v${run.flowVersion}`,
      startOf(item),
      String(read),
      String(created + updated),
      String(unchanged),
      String(failed),
    ];
  });
  output.out(table(['Run', 'Status', 'Flow', 'Started', 'Read', 'Written', 'Unchanged', 'Failed'], rows));
  return exitCodes.ok;
}

/** The id of one of the last runs by its number; another name is taken for an id. */
export async function runIdOf(api: ApiClient, name: string): Promise<string> {
  const { items } = await api.call('listRuns', { query: { limit: 200 } });
  return items.find(({ run }) => String(run.number) === name)?.run.id ?? name;
}
