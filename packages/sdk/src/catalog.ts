import type { FlowNode, LocalizedText } from '@koppel/model';
import type { Connector, ConnectorSpec } from './connector.ts';
import type { NodeCategory, NodeDefinition, NodeSpec } from './node.ts';

/** A part of a flow that comes as a whole: nodes, the edges between them, and where they stand to one another. */
export interface PresetBody {
  readonly nodes: Readonly<Record<string, FlowNode>>;
  /** As a flow document writes them: `read.records -> map.records`. */
  readonly edges: readonly string[];
  readonly at: Readonly<Record<string, readonly [number, number]>>;
  /** The slots that the nodes use, by the role that a flow's slot must have. */
  readonly slots: Readonly<Record<string, { readonly role: string }>>;
}

/** An entry of the palette on top of a generic node: that node with a slot, an entity and settings filled in. */
export interface Preset {
  readonly id: string;
  readonly title: LocalizedText;
  readonly summary: LocalizedText;
  /** Other words by which people look for it, in any language. */
  readonly synonyms: readonly string[];
  readonly category: NodeCategory;
  readonly nodeType: string;
  readonly slot?: string;
  readonly entity?: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Several nodes in a group of the preset's title. `nodeType` is then that of the first one, which stands for them. */
  readonly body?: PresetBody;
}

/** What ships, without what it does: enough to check a flow, also in the browser. */
export interface SpecCatalog {
  readonly nodes: ReadonlyMap<string, NodeSpec>;
  readonly connectors: ReadonlyMap<string, ConnectorSpec>;
  readonly presets: readonly Preset[];
}

/** What ships. */
export interface Catalog extends SpecCatalog {
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  readonly connectorDefinitions: ReadonlyMap<string, Connector>;
}

function byKey<T>(kind: string, items: readonly T[], key: (item: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    if (map.has(key(item))) throw new Error(`The catalog has two ${kind} called "${key(item)}".`);
    map.set(key(item), item);
  }
  return map;
}

export function createSpecCatalog(parts: {
  nodes: readonly NodeSpec[];
  connectors: readonly ConnectorSpec[];
  presets: readonly Preset[];
}): SpecCatalog {
  return {
    nodes: byKey('nodes', parts.nodes, (spec) => spec.type),
    connectors: byKey('connectors', parts.connectors, (spec) => spec.id),
    presets: parts.presets,
  };
}

export function createCatalog(parts: {
  nodes: readonly NodeDefinition[];
  connectors: readonly Connector[];
  presets: readonly Preset[];
}): Catalog {
  return {
    ...createSpecCatalog({
      nodes: parts.nodes.map(({ spec }) => spec),
      connectors: parts.connectors.map(({ spec }) => spec),
      presets: parts.presets,
    }),
    definitions: byKey('nodes', parts.nodes, ({ spec }) => spec.type),
    connectorDefinitions: byKey('connectors', parts.connectors, ({ spec }) => spec.id),
  };
}
