import { flowDocumentSchema, parseEdge, type FlowDocument, type FlowNode } from '../flow-document.ts';
import { isSame } from './canonical.ts';
import { cellId, cellsOf, documentOf, isLayoutOnly, nodeCells, own, partOf, type Cell } from './flow-cells.ts';
import { mergeEdges, type NodeFate } from './merge-edges.ts';
import type { MergeChange, MergeChoice, MergeChoices, MergeConflict, MergePart } from './merge-schema.ts';

/** One flow three times: as installed, as this workspace has it now, and as the new version has it. */
export interface FlowSides {
  readonly base: FlowDocument;
  readonly ours: FlowDocument;
  readonly theirs: FlowDocument;
}

export interface MergedFlow {
  readonly document: FlowDocument;
  /** Changes of the new version that came in. */
  readonly automatic: readonly MergeChange[];
  /** Changes of this workspace that stay. */
  readonly kept: readonly MergeChange[];
  readonly conflicts: readonly MergeConflict[];
  /** Ids of conflicts whose combination does not fit; they count as not chosen. */
  readonly refused: readonly string[];
}

/** What is collected while the parts are merged. */
export interface MergeNotes {
  readonly automatic: MergeChange[];
  readonly kept: MergeChange[];
  readonly conflicts: MergeConflict[];
}

/**
 * Merges three versions of one flow, cell by cell: properties, settings, mapping rows, edges. What one side changed is kept;
 * what both changed differently is a conflict, and as long as it has no choice ours counts. The result always is a document
 * that can be read, whose edges join nodes that exist, whose nodes have their slots, and that leads in no circle unless one
 * of the three does.
 */
export function mergeFlow(sides: FlowSides, choices: MergeChoices = {}): MergedFlow {
  const merged = mergeOnce(sides, choices);
  const parsed = flowDocumentSchema.safeParse(merged.document);
  if (parsed.success) return { ...merged, document: parsed.data, refused: [] };
  // Only a combination that a person wrote can be of a form that no side has.
  const sound: Record<string, MergeChoice> = {};
  const refused: string[] = [];
  for (const [id, choice] of Object.entries(choices)) {
    const alone = choice.take === 'combined' ? mergeOnce(sides, { ...sound, [id]: choice }).document : null;
    if (alone !== null && !flowDocumentSchema.safeParse(alone).success) refused.push(id);
    else sound[id] = choice;
  }
  const second = mergeOnce(sides, sound);
  return { ...second, document: flowDocumentSchema.parse(second.document), refused };
}

function mergeOnce({ base, ours, theirs }: FlowSides, choices: MergeChoices) {
  const notes: MergeNotes = { automatic: [], kept: [], conflicts: [] };
  const flowId = ours.id;
  const titleOf = (nodeId: string) =>
    own(ours.nodes, nodeId)?.title ?? own(theirs.nodes, nodeId)?.title ?? own(base.nodes, nodeId)?.title ?? null;
  const describe = (path: readonly string[]) => partOf(path, flowId, titleOf);
  const documents = [base, ours, theirs];
  const all = { base: cellsOf(base, documents), ours: cellsOf(ours, documents), theirs: cellsOf(theirs, documents) };

  const fates = new Map<string, NodeFate>();
  for (const id of new Set(documents.flatMap(({ nodes }) => Object.keys(nodes)))) {
    fates.set(id, nodeFate(id, { base, ours, theirs }, { choices, notes, describe, documents }));
  }

  const merged = new Map<string, Cell>();
  const keepNode = (path: readonly string[]) => {
    const fate = path[0] === 'nodes' ? fates.get(path[1]!) : undefined;
    return fate ?? 'merge';
  };
  const gone = goneDrawings(all);
  for (const id of new Set([...all.base.keys(), ...all.ours.keys(), ...all.theirs.keys()])) {
    const [b, o, t] = [all.base.get(id), all.ours.get(id), all.theirs.get(id)];
    const { path } = (o ?? t ?? b)!;
    const fate = keepNode(path);
    const of = (cell: Cell | undefined) => cell?.value;
    let value: unknown;
    if (fate === 'gone') continue;
    else if (fate === 'ours') value = of(o);
    else if (fate === 'theirs') value = of(t);
    else if (isDrawing(path)) value = mergeDrawing(path, [of(b), of(o), of(t)], { gone, notes, describe, choices });
    else value = mergeCell(describe(path), [of(b), of(o), of(t)], { notes, choices, isLayoutOnly: isLayoutOnly(path) });
    if (value !== undefined) merged.set(id, { path, value });
  }
  healRows(merged);

  const edges = mergeEdges({ base, ours, theirs }, fates, { choices, notes, flowId });
  const hasNode = (id: string) => merged.has(cellId(['nodes', id, 'kind']));
  healDrawing(merged, all, hasNode);
  keepWhatIsUsed(merged, all, notes, describe);
  const { koppel, version } = ours;
  return { document: documentOf({ koppel, version, id: flowId }, merged, edges) as FlowDocument, ...notes };
}

