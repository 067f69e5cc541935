import { formatEdge, parseEdge, type FlowDocument, type FlowEdge, type FlowNode } from '@koppel/model';
import { put, type Command, type Intent } from './command.ts';
import { valueAt, type Edit } from './edit.ts';

/** A position on the canvas, in pixels at 100 %. */
export type Point = readonly [x: number, y: number];

/** Nodes that arrive together, with the edges between them and to what is there. */
export interface NewNodes {
  readonly nodes: Readonly<Record<string, { readonly node: FlowNode; readonly at: Point }>>;
  readonly edges?: readonly FlowEdge[];
  /** Texts of edges that make room. */
  readonly replacing?: readonly string[];
}

/** Adds nodes; their ids must be free (see `freshId`). */
export function addNodes({ nodes, edges = [], replacing = [] }: NewNodes, intent?: Intent): Command {
  const ids = Object.keys(nodes);
  return {
    intent: intent ?? { id: 'designer.intent.add', values: { n: ids.length } },
    edits: (document) => [
      ...edgesGone(document, replacing),
      ...ids.flatMap((id) => [
        ...put(document, ['nodes', id], nodes[id]!.node),
        ...put(document, ['layout', 'nodes', id], [...nodes[id]!.at]),
      ]),
      ...edgesMade(document, edges),
    ],
  };
}

/** Adds one node, with edges to and from it. */
export function addNode(id: string, node: FlowNode, at: Point, rest: Omit<NewNodes, 'nodes'> = {}): Command {
  return addNodes(
    { nodes: { [id]: { node, at } }, ...rest },
    { id: 'designer.intent.addOne', values: { node: node.title ?? node.type } },
  );
}

/**
 * Removes nodes with their edges, positions and places in groups. Where a removed node stood between two that stay, with
 * one edge in and one out, those two are joined when `heals` says that the edge would hold.
 */
export function removeNodes(ids: readonly string[], heals: (edge: FlowEdge) => boolean = () => false): Command {
  return {
    intent: { id: 'designer.intent.remove', values: { n: ids.length } },
    edits(document) {
      const removed = new Set(ids.filter((id) => document.nodes[id]));
      const parsed = document.edges.map((text) => ({ text, edge: parseEdge(text) }));
      const gone = parsed.filter(({ edge }) => removed.has(edge.from.nodeId) || removed.has(edge.to.nodeId));
      const bridges = [...removed].flatMap((id) => {
        const into = parsed.filter(({ edge }) => edge.to.nodeId === id);
        const out = parsed.filter(({ edge }) => edge.from.nodeId === id);
        if (into.length !== 1 || out.length !== 1) return [];
        const bridge = { from: into[0]!.edge.from, to: out[0]!.edge.to };
        if (removed.has(bridge.from.nodeId) || removed.has(bridge.to.nodeId)) return [];
        return heals(bridge) ? [bridge] : [];
      });
      return [
        ...edgesGone(
          document,
          gone.map(({ text }) => text),
        ),
        ...[...removed].flatMap((id) => [
          ...put(document, ['nodes', id], undefined),
          ...put(document, ['layout', 'nodes', id], undefined),
        ]),
        ...withoutMembers(document, removed),
        ...edgesMade(document, bridges),
      ];
    },
  };
}

/** Draws an edge, in the place of others where `replacing` names them. */
export function connect(edge: FlowEdge, replacing: readonly string[] = []): Command {
  return {
    intent: { id: replacing.length > 0 ? 'designer.intent.rewire' : 'designer.intent.connect' },
    edits: (document) => [...edgesGone(document, replacing), ...edgesMade(document, [edge])],
  };
}

/** Takes edges away, named by their texts. */
export function disconnect(edges: readonly string[]): Command {
  return {
    intent: { id: 'designer.intent.disconnect', values: { n: edges.length } },
    edits: (document) => edgesGone(document, edges),
  };
}

/** Puts nodes at new places. */
export function moveNodes(
  positions: Readonly<Record<string, Point>>,
  { intent }: { readonly intent?: Intent } = {},
): Command {
  const ids = Object.keys(positions);
  return {
    intent: intent ?? { id: 'designer.intent.move', values: { n: ids.length } },
    edits: (document) =>
      ids
        .filter((id) => document.nodes[id])
        .flatMap((id) => put(document, ['layout', 'nodes', id], positions[id]!.map(Math.round))),
  };
}

