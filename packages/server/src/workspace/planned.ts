import type { PlannedWrite } from '@koppel/runtime';
import type { Store } from '@koppel/store';

const writesAtATime = 1_000;

/** Everything that a dry run planned, a page at a time. */
export async function* plannedOf(store: Store, runId: string): AsyncGenerator<PlannedWrite> {
  for (let after: number | null = 0; after !== null;) {
    const page: { records: PlannedWrite[]; next: number | null } = await store.runs.planned(runId, {
      after,
      limit: writesAtATime,
    });
    yield* page.records;
    after = page.next;
  }
}
