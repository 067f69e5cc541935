import { check } from '@koppel/compiler';
import type { FieldValue, FlowDocument, FlowParameter } from '@koppel/model';
import type { FlowTestResult, PinnedResult } from '@koppel/protocol';
import type { StoredFlow } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { causeOf } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { codeIssues } from '../workspace/code-issues.ts';
import { checkedFlows } from '../workspace/drift-checks.ts';
import { summaryOf } from '../workspace/flow-summary.ts';
import { unboundSlots } from '../workspace/run-preparation.ts';
import { cannotBeChecked } from './drift.ts';
import { runTests } from './flow-tests.ts';
import { detailOf, flowOf, savedMeanwhile } from './flows.ts';
import { checkPinned } from './pinned-samples.ts';
import { openedFlowOf } from './restore-points.ts';
import { demandUnbroken, refuseSubFlow } from './sub-flows.ts';
import type { Services } from './services.ts';

type PublishingRoutes = 'publishFlow' | 'switchFlow' | 'bindFlow' | 'listVersions' | 'getVersion' | 'startRun';

export function publishingHandlers(services: Services): Pick<Handlers, PublishingRoutes> {
  const { about, store, checks, flowsChanged, versions, worker } = services;
  return {
    async publishFlow({
      params: { id },
      body: { revision, note, overrule = '', breaksBecause },
      principal,
      signal,
      audit,
    }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en }).because(note);
      if (flow.revision !== revision) throw await savedMeanwhile(id, services);
      await demandSound(flow, checks);
      const broken = await demandUnbroken(flow, breaksBecause, services);
      const failing = await failingTests(flow, services, signal);
      if (failing.length > 0 && overrule === '') throw testsFail(failing);
      if (failing.length > 0) audit.change(null, { failingTests: failing.map(({ title }) => title).join(', ') });
      const pinned = (await checkPinned(flow, flow.document, services, signal)).filter(
        ({ outcome }) => outcome !== 'passed',
      );
      if (pinned.length > 0 && overrule === '') throw pinnedFail(pinned);
      if (pinned.length > 0) audit.change(null, { failingPinnedSamples: pinned.length });
      // What was overruled comes first: a long reason is cut at its end.
      audit.because([overrule, broken, note].filter(Boolean).join('; '));
      const needsApproval = about().isTwoPerson;
      const published = await store.flows.publish(id, {
        revision,
        note: broken === null ? note : `${note} (${broken})`,
        publishedBy: principal.name,
        needsApproval,
      });
      if (published === 'missing') throw notFound('flow', id);
      if (published === 'stale') throw await savedMeanwhile(id, services);
      if (published === 'notApproved') throw await needsApprovalFirst(flow, services);
      audit.change({ version: flow.publishedVersion }, { version: published.version, revision });
      flowsChanged();
      return published;
    },

    async switchFlow({ params: { id }, body: { isOn }, audit }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en });
      refuseSubFlow(flow);
      if (isOn && flow.publishedVersion === null) throw notPublished(id);
      const switched = await store.flows.switch(id, isOn);
      if (switched === 'missing') throw notFound('flow', id);
      audit.change({ isOn: flow.isOn }, { isOn });
      flowsChanged();
      if (isOn) await services.follow();
      return summaryOf(switched, services);
    },

    async bindFlow({ params: { id }, body, audit }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en });
      const fields = await bindingMistakes(flow, body, services);
      if (Object.keys(fields).length > 0) {
        throw new HttpProblem(400, {
          code: 'flow.not-bindable',
          message: Object.values(fields)[0]!,
          remedy: 'Correct the marked fields.',
          fields,
        });
      }
      const bound = await store.flows.bind(id, body);
      if (bound === 'missing') throw notFound('flow', id);
      audit.change(bindingsOf(flow), bindingsOf(bound));
      flowsChanged();
      return detailOf(bound, services);
    },

    async listVersions({ params: { id } }) {
      await openedFlowOf(id, services);
      const all = await store.flows.versions(id);
      return all.map((version) => ({ ...version, publishedAt: version.publishedAt.toISOString() }));
    },

    async getVersion({ params: { id, version } }) {
      const document = await versions.get(id, version);
      if (!document) throw notFound('version', `${id} ${version}`);
      return document;
    },

    async startRun({ params: { id }, body: { scope, isDryRun }, principal, audit }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en });
      refuseSubFlow(flow);
      if (flow.publishedVersion === null) throw notPublished(id);
      const document = await versions.asRun(id, flow.publishedVersion);
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
      audit.change(null, { run: run.number, version: run.flowVersion, scope: scope.kind, isDryRun });
      worker.wake();
      return run;
    },
  };
}

/** 422 for a draft that cannot be published because of its errors. */
export async function demandSound(flow: StoredFlow, checks: Services['checks']): Promise<void> {
  const context = await checks.contextOf(flow.document, flow);
  const issues = [...check(flow.document, context).issues, ...(await codeIssues(flow.document, context.code))];
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new HttpProblem(422, {
    code: 'flow.has-errors',
    message:
      errors.length === 1
        ? `The flow was not published: ${errors[0]!.message}`
        : `The flow was not published: it has ${errors.length} errors.`,
    remedy: errors.length === 1 ? errors[0]!.remedy : 'Correct them, then publish again.',
    issues,
  });
}

async function failingTests(flow: StoredFlow, services: Services, signal: AbortSignal): Promise<FlowTestResult[]> {
  const tests = await services.store.flowTests.ofFlow(flow.id);
  const results = await runTests(flow, tests, flow.document, services, signal);
  return results.filter(({ outcome }) => outcome !== 'passed');
}

/** 409 for a draft that does otherwise than its tests expect. */
function testsFail(failing: readonly FlowTestResult[]): HttpProblem {
  const titles = failing.map(({ title }) => `"${title}"`).join(', ');
  return new HttpProblem(409, {
    code: 'flow.tests-fail',
    message:
      failing.length === 1
        ? `The flow was not published: its test ${titles} does not pass.`
        : `The flow was not published: ${failing.length} of its tests do not pass: ${titles}.`,
    remedy: 'Look at what differs. Mend the flow or accept the new result, or publish it all the same with a reason.',
  });
}

/** 409 for a draft that does not work for records which it has to work for. */
function pinnedFail(failing: readonly PinnedResult[]): HttpProblem {
  const keys = failing.map(({ key }) => key).join(', ');
  return new HttpProblem(409, {
    code: 'flow.pinned-samples-fail',
    message:
      failing.length === 1
        ? `The flow was not published: it does not work for the pinned record ${keys}. ${failing[0]!.reason}`.trimEnd()
        : `The flow was not published: it does not work for ${failing.length} of its pinned records: ${keys}.`,
    remedy: 'Mend the flow or unpin the record, or publish it all the same with a reason.',
  });
}

/** 409 for a draft that somebody else has to approve before it is published. */
export async function needsApprovalFirst(flow: StoredFlow, { store }: Services): Promise<HttpProblem> {
  const current = (await store.reviews.standing()).find(({ flowId }) => flowId === flow.id);
  return new HttpProblem(409, {
    code: 'flow.not-approved',
    message:
      current?.status === 'approved' && current.isOutdated
        ? `The flow was not published: ${flow.savedBy} changed the draft after ${current.decision!.by.name} approved it, so the approval is void.`
        : 'The flow was not published: in this workspace somebody else has to approve a draft first.',
    remedy: current?.status === 'open' && !current.isOutdated ? 'Wait for the answer.' : 'Ask for a review.',
  });
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

function bindingsOf({ slots, parameterValues }: StoredFlow) {
  return { slots, parameterValues };
}

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
