import { describe, expect, test } from 'vitest';
import { asBuilt, explore, now, productGuards, type Guards, type Variant } from './create-model.ts';

/** The protocol without one of its parts. */
function without(guards: Partial<Guards>, variant: Partial<Variant> = {}): Variant {
  return { ...asBuilt, ...variant, guards: { ...productGuards, ...guards } };
}

/** As if a look proved something whenever it was made. */
const noProof: Partial<Guards> = {
  isProvenAbsent: () => true,
  mayBegin: (earlier) =>
    productGuards.mayBegin({ ...earlier, absentAfter: earlier.absentAfter && new Date(0) }, new Date()),
};

/** The transition function notices some faults before they do harm; without it they are seen to do so. */
const anyTransition: Partial<Guards> = { transitionEffect: (_from, to) => to };

describe('the creation of a record, in every state that two workers can bring it to', () => {
  test.each<[string, Partial<Variant>]>([
    ['looked for, and sent again only after the quiet period (R3, R4)', { rung: 'R3' }],
    ['under a key that we choose (R2)', { rung: 'R2' }],
  ])('%s: never twice, never lost, never without a way on', { timeout: 120_000 }, (_rung, change) => {
    const { states, counterexample, stuck } = explore({ ...asBuilt, ...change });
    expect(counterexample).toBeNull();
    expect(stuck).toBeNull();
    // Fewer would mean that the model no longer goes where it can go wrong.
    expect(states).toBeGreaterThan(100_000);
  });
});

describe('each part of the protocol is needed: without it the model finds the way to a fault', () => {
  const twice = 'two records for one';
  const parts: Record<string, readonly [variant: Variant, fault: string]> = {
    'one create per source record': [{ ...asBuilt, isIntentUnique: false }, twice],
    'storing it as sending before it is sent': [{ ...asBuilt, isStoredFirst: false }, twice],
    'doubt after a restart': [
      without({ ...anyTransition, afterRelease: (state) => (state === 'sending' ? 'planned' : state) }),
      twice,
    ],
    'the fence': [without({ ...anyTransition, isFenceHeld: () => true }), twice],
    'the last moment to send': [without({ isTooLate: () => false }), twice],
    'the quiet period': [without(noProof), twice],
    'the last tick of the quiet period': [
      without({ quietUntil: (at, bounds) => new Date(productGuards.quietUntil(at, bounds).getTime() - 1_000) }),
      twice,
    ],
    'judging by when it was looked for instead of when it begins': [
      without({ mayBegin: (earlier) => productGuards.mayBegin(earlier, now) }),
      twice,
    ],
    'leaving alone what another run is sending': [
      without({ ...anyTransition, mayBegin: (earlier, at) => productGuards.mayBegin({ ...earlier, isOwn: true }, at) }),
      twice,
    ],
    'the link in the transaction of the outcome': [{ ...asBuilt, isLinkedAtOnce: false }, twice],
    'asking for the link when it begins': [{ ...asBuilt, asksForLink: false }, 'a create of a record that is linked'],
    "the target's unique key (R2)": [{ ...asBuilt, rung: 'R2', isKeyUnique: false }, twice],
  };
  for (const [part, [variant, fault]] of Object.entries(parts)) {
    test(part, { timeout: 120_000 }, async ({ annotate }) => {
      const { counterexample } = explore(variant);
      expect(counterexample?.fault).toBe(fault);
      await annotate(`The shortest way there: ${counterexample!.steps.join(' · ')}`);
    });
  }

  test('the transition function, which notices a worker that goes on under a lost fence', { timeout: 120_000 }, () => {
    expect(() => explore(without({ isFenceHeld: () => true }))).toThrow('an effect cannot go from');
  });
});
