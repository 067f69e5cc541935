/** A rule, setting or cell as a person reads it: an expression as it is written, a field by its name, else as JSON. */
export function writePart(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isExpression(value)) return value.cel;
  if (typeof value === 'object' && value !== null && 'from' in value && Object.keys(value).length === 1) {
    return String(value.from);
  }
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/**
 * What a person wrote, in the form that the other values have. `{}` where it cannot be read. A mapping row that is not JSON is
 * an expression.
 */
export function readPart(typed: string, like: unknown): { readonly value?: unknown } {
  if (typed.trim() === '') return {};
  if (typeof like === 'string') return { value: typed };
  if (isRule(like) && !typed.trimStart().startsWith('{')) return { value: { cel: typed.trim() } };
  try {
    return { value: JSON.parse(typed) as unknown };
  } catch {
    return isRule(like) ? { value: { cel: typed.trim() } } : {};
  }
}

/** A rule that fills a field from others. */
export function isRule(value: unknown): value is object {
  return typeof value === 'object' && value !== null && ('cel' in value || 'from' in value);
}

/** A rule that is an expression and nothing besides. */
export function isExpression(value: unknown): value is { readonly cel: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'cel' in value &&
    typeof value.cel === 'string' &&
    Object.keys(value).length === 1
  );
}