/** Gives a node a name of its own; an empty one takes it away. */
export function rename(nodeId: string, title: string): Command {
  const name = title.trim().slice(0, 80);
  return {
    intent: { id: 'designer.intent.rename', values: { node: name } },
    merge: `rename ${nodeId}`,
    edits: (document) => nodePart(document, nodeId, 'title', name === '' ? undefined : name),
  };
}

/** Lets records pass through nodes untouched, or not any more. */
export function setDisabled(ids: readonly string[], isDisabled: boolean): Command {
  return {
    intent: { id: isDisabled ? 'designer.intent.disable' : 'designer.intent.enable', values: { n: ids.length } },
    edits: (document) => ids.flatMap((id) => nodePart(document, id, 'isDisabled', isDisabled ? true : undefined)),
  };
}

/** Chooses the slot a node works on. */
export function setSlot(nodeId: string, slot: string | undefined): Command {
  return {
    intent: { id: 'designer.intent.slot', values: { slot: slot ?? '' } },
    edits: (document) => nodePart(document, nodeId, 'slot', slot),
  };
}

/** Chooses the entity a node works on. */
export function setEntity(nodeId: string, entity: string | undefined): Command {
  return {
    intent: { id: 'designer.intent.entity' },
    edits: (document) => nodePart(document, nodeId, 'entity', entity),
  };
}

/**
 * Changes one setting of a node: the value at `path` inside its config, made with its parents where they are missing;
 * `undefined` takes it away. Repeated changes of one setting in quick succession are undone together.
 */
export function setConfig(
  nodeId: string,
  path: readonly (string | number)[],
  value: unknown,
  intent: Intent = { id: 'designer.intent.setting' },
): Command {
  return {
    intent,
    merge: `config ${nodeId} ${JSON.stringify(path)}`,
    edits(document) {
      const config = document.nodes[nodeId]?.config;
      if (!config) return [];
      if (path.length === 0) return put(document, ['nodes', nodeId, 'config'], value ?? {});
      // Edits address keys of objects: the first step into a list, or into what is not there yet, is changed as a whole.
      const depth = path.findIndex((_key, index) => {
        const inner = valueAt(config, path.slice(0, index + 1));
        return index === path.length - 1 || typeof inner !== 'object' || inner === null || Array.isArray(inner);
      });
      const rest = path.slice(depth + 1);
      const top = path.slice(0, depth + 1);
      const changed = rest.length === 0 ? value : withValue(valueAt(config, top), rest, value);
      return put(document, ['nodes', nodeId, 'config', ...top.map(String)], changed);
    },
  };
}

function withValue(root: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(root) || (root === undefined && typeof key === 'number')) {
    const list = [...((root as unknown[] | undefined) ?? [])];
    const index = Number(key);
    if (rest.length === 0 && value === undefined) return list.toSpliced(index, 1);
    list[index] = withValue(list[index], rest, value);
    return list;
  }
  const { [key]: inner, ...others } = (root ?? {}) as Record<string | number, unknown>;
  const next = withValue(inner, rest, value);
  return next === undefined ? others : { ...others, [key]: next };
}

function nodePart(document: FlowDocument, nodeId: string, part: keyof FlowNode, value: unknown): Edit[] {
  return document.nodes[nodeId] ? put(document, ['nodes', nodeId, part], value) : [];
}

function edgesGone(document: FlowDocument, texts: readonly string[]): Edit[] {
  return [...new Set(texts)]
    .filter((text) => document.edges.includes(text))
    .map((text) => ({ path: ['edges', text], before: true }));
}

function edgesMade(document: FlowDocument, edges: readonly FlowEdge[]): Edit[] {
  return [...new Set(edges.map(formatEdge))]
    .filter((text) => !document.edges.includes(text))
    .map((text) => ({ path: ['edges', text], after: true }));
}

function withoutMembers(document: FlowDocument, removed: ReadonlySet<string>): Edit[] {
  return Object.entries(document.layout.groups).flatMap(([id, group]) => {
    const nodes = group.nodes.filter((member) => !removed.has(member));
    return put(document, ['layout', 'groups', id], nodes.length === 0 ? undefined : { ...group, nodes });
  });
}
