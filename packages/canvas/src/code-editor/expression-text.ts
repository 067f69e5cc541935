import { isMethod, type ExpressionScope, type ScopeFunction } from './expression-scope.ts';

/** Whether a place lies in code, in a text between quotes, or in a remark. */
type Region = 'code' | 'text' | 'remark';

interface Scan {
  readonly region: Region;
  /** Places of brackets that are open here, outermost first. */
  readonly open: readonly number[];
  /** Commas since the innermost open bracket. */
  readonly commas: number;
}

/** Reads an expression up to a place: which brackets are open, and whether it lies in a text. */
function scan(text: string, until: number): Scan {
  const open: number[] = [];
  const commas: number[] = [0];
  let quote = '';
  for (let at = 0; at < until; at += 1) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
      continue;
    }
    if (character === '"' || character === "'") quote = character;
    else if (character === '/' && text[at + 1] === '/') {
      const end = text.indexOf('\n', at);
      if (end < 0 || end >= until) return { region: 'remark', open, commas: commas.at(-1)! };
      at = end;
    } else if ('([{'.includes(character)) {
      open.push(at);
      commas.push(0);
    } else if (')]}'.includes(character)) {
      open.pop();
      commas.pop();
      if (commas.length === 0) commas.push(0);
    } else if (character === ',') commas[commas.length - 1]! += 1;
  }
  return { region: quote === '' ? 'code' : 'text', open, commas: commas.at(-1)! };
}

/** A call around a place. */
export interface CallAt {
  /** `round`, `contains`, `optional.of`. */
  readonly name: string;
  /** Which of its arguments the place is in, from 0. */
  readonly argument: number;
}

/** The innermost call whose arguments a place lies in; null outside any. */
export function callAt(text: string, offset: number): CallAt | null {
  const { open, commas } = scan(text, offset);
  for (let depth = open.length - 1; depth >= 0; depth -= 1) {
    const at = open[depth]!;
    const name = /([A-Za-z_][\w.]*)$/.exec(text.slice(0, at))?.[1];
    if (text[at] === '(' && name) return { name, argument: depth === open.length - 1 ? commas : 0 };
    if (text[at] === '(') continue;
    return null;
  }
  return null;
}

/** The function a call means: `optional.of` by its whole name, `account.name.contains` by its last part. */
export function functionCalled({ functions }: ExpressionScope, name: string): ScopeFunction | null {
  const whole = functions.find((candidate) => candidate.name === name && !isMethod(candidate));
  if (whole) return whole;
  const last = name.slice(name.lastIndexOf('.') + 1);
  return functions.find((candidate) => candidate.name === last && isMethod(candidate)) ?? null;
}

/** What is being written at a place. */
export type Writing =
  /** A field or a name: from `start` on. `isOptional`: with `.?` before its last part. */
  | { readonly kind: 'path'; readonly start: number; readonly end: number; readonly path: string }
  /** A name of a function behind a value and a dot. */
  | { readonly kind: 'method'; readonly start: number; readonly end: number }
  /** The name of a value list, between quotes. */
  | { readonly kind: 'list'; readonly start: number; readonly end: number }
  | { readonly kind: 'nothing' };

const pathBehind = /[A-Za-z_]\w*(?:\.\??\w*|\["[^"\n]*"?\]?)*$/;

/** What is being written before a place, so that it can be completed. */
export function writingAt(text: string, offset: number): Writing {
  const before = text.slice(0, offset);
  const { region } = scan(text, offset);
  if (region === 'remark') return { kind: 'nothing' };
  if (region === 'text') {
    const field = /[A-Za-z_]\w*\["[^"\n]*$/.exec(before);
    if (field) return pathAt(text, field.index, offset);
    const start = Math.max(before.lastIndexOf('"'), before.lastIndexOf("'")) + 1;
    const call = callAt(text, offset);
    if (call?.name !== 'translate' || call.argument !== 1) return { kind: 'nothing' };
    return { kind: 'list', start, end: offset + /^[^"'\n]*/.exec(text.slice(offset))![0].length };
  }
  const path = pathBehind.exec(before);
  if (path && !/[)\]"'\w]\.$/.test(text.slice(0, path.index))) return pathAt(text, path.index, offset);
  const method = /[)\]"']\.\??(\w*)$/.exec(before);
  if (method) return { kind: 'method', start: offset - method[1]!.length, end: offset };
  return /[\d.]$/.test(before) ? { kind: 'nothing' } : { kind: 'path', start: offset, end: offset, path: '' };
}

/** A path from `start` to a place, with the closing of a bracket that the editor has put behind it. */
function pathAt(text: string, start: number, offset: number): Writing {
  const path = text.slice(start, offset);
  const isInBracket = /\["[^"]*$/.test(path);
  const closing = isInBracket ? (/^[^"\n]*"\]|^"/.exec(text.slice(offset))?.[0].length ?? 0) : 0;
  return { kind: 'path', start, end: offset + closing, path };
}

/** A field as one may also write it, `account.?phone`, by which it is known. */
export function plainPath(path: string): string {
  return path.replaceAll('.?', '.');
}

/** The name or path around a place, for explaining what it is; null where there is none. */
export function nameAt(
  text: string,
  offset: number,
): { readonly start: number; readonly end: number; readonly name: string } | null {
  if (scan(text, offset).region === 'remark') return null;
  for (const found of text.matchAll(/[A-Za-z_]\w*(?:\.\??[A-Za-z_]\w*|\["[^"\n]*"\])*/g)) {
    const end = found.index + found[0].length;
    if (offset < found.index || offset > end) continue;
    // Only as far as the part that was pointed at.
    const rest = /^\w*/.exec(text.slice(offset, end))![0].length;
    const isInBracket = /\["[^"]*$/.test(text.slice(found.index, offset));
    const stop = isInBracket ? text.indexOf(']', offset) + 1 : offset + rest;
    return { start: found.index, end: stop, name: text.slice(found.index, stop) };
  }
  return null;
}

/**
 * The fields of the lines that a loop goes through, where the name before the dot is that loop's: `l.` in
 * `order.lines.all(l, l.)`. Null for any other name.
 */
export function lineFieldsAt(
  text: string,
  { start, path }: { readonly start: number; readonly path: string },
  { fields }: ExpressionScope,
): NonNullable<ExpressionScope['fields'][number]['lineFields']> | null {
  const variable = /^([A-Za-z_]\w*)\.\??\w*$/.exec(path)?.[1];
  if (variable === undefined) return null;
  const loops = text
    .slice(0, start)
    .matchAll(/([A-Za-z_][\w.?]*)\.(?:all|exists|exists_one|map|filter)\(\s*(\w+)\s*,/g);
  // The innermost one gives the name its meaning.
  const loop = [...loops].findLast(([, , bound]) => bound === variable);
  if (!loop) return null;
  return fields.find(({ written }) => written === plainPath(loop[1]!))?.lineFields ?? null;
}
