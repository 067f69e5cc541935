import { parseEdge, type FlowDocument } from '../flow-document.ts';
import { isSame } from './canonical.ts';
import { own } from './flow-cells.ts';
import type { MergeChange, MergeChoices, MergeConflict, MergePart } from './merge-schema.ts';

/** What becomes of a node: merged cell by cell, taken whole from one side, or not there. */
export type NodeFate = 'merge' | 'ours' | 'theirs' | 'gone';

interface EdgeContext {
  readonly choices: MergeChoices;
  readonly notes: {
    readonly automatic: MergeChange[];
    readonly kept: MergeChange[];
    readonly conflicts: MergeConflict[];
  };
  readonly flowId: string;
}

/**
 * Merges the edges. Each is there or not: what one side added or removed is taken. Where both sides led the records of a port
 * elsewhere than before, both would get them, so that is a conflict; so are edges that lead in a circle only together. An edge
 * of a node that is not there goes with it; a node that stays although a side removed it keeps its edges.
 */
export function mergeEdges(
  sides: { readonly base: FlowDocument; readonly ours: FlowDocument; readonly theirs: FlowDocument },
  fates: ReadonlyMap<string, NodeFate>,
  { choices, notes, flowId }: EdgeContext,
): string[] {
  const [base, ours, theirs] = [new Set(sides.base.edges), new Set(sides.ours.edges), new Set(sides.theirs.edges)];
  const has = (document: FlowDocument, id: string) => own(document.nodes, id) !== undefined;
  const fateOf = (id: string): NodeFate => fates.get(id) ?? 'gone';
  /** The side whose edges count at a node that the other side removed. */
  const rescuer = (id: string): 'ours' | 'theirs' | null => {
    if (fateOf(id) === 'gone' || !has(sides.base, id)) return null;
    if (!has(sides.theirs, id)) return 'ours';
    return has(sides.ours, id) ? null : 'theirs';
  };
  const isWhole = (edge: string) => {
    const { from, to } = parseEdge(edge);
    return fateOf(from.nodeId) !== 'gone' && fateOf(to.nodeId) !== 'gone';
  };
  const part = (kind: MergePart['kind'], id: string, name: string, nodeId: string | null): MergePart => ({
    id: `flows/${flowId}/${id}`,
    kind,
    flowId,
    nodeId,
    nodeTitle: nodeId === null ? null : titleOf(nodeId),
    name,
  });
  const titleOf = (id: string) => own(sides.ours.nodes, id)?.title ?? own(sides.theirs.nodes, id)?.title ?? null;

  const wires = rewired({ base, ours, theirs }, isWhole);
  const result = new Set<string>();
  for (const edge of new Set([...base, ...ours, ...theirs])) {
    if (!isWhole(edge)) continue;
    const { from, to } = parseEdge(edge);
    const keeper = rescuer(from.nodeId) ?? rescuer(to.nodeId);
    const [was, here, there] = [base.has(edge), ours.has(edge), theirs.has(edge)];
    if (wires.has(`${from.nodeId}.${from.port}`)) continue;
    const isIn = keeper ? (keeper === 'ours' ? here : there) : here === there ? here : here === was ? there : here;
    if (isIn) result.add(edge);
    if (isIn === was) continue;
    const change: MergeChange = {
      ...part('edge', `edges/${edge}`, edge, from.nodeId),
      change: isIn ? 'added' : 'removed',
      ...(isIn ? { after: edge } : { before: edge }),
      isLayoutOnly: false,
    };
    (isIn === here ? notes.kept : notes.automatic).push(change);
  }
  for (const [port, { before, here, there }] of wires) {
    const [nodeId = '', name = ''] = port.split('.');
    const wire = part('wire', `wires/${port}`, name, nodeId);
    notes.conflicts.push({
      ...wire,
      reason: 'rewired',
      base: before,
      ours: here,
      theirs: there,
      canCombine: true,
    });
    const choice = own(choices, wire.id);
    const taken = choice?.take === 'theirs' ? there : choice?.take === 'combined' ? edgesOf(choice.value) : here;
    for (const edge of taken ?? here) if (isWhole(edge)) result.add(edge);
  }
  return withoutLoops(result, { ours, theirs }, { choices, notes, part });
}

