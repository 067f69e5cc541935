import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { coreCatalog } from '@koppel/catalog/specs';

/** Everything in a value that is a text by language: an object with English in it. */
function textsIn(value: unknown, path: string): { path: string; text: Record<string, unknown> }[] {
  if (typeof value !== 'object' || value === null || value instanceof z.ZodType) return [];
  if ('en' in value) return [{ path, text: value as Record<string, unknown> }];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

const isWhole = ({ text }: { text: Record<string, unknown> }) =>
  ['en', 'nl', 'fr'].every((language) => typeof text[language] === 'string' && text[language] !== '');

const settings = [
  ...[...coreCatalog.nodes.values()].map(({ type, config }) => [type, config] as const),
  ...[...coreCatalog.connectors.values()].map(({ id, settings: schema }) => [id, schema] as const),
];

describe('what people read of the catalog', () => {
  test('is there in every language: titles, summaries and ports', () => {
    const specs = [...coreCatalog.nodes.values(), ...coreCatalog.connectors.values(), ...coreCatalog.presets];
    const texts = specs.flatMap((spec) => textsIn({ ...spec, bindings: [] }, 'type' in spec ? spec.type : spec.id));
    expect(texts.length).toBeGreaterThan(60);
    expect(texts.filter((found) => !isWhole(found)).map(({ path }) => path)).toEqual([]);
  });

  test.each(settings)('is there in every language: the settings of %s', (_name, schema) => {
    const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    for (const [name, property] of Object.entries(properties)) {
      const hints = (property as Record<string, unknown>)['x-koppel'] as Record<string, unknown> | undefined;
      expect(hints?.['title'], name).toBeDefined();
      expect(textsIn(hints, name).filter((found) => !isWhole(found))).toEqual([]);
    }
  });
});
