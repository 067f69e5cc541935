import { linesOf, linesText, type FieldType, type FieldValue } from '@koppel/model';
import { parseDate, parseMoment } from './calendar.ts';
import { decimalText, parseDecimal } from './decimal.ts';
import { readYesNo } from './field-types.ts';

/**
 * Whether a field holds nothing: `null`, or a text of blanks only, which is how many systems write an empty field.
 */
export function isEmpty(value: FieldValue | undefined): value is null | undefined | '' {
  if (typeof value !== 'string') return value === null || value === undefined;
  if (value === '') return true;
  const first = value.charCodeAt(0);
  return (first <= 32 || first >= 128) && value.trim() === '';
}

/** The text form of a value, which value lists look up: `true`, `12`, `45000.00`. */
export function textOf(value: Exclude<FieldValue, null>): string {
  return typeof value === 'string' ? value : String(value);
}

/**
 * The canonical form of a value, so that two systems' ways of writing the same compare equal: `45000.00` and `45000`,
 * line ends, outer blanks, composed and decomposed letters, offsets of a moment. Empty is `null`. Never throws: what
 * cannot be read as its type stays as it is, trimmed. For comparing only; what is written keeps its own form.
 */
export function normalise(value: FieldValue, type: FieldType): FieldValue {
  if (isEmpty(value)) return null;
  switch (type.kind) {
    case 'text':
      return normaliseText(textOf(value));
    case 'choice':
      return textOf(value).trim();
    case 'integer':
    case 'decimal':
    case 'money':
      return normaliseNumber(value, type.kind === 'integer');
    case 'boolean':
      return typeof value === 'boolean' ? value : (readYesNo(textOf(value)) ?? textOf(value).trim());
    case 'date': {
      const text = textOf(value).trim();
      // Some systems write a day as midnight: its first ten characters are the day.
      return parseDate(text) ?? parseDate(/^\d{4}-\d{2}-\d{2}T00:00/.test(text) ? text.slice(0, 10) : '') ?? text;
    }
    case 'dateTime':
      return normaliseMoment(textOf(value).trim());
    case 'reference':
      return textOf(value).trim();
    case 'lines':
      return normaliseLines(value, type);
  }
}

function normaliseLines(
  value: Exclude<FieldValue, null>,
  { fields }: Extract<FieldType, { kind: 'lines' }>,
): FieldValue {
  const lines = linesOf(value);
  if (!lines) return textOf(value).trim();
  const types = new Map(fields.map(({ field, type }) => [field, type]));
  return linesText(
    lines.map((line) =>
      Object.fromEntries(
        Object.entries(line).map(([field, cell]) => {
          const type = types.get(field);
          return [field, type ? normalise(cell, type) : cell];
        }),
      ),
    ),
  );
}

const mayNeedComposing = /[^\s!-~]/;

function normaliseText(text: string): string {
  let plain = text.trim();
  if (plain.includes('\r')) plain = plain.replace(/\r\n?/g, '\n');
  return mayNeedComposing.test(plain) ? plain.normalize('NFC') : plain;
}

function normaliseNumber(value: Exclude<FieldValue, null>, isInteger: boolean): FieldValue {
  const text = textOf(value).trim();
  const decimal = parseDecimal(text);
  if (!decimal) return text;
  const plain = decimalText(decimal);
  const number = Number(plain);
  return isInteger && Number.isSafeInteger(number) ? number : plain;
}

/** A moment without offset is taken as UTC here: it is compared, not written. */
function normaliseMoment(text: string): string {
  const day = parseDate(text);
  if (day) return `${day}T00:00:00Z`;
  return parseMoment(text) ?? parseMoment(`${text}Z`) ?? text;
}
