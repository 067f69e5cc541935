import type { ValueList } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { missingTranslation, targetChoices } from '../../src/failures/translation.ts';

const node = (config: Record<string, unknown>) => ({ type: 'map-fields', v: 1, config });
const failure = {
  nodeId: 'map',
  error: { code: 'mapping.no-translation', message: '…', remedy: '…', field: 'account.deliveryTerms' },
  input: { 'account.incoterm': 'DPU', 'account.deliveryTerms': 'FOB' },
};
const list: ValueList = {
  koppel: 'value-list',
  version: 1,
  id: 'delivery-terms',
  title: { en: 'Delivery terms' },
  entries: { EXW: '1', DAP: '2' },
};

describe('the translation that a failed record lacks', () => {
  it('is found in the row of the mapping: its list, and what the record has in the field it is filled from', () => {
    const rows = { 'account.deliveryTerms': { from: 'account.incoterm', list: 'delivery-terms' } };
    expect(missingTranslation({ nodes: { map: node({ rows }) } }, failure)).toEqual({
      listId: 'delivery-terms',
      value: 'DPU',
      field: 'account.deliveryTerms',
    });
  });

  it('is found in a node that translates fields in place', () => {
    const fields = { 'account.deliveryTerms': { list: 'delivery-terms', unlisted: 'fail' } };
    expect(missingTranslation({ nodes: { map: node({ fields }) } }, failure)?.value).toBe('FOB');
  });

  it('is unknown where the value came from an expression, or the node is gone', () => {
    const rows = { 'account.deliveryTerms': { cel: 'translate(account.incoterm)' } };
    expect(missingTranslation({ nodes: { map: node({ rows }) } }, failure)).toBeNull();
    expect(missingTranslation({ nodes: {} }, failure)).toBeNull();
  });

  it('can become what the target knows, unused values first', () => {
    const schema = {
      entity: 'account',
      systemEntity: 'accounts',
      label: 'Account',
      hash: '',
      fields: [
        {
          field: 'deliveryTerms',
          systemField: 'terms',
          label: 'Terms',
          type: {
            kind: 'choice' as const,
            options: [
              { value: '1', label: 'Ex works' },
              { value: '9', label: 'Delivered and unloaded' },
            ],
          },
          isRequired: false,
          canCreate: true,
          canUpdate: true,
        },
      ],
    };
    expect(targetChoices([schema], list, 'account.deliveryTerms')).toEqual([
      { value: '9', label: 'Delivered and unloaded', isUsed: false },
      { value: '1', label: 'Ex works', isUsed: true },
    ]);
    expect(targetChoices([schema], list, 'account.name')).toEqual([]);
  });
});
