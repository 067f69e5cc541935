import type { FieldType, FieldValue } from '@koppel/model';
import { quoted } from './mapping-error.ts';

/** A type in plain words with its article, for messages: `a number with 2 decimals`. */
export function describeType(type: FieldType): string {
  switch (type.kind) {
    case 'text':
      return type.maxLength === undefined ? 'a text' : `a text of at most ${type.maxLength} characters`;
    case 'integer':
      return 'a whole number';
    case 'decimal':
      return type.scale === undefined ? 'a number' : `a number with ${type.scale} decimals`;
    case 'money':
      return type.scale === undefined ? 'an amount' : `an amount with ${type.scale} decimals`;
    case 'boolean':
      return 'yes or no';
    case 'date':
      return 'a date';
    case 'dateTime':
      return 'a date and time';
    case 'choice':
      return 'a choice';
    case 'reference':
      return `a reference to another record (${type.entity})`;
    case 'lines':
      return 'lines';
  }
}

/**
 * Whether a value of one type may be written to a field of another. `fits`: as it is, though a single value may still
 * be too long. `converts`: it is rewritten, and `reason` says how and which values become failures. `no`: never;
 * `reason` says why.
 */
export interface TypeFit {
  readonly fit: 'fits' | 'converts' | 'no';
  /** Empty when there is nothing to say. */
  readonly reason: string;
}

const fits: TypeFit = { fit: 'fits', reason: '' };
const converts = (reason: string): TypeFit => ({ fit: 'converts', reason });
const no = (reason: string): TypeFit => ({ fit: 'no', reason });

/** How well values of type `from` fit a field of type `to`. */
export function fitsType(from: FieldType, to: FieldType): TypeFit {
  switch (to.kind) {
    case 'text':
      return toText(from, to.maxLength);
    case 'choice':
      return toChoice(from, optionValues(to));
    case 'integer':
      return toInteger(from);
    case 'decimal':
    case 'money':
      return toDecimal(from, to.scale);
    case 'boolean':
      return toBoolean(from);
    case 'date':
      if (from.kind === 'date') return fits;
      if (from.kind === 'text') return converts('A text that is not a date becomes a failed record.');
      if (from.kind === 'dateTime') return no('The time would be lost. Use the format "date" to keep the day only.');
      return no(`${capital(describeType(from))} is not a date.`);
    case 'dateTime':
      if (from.kind === 'dateTime') return fits;
      if (from.kind === 'date') return converts('The time becomes 00:00 UTC.');
      if (from.kind === 'text') return converts('A text that is not a date and time becomes a failed record.');
      return no(`${capital(describeType(from))} is not a date and time.`);
    case 'reference':
      if (from.kind === 'reference' && from.entity === to.entity) return fits;
      return no(`${capital(describeType(from))} is not ${describeType(to)}.`);
    case 'lines':
      return from.kind === 'lines' ? toLines(from, to) : no(`${capital(describeType(from))} is not a list of lines.`);
  }
}

type LinesType = Extract<FieldType, { kind: 'lines' }>;

/** Lines are filled field by field, each from the field of the same name. */
function toLines(from: LinesType, to: LinesType): TypeFit {
  const reasons: string[] = [];
  for (const { field, label, type } of to.fields) {
    const source = from.fields.find((candidate) => candidate.field === field);
    const { fit, reason } = source ? fitsType(source.type, type) : fits;
    if (fit === 'no') return no(`Of each line, ${label ?? field} does not fit: ${reason}`);
    if (reason !== '') reasons.push(`${label ?? field}: ${reason}`);
  }
  return reasons.length > 0 ? converts(`Of each line, ${reasons.join(' ')}`) : fits;
}

/** The codes a choice allows; `null` when its options are not known, and any code may come. */
export function optionValues(type: FieldType): readonly string[] | null {
  return type.kind === 'choice' && type.options.length > 0 ? type.options.map(({ value }) => value) : null;
}

