import type { Value } from '../../records/definition.ts';
import type { CrmColumn } from '../column.ts';
import { problems } from './problem.ts';
import { isGuid } from './record-address.ts';

type Named = { readonly type: string; readonly set: string };

const edmTypes: Readonly<Partial<Record<CrmColumn['type'], string>>> = {
  integer: 'Edm.Int32',
  bigint: 'Edm.Int64',
  choice: 'Edm.Int32',
  decimal: 'Edm.Decimal',
  money: 'Edm.Decimal',
  double: 'Edm.Double',
  boolean: 'Edm.Boolean',
  instant: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  guid: 'Edm.Guid',
};

export function edmType(column: CrmColumn): string {
  return column.type === 'lookup' ? 'Edm.Guid' : (edmTypes[column.type] ?? 'Edm.String');
}

/** Makes the function that checks a value of a column and brings it to the form it is kept in. */
export function valueReader(column: CrmColumn, table: Named): (value: unknown) => Value {
  const check = checkFor(column, table);
  const isRequired = column.required === 'SystemRequired';
  return (value) => {
    if (value !== null && value !== '') return check(value);
    if (value === '' && column.type !== 'text' && column.type !== 'memo') throw wrongType(column, table, value);
    // An empty text and no value are the same to the vendor.
    if (isRequired) throw problems.missingColumn(column.logicalName, table.type);
    return null;
  };
}

function checkFor(column: CrmColumn, table: Named): (value: unknown) => Value {
  const wrong = (value: unknown) => wrongType(column, table, value);
  switch (column.type) {
    case 'text':
    case 'memo': {
      const most = column.maxLength ?? Number.POSITIVE_INFINITY;
      return (value) => {
        if (typeof value !== 'string') throw wrong(value);
        if (value.length > most) throw problems.tooLong(column.logicalName, table.type, most);
        return value;
      };
    }
    case 'boolean':
      return (value) => {
        if (typeof value !== 'boolean') throw wrong(value);
        return value;
      };
    case 'choice': {
      const allowed = new Set(column.choices?.map((each) => each.value));
      const accepted = [...allowed].join(',');
      return (value) => {
        if (typeof value !== 'number' || !Number.isInteger(value)) throw wrong(value);
        if (!allowed.has(value)) throw outside(column, table, { value, accepted, code: '0x8004431A' });
        return value;
      };
    }
    case 'instant':
      return (value) => {
        const at = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
        if (Number.isNaN(at)) throw wrong(value);
        return Math.floor(at / 1000) * 1000;
      };
    case 'date':
      return (value) => {
        if (typeof value !== 'string' || !isDay(value)) throw wrong(value);
        return value;
      };
    case 'guid':
    case 'lookup':
      return (value) => {
        if (typeof value !== 'string' || !isGuid(value)) throw wrong(value);
        return value.toLowerCase();
      };
    default:
      return numberCheck(column, table);
  }
}

function numberCheck(column: CrmColumn, table: Named): (value: unknown) => Value {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, precision = 0 } = column;
  const isWhole = column.type === 'integer' || column.type === 'bigint';
  const factor = 10 ** precision;
  return (value) => {
    if (typeof value !== 'number' || (isWhole && !Number.isInteger(value))) throw wrongType(column, table, value);
    if (value < min || value > max)
      throw outside(column, table, { value, accepted: `${min} to ${max}`, code: '0x80044330' });
    return isWhole ? value : Math.round(value * factor) / factor;
  };
}

/** `YYYY-MM-DD` of a day that exists. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function wrongType(column: CrmColumn, { set }: Named, value: unknown): Error {
  return problems.payload(
    set,
    `Cannot convert the literal '${typeof value === 'object' ? JSON.stringify(value) : String(value)}' to the expected type '${edmType(column)}'.`,
  );
}

function outside(column: CrmColumn, { type }: Named, given: { value: unknown; accepted: string; code: string }): Error {
  return problems.outOfRange({ ...given, column: column.logicalName, table: type });
}
