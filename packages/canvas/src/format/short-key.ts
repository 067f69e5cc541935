/** Longer keys are cut: those of some systems are 36 characters that nobody reads. */
const longest = 14;
const kept = 8;

/** A key as lists and sentences show it. Where it can be copied or searched for, it is shown whole. */
export function shortKey(key: string): string {
  return key.length <= longest ? key : `${key.slice(0, kept)}…`;
}
