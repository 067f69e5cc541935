import { plainType, type Comparison, type FieldType, type FieldValue } from '@koppel/model';
import { parseDate } from './calendar.ts';
import { converter, notANumber, type FilledValue } from './convert.ts';
import { parseDecimal, type Decimal } from './decimal.ts';
import { typeOfFixed } from './field-types.ts';
import { isEmpty, normalise, textOf } from './normalise.ts';

/** Judges the value of one field. */
export type Judge = (value: FieldValue | undefined) => boolean;

const ordering = {
  above: (order: number) => order > 0,
  atLeast: (order: number) => order >= 0,
  below: (order: number) => order < 0,
  atMost: (order: number) => order <= 0,
};

/** Whether a comparison orders values, and so needs a type that has an order. */
export function isOrdering(comparison: Comparison['is']): comparison is keyof typeof ordering {
  return Object.hasOwn(ordering, comparison);
}

/**
 * Makes the judge of a comparison that its check found good. An empty field equals nothing, is not above or below
 * anything, and differs from everything. Texts compare without outer blanks, upper and lower case differ.
 */
export function compareStep(comparison: Comparison, type: FieldType): Judge {
  const { is } = comparison;
  if (is === 'empty') return isEmpty;
  if (is === 'notEmpty') return (value) => !isEmpty(value);
  if (is === 'oneOf') return oneOf(comparison.value as readonly FieldValue[], type);
  if (is === 'contains' || is === 'startsWith') return textual(is, String(comparison.value));
  const value = comparison.value as FieldValue;
  if (isOrdering(is)) return ordered(ordering[is], value as FilledValue, type);
  const equals = equal(value, type);
  return is === 'equals' ? equals : (candidate) => !equals(candidate);
}

function textual(is: 'contains' | 'startsWith', part: string): Judge {
  return is === 'contains'
    ? (value) => !isEmpty(value) && textOf(value).includes(part)
    : (value) => !isEmpty(value) && textOf(value).trimStart().startsWith(part);
}

function equal(wanted: FieldValue, type: FieldType): Judge {
  if (isEmpty(wanted)) return isEmpty;
  const form = canonical(wanted, type);
  if (type.kind === 'boolean' || type.kind === 'date') return (value) => value === form;
  return (value) => value === form || (!isEmpty(value) && normalise(value, type) === form);
}

function oneOf(wanted: readonly FieldValue[], type: FieldType): Judge {
  const forms = new Set(wanted.map((value) => canonical(value, type)));
  return (value) => forms.has(normalise(value ?? null, type));
}

/** The value of the rule in the form in which fields of the type are compared. */
function canonical(value: FieldValue, type: FieldType): FieldValue {
  if (isEmpty(value)) return null;
  const step = converter(typeOfCompared(value, type), comparedType(type), 'the comparison');
  return normalise(step ? step(value) : value, type);
}

/** The kind alone, without bounds: a comparison may well ask for more than the field can hold. */
export function comparedType(type: FieldType): FieldType {
  if (type.kind === 'reference' || type.kind === 'lines') return type;
  return type.kind === 'choice' ? { kind: 'text' } : plainType(type.kind);
}

/** The type of the value to compare with. A moment may be compared with a day, which then begins at 00:00 UTC. */
export function typeOfCompared(value: FilledValue, type: FieldType): FieldType {
  const isDay = type.kind === 'dateTime' && typeof value === 'string' && parseDate(value) !== null;
  return isDay ? { kind: 'date' } : typeOfFixed(value);
}

function ordered(isRight: (order: number) => boolean, wanted: FilledValue, type: FieldType): Judge {
  if (type.kind === 'integer' || type.kind === 'decimal' || type.kind === 'money') {
    const bound = number(wanted);
    const shortBound = shortNumber(textOf(wanted));
    return (value) => {
      if (isEmpty(value)) return false;
      const short = shortBound === null ? null : shortNumber(textOf(value as FilledValue));
      return isRight(short === null ? number(value as FilledValue).cmp(bound) : short - shortBound!);
    };
  }
  const bound = textOf(canonical(wanted, type) ?? '');
  return (value) => {
    if (isEmpty(value)) return false;
    const text = textOf(normalise(value, type) ?? '');
    return isRight(text < bound ? -1 : text > bound ? 1 : 0);
  };
}

/**
 * The number of a plain decimal text of at most 15 characters, else null. Two different decimals of so few digits are two
 * different floats in the same order, so that they may be compared as such: most amounts are, and it is ten times as fast.
 */
function shortNumber(text: string): number | null {
  const { length } = text;
  if (length > 15) return null;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 48 && code <= 57;
    if (!isDigit && code !== 46 && !(code === 45 && at === 0)) return null;
  }
  const number = Number(text);
  return Number.isNaN(number) ? null : number;
}

function number(value: FilledValue): Decimal {
  const decimal = parseDecimal(textOf(value));
  if (!decimal) throw notANumber(value, 'the condition');
  return decimal;
}
