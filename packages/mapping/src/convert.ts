import { linesOf, linesText, type FieldType, type FieldValue } from '@koppel/model';
import { parseDate, parseMoment } from './calendar.ts';
import { decimalAtScale, parseDecimal, decimalText } from './decimal.ts';
import { listed, optionValues, readYesNo } from './field-types.ts';
import { MappingError, quoted } from './mapping-error.ts';
import { textOf } from './normalise.ts';

/** A value that is not empty. */
export type FilledValue = Exclude<FieldValue, null>;

/** One step on the way from a source value to a target value. Gives `null` where nothing is left. */
export type Step = (value: FilledValue) => FieldValue;

/**
 * The step that brings a value of type `from` into the form of type `to`, checking what the target will not take; it
 * throws a `MappingError` for such a value and never shortens or rounds. `null` when nothing has to be done, so that a
 * plain copy stays one. `title` is what messages call the target. Types that never fit (`fitsType`) must not come here.
 */
export function converter(from: FieldType, to: FieldType, title: string): Step | null {
  switch (to.kind) {
    case 'text':
      return toText(from, to.maxLength, title);
    case 'choice':
      return toChoice(from, to, title);
    case 'integer':
      return toInteger(from, to, title);
    case 'decimal':
    case 'money':
      return toDecimal(from, to.scale, title);
    case 'boolean':
      return from.kind === 'boolean' ? null : (value) => readBoolean(value, title);
    case 'date':
      return from.kind === 'date' ? null : (value) => readDate(value, title);
    case 'dateTime':
      if (from.kind === 'dateTime') return null;
      return from.kind === 'date' ? midnight : (value) => readMoment(value, title);
    case 'reference':
      return null;
    case 'lines':
      return toLines(from, to, title);
  }
}

/** Brings the fields of each line into the form of the target's; what a target's line has no place for is left out. */
function toLines(from: FieldType, to: Extract<FieldType, { kind: 'lines' }>, title: string): Step {
  const sources = new Map(from.kind === 'lines' ? from.fields.map(({ field, type }) => [field, type]) : []);
  const cells = to.fields.flatMap(({ field, label, type }) => {
    const source = sources.get(field);
    if (!source) return [];
    const name = label ?? field;
    return [{ field, step: (line: number) => converter(source, type, `${name} of line ${line} of ${title}`) }];
  });
  return (value) => {
    const lines = linesOf(value);
    if (!lines) {
      throw new MappingError({
        code: 'mapping.does-not-fit',
        message: `${quoted(value)} holds no lines, and ${title} takes only those.`,
        remedy: 'Correct the value in the source.',
        value,
      });
    }
    return linesText(
      lines.map((line, index) =>
        Object.fromEntries(
          cells.map(({ field, step }) => {
            const cell = line[field] ?? null;
            const convert = cell === null ? null : step(index + 1);
            return [field, convert ? convert(cell as FilledValue) : cell];
          }),
        ),
      ),
    );
  };
}

const midnight: Step = (value) => `${value}T00:00:00Z`;

function toText(from: FieldType, maxLength: number | undefined, title: string): Step | null {
  const isText = from.kind === 'text' || from.kind === 'choice';
  const isShort = maxLength === undefined || (from.kind === 'text' && (from.maxLength ?? Infinity) <= maxLength);
  if (isShort) return isText || isWrittenAsText(from) ? null : textOf;
  return (value) => {
    const text = textOf(value);
    if (text.length <= maxLength) return text;
    throw new MappingError({
      code: 'mapping.does-not-fit',
      message: `${quoted(text)} is ${text.length} characters long, and ${title} takes at most ${maxLength}.`,
      remedy: 'Shorten the value in the source, or use left(…) in an expression.',
      value,
    });
  };
}

/** Types whose values travel as text already. */
const isWrittenAsText = ({ kind }: FieldType) => kind !== 'integer' && kind !== 'boolean';

function toChoice(from: FieldType, to: FieldType, title: string): Step | null {
  const values = optionValues(to);
  if (!values) return isWrittenAsText(from) ? null : textOf;
  const allowed = new Set(values);
  return (value) => {
    const text = textOf(value);
    if (allowed.has(text)) return text;
    throw new MappingError({
      code: 'mapping.does-not-fit',
      message: `${title} has no choice ${quoted(text)}. Its codes are ${listed(values)}.`,
      remedy: 'Translate the value with a value list, or add the choice to the target system.',
      value,
    });
  };
}

