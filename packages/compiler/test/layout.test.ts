import type { FlowDocument } from '@koppel/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../src/index.ts';
import { customerFlow, workspace } from './workspace.ts';

const nodeIds = Object.keys(customerFlow().nodes);
const at = fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: -5000, max: 5000 }));
const layout: fc.Arbitrary<FlowDocument['layout']> = fc.record({
  nodes: fc.dictionary(fc.constantFrom(...nodeIds), at),
  groups: fc.dictionary(
    fc.constantFrom('one', 'two'),
    fc.record(
      { title: fc.string(), nodes: fc.subarray(nodeIds, { minLength: 1 }), isCollapsed: fc.boolean() },
      { requiredKeys: ['title', 'nodes'] },
    ),
  ),
  notes: fc.dictionary(
    fc.constantFrom('note'),
    fc.record({ text: fc.string(), at, colour: fc.constantFrom('yellow' as const, 'grey' as const) }),
  ),
});

/** What a plan says, its functions by what they are made of: they are made anew at each compilation. */
const written = (plan: unknown) =>
  JSON.stringify(plan, (_, value: unknown) =>
    typeof value === 'function' ? String(value) : value instanceof Map ? [...value] : value,
  );

test('however a flow is laid out, its plan and its issues are the same', () => {
  const plain = compile(customerFlow(), workspace());
  fc.assert(
    fc.property(layout, (other) => {
      const moved = compile({ ...customerFlow(), layout: other }, workspace());
      expect(moved.issues).toEqual(plain.issues);
      expect(written(moved.ok && moved.plan)).toBe(written(plain.ok && plain.plan));
    }),
    { numRuns: 30 },
  );
});
