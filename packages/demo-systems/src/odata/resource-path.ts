import { parseFilter } from './filter.ts';
import { split } from './query-options.ts';
import { syntaxError } from './query-error.ts';

/** A value in a key: `accounts(accountnumber='X')`. */
export interface KeyValue {
  readonly type: 'text' | 'guid' | 'number' | 'instant' | 'date' | 'boolean' | 'null';
  readonly value: string | number | boolean | null;
}

/** The parentheses of a segment: one nameless value, or named ones. */
export type Key =
  | { readonly kind: 'single'; readonly value: KeyValue }
  | { readonly kind: 'named'; readonly values: Readonly<Record<string, KeyValue>> };

/** One step of a resource path. `called` tells `WhoAmI()` from `WhoAmI`. */
export interface Segment {
  readonly name: string;
  readonly key?: Key;
  readonly called: boolean;
}

const bareGuidKey = /^([A-Za-z_]\w*)\(([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\)$/;
const bareName = /^[A-Za-z_$][\w.$]*$/;

/** A segment that is a name, alone or with a guid: by far the most frequent forms in a batch. */
function plainSegment(text: string): Segment | undefined {
  const keyed = bareGuidKey.exec(text);
  if (keyed !== null) {
    const value: KeyValue = { type: 'guid', value: keyed[2]!.toLowerCase() };
    return { name: keyed[1]!, key: { kind: 'single', value }, called: true };
  }
  return bareName.test(text) ? { name: text, called: false } : undefined;
}

/** Cuts a path below the service root into segments. Throws a `QueryError` when it cannot be read. */
export function parseResourcePath(encoded: string): Segment[] {
  const plain = encoded.split('/').map(plainSegment);
  if (plain.every((segment) => segment !== undefined)) return plain;
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    throw syntaxError(`'${encoded}' is not correctly encoded.`);
  }
  return split(path, '/').map(parseSegment);
}

function parseSegment(text: string): Segment {
  const open = text.indexOf('(');
  if (open === -1) return { name: text, called: false };
  if (!text.endsWith(')')) throw syntaxError(`Bad Request - Error in query syntax: '${text}'.`);
  const inside = text.slice(open + 1, -1).trim();
  const name = text.slice(0, open);
  if (inside === '') return { name, called: true };
  const parts = split(inside, ',');
  if (parts.length === 1 && !/^[A-Za-z_]\w*\s*=/.test(inside)) {
    return { name, key: { kind: 'single', value: literal(inside) }, called: true };
  }
  const values: Record<string, KeyValue> = {};
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals === -1) throw syntaxError(`Bad Request - Error in query syntax: '${text}'.`);
    values[part.slice(0, equals).trim()] = literal(part.slice(equals + 1));
  }
  return { name, key: { kind: 'named', values }, called: true };
}

function literal(text: string): KeyValue {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'literal') throw syntaxError(`'${text}' is not a value.`);
  return { type: parsed.type, value: parsed.value };
}
