/** `2.3.0`, or `2.3.0-beta.1`. */
export const semanticVersionPattern =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(-[0-9A-Za-z-]{1,20}(\.[0-9A-Za-z-]{1,20}){0,4})?$/;

interface Parts {
  readonly numbers: readonly number[];
  readonly before: readonly string[];
}

function partsOf(version: string): Parts {
  const [core = '', ...rest] = version.split('-');
  const before = rest.join('-');
  return { numbers: core.split('.').map(Number), before: before === '' ? [] : before.split('.') };
}

/** Below zero where `a` comes before `b`, by the rules of semantic versions: `2.3.0-beta.2` comes before `2.3.0`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const [at, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.before.length === 0 || right.before.length === 0) return right.before.length - left.before.length;
  for (let at = 0; at < Math.max(left.before.length, right.before.length); at += 1) {
    const difference = compareIdentifiers(left.before[at], right.before[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareIdentifiers(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left && right) return Number(a) - Number(b);
  if (left !== right) return left ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The next version with new features: `2.3.1` becomes `2.4.0`. */
export function nextMinor(version: string): string {
  const [major = 0, minor = 0] = partsOf(version).numbers;
  return `${major}.${minor + 1}.0`;
}
