import type { Row } from '@koppel/connector-odata';
import type { FieldValue } from '@koppel/sdk';
import { choice, noTranslation, plain, type BoundField, type FieldWorld } from './bound-field.ts';
import type { Column } from './table-metadata.ts';
import { statusWords, type StatusWord } from './workflow.ts';

/**
 * Blocked is the record's state: an inactive account is blocked for everything. Ship and invoice have no state of their
 * own here. State and status go together, and neither may be given when a record is made.
 */
export function blocked(field: string, column: Column): BoundField {
  const isAll = (value: FieldValue) => String(value ?? '').toLowerCase() === 'all';
  return {
    ...plain(field, column),
    selects: ['statecode'],
    read: (row) => (row['statecode'] === 1 ? 'all' : 'no'),
    write(value, body) {
      const isInactive = isAll(value);
      body['statecode'] = isInactive ? 1 : 0;
      body['statuscode'] = isInactive ? 2 : 1;
    },
    condition: (value) => ({ column: 'statecode', literals: [isAll(value) ? '1' : '0'] }),
    canonical: (value) => (isAll(value) ? 'all' : 'no'),
    canCreate: false,
    canUpdate: true,
    isDefault: (value) => !isAll(value),
  };
}

/** A status in words. Where it takes actions to get there, it is the workflow that sets it. */
export function status(codec: string) {
  const list = statusWords[codec]!;
  const byStatus = new Map(list.map((word) => [word.status, word]));
  return (field: string, column: Column, world: FieldWorld): BoundField => {
    const find = (value: FieldValue): StatusWord | undefined => {
      const text = String(value ?? '')
        .trim()
        .toLowerCase();
      return list.find(({ word, status: number }) => word.toLowerCase() === text || String(number) === text);
    };
    const marks = codec === 'order-status' && world.metadata.columns.has('kop_submitted');
    const read = (row: Row): FieldValue => {
      const raw = row[column.name];
      if (typeof raw !== 'number') return null;
      // What has been handed to the ERP counts as submitted, though it stays open for what the ERP tells.
      if (marks && row['kop_submitted'] === true && row['statecode'] === 0) return 'submitted';
      return byStatus.get(raw)?.word ?? String(raw);
    };
    return {
      ...plain(field, column),
      selects: ['statecode', column.name, ...(marks ? ['kop_submitted'] : [])],
      isWorkflow: world.definition.workflow?.fields.includes(field) === true,
      choices: [...new Map(list.map(({ word, label }) => [word, { value: word, label }])).values()],
      read,
      write(value, body) {
        const word = find(value);
        if (word === undefined) throw noTranslation(world, field, column, value);
        body['statecode'] = word.state;
        body['statuscode'] = word.status;
      },
      condition(value) {
        const word = find(value);
        if (word === undefined) return { column: column.name, literals: [] };
        if (marks && word.word === 'submitted') return { column: 'kop_submitted', literals: ['true'] };
        const same = list.filter((one) => one.word === word.word);
        return { column: column.name, literals: same.map((one) => String(one.status)) };
      },
      canonical: (value) => find(value)?.word ?? value,
      canCreate: false,
      canUpdate: true,
      isDefault: (value) => value === null || value === '' || find(value)?.word === list[0]!.word,
    };
  };
}

/** Whether a product is given up: its retired state. */
export function discontinued(field: string, column: Column, world: FieldWorld): BoundField {
  const isYes = (value: FieldValue) => value === true || value === 'true';
  return {
    ...plain(field, { ...column, kind: 'boolean' }),
    selects: ['statecode'],
    isWorkflow: world.definition.workflow?.fields.includes(field) === true,
    read: (row) => row['statecode'] === 1,
    condition: (value) => ({ column: 'statecode', literals: isYes(value) ? ['1'] : ['0', '2', '3'] }),
    canonical: isYes,
    canCreate: false,
    canUpdate: true,
    isDefault: () => true,
  };
}

/** Options of choice columns that are Koppel's own, so that their numbers are known whatever language their labels are in. */
export const ownWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'fulfilment-status': { '1': 'notStarted', '2': 'partlyShipped', '3': 'shipped', '4': 'invoiced', '5': 'cancelled' },
  segment: { '1': 'A', '2': 'B', '3': 'C', '4': 'D' },
  trend: { '1': 'riser', '2': 'stable', '3': 'decliner' },
};

/** A choice in words. */
export function inWords(codec: string) {
  const words = ownWords[codec]!;
  const numbers = new Map(Object.entries(words).map(([number, word]) => [word.toLowerCase(), number]));
  const toOption = (value: FieldValue) =>
    typeof value === 'string' ? (numbers.get(value.trim().toLowerCase()) ?? value) : value;
  const toWord = (value: FieldValue) => (typeof value === 'string' ? (words[value] ?? value) : value);
  return (field: string, column: Column, world: FieldWorld): BoundField => {
    const base = choice(field, column, world);
    return {
      ...base,
      choices: column.options.map(({ value, label }) => ({ value: words[String(value)] ?? String(value), label })),
      read: (row) => toWord(base.read(row)),
      write: (value, body) => base.write(toOption(value), body),
      condition: (value) => base.condition(toOption(value)),
      canonical: (value) => toWord(toOption(value)),
    };
  };
}