/** Edges that a person wrote; null where they are none. */
function edgesOf(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  try {
    for (const edge of value) parseEdge(String(edge));
    return value.map(String);
  } catch {
    return null;
  }
}

type Sets = {
  readonly base: ReadonlySet<string>;
  readonly ours: ReadonlySet<string>;
  readonly theirs: ReadonlySet<string>;
};

/** Ports from which both sides took the same edge away and led the records to different places instead. */
function rewired({ base, ours, theirs }: Sets, isWhole: (edge: string) => boolean) {
  const byPort = (edges: ReadonlySet<string>) => {
    const found = new Map<string, string[]>();
    for (const edge of [...edges].toSorted()) {
      const { from } = parseEdge(edge);
      const port = `${from.nodeId}.${from.port}`;
      found.set(port, [...(found.get(port) ?? []), edge]);
    }
    return found;
  };
  const [b, o, t] = [byPort(base), byPort(ours), byPort(theirs)];
  const wires = new Map<string, { before: string[]; here: string[]; there: string[] }>();
  for (const [port, before] of b) {
    const [here, there] = [o.get(port) ?? [], t.get(port) ?? []];
    const added = (edges: string[]) => edges.filter((edge) => !base.has(edge) && isWhole(edge));
    const isTakenByBoth = before.some((edge) => !here.includes(edge) && !there.includes(edge));
    if (!isTakenByBoth || added(here).length === 0 || added(there).length === 0) continue;
    if (!isSame(added(here), added(there))) wires.set(port, { before, here, there });
  }
  return wires;
}

function withoutLoops(
  edges: ReadonlySet<string>,
  { ours, theirs }: Pick<Sets, 'ours' | 'theirs'>,
  {
    choices,
    notes,
    part,
  }: Pick<EdgeContext, 'choices' | 'notes'> & {
    readonly part: (kind: MergePart['kind'], id: string, name: string, nodeId: string | null) => MergePart;
  },
): string[] {
  const sorted = [...edges].toSorted();
  const first = (side: ReadonlySet<string>) => {
    const kept = sorted.filter((edge) => side.has(edge));
    const rest = sorted.filter((edge) => !side.has(edge));
    return { kept, rest };
  };
  if (!leadsInCircle(sorted)) return sorted;
  const [mine, other] = [first(ours), first(theirs)];
  // One that leads in a circle by itself is as somebody drew it: its check says so.
  if (leadsInCircle(mine.kept) || leadsInCircle(other.kept)) return sorted;
  const added = (kept: readonly string[], rest: readonly string[]) => {
    const taken = [...kept];
    const left: string[] = [];
    for (const edge of rest) {
      if (leadsInCircle([...taken, edge])) left.push(edge);
      else taken.push(edge);
    }
    return { taken, left };
  };
  const [keepOurs, keepTheirs] = [added(mine.kept, mine.rest), added(other.kept, other.rest)];
  const loop = part('loop', 'loop', '', null);
  notes.conflicts.push({ ...loop, reason: 'loop', ours: keepTheirs.left, theirs: keepOurs.left, canCombine: false });
  const left = new Set(keepOurs.left);
  for (let at = notes.automatic.length - 1; at >= 0; at -= 1) {
    if (left.has(notes.automatic[at]!.name)) notes.automatic.splice(at, 1);
  }
  return (own(choices, loop.id)?.take === 'theirs' ? keepTheirs : keepOurs).taken.toSorted();
}

/** Whether some of the edges lead back to where they came from. */
export function leadsInCircle(edges: readonly string[]): boolean {
  const next = new Map<string, string[]>();
  const entering = new Map<string, number>();
  for (const edge of edges) {
    const { from, to } = parseEdge(edge);
    next.set(from.nodeId, [...(next.get(from.nodeId) ?? []), to.nodeId]);
    entering.set(to.nodeId, (entering.get(to.nodeId) ?? 0) + 1);
    if (!entering.has(from.nodeId)) entering.set(from.nodeId, 0);
  }
  const ready = [...entering].filter(([, count]) => count === 0).map(([id]) => id);
  let seen = 0;
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    seen += 1;
    for (const to of next.get(id) ?? []) {
      const left = entering.get(to)! - 1;
      entering.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return seen < entering.size;
}
