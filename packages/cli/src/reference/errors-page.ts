import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, page, table } from './markdown.ts';

interface KnownError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Not of the product: outside systems, the screen's own texts, tools. */
const left = /^packages\/(demo-systems|canvas|bench|boot|cli\/src\/reference)\//;
const text = String.raw`(?:'((?:[^'\\]|\\.)*)'|\x60((?:[^\x60\\]|\\.)*)\x60)`;
const codeText = String.raw`'([a-z][a-z-]*\.[a-z][a-z0-9-]*)'`;
/** `code: 'a.b'`, or one of two: `code: isThis ? 'a.b' : 'a.c'`. */
const named = new RegExp(String.raw`\bcode:\s*(?:[^',;{}]*\?\s*)?${codeText}(?:\s*:\s*${codeText})?`, 'g');
/** A function that takes code, message and remedy in this order. */
const called = new RegExp(String.raw`\(\s*${codeText},\s*${text},\s*${text}`, 'g');

/** Every code that an error, an issue or an answer of the API can have, read from where it is thrown. */
export function errorsPage(rootFolder: string): string {
  const known = new Map<string, KnownError>();
  for (const file of sources(rootFolder)) {
    for (const error of errorsIn(readFileSync(join(rootFolder, file), 'utf8'))) {
      const before = known.get(error.code);
      if (!before || (before.message === '' && error.message !== '')) known.set(error.code, error);
    }
  }
  const rows = [...known.values()]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((error) => [code(error.code), error.message, error.remedy]);
  return page(
    'Errors',
    'Codes are permanent and safe to search for. `…` stands for the record, value or name at hand; a message that depends on the case is left out.',
    [table(['Code', 'What happened', 'What to do'], rows)],
  );
}

function sources(rootFolder: string): string[] {
  return globSync(['packages/*/src/**/*.ts', 'packages/connectors/*/src/**/*.ts'], { cwd: rootFolder })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !left.test(file) && !file.endsWith('.test.ts'))
    .sort();
}

function errorsIn(source: string): KnownError[] {
  const errors: KnownError[] = [];
  for (const match of source.matchAll(named)) {
    // Message and remedy stand beside the code, before the next one.
    const [near] = source.slice(match.index + match[0].length, match.index + 1_500).split(/\bcode:/, 1);
    for (const name of [match[1], match[2]]) {
      if (name) errors.push({ code: name, message: literal(near!, 'message'), remedy: literal(near!, 'remedy') });
    }
  }
  for (const [, name, a, b, c, d] of source.matchAll(called)) {
    errors.push({ code: name!, message: plain(a ?? b ?? ''), remedy: plain(c ?? d ?? '') });
  }
  return errors;
}

function literal(source: string, field: 'message' | 'remedy'): string {
  const match = new RegExp(String.raw`\b${field}:\s*${text}`).exec(source);
  return plain(match?.[1] ?? match?.[2] ?? '');
}

/** The text as people see it, with what is filled in as an ellipsis. */
function plain(written: string): string {
  let result = '';
  for (let index = 0; index < written.length; index += 1) {
    if (written.startsWith('${', index)) {
      index = endOfPlaceholder(written, index + 2);
      result += '…';
    } else if (written[index] === '\\') {
      index += 1;
      result += written[index] ?? '';
    } else result += written[index];
  }
  return result;
}

function endOfPlaceholder(written: string, start: number): number {
  let depth = 1;
  let index = start;
  for (; index < written.length; index += 1) {
    if (written[index] === '{') depth += 1;
    if (written[index] === '}') depth -= 1;
    if (depth === 0) break;
  }
  return index;
}
