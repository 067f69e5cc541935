/** Mixes three 32-bit numbers into one; equal input gives equal output on every machine. */
export function mix(seed: number, index: number, salt: number): number {
  let h = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(index ^ 0x7f4a_7c15, 0xc2b2_ae35);
  h = Math.imul(h ^ (h >>> 15) ^ Math.imul(salt + 0x165667b1, 0x27d4_eb2f), 0x2c1b_3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a_2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/**
 * A repeatable stream of choices for one record. The order of the calls is part of the result: a new choice goes
 * after the existing ones, or every demo record changes.
 */
export class Dice {
  #state: number;

  constructor(seed: number, index: number, salt: number) {
    this.#state = mix(seed, index, salt);
  }

  /** The next number, 0 to 2^32 - 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) | 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit);
  }

  /** True in about `share` (0 to 1) of the calls. */
  chance(share: number): boolean {
    return this.next() < share * 0x1_0000_0000;
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}
