import { check } from '@koppel/compiler';
import { defaultMastership, emptyFlow, parseFlow, type FieldValue, type FlowDocument } from '@koppel/model';
import type { CheckContextBody, FlowDetail, FlowEditor, UserRole } from '@koppel/protocol';
import type { StoredFlow } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { may, personIdOf, type Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { damagedSummaryOf, summaryOf } from '../workspace/flow-summary.ts';
import { issuesWithOthers } from '../workspace/mastership-changes.ts';
import { subFlowUsers } from '../workspace/sub-flow-users.ts';
import { learnedFrom } from '../workspace/learned.ts';
import { codeIssues } from '../workspace/code-issues.ts';
import { preview } from '../workspace/preview.ts';
import { tryFlow } from '../workspace/try-flow.ts';
import { freeFlowId } from './flow-ids.ts';
import { openedFlowOf } from './restore-points.ts';
import { refuseUsed } from './sub-flows.ts';
import type { Services } from './services.ts';

const longestPreviewMs = 45_000;
const longestTryMs = 60_000;

type FlowRoutes =
  | 'listFlows'
  | 'getFirstSteps'
  | 'changeFirstSteps'
  | 'listShippedFlows'
  | 'addShippedFlows'
  | 'createFlow'
  | 'importFlow'
  | 'getFlow'
  | 'deleteFlow'
  | 'saveDraft'
  | 'listFlowEditors'
  | 'setFlowOwner'
  | 'checkFlow'
  | 'getCheckContext'
  | 'previewFlow'
  | 'tryFlow';

/** The flow of a route's id. Throws 404. */
export async function flowOf(id: string, { store }: Services): Promise<StoredFlow> {
  const flow = await store.flows.get(id);
  if (!flow) throw notFound('flow', id);
  return flow;
}

/** A flow as its screen needs it. */
export async function detailOf(flow: StoredFlow, services: Services): Promise<FlowDetail> {
  const { document: draft, revision, savedAt, savedBy, slots, parameterValues } = flow;
  return {
    summary: await summaryOf(flow, services),
    draft,
    revision,
    savedAt: savedAt.toISOString(),
    savedBy,
    slots: { ...slots },
    parameterValues: { ...parameterValues },
    openedFrom: null,
  };
}

export function flowHandlers(services: Services): Pick<Handlers, FlowRoutes> {
  const { store, checks, clock, pool, drafts, firstSteps, flowsChanged } = services;

  const create = async (
    document: FlowDocument,
    principal: Principal,
    bindings: { slots?: StoredFlow['slots']; parameterValues?: StoredFlow['parameterValues'] } = {},
  ): Promise<FlowDetail> => {
    const slots = bindings.slots ?? (await likelySlots(document, services));
    const created = await store.flows.create({
      document,
      savedBy: principal.name,
      savedById: personIdOf(principal),
      slots,
      parameterValues: bindings.parameterValues ?? {},
    });
    if (created === 'exists') {
      throw new HttpProblem(409, {
        code: 'flow.exists',
        message: `There is already a flow "${document.id}".`,
        remedy: 'Try again.',
      });
    }
    return detailOf(created, services);
  };

  return {
    async listFlows() {
      const [flows, damaged, failures, users] = await Promise.all([
        store.flows.list(),
        store.flows.damaged(),
        store.failures.openCountByFlow(),
        subFlowUsers(services),
      ]);
      const summaries = await Promise.all([
        ...flows.map((flow) => summaryOf(flow, services, failures, users)),
        ...damaged.map((flow) => damagedSummaryOf(flow, services, failures)),
      ]);
      return summaries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },

    getFirstSteps: () => firstSteps.read(),
    changeFirstSteps: ({ body }) => firstSteps.change(body),

    listShippedFlows: () => services.shipped.missing(),

    async addShippedFlows({ body: { add, dismiss }, audit }) {
      const added = await services.shipped.add(add);
      await services.shipped.dismiss(dismiss);
      audit.about({ id: added.join(', ') || undefined }).change(null, { dismissed: dismiss.join(', ') || null });
      if (added.length > 0) services.flowsChanged();
      return { added };
    },

    async createFlow({ body: { title, copyOf }, principal, audit }) {
      const id = await freeFlowId(title, store.flows);
      audit.about({ id, title }).change(null, { copyOf });
      if (copyOf === undefined) return create(emptyFlow(id, title), principal);
      const original = await flowOf(copyOf, services);
      return create({ ...original.document, id, title: { en: title } }, principal, original);
    },

    async importFlow({ body, principal, audit }) {
      const parsed = parseFlow(body.document, 'The document');
      if (!parsed.ok) {
        throw new HttpProblem(422, {
          code: 'flow.not-importable',
          message: parsed.issues[0]!.message,
          remedy: parsed.issues[0]!.remedy,
          issues: parsed.issues,
        });
      }
      const id = await freeFlowId(parsed.document.id, store.flows);
      audit.about({ id, title: parsed.document.title.en });
      return create({ ...parsed.document, id }, principal);
    },

    async getFlow({ params: { id } }) {
      const { flow, from, damage } = await openedFlowOf(id, services);
      const detail = await detailOf(flow, services);
      if (!damage) return detail;
      const { code, message, remedy } = damage;
      return { ...detail, summary: { ...detail.summary, damage: { code, message, remedy } }, openedFrom: from };
    },

    async deleteFlow({ params: { id }, principal, audit }) {
      const flow = await store.flows.get(id);
      audit.about({ title: flow?.document.title.en });
      const editor = drafts.editorBesides(id, { personId: personIdOf(principal), tab: undefined });
      if (editor && !editor.isSamePerson) throw editedElsewhere(editor);
      await refuseUsed(id, services);
      const result = await store.flows.delete(id);
      if (result === 'missing') throw notFound('flow', id);
      if (result === 'running') {
        throw new HttpProblem(409, {
          code: 'flow.is-running',
          message: `The flow "${id}" has a run that has not ended.`,
          remedy: 'Stop the run, or wait for its end, then delete the flow.',
        });
      }
      drafts.removed(id);
      audit.change(flow && { version: flow.publishedVersion, isOn: flow.isOn, revision: flow.revision }, null);
      flowsChanged();
      return null;
    },

    async saveDraft({ params: { id }, body: { document, revision, tab }, principal, audit }) {
      audit.about({ title: document.title.en });
      if (document.id !== id) {
        throw new HttpProblem(400, {
          code: 'flow.other-id',
          message: `The document is of the flow "${document.id}", not of "${id}".`,
          remedy: 'Save it under its own flow.',
        });
      }
      const editor = drafts.editorBesides(id, { personId: personIdOf(principal), tab });
      if (editor) throw editedElsewhere(editor);
      const saved = await store.flows.saveDraft(id, {
        document,
        revision,
        savedBy: principal.name,
        savedById: personIdOf(principal),
      });
      if (saved === 'missing') throw notFound('flow', id);
      if (saved === 'stale') throw await savedMeanwhile(id, services);
      drafts.saved(id, saved.revision);
      audit.change({ revision }, { revision: saved.revision });
      return { revision: saved.revision, savedAt: saved.savedAt.toISOString() };
    },

    async listFlowEditors() {
      return (await editors(services)).map(({ user: { id, name } }) => ({ id, name }));
    },

    async setFlowOwner({ params: { id }, body: { ownerId }, audit }) {
      const before = await flowOf(id, services);
      audit.about({ title: before.document.title.en });
      const known = await editors(services);
      if (ownerId !== null && !known.some(({ user }) => user.id === ownerId)) {
        throw new HttpProblem(400, {
          code: 'flow.owner-unknown',
          message: 'This person does not edit flows in this workspace.',
          remedy: 'Choose somebody who may edit flows, or give them the role.',
        });
      }
      const flow = await store.flows.own(id, ownerId);
      if (flow === 'missing') throw notFound('flow', id);
      const nameOf = (person: string | null) => known.find(({ user }) => user.id === person)?.user.name ?? null;
      audit.change({ owner: nameOf(before.ownerId) }, { owner: nameOf(ownerId) });
      return summaryOf(flow, services);
    },

    async checkFlow({ params: { id }, body: { document } }) {
      const flow = await flowOf(id, services);
      const context = await checks.contextOf(document, flow);
      const issues = [...check(document, context).issues, ...(await codeIssues(document, context.code))];
      return { issues, together: await issuesWithOthers({ ...document, id }, services) };
    },

    async getCheckContext({ params: { id } }) {
      const { flow } = await openedFlowOf(id, services);
      return checkContextBody(flow, services);
    },

    async previewFlow({
      params: { id },
      body: { document, nodeId, keys, limit, withWholeTarget, withTarget },
      signal,
    }) {
      const flow = await flowOf(id, services);
      const connectionOf = (slot: string) => flow.slots[slot] ?? null;
      return preview({
        document,
        context: await checks.contextOf(document, flow),
        nodeId,
        keys: keys ?? null,
        limit,
        withWholeTarget,
        withTarget,
        system: async (slot) => {
          const connectionId = connectionOf(slot);
          return connectionId === null ? null : pool.system(connectionId);
        },
        linksOf: async ({ entity, sourceSlot, targetSlot }, sourceKeys) => {
          const sourceConnectionId = connectionOf(sourceSlot);
          const targetConnectionId = connectionOf(targetSlot);
          if (sourceConnectionId === null || targetConnectionId === null) return new Map();
          return store.links.targetKeys({ entity, sourceConnectionId, targetConnectionId }, sourceKeys);
        },
        clock,
        signal: AbortSignal.any([signal, AbortSignal.timeout(longestPreviewMs)]),
      });
    },

    async tryFlow({ params: { id }, body: { document, keys, limit }, signal }) {
      const { slots, parameterValues } = await flowOf(id, services);
      const tried = await tryFlow({
        // What a node wrote last is remembered by the flow it belongs to.
        document: { ...document, id },
        bindings: { slots, parameterValues },
        keys: keys ?? null,
        limit,
        tellsWrites: true,
        journal: store.journal,
        pool,
        discovery: services.discovery,
        checks,
        clock,
        viewLink: (account) => services.embed.linkOf(account),
        signal: AbortSignal.any([signal, AbortSignal.timeout(longestTryMs)]),
      });
      if (tried.error === null) await firstSteps.sampleWasTried();
      return tried;
    },
  };
}

/** Members who may edit flows. */
async function editors({ members }: Pick<Services, 'members'>) {
  return (await members()).filter(
    ({ user, role }) => !user.isDisabled && may({ role: role as UserRole, scope: null }, 'flows.edit'),
  );
}

/** 409 for a draft that is open for editing elsewhere. */
export function editedElsewhere({ name, isSamePerson }: FlowEditor & { readonly isSamePerson: boolean }): HttpProblem {
  return new HttpProblem(409, {
    code: 'flow.edited-elsewhere',
    message: isSamePerson ? 'You have this flow open in another tab.' : `${name} is editing this flow.`,
    remedy: isSamePerson
      ? 'Close it there, or go on here in its place.'
      : 'Open it in the designer to take over, or wait until they are done.',
  });
}

/** 409 for a draft that somebody else saved since it was read. */
export async function savedMeanwhile(id: string, services: Services): Promise<HttpProblem> {
  const { savedBy, savedAt } = await flowOf(id, services);
  return new HttpProblem(409, {
    code: 'flow.saved-meanwhile',
    message: `${savedBy} saved this flow meanwhile, at ${savedAt.toISOString()}.`,
    remedy: 'Load it again to see the change, then make yours.',
  });
}

/** Each slot with the only connection of its role, where there is exactly one. */
export async function likelySlots(
  { slots }: FlowDocument,
  { store }: Pick<Services, 'store'>,
): Promise<Record<string, string | null>> {
  const connections = await store.connections.list();
  return Object.fromEntries(
    Object.entries(slots).map(([slot, { role }]) => {
      const [only, another] = connections.filter((connection) => connection.role === role);
      return [slot, only && !another ? only.id : null];
    }),
  );
}

async function checkContextBody(flow: StoredFlow, services: Services): Promise<CheckContextBody> {
  const { store, discovery, versions } = services;
  const [mastership, valueLists, subFlows, flows] = await Promise.all([
    store.workspace.mastership(),
    store.workspace.valueLists(),
    versions.offeredTo(flow.document),
    store.flows.list(),
  ]);
  const others = flows.filter(({ id }) => id !== flow.id).map(({ document }) => document);
  const parameters = Object.entries(flow.document.parameters).map(([name, { type, default: fallback }]) => {
    const value: FieldValue = flow.parameterValues[name] ?? fallback ?? null;
    return [name, { type, value }] as const;
  });
  const slots = Object.keys(flow.document.slots).map(async (slot) => {
    const connectionId = flow.slots[slot] ?? null;
    const connection = connectionId === null ? null : await store.connections.get(connectionId);
    const known = connection && (await discovery.known(connection.id));
    const binding: CheckContextBody['slots'][string] = {
      connectionId: connection?.id ?? null,
      connectorId: connection?.connectorId ?? null,
      schemas: [...(known?.entities ?? [])],
    };
    return [slot, binding] as const;
  });
  return {
    mastership: mastership ?? defaultMastership,
    valueLists,
    parameters: Object.fromEntries(parameters),
    subFlows,
    slots: Object.fromEntries(await Promise.all(slots)),
    learned: learnedFrom(others),
  };
}
