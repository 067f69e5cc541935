const mostKeys = 10_000;
const longestKey = 200;

/** What is wrong with a path, in words; null when nothing is. */
export function pointerProblem(path: string): string | null {
  if (path === '') return null;
  if (!path.startsWith('/')) return 'a path begins with a slash';
  if (path.slice(1).split('/').includes('')) return 'a part of it is empty';
  return null;
}

/**
 * The keys that a body names at a path: a JSON pointer (RFC 6901) in which `*` stands for each entry of a list. Numbers
 * count as keys too. Null when there are none, more than 10,000, or something else is there.
 */
export function keysAt(body: unknown, path: string): readonly string[] | null {
  const parts = path
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let found: unknown[] = [body];
  for (const part of parts) {
    found = found.flatMap((value): unknown[] => {
      if (typeof value !== 'object' || value === null) return [undefined];
      if (part === '*') return Array.isArray(value) ? value : [undefined];
      return [Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined];
    });
    if (found.length > mostKeys) return null;
  }
  const keys = found.map((value) => (typeof value === 'number' ? String(value) : value));
  const isKey = (value: unknown): value is string =>
    typeof value === 'string' && value !== '' && value.length <= longestKey;
  return keys.length > 0 && keys.every(isKey) ? [...new Set(keys)] : null;
}
