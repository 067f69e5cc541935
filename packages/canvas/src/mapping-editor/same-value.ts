import type { FieldType, FieldValue } from '@koppel/model';

/** Whether a field holds nothing. */
export function isEmptyValue(value: FieldValue | undefined): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

/**
 * Whether two systems hold the same, however each writes it: `45000` and `45000.00`, outer blanks, line ends, moments with
 * another offset. The same judgement as when a flow runs decides that nothing has to be written.
 */
export function isSameValue(a: FieldValue | undefined, b: FieldValue | undefined, { kind }: FieldType): boolean {
  if (isEmptyValue(a) || isEmptyValue(b)) return isEmptyValue(a) && isEmptyValue(b);
  if (a === b) return true;
  return comparable(a!, kind) === comparable(b!, kind);
}

function comparable(value: Exclude<FieldValue, undefined>, kind: FieldType['kind']): string {
  const text = String(value).trim();
  switch (kind) {
    case 'integer':
    case 'decimal':
    case 'money':
      return plainNumber(text);
    case 'date':
      return /^\d{4}-\d{2}-\d{2}T00:00/.test(text) ? text.slice(0, 10) : text;
    case 'dateTime':
      return plainMoment(text);
    case 'text':
      return text.replace(/\r\n?/g, '\n').normalize('NFC');
    default:
      return text;
  }
}

/** Without zeros that say nothing; by the digits themselves, because amounts do not survive as floats. */
function plainNumber(text: string): string {
  const parts = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text);
  if (!parts || (parts[2] === '' && !text.includes('0') && !parts[3])) return text;
  const [, sign, whole, fraction] = parts;
  const digits = `${whole === '' ? '0' : whole}${fraction ? `.${fraction}` : ''}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

function plainMoment(text: string): string {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(full) ? full : `${full}Z`;
  // Browsers read much as a date that is none, such as 45000.
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(zoned) ? Date.parse(zoned) : Number.NaN;
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}
