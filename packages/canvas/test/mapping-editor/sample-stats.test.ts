import { normalise } from '@koppel/mapping';
import type { FieldKind, FieldType, FieldValue } from '@koppel/model';
import type { PreviewRecord } from '@koppel/protocol';
import { describe, expect, it } from 'vitest';
import { isSameValue } from '../../src/mapping-editor/same-value.ts';
import { outcomeOf, sampleStats } from '../../src/mapping-editor/sample-stats.ts';

const money: FieldType = { kind: 'money', scale: 2 };
const name = 'account.creditLimit';
const error = { code: 'mapping.not-a-number', message: 'm', remedy: 'r' };

function record(key: string, part: Partial<PreviewRecord>): PreviewRecord {
  return {
    key,
    name: key,
    input: {},
    stoppedBy: null,
    output: {},
    port: 'records',
    errors: {},
    present: null,
    ...part,
  };
}
const writes = (key: string, value: FieldValue, present: FieldValue) =>
  record(key, { output: { [name]: value }, present: { [name]: present } });

describe('what would become of samples', () => {
  it('is equal however each system writes the same value', () => {
    expect(outcomeOf(writes('1', '45000.00', '45000'), name, money).kind).toBe('equal');
    expect(outcomeOf(writes('1', null, ''), name, money).kind).toBe('equal');
  });

  it('is new where the target has no record, or does not say what it holds', () => {
    expect(outcomeOf(record('1', { output: { [name]: '1' } }), name, money).kind).toBe('new');
    expect(outcomeOf(record('1', { output: { [name]: '1' }, present: {} }), name, money).kind).toBe('new');
  });

  it('is untouched where the rule leaves the field as it is, which is not the same as emptying it', () => {
    const untouched = record('1', { output: {}, present: { [name]: '5' } });
    expect(outcomeOf(untouched, name, money)).toEqual({ kind: 'untouched', present: '5' });
    expect(outcomeOf(writes('1', null, '5'), name, money)).toEqual({ kind: 'changed', value: null, present: '5' });
  });

  it('fails with the error of the field, else of the whole record, even where that stops it on its way', () => {
    expect(outcomeOf(record('1', { errors: { [name]: error } }), name, money)).toEqual({ kind: 'failed', error });
    const stopped = record('1', { input: null, errors: { '': error } });
    expect(outcomeOf(stopped, name, money).kind).toBe('failed');
    expect(outcomeOf(record('1', { errors: { 'account.name': error } }), name, money).kind).toBe('untouched');
  });

  it('is counted over all samples, with those that fail or change told one by one', () => {
    const stats = sampleStats(
      [
        writes('1', '1', '1.00'),
        writes('2', '2', '3'),
        record('3', { errors: { [name]: error } }),
        record('4', { input: null }),
        record('5', { output: { [name]: '9' } }),
        writes('6', '6', '7'),
      ],
      name,
      money,
    );
    expect(stats.counts).toEqual({ equal: 1, changed: 2, new: 1, untouched: 0, failed: 1, absent: 1 });
    expect(stats.total).toBe(5);
    expect(stats.telling.map(({ record: { key } }) => key)).toEqual(['3', '2', '6']);
  });
});

describe('equality of values', () => {
  const values: readonly FieldValue[] = [
    null,
    '',
    '  ',
    '0',
    '0.00',
    '-0.0',
    '45000',
    '45000.00',
    '045000.0',
    45000,
    '45000.01',
    '-1.50',
    '-1.5',
    '.5',
    '0.5',
    'DAP',
    ' DAP ',
    'dap',
    'a\r\nb',
    'a\nb',
    'é',
    'e\u0301',
    true,
    false,
    '2026-11-23',
    '2026-11-23T00:00:00Z',
    '2026-11-23T14:02:00Z',
    '2026-11-23T15:02:00+01:00',
    '2026-11-23T14:02:00',
  ];
  // Yes and no arrive as such from both sides: they need no reading.
  const kinds: readonly FieldKind[] = ['text', 'choice', 'integer', 'decimal', 'money', 'date', 'dateTime'];

  it.each(kinds)('of kind %s judges as the running flow does', (kind) => {
    const type = kind === 'choice' ? { kind, options: [] } : ({ kind } as FieldType);
    const differing = values.flatMap((a) =>
      values.flatMap((b) => {
        const asRun = normalise(a, type) === normalise(b, type);
        return isSameValue(a, b, type) === asRun ? [] : [[a, b, asRun]];
      }),
    );
    expect(differing).toEqual([]);
  });
});
