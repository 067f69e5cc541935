import type { FlowDocument } from '@koppel/model';
import type { PinnedResult } from '@koppel/protocol';
import type { PinnedSample, StoredFlow } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { tryFlow } from '../workspace/try-flow.ts';
import { flowOf } from './flows.ts';
import type { Services } from './services.ts';

const longestMs = 60_000;

type PinRoutes = 'listPinnedSamples' | 'pinSamples' | 'checkPinnedSamples';

export function pinnedSampleHandlers(services: Services): Pick<Handlers, PinRoutes> {
  const { store } = services;
  return {
    async listPinnedSamples({ params: { id } }) {
      await flowOf(id, services);
      return (await store.pinnedSamples.ofFlow(id)).map(viewOf);
    },

    async pinSamples({ params: { id }, body: { keys }, principal, audit }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en });
      const before = await store.pinnedSamples.ofFlow(id);
      const pinned = await store.pinnedSamples.set(id, keys, principal.name);
      audit.change({ pinned: before.length }, { pinned: pinned.length });
      return pinned.map(viewOf);
    },

    async checkPinnedSamples({ params: { id }, body: { document }, signal }) {
      const flow = await flowOf(id, services);
      return checkPinned(flow, document ?? flow.document, services, signal);
    },
  };
}

/** Tries the pinned records of a flow on a draft, as a dry run would. A record passes that nothing is wrong with. */
export async function checkPinned(
  flow: StoredFlow,
  document: FlowDocument,
  { store, pool, discovery, checks, clock, embed }: Services,
  signal: AbortSignal,
): Promise<PinnedResult[]> {
  const pinned = await store.pinnedSamples.ofFlow(flow.id);
  if (pinned.length === 0) return [];
  const { slots, parameterValues } = flow;
  const tried = await tryFlow({
    document: { ...document, id: flow.id },
    bindings: { slots, parameterValues },
    keys: pinned.map(({ key }) => key),
    limit: pinned.length,
    journal: store.journal,
    pool,
    discovery,
    checks,
    clock,
    viewLink: (account) => embed.linkOf(account),
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
  });
  return pinned.map(({ key }): PinnedResult => {
    const planned = tried.records.filter((record) => record.key === key);
    const failed = planned.find(({ action }) => action === 'failed');
    if (failed)
      return { key, name: failed.name, outcome: 'failed', reason: failed.reason ?? '', nodeId: failed.nodeId };
    const [passed] = planned;
    if (passed) return { key, name: passed.name, outcome: 'passed', reason: '', nodeId: null };
    const lost = { key, name: key, nodeId: null };
    return tried.error
      ? { ...lost, outcome: 'unknown', reason: tried.error.message }
      : { ...lost, outcome: 'missing', reason: 'No system that the flow reads has it any more.' };
  });
}

function viewOf({ key, pinnedBy, pinnedAt }: PinnedSample) {
  return { key, pinnedBy, pinnedAt: pinnedAt.toISOString() };
}
