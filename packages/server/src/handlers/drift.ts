import type { DriftView } from '@koppel/protocol';
import type { DriftItem } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { causeOf } from '../http/principal.ts';
import { HttpProblem } from '../http/problems.ts';
import {
  checkedFlows,
  driftSchedule,
  nextDriftCheck,
  saveDriftSchedule,
  startDriftCheck,
} from '../workspace/drift-checks.ts';
import type { Services } from './services.ts';

type DriftRoutes = 'getDrift' | 'listDrift' | 'startDrift' | 'saveDriftSchedule';

const dayMs = 24 * 60 * 60_000;

export function driftHandlers(services: Services): Pick<Handlers, DriftRoutes> {
  const { store, catalog, clock, scheduler, worker, about } = services;

  const overview = async () => {
    const { zone, ...schedule } = await driftSchedule(store, about().timeZone);
    const flows = await checkedFlows(services);
    const next = schedule.isOn && flows.some(({ flow }) => flow.isOn) ? nextDriftCheck(catalog, { ...schedule, zone }, clock.now()) : null; // prettier-ignore
    return {
      schedule,
      timeZone: zone,
      nextAt: next?.toISOString() ?? null,
      flows: await Promise.all(
        flows.map(async ({ flow, document }) => {
          const last = await store.runs.newestCheck(flow.id);
          return {
            flowId: flow.id,
            title: document.title,
            entities: [...new Set(Object.values(document.nodes).flatMap(({ entity }) => entity ?? []))],
            isOn: flow.isOn,
            last: last && { runId: last.id, number: last.number, state: last.state },
          };
        }),
      ),
    };
  };

  return {
    getDrift: () => overview(),

    async listDrift({ query: { flow, entity, fields, run, state, days, before, limit } }) {
      const filter = {
        flow,
        entity,
        run,
        fields: fields?.split(','),
        since: days === undefined ? undefined : new Date(clock.now().getTime() - days * dayMs),
      };
      const states = state === 'all' ? undefined : state === 'open' ? (['found', 'held', 'left'] as const) : [state];
      const [{ items, hasMore }, counts] = await Promise.all([
        store.drift.list({ ...filter, states, before, limit }),
        store.drift.counts(filter),
      ]);
      return { items: items.map(viewOf), hasMore, counts: { ...counts } };
    },

    async startDrift({ body: { flows, isDryRun }, principal, audit }) {
      const checked = await checkedFlows(services);
      const wanted = flows
        ? flows.map((id) => {
            const found = checked.find(({ flow }) => flow.id === id);
            if (!found) throw cannotBeChecked(id);
            return found;
          })
        : checked.filter(({ flow }) => flow.isOn);
      if (wanted.length === 0) {
        throw new HttpProblem(409, {
          code: 'drift.nothing-to-check',
          message: 'No flow that is on keeps records as their master has them.',
          remedy: 'Switch on a flow that updates records, or name one that is published.',
        });
      }
      const cause = causeOf(principal);
      const runs = [];
      for (const one of wanted) runs.push(await startDriftCheck(store, one, { cause, isDryRun }));
      audit.change(null, { runs: runs.length, flows: wanted.map(({ flow }) => flow.id).join(', '), isDryRun });
      worker.wake();
      return { runs };
    },

    async saveDriftSchedule({ body, audit }) {
      if (body.timeZone !== null && !isTimeZone(body.timeZone)) {
        const message = `"${body.timeZone}" is no time zone.`;
        const remedy = 'Write the name of a time zone, such as Europe/Brussels.';
        throw new HttpProblem(400, { code: 'drift.no-time-zone', message, remedy, fields: { timeZone: message } });
      }
      const { zone: _zone, ...before } = await driftSchedule(store, about().timeZone);
      await saveDriftSchedule(store, body);
      audit.change(before, body);
      scheduler.flowsChanged();
      return overview();
    },
  };
}

/** 409 for a flow that leaves what it wrote alone, or that cannot run. */
export function cannotBeChecked(id: string): HttpProblem {
  return new HttpProblem(409, {
    code: 'drift.cannot-be-checked',
    message: `The flow "${id}" has nothing to check.`,
    remedy: 'Name a flow that is published, whose connections are chosen, and that updates records.',
  });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function viewOf({ base, firstAt, lastAt, ...item }: DriftItem): DriftView {
  return {
    ...item,
    ...(base === undefined ? {} : { base }),
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  };
}
