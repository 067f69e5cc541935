import { RecordError, type FieldValue } from '@koppel/sdk';
import { codecFor, ibanForms, readIban, type ValueCodec } from '@koppel/connector-odata';

/** A codec of one column, and the forms in which a value may stand there, for filters. */
export interface ColumnCodec extends ValueCodec {
  forms(value: FieldValue): readonly string[];
}

const text = codecFor('text', 'blank');
const asIs = (value: FieldValue): readonly string[] => (value === null ? [] : [String(value).trim()]);

/** Texts of the type Code: Business Central keeps them trimmed and in capitals, and so do we when comparing. */
const code: ColumnCodec = {
  read: text.read,
  write: (value) => (value === null ? '' : String(value).trim().toUpperCase()),
  forms: (value) => asIs(value).map((form) => form.toUpperCase()),
};

const iban: ColumnCodec = { read: readIban, write: text.write, forms: ibanForms };

/** Language codes of Business Central (from Windows) and ISO codes; unknown ones stay as they are. */
const isoLanguages: Readonly<Record<string, string>> = {
  NLB: 'nl',
  NLD: 'nl',
  FRB: 'fr',
  FRA: 'fr',
  DEU: 'de',
  DEA: 'de',
  ENU: 'en',
  ENG: 'en',
};
const language: ColumnCodec = {
  read(raw) {
    const plain = text.read(raw);
    if (typeof plain !== 'string') return null;
    return isoLanguages[plain.toUpperCase()] ?? plain.toLowerCase();
  },
  write: text.write,
  forms: asIs,
};

/** Canonical value ↔ name of the enumeration's member. Older versions write the blank one as `_x0020_`. */
const blockedMembers: Readonly<Record<string, string>> = { no: ' ', ship: 'Ship', invoice: 'Invoice', all: 'All' };
const blocked: ColumnCodec = {
  read(raw) {
    const member = typeof raw === 'string' ? raw.replaceAll('_x0020_', ' ').trim().toLowerCase() : '';
    return member === '' ? 'no' : member;
  },
  write(value) {
    const member = value === null ? ' ' : blockedMembers[String(value).toLowerCase()];
    if (member !== undefined) return member;
    throw new RecordError({
      code: 'business-central.unknown-choice',
      failureCause: 'noTranslation',
      message: `Blocked has no Business Central value for "${String(value)}".`,
      remedy: 'Use no, ship, invoice or all, or translate the value in the mapping.',
      field: 'account.blocked',
    });
  },
  forms: (value) => (value === null ? [] : [blockedMembers[String(value).toLowerCase()] ?? String(value)]),
};

/** The currency's ISO code. Where the customer has the company's own currency the API gives its code, the table none. */
const currency: ColumnCodec = { ...code };

const amount = codecFor('money', 'blank');

/**
 * An amount for which 0 says that there is none: columns of Business Central are never empty, and a customer who is not
 * insured is not one who is insured for nothing.
 */
const amountOrNone: ColumnCodec = {
  read(raw) {
    const value = amount.read(raw);
    return Number(value) === 0 ? null : value;
  },
  write: (value) => amount.write(value ?? '0'),
  forms: (value) => asIs(value ?? '0'),
};

/** The conversions that bindings name. */
export const namedCodecs: Readonly<Record<string, ColumnCodec>> = {
  code,
  iban,
  language,
  blocked,
  currency,
  'amount-or-none': amountOrNone,
};

/** The options of fields whose values are fixed by Business Central itself. */
export const codecOptions: Readonly<Record<string, readonly { readonly value: string; readonly label: string }[]>> = {
  blocked: [
    { value: 'no', label: ' ' },
    { value: 'ship', label: 'Ship' },
    { value: 'invoice', label: 'Invoice' },
    { value: 'all', label: 'All' },
  ],
};
