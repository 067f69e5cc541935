import type { Entity } from '../records/catalogue.ts';
import type { Value } from '../records/definition.ts';
import type { PageSet, ServicePorts } from '../odata-service.ts';
import type { ErpColumn } from './columns.ts';
import { refusalOf } from './errors.ts';
import type { ErpPages, PublishedApi, PublishedPage } from './pages.ts';
import { updateRecord } from './writing.ts';

/** What the firm's own people see of the ERP, and may change. */
export function erpPageSets(pages: ErpPages, { database, now }: ServicePorts): PageSet[] {
  const { standard, sales } = pages;
  const shelf = (
    api: PublishedApi,
    set: string,
    shown: {
      readonly title: string;
      readonly listed: readonly string[];
      readonly foundBy: readonly string[];
      readonly containedIn: readonly string[];
    },
  ): PageSet => {
    const published = api.page(set)!;
    return {
      ...shown,
      entity: published.entity,
      editable: editableOf(published),
      label: (column, value) => codeOf(api, published.entity.column(column), value),
      options: (column) => optionsOf(api, published.entity.column(column)),
      edit({ id, version, values }) {
        const { table } = published.entity;
        const before = table.get(id);
        if (before === undefined) return 'The record does not exist any more.';
        if (before.version !== version) return 'Another user has already changed the record. Look at it again.';
        try {
          database.transact(() => updateRecord({ published, api, pages, now }, before, values));
          return null;
        } catch (error) {
          const refusal = refusalOf(error);
          if (refusal === undefined) throw error;
          return refusal.message;
        }
      },
    };
  };
  const codes = ([set, title]: readonly [string, string]) =>
    shelf(standard, set, { title, listed: ['code', 'displayName'], foundBy: ['code'], containedIn: ['displayName'] });
  return [
    shelf(standard, 'customers', {
      title: 'Customers',
      listed: [
        'number',
        'displayName',
        'postalCode',
        'city',
        'country',
        'taxRegistrationNumber',
        'creditLimit',
        'blocked',
      ],
      foundBy: ['number', 'enterpriseNumber', 'vatNumber'],
      containedIn: ['displayName', 'city'],
    }),
    shelf(sales, 'customerDetails', {
      title: 'Customer details',
      listed: ['number', 'displayName', 'legalForm', 'language', 'iban', 'insuredAmount', 'insuredUntil'],
      foundBy: ['number', 'enterpriseNumber', 'vatNumber'],
      containedIn: ['displayName'],
    }),
    ...(
      [
        ['paymentTerms', 'Payment terms'],
        ['shipmentMethods', 'Shipment methods'],
        ['paymentMethods', 'Payment methods'],
        ['currencies', 'Currencies'],
      ] as const
    ).map(codes),
  ];
}

function editableOf({ page, entity }: PublishedPage): string[] {
  // The currency is set by its id: two ways to say one thing would contradict each other in a form.
  return page.definition.columns
    .filter(({ isReadOnly, name }) => isReadOnly !== true && !(name === 'currencyCode' && entity.column('currencyId')))
    .map(({ name }) => name);
}

function codeOf(api: PublishedApi, column: ErpColumn | undefined, value: Value): string | undefined {
  const target = targetOf(api, column);
  const record = typeof value === 'string' ? target?.table.get(value) : undefined;
  return record === undefined ? undefined : String(record.values['code'] ?? '');
}

function optionsOf(api: PublishedApi, column: ErpColumn | undefined) {
  const target = targetOf(api, column);
  if (target === undefined) return column?.options?.map((option) => ({ value: option, label: option.trim() || '–' }));
  const everything = {
    order: 'key',
    descending: false,
    minStamp: -1,
    maxStamp: 8.64e15,
    minId: '',
    maxId: '~',
  } as const;
  const options = [{ value: '00000000-0000-0000-0000-000000000000', label: '–' }];
  for (const { id, values } of target.table.read(everything)) {
    options.push({ value: id, label: `${String(values['code'])} ${String(values['displayName'] ?? '')}` });
    if (options.length > 200) break;
  }
  return options;
}

function targetOf(api: PublishedApi, column: ErpColumn | undefined): Entity<ErpColumn> | undefined {
  return column?.reference === undefined ? undefined : api.page(column.reference.set)?.entity;
}
