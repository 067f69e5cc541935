import { flowNodeSchema, parseEdge, type FlowDocument, type FlowEdge, type FlowNode } from '@koppel/model';
import { z } from 'zod';
import { freshId } from '../document/ids.ts';
import type { NewNodes, Point } from '../document/node-commands.ts';

const clipSchema = z.object({
  kind: z.literal('koppel.nodes'),
  version: z.literal(1),
  nodes: z.record(z.string(), flowNodeSchema),
  edges: z.array(z.string()),
  at: z.record(z.string(), z.tuple([z.number(), z.number()])),
  slots: z.record(z.string(), z.object({ role: z.string() })).default({}),
});

/** Nodes on their way from one place to another, with the edges between them. */
export type Clip = z.infer<typeof clipSchema>;

/** A part of a flow to put on the clipboard: no connection, no secret, only what is drawn. */
export function clipOf(document: FlowDocument, nodeIds: readonly string[]): Clip {
  const ids = nodeIds.filter((id) => document.nodes[id]);
  const inside = new Set(ids);
  const slots = new Set(ids.map((id) => document.nodes[id]!.slot).filter((slot) => slot !== undefined));
  return {
    kind: 'koppel.nodes',
    version: 1,
    nodes: Object.fromEntries(ids.map((id) => [id, document.nodes[id]!])),
    edges: document.edges.filter((text) => {
      const { from, to } = parseEdge(text);
      return inside.has(from.nodeId) && inside.has(to.nodeId);
    }),
    at: Object.fromEntries(ids.map((id) => [id, document.layout.nodes[id] ?? [0, 0]])),
    slots: Object.fromEntries([...slots].map((slot) => [slot, { role: document.slots[slot]?.role ?? slot }])),
  };
}

/** A clip as text, for the clipboard. */
export function writeClip(clip: Clip): string {
  return JSON.stringify(clip, null, 2);
}

/** What a preset of several nodes puts into a flow. */
export function clipOfPreset(body: Omit<Clip, 'kind' | 'version'>): Clip {
  return { kind: 'koppel.nodes', version: 1, ...body };
}

/** Reads a text from the clipboard; null where it is not a part of a flow. */
export function readClip(text: string): Clip | null {
  try {
    const read = clipSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/**
 * The nodes of a clip with ids that are free in the document, around a spot, with their positions to one another. A slot that the
 * flow does not have becomes one of the same role, or none.
 */
export function placeClip(
  clip: Clip,
  document: FlowDocument,
  at: Point,
): { readonly added: NewNodes; readonly ids: readonly string[]; readonly lostSlots: readonly string[] } {
  const taken = new Set(Object.keys(document.nodes));
  const renamed = new Map<string, string>();
  for (const id of Object.keys(clip.nodes)) {
    const fresh = freshId(taken, id);
    taken.add(fresh);
    renamed.set(id, fresh);
  }
  const left = Math.min(...Object.values(clip.at).map(([x]) => x));
  const top = Math.min(...Object.values(clip.at).map(([, y]) => y));
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
  return { added: { nodes, edges }, ids: [...renamed.values()], lostSlots: [...lostSlots] };
}
