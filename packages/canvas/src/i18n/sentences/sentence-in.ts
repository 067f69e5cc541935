/**
 * Sentences of the server and the check in another language, by the English template each is made from. In the template `…`
 * stands for a value; in the translation `{1}` is the first of them, `{2}` the second, so that their order may differ.
 */
export type SentenceCatalogue = Readonly<Record<string, string>>;

/** What some values, or a whole sentence, are called in the reader's language, such as the titles of a flow's nodes. */
export type Names = ReadonlyMap<string, string>;

/** Says an English sentence in the reader's language; what nobody translated stays as it is. */
export type Sentence = (english: string, names?: Names) => string;

const noNames: Names = new Map();

interface Template {
  /** What is written around the values: one piece more than there are values. */
  readonly pieces: readonly string[];
  readonly letters: number;
  readonly translation: string;
}

/** A value that is a sentence of its own must have as much of it as this, so that names and numbers are left alone. */
const lettersOfSentence = 10;
/** Longer than this no sentence is: it quotes something at length. */
const longest = 4_000;
/** Values inside values: a reason within a reason. Deeper than this nobody writes. */
const mostDeep = 3;

/** Reads the catalogue once; the function then finds the template that a sentence was made from. */
export function sentenceIn(catalogue: SentenceCatalogue): Sentence {
  const whole = new Map<string, string>();
  const templates: Template[] = [];
  for (const [english, translation] of Object.entries(catalogue)) {
    const pieces = english.split('…');
    const letters = pieces.reduce((count, piece) => count + piece.length, 0);
    if (pieces.length === 1) whole.set(english, translation);
    else templates.push({ pieces, letters, translation });
  }
  // What says most in words of its own is the surest find.
  templates.sort((a, b) => b.letters - a.letters);

  const find = (english: string, least: number, depth: number, names: Names): string | null => {
    const exact = whole.get(english);
    if (exact !== undefined) return exact;
    if (depth > mostDeep) return null;
    for (const { pieces, letters, translation } of templates) {
      if (letters < least) break;
      const values = letters > english.length ? null : valuesOf(english, pieces);
      if (!values) continue;
      return filled(
        translation,
        values,
        (value) => names.get(value) ?? find(value, lettersOfSentence, depth + 1, names) ?? value,
      );
    }
    return null;
  };

  /** Sentences that were put one behind the other: each of them known, or none is translated. */
  const findEach = (english: string, names: Names): string | null => {
    for (const { index } of english.matchAll(/[.?!] /g)) {
      const first = find(english.slice(0, index + 1), lettersOfSentence, 0, names);
      if (first === null) continue;
      const rest = english.slice(index + 2);
      const others = find(rest, lettersOfSentence, 0, names) ?? findEach(rest, names);
      return others === null ? null : `${first} ${others}`;
    }
    return null;
  };

  return (english, names = noNames) =>
    english.length > longest
      ? english
      : (names.get(english) ?? find(english, 1, 0, names) ?? findEach(english, names) ?? english);
}

/** What stands between the pieces, or null where the text is not made of them. Each value is as short as it can be. */
function valuesOf(text: string, pieces: readonly string[]): string[] | null {
  const last = pieces.length - 1;
  const end = text.length - pieces[last]!.length;
  let at = pieces[0]!.length;
  if (at > end || !text.startsWith(pieces[0]!) || !text.endsWith(pieces[last]!)) return null;
  const values: string[] = [];
  for (const piece of pieces.slice(1, last)) {
    const next = text.indexOf(piece, at);
    if (next === -1 || next + piece.length > end) return null;
    values.push(text.slice(at, next));
    at = next + piece.length;
  }
  return [...values, text.slice(at, end)];
}

/** The translation with its values, which are put in once and never read as a template. */
function filled(translation: string, values: readonly string[], said: (value: string) => string): string {
  return translation.replace(/\{(\d+)\}/g, (_, number: string) => said(values[Number(number) - 1] ?? ''));
}
