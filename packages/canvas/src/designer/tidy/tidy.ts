import { parseEdge, type FlowDocument } from '@koppel/model';
import { placesOf } from '../../flow-canvas/geometry.ts';
import type { LayoutInput } from './layout.ts';

/** What `layOut` needs of a document; some nodes only, or all. */
export function layoutInput(document: FlowDocument, only: readonly string[] | null): LayoutInput {
  const places = placesOf(document);
  const ids = only && only.length > 1 ? only : Object.keys(document.nodes);
  return {
    nodes: Object.fromEntries(ids.map((id): [string, [number, number]] => [id, [places[id]!.x, places[id]!.y]])),
    edges: document.edges.map(parseEdge).map(({ from, to }): [string, string] => [from.nodeId, to.nodeId]),
    groups: Object.fromEntries(Object.entries(document.layout.groups).map(([id, { nodes }]) => [id, nodes])),
  };
}

/** Lays nodes out in a worker, so that the canvas stays responsive however large the flow is. */
export function layOutAside(input: LayoutInput): Promise<Record<string, [number, number]>> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Record<string, [number, number]>>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data as Record<string, [number, number]>));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    worker.postMessage(input);
  }).finally(() => worker.terminate());
}