function toText(from: FieldType, maxLength: number | undefined): TypeFit {
  if (from.kind === 'text') {
    const mayBeTooLong = maxLength !== undefined && (from.maxLength ?? Infinity) > maxLength;
    return mayBeTooLong
      ? { fit: 'fits', reason: `A text longer than ${maxLength} characters becomes a failed record.` }
      : fits;
  }
  if (from.kind === 'choice') return fits;
  if (from.kind === 'lines') return no('Lines are not a text.');
  const example = {
    reference: 'd3b07384-d9a0-4e2f-8c5e-0b5a3f1c2d4e',
    integer: '45',
    decimal: '45000.00',
    money: '45000.00',
    boolean: 'true',
    date: '2026-11-23',
    dateTime: '2026-11-23T14:02:00Z',
  };
  return converts(`It is written as text, such as "${example[from.kind]}".`);
}

function toChoice(from: FieldType, targets: readonly string[] | null): TypeFit {
  if (!targets)
    return from.kind === 'text' || from.kind === 'choice'
      ? fits
      : converts('Its text form must be a code of the target.');
  const sources = from.kind === 'boolean' ? ['true', 'false'] : optionValues(from);
  if (!sources) return converts(`Only the codes of the target are taken: ${listed(targets)}.`);
  const unknown = sources.filter((value) => !targets.includes(value));
  if (unknown.length === 0) return fits;
  if (unknown.length === sources.length) {
    return no(
      `None of its codes (${listed(sources)}) is a code of the target (${listed(targets)}). Translate it with a value list.`,
    );
  }
  return converts(`The target has no code ${listed(unknown)}. Translate it with a value list.`);
}

function toInteger(from: FieldType): TypeFit {
  switch (from.kind) {
    case 'integer':
      return fits;
    case 'decimal':
    case 'money':
      return from.scale === 0 ? fits : converts('A number with decimals becomes a failed record.');
    case 'text':
    case 'choice':
      return converts('A text that is not a whole number becomes a failed record.');
    default:
      return no(`${capital(describeType(from))} is not a whole number.`);
  }
}

function toDecimal(from: FieldType, scale: number | undefined): TypeFit {
  switch (from.kind) {
    case 'integer':
      return fits;
    case 'decimal':
    case 'money':
      if (scale === undefined || (from.scale ?? Infinity) <= scale) return fits;
      return converts(`A number with more than ${scale} decimals becomes a failed record. Round it first.`);
    case 'text':
    case 'choice':
      return converts('A text that is not a number becomes a failed record.');
    default:
      return no(`${capital(describeType(from))} is not a number.`);
  }
}

function toBoolean(from: FieldType): TypeFit {
  if (from.kind === 'boolean') return fits;
  if (from.kind === 'text') return converts('It is read as yes or no; another text becomes a failed record.');
  if (from.kind !== 'choice')
    return no(`${capital(describeType(from))} is not yes or no. Use a condition in an expression.`);
  const values = optionValues(from);
  const unread = values?.filter((value) => readYesNo(value) === null) ?? [];
  if (values && unread.length === values.length)
    return no(`None of its codes (${listed(values)}) means yes or no. Translate it with a value list.`);
  return converts(`It is read as yes or no${unread.length > 0 ? `; ${listed(unread)} becomes a failed record` : ''}.`);
}

const yesNoWords = new Map<string, boolean>([
  ...['true', 'yes', 'y', '1', 'ja', 'j', 'oui', 'o'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'nee', 'neen', 'non'].map((word) => [word, false] as const),
]);

/** Reads yes or no in three languages and in digits, whatever the case; `null` for any other text. */
export function readYesNo(text: string): boolean | null {
  return yesNoWords.get(text.trim().toLowerCase()) ?? null;
}

/** The first few values, quoted: `"A", "B" and 3 more`. */
export function listed(values: readonly string[], most = 5): string {
  const shown = values.slice(0, most).map(quoted);
  const more = values.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}

/** With a capital first letter, to open a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The type of a value that a rule holds itself. Texts stay texts: the target decides how they are read. */
export function typeOfFixed(value: Exclude<FieldValue, null>): FieldType {
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value === 'string') return { kind: 'text' };
  return Number.isSafeInteger(value) ? { kind: 'integer' } : { kind: 'decimal' };
}
