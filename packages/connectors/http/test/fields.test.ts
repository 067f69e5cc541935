import type { FieldValue } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { bindFields } from '../src/fields.ts';
import { isPath, parsePath, putAt, valueAt } from '../src/json-path.ts';
import { resourceSchema } from '../src/resource.ts';

function bind(field: object, entity = 'account') {
  const resource = resourceSchema.parse({ entity, label: 'X', fields: [{ field: '~x', path: 'x', ...field }] });
  return bindFields(resource)[0]!;
}

function written(field: object, value: FieldValue): unknown {
  const body: Record<string, unknown> = {};
  bind(field).write(body, value);
  return body['x'];
}

describe('values', () => {
  test.each([
    [{ kind: 'text' }, ' a ', 'a', 'a'],
    [{ kind: 'text' }, 7, '7', '7'],
    [{ kind: 'text' }, '', null, null],
    [{ kind: 'integer' }, '12', 12, 12],
    [{ kind: 'money' }, 1250.5, '1250.5', 1250.5],
    [{ kind: 'money', form: 'text' }, '1250.50', '1250.50', '1250.50'],
    [{ kind: 'money', form: 'text' }, '12345678901234567.89', '12345678901234567.89', '12345678901234567.89'],
    [{ kind: 'boolean' }, true, true, true],
    [{ kind: 'boolean', form: 'text' }, 'yes', true, 'true'],
    [{ kind: 'boolean', form: 'number' }, 0, false, 0],
    [{ kind: 'date' }, '2026-11-23T09:00:00Z', '2026-11-23', '2026-11-23'],
    [{ kind: 'date', form: 'seconds' }, 1795392000, '2026-11-23', 1795392000],
    [{ kind: 'dateTime' }, '2026-11-23T10:30:00+01:00', '2026-11-23T09:30:00.000Z', '2026-11-23T09:30:00.000Z'],
    [{ kind: 'dateTime' }, '2026-11-23 09:30:00', '2026-11-23T09:30:00.000Z', '2026-11-23T09:30:00.000Z'],
    [{ kind: 'dateTime', form: 'milliseconds' }, 1795426200000, '2026-11-23T09:30:00.000Z', 1795426200000],
    [{ kind: 'text', form: 'number' }, 42, '42', 42],
  ])('%j reads and writes %j', (field, raw, value, again) => {
    expect(bind(field).read({ x: raw })).toEqual(value);
    expect(written(field, value)).toEqual(again);
  });

  test.each([
    [{ kind: 'integer' }, '1.5'],
    [{ kind: 'money' }, '12345678901234567.89'],
    [{ kind: 'money' }, 'many'],
    [{ kind: 'boolean' }, 'perhaps'],
    [{ kind: 'date', form: 'seconds' }, 'tomorrow'],
    [{ kind: 'lines', lines: [] }, 'no lines'],
  ])('%j refuses to write %j', (field, value) => {
    expect(() => written(field, value)).toThrow(/is not/);
  });

  test('lines are read and written by the paths of their fields', () => {
    const lines = [
      { field: 'product', path: 'item.sku' },
      { field: 'quantity', path: 'qty', kind: 'decimal' },
      { field: 'unitPrice', path: 'price', kind: 'money', form: 'text' },
    ];
    const order = resourceSchema.parse({ entity: 'order', label: 'Orders', fields: [{ field: 'lines', path: 'rows', kind: 'lines', lines }] });
    const [field] = bindFields(order);
    const text = '[{"product":"A1","quantity":"2","unitPrice":"12.50"},{"product":"B2","quantity":"1"}]';
    const rows = [
      { item: { sku: 'A1', other: 1 }, qty: 2, price: '12.50' },
      { item: { sku: 'B2' }, qty: 1, price: null },
    ];
    expect(field!.read({ rows })).toBe(text);
    const body: Record<string, unknown> = {};
    field!.write(body, text);
    expect(body).toEqual({ rows: [{ item: { sku: 'A1' }, qty: 2, price: '12.50' }, { item: { sku: 'B2' }, qty: 1 }] });
    expect(field!.type).toMatchObject({ kind: 'lines', fields: [{ field: 'product' }, { field: 'quantity' }, { field: 'unitPrice' }] });
  }); // prettier-ignore

  test('a field that is a reference in Koppel is one, whatever kind was chosen', () => {
    const order = resourceSchema.parse({
      entity: 'order',
      label: 'Orders',
      fields: [{ field: 'customer', path: 'c' }],
    });
    expect(bindFields(order)[0]!.type).toEqual({ kind: 'reference', entity: 'account' });
  });
});

describe('paths', () => {
  test.each([
    ['', []],
    ['a.b', ['a', 'b']],
    ['a\\.b.c', ['a.b', 'c']],
    ['items.0.x', ['items', '0', 'x']],
  ])('%j', (text, path) => {
    expect(parsePath(text)).toEqual(path);
    expect(isPath(text)).toBe(true);
  });

  test.each(['__proto__.x', 'a.constructor', 'prototype', 'a..b', '.a', 'a.'])('%j is none', (text) => {
    expect(isPath(text)).toBe(false);
  });

  test('see data only, and write data only', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', '0', 'b'])).toBe(1);
    expect(valueAt({}, ['toString'])).toBeUndefined();
    expect(valueAt([], ['constructor'])).toBeUndefined();
    putAt({}, ['__proto__', 'polluted'], true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
