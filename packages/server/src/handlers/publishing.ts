import { compile } from '@koppel/compiler';
import type { FieldValue, FlowDocument, FlowParameter } from '@koppel/model';
import type { StoredFlow } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { causeOf } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { checkedFlows } from '../workspace/drift-checks.ts';
import { summaryOf } from '../workspace/flow-summary.ts';
import { unboundSlots } from '../workspace/run-preparation.ts';
import { cannotBeChecked } from './drift.ts';
import { detailOf, flowOf, savedMeanwhile } from './flows.ts';
import type { Services } from './services.ts';

type PublishingRoutes = 'publishFlow' | 'switchFlow' | 'bindFlow' | 'listVersions' | 'getVersion' | 'startRun';

export function publishingHandlers(services: Services): Pick<Handlers, PublishingRoutes> {
  const { store, checks, flowsChanged, versions, worker } = services;
  return {
    async publishFlow({ params: { id }, body: { revision, note }, principal }) {
      const flow = await flowOf(id, services);
      if (flow.revision !== revision) throw await savedMeanwhile(id, services);
      const compiled = compile(flow.document, await checks.contextOf(flow.document, flow));
      if (!compiled.ok) {
        const errors = compiled.issues.filter(({ severity }) => severity === 'error');
        throw new HttpProblem(422, {
          code: 'flow.has-errors',
          message:
            errors.length === 1
              ? `The flow was not published: ${errors[0]!.message}`
              : `The flow was not published: it has ${errors.length} errors.`,
          remedy: errors.length === 1 ? errors[0]!.remedy : 'Correct them, then publish again.',
          issues: compiled.issues,
        });
      }
      const published = await store.flows.publish(id, { revision, note, publishedBy: principal.name });
      if (published === 'missing') throw notFound('flow', id);
      if (published === 'stale') throw await savedMeanwhile(id, services);
      flowsChanged();
      return published;
    },

    async switchFlow({ params: { id }, body: { isOn } }) {
      const flow = await flowOf(id, services);
      if (isOn && flow.publishedVersion === null) throw notPublished(id);
      const switched = await store.flows.switch(id, isOn);
      if (switched === 'missing') throw notFound('flow', id);
      flowsChanged();
      if (isOn) await services.follow();
      return summaryOf(switched, services);
    },

    async bindFlow({ params: { id }, body }) {
      const flow = await flowOf(id, services);
      const fields = await bindingMistakes(flow, body, services);
      if (Object.keys(fields).length > 0) {
        throw new HttpProblem(400, {
          code: 'flow.not-bindable',
          message: Object.values(fields)[0]!,
          remedy: 'Correct the marked fields.',
          fields,
        });
      }
      const bound = await store.flows.bind(id, {
        ...(body.slots === undefined ? {} : { slots: { ...flow.slots, ...body.slots } }),
        ...(body.parameterValues === undefined
          ? {}
          : { parameterValues: { ...flow.parameterValues, ...body.parameterValues } }),
      });
      if (bound === 'missing') throw notFound('flow', id);
      flowsChanged();
      return detailOf(bound, services);
    },

    async listVersions({ params: { id } }) {
      await flowOf(id, services);
      const all = await store.flows.versions(id);
      return all.map((version) => ({ ...version, publishedAt: version.publishedAt.toISOString() }));
    },

    async getVersion({ params: { id, version } }) {
      const document = await versions.get(id, version);
      if (!document) throw notFound('version', `${id} ${version}`);
      return document;
    },

    async startRun({ params: { id }, body: { scope, isDryRun }, principal }) {
      const flow = await flowOf(id, services);
      if (flow.publishedVersion === null) throw notPublished(id);
      const document = await versions.get(id, flow.publishedVersion);
      const [unbound] = document ? unboundSlots(document, flow) : [];
      if (unbound !== undefined) {
        throw new HttpProblem(409, {
          code: 'run.slot-not-bound',
          message: `The flow cannot run yet: its slot "${unbound}" is not bound to a connection.`,
          remedy: "Choose a connection under the flow's settings.",
        });
      }
      if (scope.kind === 'drift' && !(await checkedFlows(services)).some((checked) => checked.flow.id === id)) {
        throw cannotBeChecked(id);
      }
      const run = await store.runs.create({
        flowId: id,
        flowVersion: flow.publishedVersion,
        isDryRun,
        scope,
        cause: causeOf(principal),
      });
      worker.wake();
      return run;
    },
  };
}

/** 409 for what needs a published version. */
export function notPublished(id: string): HttpProblem {
  return new HttpProblem(409, {
    code: 'flow.not-published',
    message: `The flow "${id}" has never been published, so there is nothing to run.`,
    remedy: 'Publish it first.',
  });
}

type Bindings = {
  readonly slots?: Readonly<Record<string, string | null>> | undefined;
  readonly parameterValues?: Readonly<Record<string, FieldValue>> | undefined;
};

async function bindingMistakes(flow: StoredFlow, body: Bindings, { store }: Services): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  // A version that runs may have slots that the draft lost, and the other way round.
  const known = Object.keys({ ...flow.document.slots, ...flow.slots });
  for (const [slot, connectionId] of Object.entries(body.slots ?? {})) {
    if (!known.includes(slot)) fields[`slots.${slot}`] = `The flow has no slot "${slot}".`;
    else if (connectionId !== null && !(await store.connections.get(connectionId)))
      fields[`slots.${slot}`] = `There is no connection "${connectionId}".`;
  }
  for (const [name, value] of Object.entries(body.parameterValues ?? {})) {
    const mistake = parameterMistake(flow.document, name, value);
    if (mistake) fields[`parameterValues.${name}`] = mistake;
  }
  return fields;
}

const fits: Readonly<Record<FlowParameter['type'], (value: FieldValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  decimal: (value) => typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
};

function parameterMistake({ parameters }: FlowDocument, name: string, value: FieldValue): string | null {
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (!parameter) return `The flow has no parameter "${name}".`;
  return value === null || fits[parameter.type](value) ? null : `"${String(value)}" is no ${parameter.type}.`;
}
