import { canonicalField, secretNames } from '@koppel/sdk';
import { expect, test } from 'vitest';
import { catalog } from '../src/index.ts';
import { coreCatalog } from '../src/specs.ts';

test('the browser knows exactly what the server has', () => {
  expect([...coreCatalog.nodes.keys()]).toEqual([...catalog.nodes.keys()]);
  expect([...coreCatalog.connectors.keys()]).toEqual([...catalog.connectors.keys()]);
  expect(coreCatalog.presets).toEqual(catalog.presets);
  for (const [id, connector] of catalog.connectorDefinitions)
    expect(coreCatalog.connectors.get(id)).toBe(connector.spec);
  for (const [type, { spec }] of catalog.definitions) expect(coreCatalog.nodes.get(type)).toBe(spec);
});

test('every preset is an entry of a node that ships', () => {
  for (const { id, nodeType } of catalog.presets) expect(catalog.nodes.has(nodeType), id).toBe(true);
});

test('shipped bindings speak the canonical words, and each field of a system is bound once', () => {
  for (const { id, bindings } of catalog.connectors.values()) {
    for (const { entity, fields } of bindings) {
      const unknown = Object.keys(fields).filter((field) => canonicalField(entity, field) === undefined);
      expect(unknown, `${id} ${entity}`).toEqual([]);
      // One column may be two fields only where conversions tell them apart.
      const places = Object.values(fields).map(({ path, codec }) => `${path} ${codec ?? ''}`);
      expect(new Set(places).size, `${id} ${entity}`).toBe(places.length);
    }
  }
});

test('credentials of every connector are marked, so that they are stored encrypted and never given back', () => {
  for (const { id, settings } of catalog.connectors.values()) {
    const looksSecret = Object.keys(settings.shape).filter((name) => /secret|password|token$|key$/i.test(name));
    expect(secretNames(settings), id).toEqual(looksSecret);
  }
});
