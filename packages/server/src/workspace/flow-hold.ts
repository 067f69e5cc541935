import { testResultSchema } from '@koppel/protocol';
import type { FlowHold } from '@koppel/protocol';
import type { Store, StoredFlow } from '@koppel/store';

/**
 * Why a flow rests although it is on: its newest run ended because a system refused the sign-in, so the next one would end in
 * the same way. Null once that connection passed a test or was saved since, the flow uses another one, or somebody started
 * it. Nothing of this is kept: it follows from the run and the connection, so it holds over a restart and ends by itself.
 */
export async function holdOf(flow: Pick<StoredFlow, 'id' | 'slots'>, store: Store): Promise<FlowHold | null> {
  const last = await store.runs.newest(flow.id);
  if (last?.state.status !== 'failed') return null;
  const { startedAt, endedAt, error } = last.state;
  const connectionId = error.signInOf;
  if (connectionId === undefined || !Object.values(flow.slots).includes(connectionId)) return null;
  const connection = await store.connections.get(connectionId);
  if (!connection || connection.changedAt > new Date(startedAt ?? last.createdAt)) return null;
  const test = testResultSchema.safeParse(connection.lastTest);
  if (test.success && test.data.isOk && new Date(test.data.at) > new Date(endedAt)) return null;
  return { connectionId, connectionName: connection.name, runId: last.id, since: endedAt };
}
