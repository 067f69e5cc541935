import type { Failure, Run } from '@koppel/model';
import type { Services } from './services.ts';

/** Keys that one run takes. */
export const keysPerRun = 10_000;

/**
 * Starts a run over the keys of these failures, for each flow one (more where they are very many). It runs the version that
 * is published now, through the same path as the first time.
 */
export async function retry(
  failures: readonly Failure[],
  by: { readonly name: string },
  { store, worker }: Pick<Services, 'store' | 'worker'>,
): Promise<Run[]> {
  const runs: Run[] = [];
  for (const [flowId, ofFlow] of Map.groupBy(failures, (failure) => failure.flowId)) {
    const flow = await store.flows.get(flowId);
    if (!flow || flow.publishedVersion === null) continue;
    for (let start = 0; start < ofFlow.length; start += keysPerRun) {
      const part = ofFlow.slice(start, start + keysPerRun);
      const run = await store.runs.create({
        flowId,
        flowVersion: flow.publishedVersion,
        isDryRun: false,
        scope: { kind: 'keys', keys: [...new Set(part.map(({ key }) => key))] },
        cause: { kind: 'retry', name: by.name },
      });
      await store.failures.markRetrying(
        part.map(({ id }) => id),
        run.id,
      );
      runs.push(run);
    }
  }
  worker.wake();
  return runs;
}
