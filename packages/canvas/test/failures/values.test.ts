import { describe, expect, it } from 'vitest';
import { valueRows } from '../../src/failures/failure-values.tsx';

describe('the fields of a failed record', () => {
  it('begin with the one that caused it, then those that were mapped, then the rest, each once', () => {
    const rows = valueRows({
      error: { code: 'a.b', message: '', remedy: '', field: 'account.terms' },
      input: { 'account.name': 'Hallet', 'account.terms': 'DPU', 'account.fax': null },
      output: { 'account.phone': '1', 'account.name': 'HALLET' },
    });
    expect(rows.map(({ field }) => field)).toEqual(['account.terms', 'account.phone', 'account.name', 'account.fax']);
    expect(rows[0]).toEqual({ field: 'account.terms', input: 'DPU', output: undefined, isCause: true });
    expect(rows[2]).toMatchObject({ input: 'Hallet', output: 'HALLET' });
    expect(rows[3]!.input).toBeNull();
  });
});