function toInteger(from: FieldType, to: Extract<FieldType, { kind: 'integer' }>, title: string): Step | null {
  const { min = -Infinity, max = Infinity } = to;
  if (from.kind === 'integer' && (from.min ?? -Infinity) >= min && (from.max ?? Infinity) <= max) return null;
  return (value) => {
    const number = typeof value === 'number' ? value : readInteger(textOf(value), title);
    if (number >= min && number <= max) return number;
    throw new MappingError({
      code: 'mapping.does-not-fit',
      message: `${quoted(value)} is too ${number < min ? 'small' : 'large'} for ${title}, which takes ${bounds(min, max)}.`,
      remedy: 'Correct the value in the source, or calculate it otherwise.',
      value,
    });
  };
}

function bounds(min: number, max: number): string {
  if (min === -Infinity) return `at most ${max}`;
  return max === Infinity ? `at least ${min}` : `${min} to ${max}`;
}

function readInteger(text: string, title: string): number {
  const decimal = parseDecimal(text);
  if (!decimal) throw notANumber(text, title);
  const plain = decimalText(decimal);
  const number = Number(plain);
  if (plain.includes('.') || !Number.isSafeInteger(number)) {
    throw new MappingError({
      code: 'mapping.does-not-fit',
      message: `${quoted(text)} is not a whole number, and ${title} takes only those.`,
      remedy: 'Round the number first, for example with round(…).',
      value: text,
    });
  }
  return number;
}

/** What is not a number where one is needed. */
export function notANumber(value: FilledValue, title: string): MappingError {
  return new MappingError({
    code: 'mapping.not-a-number',
    message: `${quoted(value)} is not a number, and ${title} needs one.`,
    remedy: 'Write numbers with digits and a point, such as 1234.50, or correct the value in the source.',
    value,
  });
}

function toDecimal(from: FieldType, scale: number | undefined, title: string): Step | null {
  if (scale === undefined) {
    if (from.kind === 'decimal' || from.kind === 'money') return null;
    return (value) => {
      const decimal = parseDecimal(textOf(value));
      if (!decimal) throw notANumber(value, title);
      return decimalText(decimal);
    };
  }
  return (value) => {
    const scaled = decimalAtScale(textOf(value), scale);
    if (scaled === 'not-a-number') throw notANumber(value, title);
    if (scaled === 'too-precise') {
      throw new MappingError({
        code: 'mapping.does-not-fit',
        message: `${quoted(value)} has more decimals than ${title} takes, which is ${scale}.`,
        remedy: `Round it first, for example with round(…, ${scale}).`,
        value,
      });
    }
    return scaled;
  };
}

function readBoolean(value: FilledValue, title: string): boolean {
  const read = typeof value === 'boolean' ? value : readYesNo(textOf(value));
  if (read !== null) return read;
  throw new MappingError({
    code: 'mapping.does-not-fit',
    message: `${quoted(value)} is neither yes nor no, and ${title} takes only those.`,
    remedy: 'Translate the value with a value list to "yes" and "no".',
    value,
  });
}

function readDate(value: FilledValue, title: string): string {
  const date = parseDate(textOf(value).trim());
  if (date !== null) return date;
  throw new MappingError({
    code: 'mapping.not-a-date',
    message: `${quoted(value)} is not a date such as 2026-11-23, and ${title} needs one.`,
    remedy: 'Use the format "date", which also reads 23/11/2026, or correct the value in the source.',
    value,
  });
}

function readMoment(value: FilledValue, title: string): string {
  const moment = parseMoment(textOf(value));
  if (moment !== null) return moment;
  throw new MappingError({
    code: 'mapping.not-a-date',
    message: `${quoted(value)} is not a date and time such as 2026-11-23T14:02:00Z, and ${title} needs one.`,
    remedy: 'Write the time with its offset from UTC, or Z for UTC itself.',
    value,
  });
}

/**
 * A value that a rule holds itself, brought into the target's form once. Throws a `MappingError` when it does not fit.
 * Without a target it stays as it is.
 */
export function fixedValue(
  value: FieldValue,
  from: FieldType | null,
  to: FieldType | undefined,
  title: string,
): FieldValue {
  if (value === null || value === '' || from === null || !to) return value === '' ? null : value;
  const step = converter(from, to, title);
  return step ? step(value) : value;
}
