import { fold } from '../../format/fold.ts';

/** Something one can find or do by typing. */
export interface PaletteItem {
  readonly id: string;
  readonly kind: 'screen' | 'flow' | 'connection' | 'record' | 'action' | 'node' | 'field';
  readonly title: string;
  /** Behind the title: where it is, or the keys that do the same. */
  readonly hint?: string;
  /** Other words by which people look for it, in any language. */
  readonly synonyms?: readonly string[];
  readonly run: () => void;
}

const mostShown = 40;
const anyRecord = 100;

/** What a typed text asks for: `>` only actions, `#` only records, `@` only fields. */
export function readQuery(typed: string): { kinds: ReadonlySet<PaletteItem['kind']> | null; text: string } {
  const text = typed.trim();
  if (text.startsWith('>')) return { kinds: new Set(['action']), text: text.slice(1).trim() };
  if (text.startsWith('#')) return { kinds: new Set(['record']), text: text.slice(1).trim() };
  if (text.startsWith('@')) return { kinds: new Set(['field']), text: text.slice(1).trim() };
  return { kinds: null, text };
}

/** The items that fit, best first. Without a text: those used last, then the others as they come. */
export function findItems(
  items: readonly PaletteItem[],
  typed: string,
  recentIds: readonly string[] = [],
): PaletteItem[] {
  const { kinds, text } = readQuery(typed);
  const folded = fold(text);
  const scored: { item: PaletteItem; score: number }[] = [];
  for (const item of items) {
    if (kinds && !kinds.has(item.kind)) continue;
    const score = itemScore(item, folded);
    if (score === 0) continue;
    const recency = recentIds.indexOf(item.id);
    scored.push({ item, score: score + (recency < 0 ? 0 : 20 - Math.min(recency, 19)) });
  }
  // The order of the items themselves decides between equals: sort is stable.
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, mostShown)
    .map(({ item }) => item);
}

function itemScore(item: PaletteItem, folded: string): number {
  if (folded === '') return 1;
  let best = score(fold(item.title), folded);
  for (const synonym of item.synonyms ?? []) best = Math.max(best, score(fold(synonym), folded) * 0.9);
  // What looks for records with anything that is typed fits always: it comes after what is called so, but for keys.
  return item.kind === 'record' && !/\d/.test(folded) ? Math.min(best, anyRecord) : best;
}

/** How well `search` fits: the whole beginning, a word's beginning, anywhere, or its letters in order; 0 is not. */
export function score(text: string, search: string): number {
  const at = text.indexOf(search);
  if (at === 0) return 1000 - Math.min(text.length, 200);
  if (at > 0) return (/[\s\-→·.]/.test(text[at - 1] ?? '') ? 700 : 400) - Math.min(text.length, 200);
  let from = 0;
  let gaps = 0;
  for (const letter of search.replace(/\s+/g, '')) {
    const found = text.indexOf(letter, from);
    if (found < 0) return 0;
    gaps += found - from;
    from = found + 1;
  }
  return Math.max(1, 150 - gaps * 4);
}
