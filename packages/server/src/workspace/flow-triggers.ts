import type { FlowDocument, LocalizedText } from '@koppel/model';
import type { Catalog, NodeContext, TriggerDefinition } from '@koppel/sdk';

const nowhere: Omit<NodeContext, 'nodeId'> = {
  slot: null,
  otherSlot: () => null,
  entity: null,
  target: null,
  mastership: { koppel: 'mastership', version: 1, rows: [] },
  valueLists: new Map(),
  parameters: {},
};

/** A node that starts the flow by itself, with its settings as they were read. */
export interface FlowTrigger {
  readonly nodeId: string;
  readonly title: string;
  readonly inWords: LocalizedText;
  readonly definition: TriggerDefinition;
  readonly config: unknown;
}

/** A trigger that fires by the clock. */
export interface ClockTrigger extends FlowTrigger {
  next(after: Date): Date | null;
}

/** The triggers of a flow that fire by themselves. One that cannot be read is left out: the check speaks of it. */
export function triggersOf(document: FlowDocument, catalog: Catalog): FlowTrigger[] {
  return Object.entries(document.nodes).flatMap(([nodeId, node]) => {
    const definition = catalog.definitions.get(node.type);
    if (definition?.role !== 'trigger' || node.isDisabled) return [];
    if (!definition.next && !definition.follows && !definition.receives) return [];
    const config = definition.spec.config.safeParse(node.config);
    if (!config.success) return [];
    const { spec } = definition;
    return [
      {
        nodeId,
        title: node.title ?? spec.title.en,
        inWords: spec.telling?.(config.data, { nodeId, ...nowhere }) ?? spec.title,
        definition,
        config: config.data,
      },
    ];
  });
}

/** The triggers of a flow that fire by the clock after a moment. */
export function clockTriggersOf(document: FlowDocument, catalog: Catalog, at: Date): ClockTrigger[] {
  return triggersOf(document, catalog).flatMap((trigger) => {
    const next = (after: Date) => trigger.definition.next?.(trigger.config, after) ?? null;
    try {
      return next(at) === null ? [] : [{ ...trigger, next }];
    } catch {
      return [];
    }
  });
}
