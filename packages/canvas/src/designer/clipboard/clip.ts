import {
  flowEdgeTextSchema,
  flowGroupSchema,
  flowNodeSchema,
  flowNoteSchema,
  nodeTitleOf,
  parseEdge,
  parseFlow,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type LocalizedText,
} from '@koppel/model';
import { z } from 'zod';
import { boundsOf, freePlace, standingAt, type Rect, type Spot } from '../../flow-canvas/geometry.ts';
import { put, together, type Command } from '../document/command.ts';
import { freshId } from '../document/ids.ts';
import { addNote, groupNodes } from '../document/layout-commands.ts';
import { addNodes, type NewNodes, type Point } from '../document/node-commands.ts';

/** Further away nobody ever draws, and sums of such numbers stay numbers. */
const farthest = 1_000_000;
const coordinate = z.number().min(-farthest).max(farthest);

const clipSchema = z.object({
  kind: z.literal('koppel.nodes'),
  version: z.literal(1),
  nodes: z.record(z.string(), flowNodeSchema),
  edges: z.array(flowEdgeTextSchema),
  at: z.record(z.string(), z.tuple([coordinate, coordinate])),
  slots: z.record(z.string(), z.object({ role: z.string() })).default({}),
  groups: z.record(z.string(), flowGroupSchema).default({}),
  notes: z.record(z.string(), flowNoteSchema).default({}),
  /** What titles of nodes are called in other languages. */
  phrases: z.record(z.string(), z.strictObject({ nl: z.string(), fr: z.string() })).default({}),
});

/** Nodes and notes on their way from one place to another, with the edges between them and the groups around them. */
export type Clip = z.infer<typeof clipSchema>;

/** Why a text cannot be pasted as part of a flow. */
export type ClipProblem = 'empty' | 'foreign' | 'damaged' | 'newer' | 'tooLarge';

/** More is no part of a flow that anybody drew. In characters. */
export const mostClipText = 2_000_000;

/**
 * A part of a flow to put on the clipboard: no connection, no secret, only what is drawn. A group comes along when all of its
 * nodes do.
 */
export function clipOf(document: FlowDocument, nodeIds: readonly string[], noteIds: readonly string[] = []): Clip {
  const ids = nodeIds.filter((id) => document.nodes[id]);
  const inside = new Set(ids);
  const slots = new Set(ids.map((id) => document.nodes[id]!.slot).filter((slot) => slot !== undefined));
  const titles = new Set(ids.flatMap((id) => document.nodes[id]!.title ?? []));
  return {
    kind: 'koppel.nodes',
    version: 1,
    nodes: only(document.nodes, ids),
    edges: document.edges.filter((text) => {
      const { from, to } = parseEdge(text);
      return inside.has(from.nodeId) && inside.has(to.nodeId);
    }),
    at: Object.fromEntries(ids.map((id) => [id, document.layout.nodes[id] ?? [0, 0]])),
    slots: Object.fromEntries([...slots].map((slot) => [slot, { role: document.slots[slot]?.role ?? slot }])),
    groups: Object.fromEntries(
      Object.entries(document.layout.groups).filter(
        ([, { nodes }]) => nodes.length > 0 && nodes.every((id) => inside.has(id)),
      ),
    ),
    notes: only(document.layout.notes, noteIds),
    phrases: Object.fromEntries(Object.entries(document.phrases ?? {}).filter(([title]) => titles.has(title))),
  };
}

function only<T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]] as const])));
}

/** A clip as text, for the clipboard. */
export function writeClip(clip: Clip): string {
  return JSON.stringify(clip, null, 2);
}

/**
 * A clip as people read it, for a mail or a document: a list of its nodes and where each leads to, as HTML. Everything that
 * somebody typed is escaped.
 */
