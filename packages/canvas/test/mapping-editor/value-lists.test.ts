import type { PreviewRecord } from '@koppel/protocol';
import { describe, expect, it } from 'vitest';
import { distinctLabels } from '../../src/mapping-editor/distinct-labels.ts';
import { sampleTitle } from '../../src/mapping-editor/sample-title.ts';
import { unlistedCodes } from '../../src/mapping-editor/unlisted.ts';
import { listIdFor } from '../../src/mapping-editor/use-new-list.ts';

function record(input: PreviewRecord['input'], key = '1'): PreviewRecord {
  return { key, name: 'Hallet', input, stoppedBy: null, output: null, port: null, errors: {}, present: null };
}

describe('codes that a value list does not know', () => {
  it('are counted over the samples, most frequent first; empty fields and absent records are none', () => {
    const codes = ['DPU', 'DAP', 'CPT', 'DPU', '', null];
    const records = [...codes.map((code) => record({ 'account.deliveryTerms': code })), record(null)];
    expect(unlistedCodes(records, 'account.deliveryTerms', { entries: { DAP: '5' } })).toEqual([
      { code: 'DPU', samples: 2 },
      { code: 'CPT', samples: 1 },
    ]);
  });
});

describe('a new value list', () => {
  it.each([
    ['Payment terms, ERP → CRM', [], 'payment-terms-erp-crm'],
    ['Conditions de règlement', [], 'conditions-de-reglement'],
    ['Terms', ['terms', 'terms-2'], 'terms-3'],
    ['→', [], 'list'],
    ['2 lists', [], 'lists'],
  ])('called %j beside %j has the id %s', (title, taken, id) => {
    expect(listIdFor(title, new Set(taken))).toBe(id);
  });
});

describe('names on the screen', () => {
  it('tell fields apart that a system calls the same', () => {
    const fields = [
      { name: 'account.vatNumber', label: 'VAT Registration No.' },
      { name: 'account.companyNumber', label: 'VAT Registration No.' },
      { name: 'account.name', label: 'Name' },
    ];
    expect([...distinctLabels(fields, (name) => name.slice(8)).values()]).toEqual([
      'vatNumber',
      'companyNumber',
      'Name',
    ]);
  });

  it('call a sample by the number people know, and never by a long key', () => {
    expect(sampleTitle(record({ 'account.number': 'K10199' }, '00063ecb-d7ea-4f68-9a62'), 'account')).toBe(
      'K10199 Hallet',
    );
    expect(sampleTitle(record({}, '10482'), 'account')).toBe('10482 Hallet');
    expect(sampleTitle(record({}, '00063ecb-d7ea-4f68-9a62'), 'account')).toBe('Hallet');
  });
});