interface Merging {
  readonly notes: MergeNotes;
  readonly choices: MergeChoices;
  readonly isLayoutOnly: boolean;
}

type Three = readonly [base: unknown, ours: unknown, theirs: unknown];

/** One cell. Undefined: it is not there. */
export function mergeCell(
  part: MergePart,
  [base, ours, theirs]: Three,
  { notes, choices, isLayoutOnly: drawn }: Merging,
) {
  const changed = (before: unknown, after: unknown): MergeChange => ({
    ...part,
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    isLayoutOnly: drawn,
  });
  const isOurs = !isSame(base, ours);
  const isTheirs = !isSame(base, theirs);
  if (!isOurs && !isTheirs) return ours;
  if (isSame(ours, theirs)) {
    notes.kept.push(changed(base, ours));
    return ours;
  }
  if (!isTheirs) {
    notes.kept.push(changed(base, ours));
    return ours;
  }
  if (!isOurs) {
    notes.automatic.push(changed(base, theirs));
    return theirs;
  }
  if (drawn) {
    notes.kept.push(changed(base, ours));
    return ours;
  }
  notes.conflicts.push({
    ...part,
    reason:
      ours === undefined
        ? 'removedHere'
        : theirs === undefined
          ? 'removedThere'
          : base === undefined
            ? 'bothAdded'
            : 'bothChanged',
    ...(base === undefined ? {} : { base }),
    ...(ours === undefined ? {} : { ours }),
    ...(theirs === undefined ? {} : { theirs }),
    canCombine: ours !== undefined && theirs !== undefined,
  });
  return chosen(own(choices, part.id), ours, theirs);
}

export function chosen(choice: MergeChoice | undefined, ours: unknown, theirs: unknown): unknown {
  if (!choice || choice.take === 'ours') return ours;
  return choice.take === 'theirs' ? theirs : choice.value;
}

interface NodeContext {
  readonly choices: MergeChoices;
  readonly notes: MergeNotes;
  readonly describe: (path: readonly string[]) => MergePart;
  readonly documents: readonly FlowDocument[];
}

