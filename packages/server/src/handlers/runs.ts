import { isFinal, type Run } from '@koppel/model';
import type { RunListItem } from '@koppel/protocol';
import type { StoredRun } from '@koppel/runtime';
import type { Handlers } from '../http/handlers.ts';
import { may } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { plannedOf } from '../workspace/planned.ts';
import { keysPerRun, retry } from './retry.ts';
import type { Services } from './services.ts';

type RunRoutes = 'listRuns' | 'getRun' | 'getRunEvents' | 'getRunPlan' | 'applyPlan' | 'stopRun' | 'retryRun';

export function runHandlers(services: Services): Pick<Handlers, RunRoutes> {
  const { store, versions, privacy, worker } = services;

  const runOf = async (id: string): Promise<StoredRun> => {
    const stored = await store.runs.get(id);
    if (!stored) throw notFound('run', id);
    return stored;
  };

  return {
    async listRuns({ query: { flow, status, from, to, key, before, limit } }) {
      const time = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
      const filter = { flow, status, from: time(from), to: time(to), key };
      const [{ items, hasMore }, totals, describe] = await Promise.all([
        store.runs.list(filter, { before, limit }),
        store.runs.totals(filter),
        runDescriber(services),
      ]);
      return { items: await Promise.all(items.map(describe)), hasMore, totals };
    },

    async getRun({ params: { id } }) {
      const { run } = await runOf(id);
      const [document, snapshot, openFailures, describe] = await Promise.all([
        versions.get(run.flowId, run.flowVersion),
        store.runs.snapshot(id),
        store.failures.openCountOf(id),
        runDescriber(services),
      ]);
      if (!document || !snapshot) throw notFound('run', id);
      const subFlows = await versions.partsOf(document);
      const { flowTitle, usualMs } = await describe(run);
      return { run, flowTitle, document, subFlows, snapshot, usualMs, openFailures };
    },

    async getRunEvents({ params: { id }, query: { after, limit } }) {
      const { lastSeq } = await runOf(id);
      return { events: await store.runs.events(id, { after, limit }), lastSeq };
    },

    async getRunPlan({ params: { id }, query, principal }) {
      const { run } = await runOf(id);
      if (!run.isDryRun) {
        throw new HttpProblem(409, {
          code: 'run.not-dry',
          message: `Run ${run.number} really wrote; it has no plan.`,
          remedy: 'Start a dry run to see what would be written.',
        });
      }
      const isInKeys = !may(principal, 'payloads.read') && !(await privacy.showsNamesOfRun(id));
      const [{ records, next }, counts] = await Promise.all([
        store.runs.planned(id, { ...query, isInKeys }),
        store.runs.plannedCounts(id),
      ]);
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      if (total === 0 && isFinal(run.state) && run.counters.read > 0) {
        throw new HttpProblem(410, {
          code: 'run.plan-removed',
          message: `The plan of run ${run.number} was removed, because it is older than values of records are kept.`,
          remedy: 'Start a dry run to see what would be written now.',
        });
      }
      return {
        records: records.map((record) => ({ ...record, changes: [...record.changes] })),
        counts,
        total,
        next,
      };
    },

    async applyPlan({ params: { id }, principal, audit }) {
      const { run } = await runOf(id);
      if (!run.isDryRun || run.state.status !== 'done') {
        throw new HttpProblem(409, {
          code: 'plan.not-complete',
          message: run.isDryRun
            ? `The dry run ${run.number} did not come to its end.`
            : `Run ${run.number} really wrote; it has no plan.`,
          remedy: 'Start a dry run, and approve its plan when it is done.',
        });
      }
      const keys = new Set<string>();
      for await (const { action, key } of plannedOf(store, id)) {
        if (action === 'create' || action === 'update') keys.add(key);
      }
      if (keys.size === 0) {
        throw new HttpProblem(409, {
          code: 'plan.nothing-to-write',
          message: `The plan of run ${run.number} writes nothing.`,
          remedy: 'Nothing to do.',
        });
      }
      const runs: Run[] = [];
      const all = [...keys];
      for (let from = 0; from < all.length; from += keysPerRun) {
        runs.push(
          await store.runs.create({
            flowId: run.flowId,
            flowVersion: run.flowVersion,
            isDryRun: false,
            scope: { kind: 'keys', keys: all.slice(from, from + keysPerRun) },
            cause: { kind: 'plan', name: principal.name, runId: id },
          }),
        );
      }
      audit.about({ title: String(run.number) }).change(null, { count: keys.size, runs: runs.length });
      worker.wake();
      return { runs };
    },

    async stopRun({ params: { id }, body: { mode }, principal, audit }) {
      audit.change(null, { how: mode });
      const answer = await store.runs.askToStop(id, principal.name);
      if (answer === 'missing') throw notFound('run', id);
      // The worker asks for itself within a second, and then says so in the run; letting go at once cannot wait.
      if (answer === 'asked' && mode === 'now') worker.askToStop(id, mode);
      if (answer === 'asked') worker.wake();
      return (await runOf(id)).run;
    },

    async retryRun({ params: { id }, principal }) {
      const { run } = await runOf(id);
      if (!isFinal(run.state)) {
        throw new HttpProblem(409, {
          code: 'run.has-not-ended',
          message: `Run ${run.number} has not ended yet.`,
          remedy: 'Wait for its end, then retry what failed.',
        });
      }
      const [started] = await retry(await store.failures.retryable({ runId: id }), principal, services);
      if (!started) {
        throw new HttpProblem(409, {
          code: 'run.nothing-to-retry',
          message: `No failed record of run ${run.number} is open any more.`,
          remedy: 'They were solved or dismissed since.',
        });
      }
      return started;
    },
  };
}

/** How lists name runs and know what is usual, with each flow looked up once. */
async function runDescriber({ store }: Services): Promise<(run: Run) => Promise<RunListItem>> {
  const titles = await store.flows.titles();
  const usual = new Map<string, ReturnType<typeof store.runs.usual>>();
  return async (run) => {
    if (!usual.has(run.flowId)) usual.set(run.flowId, store.runs.usual(run.flowId));
    const known = await usual.get(run.flowId)!;
    const isCheck = run.scope.kind === 'drift';
    const found = isCheck && !run.isDryRun ? await store.drift.counts({ run: run.id }) : null;
    const hasWritten = run.counters.created + run.counters.updated > 0;
    return {
      run,
      flowTitle: titles.get(run.flowId) ?? { en: run.flowId },
      usualMs: isCheck ? null : (known?.durationMs ?? null),
      isUnusuallyQuiet:
        run.state.status === 'done' && !run.isDryRun && !isCheck && !hasWritten && (known?.written ?? 0) > 0,
      drift: found && { putBack: found.putBack, held: found.held, left: found.left },
    };
  };
}
