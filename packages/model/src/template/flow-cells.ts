import type { FlowDocument, FlowNode } from '../flow-document.ts';
import type { MergePart } from './merge-schema.ts';

/** The smallest part of a flow that is merged as one, by its path. */
export interface Cell {
  readonly path: readonly string[];
  readonly value: unknown;
}
export type Cells = ReadonlyMap<string, Cell>;

/** Settings whose value is an object by target field: each field is a cell of its own. */
const byField: ReadonlySet<string> = new Set(['rows', 'fields']);

export function cellId(path: readonly string[]): string {
  return path.join('/');
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The logic and layout of a flow as cells, without its nodes' and edges' existence: those are merged as a graph.
 * `documents`: all that are merged together. A setting is taken apart only where it is an object in each that has it.
 */
export function cellsOf(document: FlowDocument, documents: readonly FlowDocument[]): Cells {
  const cells = new Map<string, Cell>();
  const add = (path: readonly string[], value: unknown) => {
    if (value !== undefined) cells.set(cellId(path), { path, value });
  };
  add(['title'], document.title);
  add(['summary'], document.summary);
  add(['integration'], document.integration);
  add(['isSubFlow'], document.isSubFlow);
  for (const [title, words] of Object.entries(document.phrases ?? {})) add(['phrases', title], words);
  for (const [slot, value] of Object.entries(document.slots)) add(['slots', slot], value);
  for (const [name, value] of Object.entries(document.parameters)) add(['parameters', name], value);
  for (const [id, node] of Object.entries(document.nodes)) {
    for (const cell of nodeCells(id, node, documents)) add(cell.path, cell.value);
  }
  const { nodes, groups, notes } = document.layout;
  for (const [id, at] of Object.entries(nodes)) add(['layout', 'nodes', id], at);
  for (const [id, group] of Object.entries(groups)) {
    add(['layout', 'groups', id, 'title'], group.title);
    add(['layout', 'groups', id, 'description'], group.description);
    add(['layout', 'groups', id, 'nodes'], group.nodes);
  }
  for (const [id, note] of Object.entries(notes)) {
    add(['layout', 'notes', id, 'text'], note.text);
    add(['layout', 'notes', id, 'at'], note.at);
    add(['layout', 'notes', id, 'colour'], note.colour);
  }
  return cells;
}

/** Type and version of a node's config are one cell: settings have a meaning only for a type and version. */
export function nodeCells(id: string, node: FlowNode, documents: readonly FlowDocument[]): Cell[] {
  const cells: Cell[] = [{ path: ['nodes', id, 'kind'], value: { type: node.type, v: node.v } }];
  for (const part of ['title', 'slot', 'entity', 'isDisabled'] as const) {
    if (node[part] !== undefined) cells.push({ path: ['nodes', id, part], value: node[part] });
  }
  for (const [setting, value] of Object.entries(node.config)) {
    const path = ['nodes', id, 'config', setting];
    const all = documents.map(({ nodes }) => own(own(nodes, id)?.config ?? {}, setting));
    if (byField.has(setting) && all.every((other) => other === undefined || isPlain(other)) && isPlain(value)) {
      cells.push({ path, value: {} });
      for (const [field, rule] of Object.entries(value)) cells.push({ path: [...path, field], value: rule });
    } else {
      cells.push({ path, value });
    }
  }
  return cells;
}

/** An own property: ids such as `constructor` are names like others. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

type Tree = Map<string, Tree | { readonly leaf: unknown }>;

/** Puts cells and edges together again. The result is to be validated. */
export function documentOf(
  head: Pick<FlowDocument, 'koppel' | 'version' | 'id'>,
  cells: Cells,
  edges: readonly string[],
): unknown {
  const tree: Tree = new Map();
  // Shorter paths first: the mark that a setting is there comes before its rows.
  for (const { path, value } of [...cells.values()].toSorted((a, b) => a.path.length - b.path.length)) {
    let place = tree;
    for (const part of path.slice(0, -1)) {
      const found = place.get(part);
      const inner: Tree = found instanceof Map ? found : new Map();
      if (inner !== found) place.set(part, inner);
      place = inner;
    }
    place.set(path.at(-1)!, { leaf: value });
  }
  const { nodes, layout, slots, parameters, ...rest } = plain(tree) as Record<string, Record<string, unknown>>;
  const drawn = (layout ?? {}) as Record<string, Record<string, unknown>>;
  const groups = Object.entries((drawn['groups'] ?? {}) as Record<string, Record<string, unknown>>);
  return {
    ...rest,
    ...head,
    slots: slots ?? {},
    parameters: parameters ?? {},
    nodes: Object.fromEntries(
      Object.entries((nodes ?? {}) as Record<string, Record<string, unknown>>).map(
        ([id, { kind, config, ...node }]) => [id, { ...(kind as object), ...node, config: config ?? {} }],
      ),
    ),
    edges: [...edges].toSorted(),
    layout: {
      nodes: drawn['nodes'] ?? {},
      groups: Object.fromEntries(groups.map(([id, group]) => [id, { nodes: [], ...group }])),
      notes: drawn['notes'] ?? {},
    },
  };
}

function plain(tree: Tree): Record<string, unknown> {
  return Object.fromEntries([...tree].map(([key, value]) => [key, value instanceof Map ? plain(value) : value.leaf]));
}

/** What a cell is of, for people. */
export function partOf(path: readonly string[], flowId: string, titles: (nodeId: string) => string | null): MergePart {
  const [room = '', key = '', what = '', setting = '', ...field] = path;
  const part = (kind: MergePart['kind'], name: string, nodeId: string | null = null): MergePart => ({
    id: `flows/${flowId}/${cellId(path)}`,
    kind,
    flowId,
    nodeId,
    nodeTitle: nodeId === null ? null : titles(nodeId),
    name,
  });
  if (room === 'slots') return part('slot', key);
  if (room === 'parameters') return part('parameter', key);
  if (room === 'phrases') return part('flowText', key);
  if (room === 'nodes') {
    if (what === 'title') return part('nodeTitle', 'title', key);
    if (what !== 'config') return part('nodeSetting', what, key);
    return field.length > 0 ? part('mappingRow', field.join('/'), key) : part('nodeSetting', setting, key);
  }
  if (room === 'layout') {
    if (key === 'nodes') return part('position', what, what);
    return part(key === 'notes' ? 'note' : 'group', what);
  }
  return part('flowText', room);
}

/** Cells of the canvas alone: of two that differ ours stays, without a question. */
export function isLayoutOnly(path: readonly string[]): boolean {
  return path[0] === 'layout' && !['text', 'title', 'description'].includes(path[3] ?? '');
}