/** Whether a node is merged cell by cell, or taken whole from a side, or is not there. */
function nodeFate(id: string, sides: FlowSides, { choices, notes, describe, documents }: NodeContext): NodeFate {
  const [base, ours, theirs] = [own(sides.base.nodes, id), own(sides.ours.nodes, id), own(sides.theirs.nodes, id)];
  const part: MergePart = { ...describe(['nodes', id]), kind: 'node', name: '' };
  const conflict = (reason: MergeConflict['reason']): NodeFate => {
    notes.conflicts.push({
      ...part,
      reason,
      ...(base ? { base } : {}),
      ...(ours ? { ours } : {}),
      ...(theirs ? { theirs } : {}),
      canCombine: false,
    });
    const isTheirs = own(choices, part.id)?.take === 'theirs';
    if (isTheirs) return theirs ? 'theirs' : 'gone';
    return ours ? 'ours' : 'gone';
  };
  const note = (list: MergeChange[], change: 'added' | 'removed', node: FlowNode): void => {
    list.push({
      ...part,
      change,
      ...(change === 'added' ? { after: node } : { before: node }),
      isLayoutOnly: false,
    });
  };
  const isTouched = (side: FlowDocument) =>
    !isSame(own(side.nodes, id), base) ||
    side.edges.some((edge) => touches(edge, id) && !sides.base.edges.includes(edge));
  if (!base) {
    if (ours && theirs) return isSame(ours, theirs) ? 'ours' : conflict('bothAdded');
    if (ours) note(notes.kept, 'added', ours);
    else note(notes.automatic, 'added', theirs!);
    return ours ? 'ours' : 'theirs';
  }
  if (!ours && !theirs) return 'gone';
  if (!theirs) {
    if (isTouched(sides.ours)) return conflict('removedThere');
    note(notes.automatic, 'removed', base);
    return 'gone';
  }
  if (!ours) {
    if (isTouched(sides.theirs)) return conflict('removedHere');
    note(notes.kept, 'removed', base);
    return 'gone';
  }
  const kindOf = ({ type, v }: FlowNode) => `${type} ${v}`;
  const [b, o, t] = [base, ours, theirs].map(kindOf);
  if (o === t && o === b) return 'merge';
  const settings = (node: FlowNode) =>
    nodeCells(id, node, documents).filter(({ path }) => path[2] !== 'kind' && path[2] !== 'title');
  const isUnchanged = (node: FlowNode) => isSame(settings(node), settings(base));
  // Settings belong to their type: those of one side cannot go into the type of the other.
  if (o === b && isUnchanged(ours)) return 'merge';
  if (t === b && isUnchanged(theirs)) return 'merge';
  return isSame(ours, theirs) ? 'merge' : conflict('bothChanged');
}

function touches(edge: string, nodeId: string): boolean {
  const { from, to } = parseEdge(edge);
  return from.nodeId === nodeId || to.nodeId === nodeId;
}

/** Notes and groups: one that a side removed and the other changed stays, because it is text for people. */
function isDrawing(path: readonly string[]): boolean {
  return path[0] === 'layout' && path[1] !== 'nodes';
}

type AllCells = {
  readonly base: ReadonlyMap<string, Cell>;
  readonly ours: ReadonlyMap<string, Cell>;
  readonly theirs: ReadonlyMap<string, Cell>;
};

interface Drawings {
  /** `notes/n1` → the side that still has it whole, of those that one side removed. */
  readonly whole: ReadonlyMap<string, 'ours' | 'theirs' | 'none'>;
}

function goneDrawings({ base, ours, theirs }: AllCells): Drawings {
  const idOf = ({ path }: Cell) => `${path[1]}/${path[2]}`;
  const group = (cells: ReadonlyMap<string, Cell>) => {
    const found = new Map<string, Map<string, unknown>>();
    for (const cell of cells.values()) {
      if (!isDrawing(cell.path)) continue;
      const own = found.get(idOf(cell)) ?? new Map<string, unknown>();
      own.set(cell.path[3]!, cell.value);
      found.set(idOf(cell), own);
    }
    return found;
  };
  const [b, o, t] = [group(base), group(ours), group(theirs)];
  const asJson = (cells: Map<string, unknown> | undefined) => cells && Object.fromEntries(cells);
  const whole = new Map<string, 'ours' | 'theirs' | 'none'>();
  for (const id of b.keys()) {
    const [before, here, there] = [asJson(b.get(id)), asJson(o.get(id)), asJson(t.get(id))];
    if (here && there) continue;
    if (!here && !there) whole.set(id, 'none');
    else if (here) whole.set(id, isSame(here, before) ? 'none' : 'ours');
    else whole.set(id, isSame(there, before) ? 'none' : 'theirs');
  }
  return { whole };
}

