import type { Lab } from './lab.ts';

/** One attack of a class. It throws when the answer is not the stated one; the lab looks for the rest. */
export interface Variant {
  readonly name: string;
  readonly attack: (lab: Lab) => Promise<void>;
}

/** One class of attacks that SECURITY speaks of, with its variants. */
export interface AttackClass {
  readonly name: string;
  /** What it tries, in one sentence. */
  readonly summary: string;
  /** How many are tried at a time; what is found in the process afterwards may then be any one's doing. Default 1. */
  readonly atOnce?: number;
  /** Called before the first class, for what takes its time beside the others. */
  readonly begin?: (lab: Lab) => void;
  /** It changes what others stand on, so it gets a server for itself. */
  readonly isAlone?: true;
  readonly variants: readonly Variant[];
}

/** An attack that had another answer than the one that is right, or more effect than an answer. */
export class Breach extends Error {
  override readonly name = 'Breach';
}

export function insist(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Breach(otherwise);
}

/** Variants of one attack that differ in one value. */
export function each<Value>(
  values: Iterable<readonly [name: string, value: Value]>,
  attack: (lab: Lab, value: Value) => Promise<void>,
): Variant[] {
  return [...values].map(([name, value]) => ({ name, attack: (lab) => attack(lab, value) }));
}

export interface VariantResult {
  readonly variant: string;
  /** Why it failed; null when it held. */
  readonly breach: string | null;
}

export interface ClassResult {
  readonly name: string;
  readonly summary: string;
  readonly variants: number;
  readonly passed: number;
  readonly failed: readonly VariantResult[];
  readonly seconds: number;
}

/** Runs all variants of a class, one after another, and looks after each whether a canary was touched and the server serves. */
export async function runClass(attackClass: AttackClass, lab: Lab): Promise<ClassResult> {
  const startedMs = performance.now();
  const failed: VariantResult[] = [];
  const { atOnce = 1 } = attackClass;
  for (let from = 0; from < attackClass.variants.length; from += atOnce) {
    const together = attackClass.variants.slice(from, from + atOnce);
    const breaches = await Promise.all(together.map(({ attack }) => breachOf(() => attack(lab))));
    const left = await breachOf(() => lab.look());
    together.forEach(({ name }, index) => {
      const breach = breaches[index] ?? left;
      if (breach !== null) failed.push({ variant: name, breach });
    });
    // What one attack broke must not fail all that come after it.
    if (!lab.isAlive) await lab.startAgain();
  }
  const variants = attackClass.variants.length;
  return {
    name: attackClass.name,
    summary: attackClass.summary,
    variants,
    passed: variants - failed.length,
    failed,
    seconds: Math.round((performance.now() - startedMs) / 100) / 10,
  };
}

async function breachOf(step: () => Promise<void>): Promise<string | null> {
  try {
    await step();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
