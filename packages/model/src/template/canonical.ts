/**
 * JSON text that is the same, byte for byte, for the same content: keys in the order of their code units at every level, no
 * spaces. What is undefined is left out.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value));
}

/** The same to be read by people: two spaces and a final line end. */
export function canonicalText(value: unknown): string {
  return `${JSON.stringify(ordered(value), null, 2)}\n`;
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, inner]) => [key, ordered(inner)]),
  );
}

/** Whether two JSON values say the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonicalJson(a) === canonicalJson(b);
}
