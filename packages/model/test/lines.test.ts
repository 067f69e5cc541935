import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalEntities, canonicalType, linesOf, linesText } from '../src/index.ts';

test('lines come back as they were written, without their empty fields', () => {
  const cell = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), cell)), (lines) => {
      const filled = lines.map((line) =>
        Object.fromEntries(Object.entries(line).filter(([, value]) => value !== null && value !== '')),
      );
      expect(linesOf(linesText(lines))).toEqual(filled);
    }),
  );
});

test('the order in which the fields of a line were given makes no difference', () => {
  expect(linesText([{ quantity: '2', product: 'A' }])).toBe(linesText([{ product: 'A', quantity: '2' }]));
});

test.each(['no lines', '{"product":"A"}', '[1]', '[{"product":{}}]', 12])('%j holds no lines', (value) => {
  expect(linesOf(value)).toBeNull();
});

test('every reference of the model leads to an entity, and every list of lines has fields', () => {
  const ids = new Set(canonicalEntities.map(({ entity }) => entity));
  for (const type of canonicalEntities.flatMap(({ fields }) => fields.map(canonicalType))) {
    if (type.kind === 'reference') expect(ids).toContain(type.entity);
    if (type.kind === 'lines') expect(type.fields.length).toBeGreaterThan(1);
  }
});
