import { syntaxError } from './query-error.ts';

/** A word of a filter. `text` is the value without quotes for strings. */
export interface Token {
  readonly kind: 'string' | 'guid' | 'instant' | 'date' | 'number' | 'name' | 'alias' | 'mark' | 'end';
  readonly text: string;
  readonly at: number;
}

// Order matters: a guid may begin like a number, a date like a number.
const shapes: readonly (readonly [Token['kind'], RegExp])[] = [
  ['guid', /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/y],
  ['instant', /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/y],
  ['date', /\d{4}-\d\d-\d\d/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['name', /[A-Za-z_$][\w$]*(?:[./][A-Za-z_$][\w$]*)*/y],
  ['alias', /@\w+/y],
  ['mark', /[(),=:[\]]/y],
];
const blanks = /\s*/y;

/** Cuts a filter into words, ending in one of kind `end`. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (true) {
    blanks.lastIndex = at;
    blanks.exec(text);
    at = blanks.lastIndex;
    if (at >= text.length) break;
    const quote = text[at]!;
    if (quote === "'" || quote === '"') {
      const end = endOfString(text, at, quote);
      found.push({ kind: 'string', text: text.slice(at + 1, end).replaceAll(quote + quote, quote), at });
      at = end + 1;
      continue;
    }
    const token = shapeAt(text, at);
    found.push(token);
    at += token.text.length;
  }
  found.push({ kind: 'end', text: '', at });
  return found;
}

function shapeAt(text: string, at: number): Token {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const match = shape.exec(text);
    if (match !== null) return { kind, text: match[0], at };
  }
  throw syntaxError(`Syntax error: character '${text[at]}' is not valid at position ${at} in '${text}'.`, at);
}

function endOfString(text: string, start: number, quote: string): number {
  let at = start + 1;
  while (true) {
    const end = text.indexOf(quote, at);
    if (end === -1)
      throw syntaxError(`There is an unterminated string literal at position ${text.length} in '${text}'.`, start);
    if (text[end + 1] !== quote) return end;
    at = end + 2;
  }
}