export function describeClip(
  clip: Clip,
  localized: (text: LocalizedText) => string,
  kindOf: (type: string) => string,
): string {
  const title = (id: string) => {
    const own = nodeTitleOf(clip, id);
    return escaped(own ? localized(own) : kindOf(clip.nodes[id]!.type));
  };
  const targets = Map.groupBy(clip.edges.map(parseEdge), ({ from }) => from.nodeId);
  const lines = Object.keys(clip.nodes).map((id) => {
    const next = (targets.get(id) ?? []).map(({ to }) => title(to.nodeId)).join(', ');
    return `<li>${title(id)}${next === '' ? '' : ` → ${next}`}</li>`;
  });
  return `<ul>${lines.join('')}${Object.values(clip.notes)
    .map(({ text }) => `<li>${escaped(text)}</li>`)
    .join('')}</ul>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

/** What a preset of several nodes puts into a flow. */
export function clipOfPreset(body: Pick<Clip, 'nodes' | 'edges' | 'at' | 'slots'>): Clip {
  return { kind: 'koppel.nodes', version: 1, groups: {}, notes: {}, phrases: {}, ...body };
}

/** Reads a text from the clipboard: a clip, or the whole of a flow that somebody exported. */
export function readClip(text: string): Clip | ClipProblem {
  if (text.trim() === '') return 'empty';
  if (text.length > mostClipText) return 'tooLarge';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text.includes('koppel.nodes') ? 'damaged' : 'foreign';
  }
  const { kind, version, koppel } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (koppel === 'flow') {
    const flow = parseFlow(json);
    if (!flow.ok) return 'damaged';
    return clipOf(flow.document, Object.keys(flow.document.nodes), Object.keys(flow.document.layout.notes));
  }
  if (kind !== 'koppel.nodes') return 'foreign';
  if (typeof version === 'number' && version > 1) return 'newer';
  const read = clipSchema.safeParse(json);
  if (!read.success || Object.keys(read.data.nodes).length + Object.keys(read.data.notes).length === 0)
    return 'damaged';
  return read.data;
}

/**
 * The nodes of a clip with ids that are free in the document, around a spot, with their positions to one another. A slot that the
 * flow does not have becomes one of the same role, or none.
 */
export function placeClip(
  clip: Clip,
  document: FlowDocument,
  at: Point,
): {
  readonly added: NewNodes;
  readonly ids: readonly string[];
  readonly lostSlots: readonly string[];
  /** What each node of the clip is called in the document. */
  readonly renamed: ReadonlyMap<string, string>;
} {
  const taken = new Set(Object.keys(document.nodes));
  const renamed = new Map<string, string>();
  for (const id of Object.keys(clip.nodes)) {
    const fresh = freshId(taken, id);
    taken.add(fresh);
    renamed.set(id, fresh);
  }
  const [left, top] = cornerOf(clip);
  const lostSlots = new Set<string>();
  const slotOf = (slot: string): string | undefined => {
    if (document.slots[slot]) return slot;
    const role = clip.slots[slot]?.role;
    const same = Object.entries(document.slots).find(([, other]) => other.role === role)?.[0];
    if (!same) lostSlots.add(slot);
    return same;
  };
  const nodes: Record<string, { node: FlowNode; at: Point }> = {};
  for (const [id, { slot, ...node }] of Object.entries(clip.nodes)) {
    const placed = slot === undefined ? undefined : slotOf(slot);
    const [x, y] = clip.at[id] ?? [left, top];
    nodes[renamed.get(id)!] = {
      node: { ...node, ...(placed === undefined ? {} : { slot: placed }) },
      at: [at[0] + x - left, at[1] + y - top],
    };
  }
  const edges = clip.edges.flatMap((text): FlowEdge[] => {
    const { from, to } = parseEdge(text);
    const source = renamed.get(from.nodeId);
    const target = renamed.get(to.nodeId);
    return source && target ? [{ from: { ...from, nodeId: source }, to: { ...to, nodeId: target } }] : [];
  });
  return { added: { nodes, edges }, ids: [...renamed.values()], lostSlots: [...lostSlots], renamed };
}

/**
 * Where a clip has room, so that nothing of it lies over what stands in the document: `at` for its upper left corner, nearest
 * to where it should go, and `whole` for what it then takes up.
 */
export function roomFor(clip: Clip, document: FlowDocument, wanted: Spot): { readonly at: Spot; readonly whole: Rect } {
  const [left, top] = cornerOf(clip);
  const layout = { ...document.layout, nodes: clip.at, groups: clip.groups, notes: clip.notes };
  const parts = standingAt({ nodes: clip.nodes, layout }).map((part) => moved(part, -left, -top));
  const at = freePlace(parts, wanted, standingAt(document));
  return { at, whole: moved(boundsOf(parts)!, at.x, at.y) };
}

const moved = (part: Rect, x: number, y: number): Rect => ({ ...part, x: part.x + x, y: part.y + y });

/** The upper left corner of all that is in a clip. */
export function cornerOf({ nodes, at, notes }: Clip): Point {
  const points = [
    ...Object.keys(nodes).flatMap((id) => (at[id] ? [at[id]] : [])),
    ...Object.values(notes).map((note) => note.at),
  ];
  if (points.length === 0) return [0, 0];
  return [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))];
}

/** Puts the whole of a clip into a document: nodes, edges, groups, notes, and what titles are called in other languages. */
export function pasteClip(
  clip: Clip,
  document: FlowDocument,
  at: Point,
): {
  readonly command: Command;
  readonly nodeIds: readonly string[];
  readonly noteIds: readonly string[];
  /** Nodes that had a connection which this flow has no place for. */
  readonly unbound: readonly string[];
} {
  const { added, ids, renamed } = placeClip(clip, document, at);
  const [left, top] = cornerOf(clip);
  const noteIds: string[] = [];
  const takenNotes = new Set(Object.keys(document.layout.notes));
  const notes = Object.entries(clip.notes).map(([id, note]) => {
    const fresh = freshId(takenNotes, id);
    takenNotes.add(fresh);
    noteIds.push(fresh);
    return addNote(fresh, { ...note, at: [at[0] + note.at[0] - left, at[1] + note.at[1] - top] });
  });
  const takenGroups = new Set(Object.keys(document.layout.groups));
  const groups = Object.entries(clip.groups).flatMap(([id, { nodes, ...group }]) => {
    const members = nodes.flatMap((member) => renamed.get(member) ?? []);
    if (members.length === 0) return [];
    const fresh = freshId(takenGroups, id);
    takenGroups.add(fresh);
    return [groupNodes(fresh, group, members)];
  });
  const phrases: Command = {
    intent: { id: 'designer.intent.paste' },
    edits: (flow) =>
      Object.keys(clip.phrases).length === 0 ? [] : put(flow, ['phrases'], { ...clip.phrases, ...flow.phrases }),
  };
  const intent = {
    id: ids.length === 0 ? 'designer.intent.pasteNotes' : 'designer.intent.paste',
    values: { n: ids.length, notes: noteIds.length },
  } as const;
  return {
    command: together(intent, [addNodes(added, intent), ...notes, ...groups, phrases]),
    nodeIds: ids,
    noteIds,
    unbound: [...renamed].flatMap(([old, fresh]) =>
      clip.nodes[old]!.slot !== undefined && added.nodes[fresh]!.node.slot === undefined ? [fresh] : [],
    ),
  };
}
