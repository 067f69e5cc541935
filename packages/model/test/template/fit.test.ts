import { describe, expect, test } from 'vitest';
import { emptyFlow, fieldUses, fitTemplate, type FlowDocument } from '../../src/index.ts';

function flow(): FlowDocument {
  const document = emptyFlow('accounts', 'Accounts');
  document.nodes = {
    schedule: { type: 'start-on-schedule', v: 1, config: { cron: '{{param.when}}' } },
    after: { type: 'start-after-flow', v: 1, config: { flow: 'products' } },
    read: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
    only: {
      type: 'filter-records',
      v: 1,
      config: { condition: { all: [{ field: 'account.~region', is: 'equals', value: '{{param.limit}}' }] } },
    },
    map: {
      type: 'map-fields',
      v: 1,
      config: {
        rows: {
          'account.~region': { from: 'account.~region' },
          'account.name': { cel: 'account["~region"] + account.billingAddress.city.upperAscii() + "{{param.text}}"' },
        },
      },
    },
    late: { type: 'filter-records', v: 1, config: { condition: { cel: 'account["~region"] != ""' } } },
    save: {
      type: 'save-record',
      v: 1,
      slot: 'crm',
      entity: 'account',
      config: { match: ['companyNumber', '~region'] },
    },
  };
  document.edges = [
    'read.records -> only.records',
    'only.matched -> map.records',
    'map.records -> late.records',
    'late.matched -> save.records',
  ];
  return document;
}
const fit = (fields: Record<string, string>, parameters = {}) =>
  fitTemplate(
    { flows: { accounts: flow() }, valueLists: {}, mastership: [] },
    { flowIds: { accounts: 'accounts-2', products: 'products-3' }, fields, parameters },
  ).flows['accounts-2']!;

describe('a template in the words of a workspace', () => {
  test('a field of the source is called otherwise where the source is read, and nowhere else', () => {
    const { nodes } = fit({ 'erp/account/~region': '~gebied', 'erp/account/billingAddress.city': '~stad' });
    expect(nodes['only']!.config).toMatchObject({ condition: { all: [{ field: 'account.~gebied' }] } });
    expect(nodes['map']!.config['rows']).toMatchObject({
      'account.~region': { from: 'account.~gebied' },
      'account.name': { cel: expect.stringContaining('account["~gebied"] + account["~stad"].upperAscii()') as string },
    });
    expect(nodes['late']!.config).toEqual({ condition: { cel: 'account["~region"] != ""' } });
    expect(nodes['save']!.config).toEqual({ match: ['companyNumber', '~region'] });
  });

  test('a field of the target where it is written, and after that', () => {
    const { nodes } = fit({ 'crm/account/~region': 'industry' });
    expect(Object.keys(nodes['map']!.config['rows'] as object)).toEqual(['account.industry', 'account.name']);
    expect(nodes['map']!.config['rows']).toMatchObject({ 'account.industry': { from: 'account.~region' } });
    expect(nodes['late']!.config).toEqual({ condition: { cel: 'account.industry != ""' } });
    expect(nodes['save']!.config).toEqual({ match: ['companyNumber', 'industry'] });
  });

  test('flows have their names here, and values keep their type', () => {
    const { id, nodes } = fit({}, { when: '0 5 * * *', limit: 7 });
    expect([id, nodes['after']!.config, nodes['schedule']!.config]).toEqual([
      'accounts-2',
      { flow: 'products-3' },
      { cron: '0 5 * * *' },
    ]);
    expect(nodes['only']!.config).toMatchObject({ condition: { all: [{ value: 7 }] } });
  });

  test('a value cannot get out of the text of an expression', () => {
    const { nodes } = fit({}, { text: `" + account.iban + "'\\` });
    const { cel } = (nodes['map']!.config['rows'] as Record<string, { cel: string }>)['account.name']!;
    expect(cel).toContain(String.raw`"\" + account.iban + \"\'\\"`);
  });

  test('fields are known by system, with what is written', () => {
    const uses = fieldUses(flow()).map(
      ({ slot, field, isWritten }) => `${slot} ${field}${isWritten ? ' written' : ''}`,
    );
    expect(new Set(uses)).toEqual(
      new Set([
        'erp ~region',
        'erp billingAddress.city',
        'crm ~region written',
        'crm name written',
        'crm ~region',
        'crm companyNumber',
      ]),
    );
  });
});
