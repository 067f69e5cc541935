import { check } from '@koppel/compiler';
import { defaultMastership, emptyFlow, parseFlow, type FieldValue, type FlowDocument } from '@koppel/model';
import type { CheckContextBody, FlowDetail } from '@koppel/protocol';
import type { StoredFlow } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { damagedSummaryOf, summaryOf } from '../workspace/flow-summary.ts';
import { issuesWithOthers } from '../workspace/mastership-changes.ts';
import { preview } from '../workspace/preview.ts';
import { tryFlow } from '../workspace/try-flow.ts';
import { freeFlowId } from './flow-ids.ts';
import type { Services } from './services.ts';

const longestPreviewMs = 45_000;
const longestTryMs = 60_000;

type FlowRoutes =
  | 'listFlows'
  | 'listShippedFlows'
  | 'addShippedFlows'
  | 'createFlow'
  | 'importFlow'
  | 'getFlow'
  | 'deleteFlow'
  | 'saveDraft'
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
  };
}

export function flowHandlers(services: Services): Pick<Handlers, FlowRoutes> {
  const { store, checks, clock, pool, flowsChanged } = services;

  const create = async (
    document: FlowDocument,
    savedBy: string,
    bindings: { slots?: StoredFlow['slots']; parameterValues?: StoredFlow['parameterValues'] } = {},
  ): Promise<FlowDetail> => {
    const slots = bindings.slots ?? (await likelySlots(document, services));
    const created = await store.flows.create({
      document,
      savedBy,
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
      const [flows, damaged, failures] = await Promise.all([
        store.flows.list(),
        store.flows.damaged(),
        store.failures.openCountByFlow(),
      ]);
      const summaries = await Promise.all([
        ...flows.map((flow) => summaryOf(flow, services, failures)),
        ...damaged.map((flow) => damagedSummaryOf(flow, services, failures)),
      ]);
      return summaries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },

    listShippedFlows: () => services.shipped.missing(),

    async addShippedFlows({ body: { add, dismiss } }) {
      const added = await services.shipped.add(add);
      await services.shipped.dismiss(dismiss);
      if (added.length > 0) services.flowsChanged();
      return { added };
    },

    async createFlow({ body: { title, copyOf }, principal }) {
      const id = await freeFlowId(title, store.flows);
      if (copyOf === undefined) return create(emptyFlow(id, title), principal.name);
      const original = await flowOf(copyOf, services);
      return create({ ...original.document, id, title: { en: title } }, principal.name, original);
    },

    async importFlow({ body, principal }) {
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
      return create({ ...parsed.document, id }, principal.name);
    },

    async getFlow({ params: { id } }) {
      return detailOf(await flowOf(id, services), services);
    },

    async deleteFlow({ params: { id } }) {
      const result = await store.flows.delete(id);
      if (result === 'missing') throw notFound('flow', id);
      if (result === 'running') {
        throw new HttpProblem(409, {
          code: 'flow.is-running',
          message: `The flow "${id}" has a run that has not ended.`,
          remedy: 'Stop the run, or wait for its end, then delete the flow.',
        });
      }
      flowsChanged();
      return null;
    },

    async saveDraft({ params: { id }, body: { document, revision }, principal }) {
      if (document.id !== id) {
        throw new HttpProblem(400, {
          code: 'flow.other-id',
          message: `The document is of the flow "${document.id}", not of "${id}".`,
          remedy: 'Save it under its own flow.',
        });
      }
      const saved = await store.flows.saveDraft(id, { document, revision, savedBy: principal.name });
      if (saved === 'missing') throw notFound('flow', id);
      if (saved === 'stale') throw await savedMeanwhile(id, services);
      return { revision: saved.revision, savedAt: saved.savedAt.toISOString() };
    },

    async checkFlow({ params: { id }, body: { document } }) {
      const flow = await flowOf(id, services);
      const { issues } = check(document, await checks.contextOf(document, flow));
      return { issues: [...issues], together: await issuesWithOthers({ ...document, id }, services) };
    },

    async getCheckContext({ params: { id } }) {
      return checkContextBody(await flowOf(id, services), services);
    },

    async previewFlow({ params: { id }, body: { document, nodeId, keys, limit }, signal }) {
      const flow = await flowOf(id, services);
      const connectionOf = (slot: string) => flow.slots[slot] ?? null;
      return preview({
        document,
        context: await checks.contextOf(document, flow),
        nodeId,
        keys: keys ?? null,
        limit,
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
      return tryFlow({
        // What a node wrote last is remembered by the flow it belongs to.
        document: { ...document, id },
        bindings: { slots, parameterValues },
        keys: keys ?? null,
        limit,
        journal: store.journal,
        pool,
        discovery: services.discovery,
        checks,
        clock,
        viewLink: (account) => services.embed.linkOf(account),
        signal: AbortSignal.any([signal, AbortSignal.timeout(longestTryMs)]),
      });
    },
  };
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

async function checkContextBody(flow: StoredFlow, { store, discovery }: Services): Promise<CheckContextBody> {
  const [mastership, valueLists] = await Promise.all([store.workspace.mastership(), store.workspace.valueLists()]);
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
    slots: Object.fromEntries(await Promise.all(slots)),
  };
}
