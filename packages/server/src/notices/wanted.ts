import type { FlowDocument } from '@koppel/model';
import type { Catalog, NoticeTrigger } from '@koppel/sdk';
import type { NoticePlace, Store, StoredFlow } from '@koppel/store';
import { triggersOf } from '../workspace/flow-triggers.ts';
import type { PublishedVersions } from '../workspace/published-versions.ts';

export interface WantedPorts {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly versions: PublishedVersions;
}

/** A flow that a notice may start. */
interface Listener {
  readonly flow: StoredFlow & { readonly publishedVersion: number };
  readonly trigger: NoticeTrigger;
}

/** What a system is to tell of, and the flows that want to know. */
export interface WantedNotices extends NoticePlace {
  readonly listeners: readonly Listener[];
}

/** The names of a place as one text, for maps. */
export function placeKey({ connectionId, entity }: NoticePlace): string {
  return `${connectionId} ${entity}`;
}

/** What a flow reads, each place once. */
export function placesRead(document: FlowDocument, slots: StoredFlow['slots'], catalog: Catalog): NoticePlace[] {
  const places = new Map<string, NoticePlace>();
  for (const { type, slot, entity, isDisabled } of Object.values(document.nodes)) {
    if (catalog.definitions.get(type)?.role !== 'source' || isDisabled || !slot || !entity) continue;
    const connectionId = slots[slot];
    if (connectionId) places.set(placeKey({ connectionId, entity }), { connectionId, entity });
  }
  return [...places.values()];
}

/** What a flow's triggers make of a notice together; null where none heeds it. */
export function noticeTriggerOf(document: FlowDocument, catalog: Catalog): NoticeTrigger | null {
  const heeding = triggersOf(document, catalog).flatMap(({ definition, config }) => definition.heeds?.(config) ?? []);
  return heeding.length === 0 ? null : { mayFireAt: (moment) => heeding.some((trigger) => trigger.mayFireAt(moment)) };
}

/** What the flows that are on want to be told of. */
export async function wantedNotices({ store, catalog, versions }: WantedPorts): Promise<WantedNotices[]> {
  const wanted = new Map<string, NoticePlace & { readonly listeners: Listener[] }>();
  for (const flow of await store.flows.list()) {
    const { publishedVersion, isOn, slots } = flow;
    if (!isOn || publishedVersion === null) continue;
    const document = await versions.asRun(flow.id, publishedVersion);
    const trigger = document && noticeTriggerOf(document, catalog);
    if (!document || !trigger) continue;
    for (const place of placesRead(document, slots, catalog)) {
      const known = wanted.get(placeKey(place)) ?? { ...place, listeners: [] };
      known.listeners.push({ flow: { ...flow, publishedVersion }, trigger });
      wanted.set(placeKey(place), known);
    }
  }
  return [...wanted.values()];
}
