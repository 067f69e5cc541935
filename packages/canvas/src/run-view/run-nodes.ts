import { nodeTitleOf, subFlowNodes, subFlowUsedBy, type FlowDocument } from '@koppel/model';
import type { CatalogBody, NodeDescriptor, RunDetail } from '@koppel/protocol';
import { useMemo } from 'react';
import { useRead } from '../api/use-api.tsx';
import { edgesOf, inFlowOrder } from '../flow-canvas/ports.ts';
import { useLocalized } from '../i18n/locale.tsx';
import { innerOf } from './sub-flow-counters.ts';

/** A node of the version that runs, as timeline, log and records name it. */
export interface RunNode {
  readonly id: string;
  readonly title: string;
  readonly type: string;
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

/**
 * The nodes of a document with the words of the catalog; without it nodes are named by their type. Behind a node that uses a
 * sub-flow come the steps inside it, as `use/step` and with its title in front.
 */
export function runNodes(
  document: FlowDocument,
  catalog: Pick<CatalogBody, 'nodes'> | undefined,
  localized: (text: NodeDescriptor['title']) => string,
  subFlows: RunDetail['subFlows'] = [],
): RunNode[] {
  return nodeOrder(document).flatMap((id) => {
    const node = document.nodes[id]!;
    const descriptor = catalog?.nodes.find(({ type }) => type === node.type);
    const title = localized(nodeTitleOf(document, id) ?? descriptor?.title ?? { en: node.type });
    const used = subFlowUsedBy(node);
    const inner = used && innerOf(used, subFlows);
    const steps = inner ? runNodes(inner, catalog, localized, subFlows).filter(isStep) : [];
    const own: RunNode = {
      id,
      title,
      type: node.type,
      role: node.slot ? (document.slots[node.slot]?.role ?? node.slot) : null,
      entity: node.entity ?? null,
      kind: descriptor?.role ?? null,
      outputs: Object.fromEntries(descriptor?.ports.out.map((port) => [port.id, localized(port.title)]) ?? []),
    };
    return [own, ...steps.map((step) => ({ ...step, id: `${id}/${step.id}`, title: `${title} › ${step.title}` }))];
  });
}

/** The inputs and outputs of a sub-flow do nothing themselves. */
function isStep({ type }: RunNode): boolean {
  return type !== subFlowNodes.input && type !== subFlowNodes.output;
}

/** Whether records pass the node, so that it has a row on the timeline. */
export function handlesRecords({ kind }: RunNode): boolean {
  return kind !== 'trigger' && kind !== 'failures' && kind !== 'subFlow';
}

/** The nodes of the version that runs, in the reader's language. */
export function useRunNodes({ document, subFlows }: Pick<RunDetail, 'document' | 'subFlows'>): readonly RunNode[] {
  const localized = useLocalized();
  const catalog = useRead('getCatalog', {});
  return useMemo(
    () => runNodes(document, catalog.data, localized, subFlows),
    [document, catalog.data, localized, subFlows],
  );
}
