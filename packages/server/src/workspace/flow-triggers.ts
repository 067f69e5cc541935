import type { FlowDocument, LocalizedText } from '@koppel/model';
import type { Catalog, NodeContext } from '@koppel/sdk';

const nowhere: Omit<NodeContext, 'nodeId'> = {
  slot: null,
  entity: null,
  target: null,
  mastership: { koppel: 'mastership', version: 1, rows: [] },
  valueLists: new Map(),
  parameters: {},
};

/** A node that starts the flow by itself, and when. */
export interface FlowTrigger {
  readonly nodeId: string;
  readonly title: string;
  readonly inWords: LocalizedText;
  next(after: Date): Date | null;
}

/** The triggers of a flow that fire by themselves. One that cannot be read is left out: the check speaks of it. */
export function triggersOf(document: FlowDocument, catalog: Catalog, at: Date): FlowTrigger[] {
  return Object.entries(document.nodes).flatMap(([nodeId, node]) => {
    const definition = catalog.definitions.get(node.type);
    if (definition?.role !== 'trigger' || node.isDisabled) return [];
    const config = definition.spec.config.safeParse(node.config);
    if (!config.success) return [];
    const next = (after: Date) => definition.next(config.data, after);
    try {
      if (next(at) === null) return [];
    } catch {
      return [];
    }
    const { spec } = definition;
    const title = node.title ?? spec.title.en;
    const inWords = spec.telling?.(config.data, { nodeId, ...nowhere }) ?? spec.title;
    return [{ nodeId, title, inWords, next }];
  });
}
