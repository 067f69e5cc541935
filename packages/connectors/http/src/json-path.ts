/**
 * A place in a JSON value: names with dots between them, `billing.city`; a number is a place in an array, `items.0`. The
 * empty path is the value itself. A dot inside a name is written `\.`.
 */
export type JsonPath = readonly string[];

/** Names that would reach into a prototype instead of the data. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

export function parsePath(text: string): JsonPath {
  if (text.trim() === '') return [];
  return text
    .trim()
    .split(/(?<!\\)\./)
    .map((name) => name.replaceAll('\\.', '.').trim());
}

/** Whether a text is a path that may be read and written. */
export function isPath(text: string): boolean {
  return parsePath(text).every((name) => name !== '' && !forbidden.has(name));
}

/** What stands there; undefined where nothing does. Only data is seen, never what objects inherit. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** Puts a value there, making the objects on the way. */
export function putAt(target: Record<string, unknown>, path: JsonPath, value: unknown): void {
  let object = target;
  path.forEach((name, index) => {
    if (forbidden.has(name)) return;
    if (index === path.length - 1) object[name] = value;
    else {
      const inner = Object.hasOwn(object, name) ? object[name] : undefined;
      const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
      object[name] = next;
      object = next;
    }
  });
}

/** A value with another one around it: `{"customer": value}` for the path `customer`. */
export function wrapped(value: unknown, path: JsonPath): unknown {
  if (path.length === 0) return value;
  const around: Record<string, unknown> = {};
  putAt(around, path, value);
  return around;
}

/** A plain value as text: of a key, a code, a message. Empty where it is none. */
export function textAt(value: unknown, path: JsonPath): string {
  const found = valueAt(value, path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
}
