import { stringifyFlow, type FlowDocument } from '@koppel/model';
import { z } from 'zod';
import type { Entry, Drawing } from './history.ts';

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const editSchema = z.object({
  path: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
const entrySchema = z.object({
  intent: z.object({ id: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])).optional() }),
  edits: z.array(editSchema),
  at: z.number(),
});
const keptSchema = z.object({
  at: z.number(),
  /** Of the document that the history belongs to. */
  mark: z.string(),
  past: z.array(entrySchema),
  future: z.array(entrySchema),
});

const dayMs = 24 * 60 * 60 * 1000;
/** Storage holds about five million characters for all flows together. */
const mostCharacters = 400_000;

const keyOf = (place: string) => `koppel.history.${place}`;

/** A short mark by which to tell drafts of one flow apart: the length and two hashes of the text. */
export function markOf(document: FlowDocument): string {
  const text = stringifyFlow(document);
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  return `${text.length.toString(36)}-${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

/** Keeps what can be undone and redone, newest first as far as it fits, so that it survives a reload. */
export function keepHistory(shelf: Shelf, place: string, drawing: Drawing, now: number): void {
  const past = newestThatFit(drawing.past, mostCharacters);
  const future = newestThatFit(drawing.future, mostCharacters / 4);
  try {
    shelf.setItem(keyOf(place), JSON.stringify({ at: now, mark: markOf(drawing.document), past, future }));
  } catch {
    // Storage is full or blocked: undo then ends at the reload.
    shelf.removeItem(keyOf(place));
  }
}

/** The history of this very document, if it was kept in the last 24 hours. */
export function keptHistory(
  shelf: Shelf,
  place: string,
  document: FlowDocument,
  now: number,
): Pick<Drawing, 'past' | 'future'> | null {
  let json: unknown;
  try {
    json = JSON.parse(shelf.getItem(keyOf(place)) ?? 'null');
  } catch {
    return null;
  }
  const kept = keptSchema.safeParse(json);
  if (!kept.success || now - kept.data.at > dayMs || kept.data.mark !== markOf(document)) return null;
  return { past: kept.data.past as readonly Entry[], future: kept.data.future as readonly Entry[] };
}

function newestThatFit(entries: readonly Entry[], characters: number): Entry[] {
  let left = characters;
  const fitting: Entry[] = [];
  for (const entry of entries.toReversed()) {
    left -= JSON.stringify(entry).length;
    if (left < 0) break;
    // What was done before the reload is not added to after it.
    fitting.unshift({ intent: entry.intent, edits: entry.edits, at: 0 });
  }
  return fitting;
}
