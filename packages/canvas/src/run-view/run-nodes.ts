import { nodeTitleOf, type FlowDocument } from '@koppel/model';
import type { CatalogBody, NodeDescriptor } from '@koppel/protocol';
import { useMemo } from 'react';
import { useRead } from '../api/use-api.tsx';
import { edgesOf, inFlowOrder } from '../flow-canvas/ports.ts';
import { useLocalized } from '../i18n/locale.tsx';

/** A node of the version that runs, as timeline, log and records name it. */
export interface RunNode {
  readonly id: string;
  readonly title: string;
  /** The role of the system it reads or writes; null for a node within the flow. */
  readonly role: string | null;
  /** What its records are, where the flow says so. */
  readonly entity: string | null;
  readonly kind: NodeDescriptor['role'] | null;
  /** The titles of its outputs, by port. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The nodes in the order in which records travel, ties from left to right and from top to bottom. */
function nodeOrder(document: FlowDocument): string[] {
  const ids = Object.keys(document.nodes).toSorted((a, b) => byPlace(document, a, b));
  return inFlowOrder(ids, edgesOf(document));
}

function byPlace({ layout }: FlowDocument, a: string, b: string): number {
  const [ax, ay] = layout.nodes[a] ?? [0, 0];
  const [bx, by] = layout.nodes[b] ?? [0, 0];
  return ax - bx || ay - by || (a < b ? -1 : 1);
}

/** The nodes of a document with the words of the catalog; without it nodes are named by their type. */
export function runNodes(
  document: FlowDocument,
  catalog: Pick<CatalogBody, 'nodes'> | undefined,
  localized: (text: NodeDescriptor['title']) => string,
): RunNode[] {
  return nodeOrder(document).map((id) => {
    const node = document.nodes[id]!;
    const descriptor = catalog?.nodes.find(({ type }) => type === node.type);
    return {
      id,
      title: localized(nodeTitleOf(document, id) ?? descriptor?.title ?? { en: node.type }),
      role: node.slot ? (document.slots[node.slot]?.role ?? node.slot) : null,
      entity: node.entity ?? null,
      kind: descriptor?.role ?? null,
      outputs: Object.fromEntries(descriptor?.ports.out.map((port) => [port.id, localized(port.title)]) ?? []),
    };
  });
}

/** Whether records pass the node, so that it has a row on the timeline. */
export function handlesRecords({ kind }: RunNode): boolean {
  return kind !== 'trigger' && kind !== 'failures';
}

/** The nodes of the version that runs, in the reader's language. */
export function useRunNodes(document: FlowDocument): readonly RunNode[] {
  const localized = useLocalized();
  const catalog = useRead('getCatalog', {});
  return useMemo(() => runNodes(document, catalog.data, localized), [document, catalog.data, localized]);
}
