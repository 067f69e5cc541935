import type { ConnectionError, FindQuery, FoundRecord, Sink } from '@koppel/sdk';
import type { RunEnvironment } from './environment.ts';

/**
 * Looks records up for a node, and looks again after a fault of the system that passes. Rejects with that fault when waiting
 * longer belongs to the run as a whole.
 */
export async function findPatiently(
  { env, node }: { readonly env: RunEnvironment; readonly node: number },
  sink: Sink,
  queries: readonly FindQuery[],
  fields: readonly string[],
): Promise<FoundRecord[][]> {
  if (queries.length === 0) return [];
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await sink.find(queries, { fields, signal: env.signal });
    } catch (error) {
      await env.pause(error as ConnectionError, node, tryNumber);
    }
  }
}
