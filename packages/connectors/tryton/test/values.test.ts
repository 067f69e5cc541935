import { describe, expect, test } from 'vitest';
import { readCursor, writeCursor } from '../src/cursor.ts';
import { readValue, stampBefore, writeStamp, writeValue } from '../src/json.ts';
import { buttonsFor } from '../src/orders.ts';
import { partyValues } from '../src/party-fields.ts';
import { versionOf } from '../src/records.ts';
import { entities } from '../src/entities.ts';

const decimal = (text: string) => ({ __class__: 'Decimal', decimal: text });
const at = (second: number, microsecond: number) => ({ __class__: 'datetime', year: 2026, month: 11, day: 26, hour: 3, minute: 47, second, microsecond }); // prettier-ignore

describe('values', () => {
  test.each([
    [decimal('567.00'), '567'],
    [decimal('-0.00'), '0'],
    [decimal('0E-8'), '0'],
    [decimal('1000'), '1000'],
    [0.1, '0.1'],
    ['  text ', 'text'],
    ['', null],
    [null, null],
    [true, true],
    [{ __class__: 'date', year: 2026, month: 1, day: 9 }, '2026-01-09'],
    [at(5, 42), '2026-11-26T03:47:05.000042Z'],
    [{ __class__: 'timedelta', seconds: 3 }, null],
  ])('%j is read as %j', (raw, value) => {
    expect(readValue(raw)).toBe(value);
  });

  test.each([
    ['12.50', 'numeric', decimal('12.50')],
    ['3', 'float', 3],
    ['7', 'integer', 7],
    ['true', 'boolean', true],
    [null, 'boolean', false],
    [null, 'char', null],
    ['2026-02-03', 'date', { __class__: 'date', year: 2026, month: 2, day: 3 }],
    [' text ', 'char', 'text'],
  ])('%j is written into %s as %j', (value, type, raw) => {
    expect(writeValue(value, type, 'account.x')).toEqual(raw);
  });

  test.each([['1,5', 'numeric'], ['1.5', 'integer'], ['yes', 'boolean'], ['soon', 'date']])('%j does not fit %s', (value, type) => {
    expect(() => writeValue(value, type, 'account.x')).toThrow(/is not/);
  }); // prettier-ignore

  test('a stamp keeps its microseconds, there and back and earlier', () => {
    const stamp = '2026-11-26T03:47:05.000042Z';
    expect(readValue(writeStamp(stamp))).toBe(stamp);
    expect(stampBefore(stamp, 60_000)).toBe('2026-11-26T03:46:05.000042Z');
  });
});

describe('the version of a customer', () => {
  const { account } = entities;
  const row = {
    id: 3,
    create_date: at(1, 0),
    write_date: null,
    'addresses.': [{ id: 8, create_date: at(1, 0), write_date: null }],
  };
  test('moves when an address changes, and when one goes away', () => {
    const changed = { ...row, 'addresses.': [{ id: 8, create_date: at(1, 0), write_date: at(2, 7) }] };
    const versions = [row, changed, { ...row, 'addresses.': [] }].map((one) => versionOf(one, account!));
    expect(new Set(versions).size).toBe(3);
    expect(versions[1]).toContain('03:47:02.000007');
  });
});

describe('what is written of a customer', () => {
  const nothing = { values: {}, parts: new Map() };
  const address = { id: 8, active: 1, invoice: 0, delivery: 0, street: 'Kerkstraat 10\nbus 3' };
  const there = {
    id: 3,
    'addresses.': [address],
    'contact_mechanisms.': [{ id: 5, active: 1, type: 'mobile', value: '+32 470' }],
    'identifiers.': [{ id: 6, type: 'be_vat', code: 'BE0403019261' }],
  };

  test('a new one gets its parts with their marks, and none that are empty', () => {
    const parts = new Map<string, Record<string, unknown>>([
      ['invoice', { '#firstLine': 'Kerkstraat 10', '#secondLine': 'bus 3', city: 'Gent' }],
      ['delivery', { '#firstLine': '', city: null }],
      ['email', { value: 'a@b.example' }],
      ['website', { value: null }],
    ]);
    const draft = { values: { name: 'Kroon' }, parts, companyNumber: '0403.019.261', vatNumber: 'BE 0403.019.261' };
    expect(partyValues(draft, null)).toEqual({
      name: 'Kroon',
      addresses: [['create', [{ invoice: true, city: 'Gent', street: 'Kerkstraat 10\nbus 3' }]]],
      contact_mechanisms: [['create', [{ type: 'email', value: 'a@b.example' }]]],
      identifiers: [['create', [{ type: 'be_vat', code: 'BE0403019261' }]]],
    });
  });

  test('one line of a street leaves the other as it is', () => {
    const draft = { ...nothing, parts: new Map([['invoice', { '#secondLine': 'bus 4' }]]) };
    expect(partyValues(draft, there)).toEqual({
      addresses: [['write', [8], { street: 'Kerkstraat 10\nbus 4' }]],
    });
  });

  test('a mobile number is the telephone where there is no other, and goes when it is emptied', () => {
    const phone = (value: string | null) => ({ ...nothing, parts: new Map([['phone', { value }]]) });
    expect(partyValues(phone('+32 9'), there)).toEqual({ contact_mechanisms: [['write', [5], { value: '+32 9' }]] });
    expect(partyValues(phone(null), there)).toEqual({ contact_mechanisms: [['delete', [5]]] });
  });

  test('without a VAT number the company number stays, as an identifier without a type', () => {
    expect(partyValues({ ...nothing, vatNumber: null }, there)).toEqual({
      identifiers: [
        ['delete', [6]],
        ['create', [{ type: null, code: '0403.019.261' }]],
      ],
    });
    expect(partyValues({ ...nothing, vatNumber: 'BE0403019261' }, there)).toEqual({});
  });

  test('a foreign VAT number has a type of its own', () => {
    expect(partyValues({ ...nothing, companyNumber: null, vatNumber: 'NL123456789B01' }, null)).toEqual({
      identifiers: [['create', [{ type: 'eu_vat', code: 'NL123456789B01' }]]],
    });
  });
});

test('a sale is taken as far as the connection says, from where it is', () => {
  expect(buttonsFor('draft', 'confirmed')).toEqual(['quote', 'confirm']);
  expect(buttonsFor('draft', 'quotation')).toEqual(['quote']);
  expect(buttonsFor('draft', 'draft')).toEqual([]);
  expect(buttonsFor('quotation', 'confirmed')).toEqual(['confirm']);
  expect(buttonsFor('quotation', 'draft')).toEqual([]);
  expect(buttonsFor('processing', 'confirmed')).toEqual([]);
});

test('a place is read as it was written, and anything else is refused', () => {
  const place = { kind: 'scan', since: '2026-11-26T03:47:05.000042Z', until: null, after: 12 } as const;
  expect(readCursor(writeCursor(place))).toEqual({ v: 1, ...place });
  for (const text of ['', '{}', writeCursor({ ...place, since: 'yesterday' })]) expect(() => readCursor(text)).toThrow(/cannot be read/); // prettier-ignore
});
