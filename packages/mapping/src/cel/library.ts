import type { LocalizedText } from '@koppel/model';

/** Groups of the function reference, in the order they are shown. */
export const functionGroups = ['empty', 'text', 'numbers', 'dates', 'belgium', 'lists'] as const;
export type FunctionGroup = (typeof functionGroups)[number];

/** What each group is called. */
export const functionGroupTitles: Readonly<Record<FunctionGroup, LocalizedText>> = {
  empty: { en: 'Empty values and names', nl: 'Lege waarden en namen', fr: 'Valeurs vides et noms' },
  text: { en: 'Text', nl: 'Tekst', fr: 'Texte' },
  numbers: { en: 'Numbers', nl: 'Getallen', fr: 'Nombres' },
  dates: { en: 'Dates', nl: 'Datums', fr: 'Dates' },
  belgium: { en: 'Belgian checks', nl: 'Belgische controles', fr: 'Contrôles belges' },
  lists: { en: 'Lists', nl: 'Lijsten', fr: 'Listes' },
};

/** What people learn about one function: in completion, on hover and in the docs. A test runs every example. */
export interface FunctionReference {
  readonly name: string;
  readonly group: FunctionGroup;
  /** How it is written, with the names of what it takes: `round(number, decimals)`. */
  readonly signature: string;
  readonly summary: LocalizedText;
  readonly example: string;
  /** What the example gives, as an expression would write it: `"ABC"`, `12.5`, `true`, `2026-11-23`, `empty`. */
  readonly result: string;
}

/** How a function is called: `upper(x)`, `x.contains(y)`, or behind a name of its own as `optional.none()`. */
export type CallStyle = 'function' | 'method' | 'loop' | 'namespace';

/** A function of the library: its reference, and its implementation unless the expression language brings one. */
export interface LibraryFunction extends FunctionReference {
  readonly style: CallStyle;
  readonly overloads: readonly Overload[];
}

/** A CEL signature and what runs for it. Handlers are synchronous and pure. */
export interface Overload {
  readonly signature: string;
  readonly handler: (...values: never[]) => unknown;
}

type Titles = readonly [en: string, nl: string, fr: string];
type Example = readonly [example: string, result: string];

/** Makes the entry of a function written `name(…)`. */
export function define(
  group: FunctionGroup,
  signature: string,
  [en, nl, fr]: Titles,
  [example, result]: Example,
  overloads: Readonly<Record<string, Overload['handler']>> = {},
): LibraryFunction {
  const name = signature.slice(0, signature.indexOf('('));
  return {
    name,
    group,
    style: 'function',
    signature,
    summary: { en, nl, fr },
    example,
    result,
    overloads: Object.entries(overloads).map(([cel, handler]) => ({ signature: cel, handler })),
  };
}

/** Makes the entry of a method: written behind a dot, `text.contains(part)`. */
export function defineMethod(...parts: Parameters<typeof define>): LibraryFunction {
  return { ...asMember(define(...parts)), style: 'method' };
}

/** Makes the entry of a loop over a list: `list.map(x, …)`. */
export function defineLoop(...parts: Parameters<typeof define>): LibraryFunction {
  return { ...asMember(define(...parts)), style: 'loop' };
}

/** Makes the entry of a function with a namespace: `optional.none()`. */
export function defineNamespaced(...parts: Parameters<typeof define>): LibraryFunction {
  return { ...define(...parts), style: 'namespace' };
}

/** `text.contains(part)` is called `contains`. */
function asMember(entry: LibraryFunction): LibraryFunction {
  return { ...entry, name: entry.name.slice(entry.name.indexOf('.') + 1) };
}
