import type { FlowDocument } from '@koppel/model';

/**
 * One difference between two documents: what is at `path` before and after. Absent (`undefined`) means that the key is
 * not there. An edge is addressed by its text, `['edges', 'read.records -> map.records']`, and is there (`true`) or not.
 * Plain data, so that a history can be stored.
 */
export interface Edit {
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

type Branch = Readonly<Record<string, unknown>>;

/** The document after the edits, in their order. What they do not touch is the same object as before. */
export function applyEdits(document: FlowDocument, edits: readonly Edit[]): FlowDocument {
  return edits.reduce((current, { path, after }) => {
    if (path[0] === 'edges') return { ...current, edges: withEdge(current.edges, path[1]!, after === true) };
    return setAt(current as unknown as Branch, path, after) as unknown as FlowDocument;
  }, document);
}

/** The edits that take the document back. */
export function invertEdits(edits: readonly Edit[]): Edit[] {
  return edits.toReversed().map(({ path, before, after }) => ({ path, before: after, after: before }));
}

/** Edits that follow each other as few as possible: where both change the same paths, one edit for each. */
export function mergeEdits(first: readonly Edit[], second: readonly Edit[]): Edit[] {
  const isSame = first.length === second.length && first.every(({ path }, i) => isSamePath(path, second[i]!.path));
  if (!isSame) return [...first, ...second];
  return first.map((edit, i) => ({ ...edit, after: second[i]!.after }));
}

function isSamePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** The value at a path of objects; undefined where a key is not there. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

function setAt(branch: Branch, [key, ...rest]: readonly string[], value: unknown): Branch {
  if (key === undefined) return branch;
  if (rest.length > 0) return { ...branch, [key]: setAt((branch[key] ?? {}) as Branch, rest, value) };
  if (value !== undefined) return { ...branch, [key]: value };
  const { [key]: _removed, ...others } = branch;
  return others;
}

/** Documents hold their edges sorted: an edge has one place, wherever it was before. */
function withEdge(edges: readonly string[], text: string, isThere: boolean): string[] {
  if (!isThere) {
    const at = edges.indexOf(text);
    return at < 0 ? [...edges] : edges.toSpliced(at, 1);
  }
  const at = edges.findIndex((other) => other >= text);
  return edges.toSpliced(at < 0 ? edges.length : at, 0, text);
}