function mergeDrawing(
  path: readonly string[],
  values: Three,
  { gone, notes, describe, choices }: Omit<NodeContext, 'documents'> & { readonly gone: Drawings },
): unknown {
  const fate = gone.whole.get(`${path[1]}/${path[2]}`);
  const [base, ours, theirs] = values;
  const merging = { notes, choices, isLayoutOnly: isLayoutOnly(path) };
  if (fate === undefined) return mergeCell(describe(path), values, merging);
  // Told as what it is: the side that removed it is overruled by the one that changed it, or nobody changed it.
  if (fate === 'none') return mergeCell(describe(path), [base, ours, theirs], merging);
  const value = fate === 'ours' ? ours : theirs;
  return mergeCell(describe(path), fate === 'ours' ? [base, value, base] : [base, base, value], merging);
}

/** Rows whose setting went: the setting stays as long as it has rows. */
function healRows(merged: Map<string, Cell>): void {
  for (const { path } of merged.values()) {
    if (path[0] !== 'nodes' || path[2] !== 'config' || path.length < 5) continue;
    const setting = path.slice(0, 4);
    const id = cellId(setting);
    if (!merged.has(id)) merged.set(id, { path: setting, value: {} });
  }
}

/** A position for each node and none else; groups only of nodes that are there. */
function healDrawing(
  merged: Map<string, Cell>,
  { base, ours, theirs }: AllCells,
  hasNode: (id: string) => boolean,
): void {
  for (const [id, cell] of merged) {
    const { path, value } = cell;
    if (path[0] === 'nodes' && path[2] === 'kind') {
      const at = cellId(['layout', 'nodes', path[1]!]);
      const known = ours.get(at) ?? theirs.get(at) ?? base.get(at);
      if (known && !merged.has(at)) merged.set(at, known);
    }
    if (path[0] !== 'layout') continue;
    if (path[1] === 'nodes' && !hasNode(path[2]!)) merged.delete(id);
    if (path[1] === 'groups' && path[3] === 'nodes') {
      merged.set(id, { path, value: (value as string[]).filter(hasNode) });
    }
  }
}

/** A slot or parameter that one side removed and a node still names stays: else the flow would not be whole. */
function keepWhatIsUsed(
  merged: Map<string, Cell>,
  { ours, theirs }: AllCells,
  notes: MergeNotes,
  describe: (path: readonly string[]) => MergePart,
): void {
  const nodesOf = (cells: ReadonlyMap<string, Cell>) =>
    JSON.stringify([...cells.values()].filter(({ path }) => path[0] === 'nodes').map(({ value }) => value));
  const isUsed = ([room, name]: readonly string[], text: string) =>
    room === 'slots' ? text.includes(JSON.stringify(name)) : new RegExp(`\\bparam\\.${name!}\\b`).test(text);
  const texts = { merged: nodesOf(merged), ours: nodesOf(ours), theirs: nodesOf(theirs) };
  for (const [id, cell] of [...theirs, ...ours]) {
    const room = cell.path[0];
    if ((room !== 'slots' && room !== 'parameters') || merged.has(id)) continue;
    // Whoever removed it has no use of it; one that is missed there already is missed as somebody left it.
    const remover = ours.has(id) ? texts.theirs : texts.ours;
    if (!isUsed(cell.path, texts.merged) || isUsed(cell.path, remover)) continue;
    const back = ours.get(id) ?? theirs.get(id) ?? cell;
    merged.set(id, back);
    const { id: part } = describe(cell.path);
    for (const list of [notes.automatic, notes.kept]) {
      const at = list.findIndex((change) => change.id === part);
      if (at >= 0) list.splice(at, 1);
    }
  }
}
