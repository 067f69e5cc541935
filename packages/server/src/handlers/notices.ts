import type { FlowNotices } from '@koppel/protocol';
import { asFlowError } from '@koppel/sdk';
import type { NoticePlace, NoticeSubscription, StoredFlow } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { clockTriggersOf } from '../workspace/flow-triggers.ts';
import { noticeTriggerOf, placeKey, placesRead } from '../notices/wanted.ts';
import { flowOf } from './flows.ts';
import type { Services } from './services.ts';

export function noticeHandlers(services: Services): Pick<Handlers, 'listNotices' | 'retryNotices'> {
  const { store, catalog, clock, subscriptions } = services;

  const stateOf = async (
    place: NoticePlace,
    standing: NoticeSubscription | undefined,
    { isOn, heeds }: { readonly isOn: boolean; readonly heeds: boolean },
  ): Promise<Pick<FlowNotices, 'state' | 'error'>> => {
    const plain = (state: FlowNotices['state']) => ({ state, error: null });
    if (!heeds) return plain('notAsked');
    try {
      if ((await subscriptions.noticesOf(place.connectionId, place.entity)) === null) return plain('notOffered');
      if ((await subscriptions.addressFor(place.connectionId)) === null) return plain('noAddress');
    } catch (error) {
      return { state: 'failed', error: asFlowError(error).view() };
    }
    if (!isOn) return plain('off');
    return { state: standing?.status ?? 'making', error: standing?.status === 'failed' ? standing.error : null };
  };

  /** What the published version reads, or the draft where none is published. */
  const documentOf = async (flow: StoredFlow) =>
    (flow.publishedVersion === null ? null : await services.versions.get(flow.id, flow.publishedVersion)) ??
    flow.document;

  return {
    async listNotices({ params: { id } }) {
      const flow = await flowOf(id, services);
      const document = await documentOf(flow);
      // A flow that never polls is started by what it is told of itself: nothing here concerns it.
      if (clockTriggersOf(document, catalog, clock.now()).length === 0) return [];
      const heeds = noticeTriggerOf(document, catalog) !== null;
      const known = new Map((await store.noticeSubscriptions.list()).map((one) => [placeKey(one), one]));
      const places = placesRead(document, flow.slots, catalog);
      return Promise.all(
        places.map(async (place): Promise<FlowNotices> => {
          const connection = await store.connections.get(place.connectionId);
          const isOn = flow.isOn && flow.publishedVersion !== null;
          const found = known.get(placeKey(place));
          const { state, error } = await stateOf(place, found, { isOn, heeds });
          const shown = state === 'standing' || state === 'failed' || state === 'making' ? found : undefined;
          return {
            ...place,
            connectionName: connection?.name ?? place.connectionId,
            role: connection?.role ?? '',
            state,
            error,
            since: shown?.standsSince?.toISOString() ?? null,
            expiresAt: state === 'standing' ? (shown?.expiresAt?.toISOString() ?? null) : null,
            lastNoticeAt: shown?.lastNoticeAt?.toISOString() ?? null,
            nextTryAt: state === 'failed' ? (shown?.checkAt.toISOString() ?? null) : null,
          };
        }),
      );
    },

    async retryNotices({ params: { id }, audit }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en });
      const places = placesRead(await documentOf(flow), flow.slots, catalog);
      for (const connectionId of new Set(places.map((place) => place.connectionId))) {
        await store.noticeSubscriptions.lookSoon(connectionId);
      }
      subscriptions.flowsChanged();
      return null;
    },
  };
}
