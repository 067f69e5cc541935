import { RecordError, type FieldValue } from '@koppel/sdk';
import { numberText } from '@koppel/connector-odata';

/** A record as Tryton sends it. What was asked for through a relation stands under its name with a dot: `lang.`. */
export type Row = Readonly<Record<string, unknown>>;

/** A domain of Tryton: clauses that all hold, or `['OR', …]`. */
export type Domain = readonly unknown[];

interface Tagged {
  readonly __class__: string;
  readonly [part: string]: unknown;
}

const isTagged = (raw: unknown): raw is Tagged => typeof raw === 'object' && raw !== null && '__class__' in raw;
const two = (part: unknown, digits = 2) => String(part ?? 0).padStart(digits, '0');

/** The digits of an amount without zeros at its end. */
function plainDecimal(text: string): string {
  const number = text.includes('E') || text.includes('e') ? numberText(Number(text)) : text;
  return number.includes('.') ? number.replace(/\.?0+$/, '').replace(/^-0$/, '0') : number;
}

/** A single value of Tryton's JSON as a field's value; null for what is none. Times are in UTC with microseconds. */
export function readValue(raw: unknown): FieldValue {
  if (typeof raw === 'string') return raw.trim() === '' ? null : raw.trim();
  if (typeof raw === 'number') return numberText(raw);
  if (typeof raw === 'boolean') return raw;
  if (!isTagged(raw)) return null;
  switch (raw.__class__) {
    case 'Decimal':
      return plainDecimal(String(raw['decimal']));
    case 'date':
      return `${two(raw['year'], 4)}-${two(raw['month'])}-${two(raw['day'])}`;
    case 'datetime':
      return (
        `${two(raw['year'], 4)}-${two(raw['month'])}-${two(raw['day'])}` +
        `T${two(raw['hour'])}:${two(raw['minute'])}:${two(raw['second'])}.${two(raw['microsecond'], 6)}Z`
      );
    default:
      return null;
  }
}

/** Yes or no: a database without booleans gives 1 and 0. */
export function readBoolean(raw: unknown): boolean {
  return raw === true || raw === 1;
}

/** A whole number. A key of a record is one. */
export function readInteger(raw: unknown): number | null {
  return typeof raw === 'number' && Number.isSafeInteger(raw) ? raw : null;
}

export function writeDecimal(text: string): Tagged {
  return { __class__: 'Decimal', decimal: text };
}

export function writeDate(day: string): Tagged {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  return { __class__: 'date', year, month, day: date };
}

/** A time as `readValue` gives it, for a domain. */
export function writeStamp(stamp: string): Tagged {
  const [, year, month, day, hour, minute, second, fraction] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?Z$/.exec(stamp) ?? [];
  return {
    __class__: 'datetime',
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    microsecond: Number((fraction ?? '').padEnd(6, '0').slice(0, 6)),
  };
}

/** So much earlier. Microseconds stay as they are. */
export function stampBefore(stamp: string, ms: number): string {
  const micros = /\.\d{3}(\d{3})Z$/.exec(stamp)?.[1] ?? '000';
  return new Date(Math.max(Date.parse(stamp) - ms, 0)).toISOString().replace('Z', `${micros}Z`);
}

/** A field's value for a request, by the type that Tryton has for the column. */
export function writeValue(value: FieldValue, type: string, field: string): unknown {
  const text = value === null ? '' : String(value).trim();
  if (text === '') return type === 'boolean' ? false : null;
  switch (type) {
    case 'numeric':
      return writeDecimal(numberIn(text, field));
    case 'float':
      return Number(numberIn(text, field));
    case 'integer': {
      const number = Number(numberIn(text, field));
      if (!Number.isSafeInteger(number)) throw doesNotFit(text, 'a whole number', field);
      return number;
    }
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw doesNotFit(text, 'yes or no', field);
      return text === 'true';
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}/.test(text)) throw doesNotFit(text, 'a date', field);
      return writeDate(text);
    default:
      return text;
  }
}

function numberIn(text: string, field: string): string {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) throw doesNotFit(text, 'a number', field);
  return text;
}

function doesNotFit(value: string, what: string, field: string): RecordError {
  return new RecordError({
    code: 'tryton.value-does-not-fit',
    failureCause: 'doesNotFit',
    message: `"${value}" is not ${what}.`,
    remedy: 'Correct the value in the source, or convert it in the mapping.',
    field,
  });
}

/** The records of a relation to several, as they were read with their owner. */
export function relatedRows(row: Row, relation: string): readonly Row[] {
  const related = row[`${relation}.`];
  return Array.isArray(related) ? (related as Row[]) : [];
}

/** The record of a relation to one; null where there is none. */
export function relatedRow(row: Row, relation: string): Row | null {
  const related = row[`${relation}.`];
  return typeof related === 'object' && related !== null && !Array.isArray(related) ? (related as Row) : null;
}
