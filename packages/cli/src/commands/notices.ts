import type { FlowNotices } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

const words: Readonly<Record<FlowNotices['state'], string>> = {
  standing: 'tells at once',
  making: 'is being asked',
  failed: 'could not be asked',
  notAsked: 'is not asked to',
  off: 'will be asked when the flow is on',
  notOffered: 'does not tell of these',
  noAddress: 'cannot reach this Koppel: set KOPPEL_PUBLIC_URL',
};

/** `koppel notices`: how flows learn of changes. Something is wrong where a system could not be asked. */
export async function listNotices(
  api: ApiClient,
  flow: string | undefined,
  options: { readonly json: boolean; readonly retry: boolean },
  output: Output,
): Promise<number> {
  const ids = flow === undefined ? (await api.call('listFlows')).flatMap(({ id, isOn }) => (isOn ? [id] : [])) : [flow];
  const all: (FlowNotices & { readonly flowId: string })[] = [];
  for (const id of ids) {
    if (options.retry) await api.call('retryNotices', { params: { id } });
    for (const place of await api.call('listNotices', { params: { id } })) all.push({ flowId: id, ...place });
  }
  if (options.json) output.out(JSON.stringify({ notices: all }, null, 2));
  else {
    const rows = all.map(({ flowId, connectionName, entity, state, lastNoticeAt, expiresAt, error }) => [
      flowId,
      connectionName,
      entity,
      error ? `${words[state]}: ${error.message}` : words[state],
      lastNoticeAt ?? '–',
      expiresAt ?? '–',
    ]);
    output.out(table(['Flow', 'System', 'Entity', 'State', 'Last notice', 'Subscribed until'], rows));
  }
  return all.some(({ state }) => state === 'failed') ? exitCodes.problems : exitCodes.ok;
}
