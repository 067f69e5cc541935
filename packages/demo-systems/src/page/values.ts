import { reader } from '../records/catalogue.ts';
import type { Column, StoredRecord, Value } from '../records/definition.ts';
import type { PageSet } from '../odata-service.ts';

/** Dates that stand for none. */
const noDate = '0001-01-01';
const noGuid = '00000000-0000-0000-0000-000000000000';

/** Numbers stand to the right. */
export function isNumber({ type }: Column): boolean {
  return ['integer', 'bigint', 'decimal', 'money', 'double'].includes(type);
}

/** A value as a form holds it. What comes back unchanged is this text again. */
export function formText(column: Column, record: StoredRecord): string {
  const value = reader(column)(record);
  if (value === null || value === noDate) return '';
  if (column.type === 'instant') return new Date(Number(value)).toISOString();
  return String(value);
}

/** A value as people read it. */
export function shownText(set: Pick<PageSet, 'label'>, column: Column, record: StoredRecord): string {
  const value = reader(column)(record);
  const label = set.label?.(column.name, value, record);
  if (label !== undefined) return label;
  if (value === noGuid) return '';
  const choice = column.choices?.find((one) => one.value === value);
  if (choice !== undefined) return choice.label;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (column.type === 'instant' && value !== null)
    return formText(column, record).replace('T', ' ').replace(/\.\d+/, '');
  return formText(column, record);
}

/** What a column may be set to, where that is a list. */
export function optionsOf(
  set: PageSet,
  column: Column,
): readonly { readonly value: string; readonly label: string }[] | undefined {
  const options = set.options?.(column.name);
  if (options !== undefined) return options;
  if (column.type === 'boolean')
    return [
      { value: 'false', label: 'no' },
      { value: 'true', label: 'yes' },
    ];
  if (column.type === 'enum') return column.options?.map((value) => ({ value, label: value.trim() || '–' }));
  if (column.type !== 'choice') return undefined;
  const choices = column.choices?.map(({ value, label }) => ({ value: String(value), label }));
  return choices === undefined ? undefined : [{ value: '', label: '–' }, ...choices];
}

/** Reads what was typed. Gives the sentence that says what is wrong with it instead, as `{ problem }`. */
export function typedValue(column: Column, typed: string): { readonly value: Value } | { readonly problem: string } {
  const text = typed.replaceAll('\r\n', '\n');
  if (text === '') return { value: null };
  switch (column.type) {
    case 'boolean':
      return { value: text === 'true' };
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'money':
    case 'double':
    case 'choice': {
      const number = Number(text.trim().replace(',', '.'));
      return Number.isFinite(number)
        ? { value: number }
        : { problem: `${column.title} must be a number, not "${text}".` };
    }
    case 'instant': {
      const moment = Date.parse(text);
      return Number.isNaN(moment)
        ? { problem: `${column.title} must be a date and time, not "${text}".` }
        : { value: moment };
    }
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
        ? { value: text }
        : { problem: `${column.title} must be a date such as 2026-12-31, not "${text}".` };
    default:
      return { value: text };
  }
}
