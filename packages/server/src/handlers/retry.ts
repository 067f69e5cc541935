import type { Failure, RecordEdit, Run } from '@koppel/model';
import type { Services } from './services.ts';

/** Keys that one run takes. */
export const keysPerRun = 10_000;

/**
 * Starts a run over the keys of these failures, for each flow one (more where they are very many). It runs the version that
 * is published now, through the same path as the first time. `edit`: values that somebody set for this try.
 */
export async function retry(
  failures: readonly Failure[],
  by: { readonly name: string; readonly edit?: RecordEdit | null },
  { store, worker }: Pick<Services, 'store' | 'worker'>,
): Promise<Run[]> {
  const runs: Run[] = [];
  for (const [flowId, ofFlow] of Map.groupBy(failures, (failure) => failure.flowId)) {
    const flow = await store.flows.get(flowId);
    if (!flow || flow.publishedVersion === null) continue;
    for (let start = 0; start < ofFlow.length; start += keysPerRun) {
      const part = ofFlow.slice(start, start + keysPerRun);
      const run = await store.failures.startRetry(
        {
          flowId,
          flowVersion: flow.publishedVersion,
          isDryRun: false,
          scope: { kind: 'keys', keys: [...new Set(part.map(({ key }) => key))] },
          cause: { kind: 'retry', name: by.name },
        },
        part.map(({ id }) => id),
        by,
      );
      runs.push(run);
    }
  }
  worker.wake();
  return runs;
}
