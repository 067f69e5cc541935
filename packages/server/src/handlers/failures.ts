import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { retry } from './retry.ts';
import type { Services } from './services.ts';

type FailureRoutes = 'listFailures' | 'countOpenFailures' | 'getFailure' | 'retryFailures' | 'dismissFailures';

export function failureHandlers(services: Services): Pick<Handlers, FailureRoutes> {
  const { store } = services;
  return {
    async listFailures({ query }) {
      const { before: _, limit: __, ...narrowing } = query;
      const [{ items, hasMore }, counts, titles] = await Promise.all([
        store.failures.list(query),
        store.failures.counts(narrowing),
        store.flows.titles(),
      ]);
      return {
        items: items.map((item) => ({ ...item, flowTitle: titles.get(item.flowId) ?? { en: item.flowId } })),
        hasMore,
        ...counts,
      };
    },

    async countOpenFailures() {
      return { open: await store.failures.openCount() };
    },

    async getFailure({ params: { id } }) {
      const failure = await store.failures.get(id);
      if (!failure) throw notFound('failed record', id);
      return failure;
    },

    async retryFailures({ body: { ids }, principal }) {
      const runs = await retry(await store.failures.retryable({ ids }), principal, services);
      if (runs.length === 0) {
        throw new HttpProblem(409, {
          code: 'failures.nothing-to-retry',
          message: 'None of these records can be retried.',
          remedy: 'They were solved or dismissed since, or their flow is no longer published.',
        });
      }
      return { runs: runs.map(({ id, number, flowId }) => ({ runId: id, number, flowId })) };
    },

    async dismissFailures({ body: { ids, reason } }) {
      await store.failures.dismiss(ids, reason);
      return null;
    },
  };
}
