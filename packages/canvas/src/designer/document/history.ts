import type { FlowDocument } from '@koppel/model';
import type { Command, Intent } from './command.ts';
import { applyEdits, invertEdits, mergeEdits, type Edit } from './edit.ts';

/** Something that was done and can be undone. */
export interface Entry {
  readonly intent: Intent;
  readonly edits: readonly Edit[];
  readonly merge?: string;
  /** When it was last added to, in milliseconds since 1970. */
  readonly at: number;
}

/** A document with everything that led to it and everything that was undone. Nearest last. */
export interface Drawing {
  readonly document: FlowDocument;
  readonly past: readonly Entry[];
  readonly future: readonly Entry[];
}

/** Changes of one setting belong together while no longer pause lies between them. */
const usualMergeMs = 1_500;

/** A drawing without a history. Edges are put in the order that documents keep. */
export function freshDrawing(document: FlowDocument): Drawing {
  return { document: { ...document, edges: [...document.edges].sort() }, past: [], future: [] };
}

/** Does what the command says. A command that changes nothing leaves the drawing as it is. */
export function execute(drawing: Drawing, command: Command, now: number): Drawing {
  const edits = command.edits(drawing.document);
  if (edits.length === 0) return drawing;
  const document = applyEdits(drawing.document, edits);
  const last = drawing.past.at(-1);
  const { intent, merge, mergeMs = usualMergeMs } = command;
  const isClose = merge !== undefined && last?.merge === merge && now - last.at < mergeMs;
  if (last && isClose && drawing.future.length === 0) {
    const joined = mergeEdits(last.edits, edits);
    return { document, past: [...drawing.past.slice(0, -1), { intent, merge, edits: joined, at: now }], future: [] };
  }
  const entry: Entry = { intent, edits, at: now, ...(merge === undefined ? {} : { merge }) };
  return { document, past: [...drawing.past, entry], future: [] };
}

/** Takes the last thing back; the same drawing where there is nothing. */
export function undo(drawing: Drawing): Drawing {
  const entry = drawing.past.at(-1);
  if (!entry) return drawing;
  return {
    document: applyEdits(drawing.document, invertEdits(entry.edits)),
    past: drawing.past.slice(0, -1),
    // Without its word for merging: a later change is not to melt into what was taken back and done again.
    future: [...drawing.future, { intent: entry.intent, edits: entry.edits, at: entry.at }],
  };
}

/** Does the last thing that was undone once more. */
export function redo(drawing: Drawing): Drawing {
  const entry = drawing.future.at(-1);
  if (!entry) return drawing;
  return {
    document: applyEdits(drawing.document, entry.edits),
    past: [...drawing.past, entry],
    future: drawing.future.slice(0, -1),
  };
}

/** The nodes that an entry touches and that are there: what to show after undo and redo. */
export function touchedNodes(entry: Entry, document: FlowDocument): string[] {
  const ids = entry.edits.flatMap(({ path }) => {
    if (path[0] === 'nodes') return [path[1]!];
    if (path[0] === 'layout' && path[1] === 'nodes') return [path[2]!];
    return [];
  });
  return [...new Set(ids)].filter((id) => document.nodes[id]);
}
