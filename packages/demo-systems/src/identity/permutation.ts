import { mix } from './dice.ts';

const bits = 21;
const mask = 2 ** bits - 1;
const rounds = 3;

/** How many indexes a permutation covers: every index below this has exactly one image below this. */
export const permutationSize = 2 ** bits;

/** A bijection on 0 … `permutationSize` - 1, with its inverse. */
export interface Permutation {
  forward(index: number): number;
  backward(image: number): number;
}

/**
 * Scatters indexes without collisions, so that numbers made from the image are unique and lead back to the index by
 * arithmetic alone. Each round multiplies by an odd number and folds the upper half down; both can be undone.
 */
export function permutation(seed: number): Permutation {
  const steps = Array.from({ length: rounds }, (_, round) => {
    const factor = (mix(seed, round, 0x5eed) | 1) & mask;
    return { factor, inverse: inverseModulo2(factor), add: mix(seed, round, 0xadd) & mask };
  });
  const undo = steps.toReversed();
  return {
    forward(index) {
      let x = index;
      for (const { factor, add } of steps) {
        x = (Math.imul(x, factor) + add) & mask;
        x ^= x >>> 11;
      }
      return x;
    },
    backward(image) {
      let x = image;
      for (const { inverse, add } of undo) {
        x ^= x >>> 11; // its own inverse: 2 * 11 is more than the 21 bits
        x = Math.imul(x - add, inverse) & mask;
      }
      return x;
    },
  };
}

/** The inverse of an odd number modulo 2^21 by Newton's iteration; each step doubles the number of right bits. */
function inverseModulo2(odd: number): number {
  let inverse = odd;
  for (let step = 0; step < 5; step++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse & mask;
}
