import type { PlainFieldKind, FieldType, FieldValue, Format } from '@koppel/model';
import { formatCompanyNumber } from './belgium/company-number.ts';
import { parseIban } from './belgium/iban.ts';
import { readPaymentReference } from './belgium/payment-reference.ts';
import { readPeppolId } from './belgium/peppol-id.ts';
import { formatBelgianPhone } from './belgium/phone.ts';
import { parseVatNumber } from './belgium/vat-number.ts';
import { dayInZone, parseLooseDate, parseMoment } from './calendar.ts';
import { notANumber, type Step } from './convert.ts';
import { parseDecimal, roundHalfUp } from './decimal.ts';
import { parseEmail } from './email.ts';
import { readYesNo } from './field-types.ts';
import { MappingError, quoted } from './mapping-error.ts';
import { textOf } from './normalise.ts';
import { capitalise, digitsOf } from './texts.ts';

/** What a format takes, what it gives, and how an expression writes it. */
interface FormatFacts {
  readonly accepts: readonly PlainFieldKind[];
  readonly gives: (from: FieldType) => FieldType;
  /** The step for values of this type. Throws a `MappingError` for a value it cannot read. */
  readonly step: (from: FieldType, timeZone: string) => Step;
  /** The same in CEL, around the CEL text of a value. */
  readonly cel: (value: string) => string;
}

const text: FieldType = { kind: 'text' };
const textLike = ['text', 'choice'] as const;
const numeric = ['integer', 'decimal', 'money', 'text'] as const;
const everyKind = ['text', 'integer', 'decimal', 'money', 'boolean', 'date', 'dateTime', 'choice'] as const;

/** A format that turns a text into a text. */
function textFormat(change: (text: string) => string, cel: string, keepsLength: boolean): FormatFacts {
  return {
    accepts: textLike,
    gives: (from) => (keepsLength && from.kind === 'text' ? from : text),
    step: () => (value) => change(textOf(value)),
    cel: (value) => `${cel}(${value})`,
  };
}

/** A format that reads a text by a check of its own; what the check refuses becomes a failed record. */
function checkedFormat(read: (text: string) => string | null, what: string, cel: string): FormatFacts {
  return {
    accepts: [...textLike, 'integer'],
    gives: () => text,
    step: () => (value) => read(textOf(value)) ?? refuse(textOf(value), what),
    cel: (value) => `${cel}(${value})`,
  };
}

/** Throws what a check says about a text that is not what it looks for. `what` has its article: `a VAT number`. */
export function refuse(value: string, what: string): never {
  throw new MappingError({
    code: 'mapping.not-valid',
    message: `${quoted(value)} is not ${what}.`,
    remedy: remedies[what] ?? 'Correct the value in the source.',
    value,
  });
}

const remedies: Readonly<Record<string, string>> = {
  'a company number':
    'A company number has ten digits, starts with 0 or 1 and ends in two check digits, such as 0403.019.261. Correct it in the source.',
  'a VAT number':
    'A VAT number starts with its country, such as BE0403019261; its digits are checked. Correct it in the source.',
  'an IBAN':
    'An IBAN starts with its country and two check digits, such as BE68 5390 0754 7034. Correct it in the source.',
  'a structured communication or a number of at most ten digits':
    'A structured communication has twelve digits, the last two of which check the others, such as +++090/9337/55493+++. Correct it in the source.',
  'a Peppol participant or a company number':
    'A Peppol participant is its scheme and its number, such as 0208:0403019261. Correct it in the source.',
  'an e-mail address': 'An e-mail address is written as name@example.be. Correct it in the source.',
  'a phone number':
    'Write it as 015 41 22 80, 0475 12 34 56 or +32 15 41 22 80, without words. Correct it in the source.',
};

/** The ready-made formats of a simple rule. Expressions have the same ones as functions. */
export const formatFacts: Readonly<Record<Format, FormatFacts>> = {
  trim: textFormat((value) => value.trim(), 'trim', true),
  uppercase: textFormat((value) => value.toUpperCase(), 'upper', false),
  lowercase: textFormat((value) => value.toLowerCase(), 'lower', false),
  capitalise: textFormat(capitalise, 'capitalise', false),
  digits: { ...textFormat(digitsOf, 'digits', true), accepts: [...textLike, 'integer'] },
  belgianPhone: checkedFormat(formatBelgianPhone, 'a phone number', 'belgianPhone'),
  companyNumber: checkedFormat(formatCompanyNumber, 'a company number', 'companyNumber'),
  vatNumber: checkedFormat(parseVatNumber, 'a VAT number', 'vatNumber'),
  iban: checkedFormat(parseIban, 'an IBAN', 'iban'),
  structuredCommunication: checkedFormat(
    readPaymentReference,
    'a structured communication or a number of at most ten digits',
    'structuredCommunication',
  ),
  peppolId: checkedFormat(readPeppolId, 'a Peppol participant or a company number', 'peppolId'),
  email: checkedFormat(parseEmail, 'an e-mail address', 'email'),
  date: {
    accepts: [...textLike, 'date', 'dateTime'],
    gives: () => ({ kind: 'date' }),
    step: (from, timeZone) => (from.kind === 'dateTime' ? momentToDay(timeZone) : looseDate),
    cel: (value) => `date(${value})`,
  },
  text: {
    accepts: everyKind,
    gives: (from) => (from.kind === 'text' ? from : text),
    step: () => textOf,
    cel: (value) => `text(${value})`,
  },
  round2: {
    accepts: numeric,
    gives: (from) => ({ kind: from.kind === 'money' ? 'money' : 'decimal', scale: 2 }),
    step: () => round2,
    cel: (value) => `round(${value}, 2)`,
  },
  yesNo: {
    accepts: ['boolean', 'text', 'choice', 'integer'],
    gives: () => ({
      kind: 'choice',
      options: [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ],
    }),
    step: () => yesNo,
    cel: (value) => `yesNo(${value})`,
  },
};

function looseDate(value: Exclude<FieldValue, null>): string {
  return readLooseDate(textOf(value));
}

/** Reads a day in any of the usual ways; throws a `MappingError` for another text. */
export function readLooseDate(value: string): string {
  const date = parseLooseDate(value);
  if (date !== null) return date;
  throw new MappingError({
    code: 'mapping.not-a-date',
    message: `${quoted(value)} is not a date.`,
    remedy: 'Write dates as 2026-11-23 or 23/11/2026, or correct the value in the source.',
    value,
  });
}

function momentToDay(timeZone: string): Step {
  const dayOf = dayInZone(timeZone);
  return (value) => {
    const moment = parseMoment(textOf(value));
    if (moment !== null) return dayOf(Date.parse(moment));
    throw new MappingError({
      code: 'mapping.not-a-date',
      message: `${quoted(value)} is not a date and time.`,
      remedy: 'Write moments as 2026-11-23T14:02:00Z, or correct the value in the source.',
      value,
    });
  };
}

const round2: Step = (value) => {
  const decimal = parseDecimal(textOf(value));
  if (!decimal) throw notANumber(value, 'rounding');
  return roundHalfUp(decimal, 2).toFixed(2);
};

const yesNo: Step = (value) => yesOrNo(textOf(value));

/** `yes` or `no`, whichever language the text says it in; throws a `MappingError` for another text. */
export function yesOrNo(value: string): 'yes' | 'no' {
  const read = readYesNo(value);
  if (read !== null) return read ? 'yes' : 'no';
  throw new MappingError({
    code: 'mapping.does-not-fit',
    message: `${quoted(value)} is neither yes nor no.`,
    remedy: 'Translate the value with a value list to "yes" and "no".',
    value,
  });
}
