import {
  companyNumberForms,
  isSameCompany,
  readCompanyNumber,
  readVatNumber,
  vatNumberForms,
} from '@koppel/connector-odata';
import { RecordError, type FieldValue } from '@koppel/sdk';
import { unknownCode, type Draft, type FieldMaker } from './bound-field.ts';
import { readBoolean, readValue, relatedRow, relatedRows, type Row } from './json.ts';
import { escaped } from './lookups.ts';

interface Input {
  /** With its entity, for messages. */
  readonly field: string;
  readonly path: string;
  readonly codec: string;
}

const addressReads = ['addresses.active', 'addresses.invoice', 'addresses.delivery'];
const activeOf = (row: Row, relation: string) =>
  relatedRows(row, relation).filter(({ active }) => active === undefined || readBoolean(active));

/** The address that Tryton itself takes for invoices: the one that is marked so, else the first. */
function invoiceAddress(row: Row): Row | undefined {
  const addresses = activeOf(row, 'addresses');
  return addresses.find(({ invoice }) => readBoolean(invoice)) ?? addresses[0];
}

/** An address for deliveries that is another than the one for invoices. */
function deliveryAddress(row: Row): Row | undefined {
  const billing = invoiceAddress(row);
  return activeOf(row, 'addresses').find(({ id, delivery }) => readBoolean(delivery) && id !== billing?.['id']);
}

/** The types of contact mechanisms that are meant, the first of which a new one gets. */
const mechanismTypes: Readonly<Record<string, readonly string[]>> = {
  phone: ['phone', 'mobile'],
  email: ['email'],
  website: ['website'],
};

function mechanism(row: Row, codec: string): Row | undefined {
  const mechanisms = activeOf(row, 'contact_mechanisms');
  for (const type of mechanismTypes[codec]!) {
    const found = mechanisms.find((one) => one['type'] === type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The record of a relation that a part of a draft means. */
const picks: Readonly<Record<string, (row: Row) => Row | undefined>> = {
  invoice: invoiceAddress,
  delivery: deliveryAddress,
  phone: (row) => mechanism(row, 'phone'),
  email: (row) => mechanism(row, 'email'),
  website: (row) => mechanism(row, 'website'),
};

function partOf({ parts }: Draft, name: string): Record<string, unknown> {
  let part = parts.get(name);
  if (part === undefined) parts.set(name, (part = {}));
  return part;
}

/** A field of a party that stands in a record of its own, or needs a rule; undefined for other conversions. */
export function partyField(input: Input): FieldMaker | undefined {
  const { codec, path, field } = input;
  const [, column = ''] = path.split('/');
  switch (codec) {
    case 'invoice':
    case 'delivery':
    case 'invoice-second-line':
    case 'delivery-second-line':
      return column === 'country' ? countryField(codec, field) : addressField(codec, column);
    case 'phone':
    case 'email':
    case 'website':
      return {
        reads: ['contact_mechanisms.active', 'contact_mechanisms.type', 'contact_mechanisms.value'],
        read: (row) => readValue(mechanism(row, codec)?.['value']),
        clause: (value) => [['contact_mechanisms.value', 'ilike', `%${escaped(String(value ?? ''))}%`]],
        write(value, draft) {
          partOf(draft, codec)['value'] = value === null ? null : String(value).trim() || null;
        },
      };
    case 'company-number':
      return {
        reads: ['identifiers.type', 'identifiers.code'],
        read: companyNumberOf,
        canonical: (value) => readCompanyNumber(value) ?? value,
        clause: (value) => [['identifiers.code', 'in', companyNumberForms(value)]],
        write(value, draft) {
          draft.companyNumber = value === '' ? null : value;
        },
      };
    case 'vat-number':
      return {
        reads: ['identifiers.type', 'identifiers.code'],
        read: (row) => readVatNumber(withPrefix(vatIdentifier(row))),
        canonical: (value) => readVatNumber(value) ?? value,
        clause: (value) => [['identifiers.code', 'in', [...vatNumberForms(value), ...companyNumberForms(value)]]],
        write(value, draft) {
          draft.vatNumber = value === '' ? null : value;
        },
      };
    case 'blocked':
      return {
        reads: ['active'],
        read: (row) => (readBoolean(row['active']) ? 'no' : 'all'),
        options: [
          { value: 'no', label: 'Active' },
          { value: 'all', label: 'Not active' },
        ],
        clause: (value) => [['active', '=', value === 'no']],
        write(value, { values }) {
          values['active'] = value === null || value === '' || value === 'no';
        },
      };
    case 'language':
      return {
        reads: ['lang.code'],
        read: (row) => isoLanguage(readValue(relatedRow(row, 'lang')?.['code'])),
        canonical: isoLanguage,
        clause: (value) => [['lang.code', 'ilike', `${escaped(String(value ?? ''))}%`]],
        async write(value, { values }, { lookups, signal }) {
          const code = isoLanguage(value);
          if (code === null) {
            values['lang'] = null;
            return;
          }
          const id = await lookups.idOf('ir.lang', 'code', String(code), signal);
          if (id === undefined) throw unknownCode(field, { label: 'language', text: String(value) });
          values['lang'] = id;
        },
      };
    default:
      return undefined;
  }
}

/** `nl_BE` and `nl` are Dutch. */
function isoLanguage(value: FieldValue): FieldValue {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 2).toLowerCase() : null;
}

function addressField(codec: string, column: string): FieldMaker {
  const name = codec.split('-', 1)[0]!;
  const isSecondLine = codec !== name;
  const pick = picks[name]!;
  const clause = (value: FieldValue) => [[`addresses.${column}`, 'ilike', `%${escaped(String(value ?? ''))}%`]];
  if (column !== 'street') {
    return {
      reads: [...addressReads, `addresses.${column}`],
      read: (row) => readValue(pick(row)?.[column]),
      clause,
      write(value, draft) {
        partOf(draft, name)[column] = value === null ? null : String(value).trim() || null;
      },
    };
  }
  return {
    reads: [...addressReads, 'addresses.street'],
    read(row) {
      const [first = null, ...others] = streetLines(pick(row)?.['street']);
      return isSecondLine ? (others.length === 0 ? null : others.join(', ')) : first;
    },
    clause,
    write(value, draft) {
      partOf(draft, name)[isSecondLine ? '#secondLine' : '#firstLine'] = value === null ? '' : String(value).trim();
    },
  };
}

function streetLines(raw: unknown): readonly string[] {
  if (typeof raw !== 'string') return [];
  return raw.split('\n').map((line) => line.trim()).filter((line) => line !== ''); // prettier-ignore
}

function countryField(codec: string, field: string): FieldMaker {
  const pick = picks[codec]!;
  const upper = (value: FieldValue) => (typeof value === 'string' ? value.trim().toUpperCase() : value);
  return {
    reads: [...addressReads, 'addresses.country.code'],
    read(row) {
      const address = pick(row);
      return address === undefined ? null : readValue(relatedRow(address, 'country')?.['code']);
    },
    canonical: upper,
    clause: (value) => [['addresses.country.code', '=', upper(value)]],
    async write(value, draft, { lookups, signal }) {
      const code = String(value ?? '').trim();
      const id = code === '' ? null : await lookups.idOf('country.country', 'code', code, signal);
      if (id === undefined) throw unknownCode(field, { label: 'country', text: code });
      partOf(draft, codec)['country'] = id;
    },
  };
}

const isVatType = (type: unknown) => typeof type === 'string' && /_(vat|btw|tva|nif|mva|iva|pvm|pvn|kmkr|alv|anum|dic|dph|ddv|cvr|uid|oib|nip|cf|vnr)$/.test(type); // prettier-ignore
const vatIdentifier = (row: Row) => relatedRows(row, 'identifiers').find(({ type }) => isVatType(type));

/** The number with its country in front, where its type says it. */
function withPrefix(identifier: Row | undefined): string | null {
  if (identifier === undefined) return null;
  const code = readVatNumber(identifier['code']);
  const country = String(identifier['type']).slice(0, 2).toUpperCase();
  if (code === null || country === 'EU' || code.startsWith(country)) return code;
  return country === 'BE' ? `BE${code.padStart(10, '0')}` : `${country}${code}`;
}

/** The Belgian VAT number is the company number behind "BE"; who pays no VAT has an identifier without a type. */
function companyNumberOf(row: Row): FieldValue {
  const identifiers = relatedRows(row, 'identifiers');
  const belgian = identifiers.find(({ type }) => type === 'be_vat') ?? identifiers.find(({ type, code }) => (type === 'eu_vat' && /^\s*BE/i.test(String(code))) || ((type === null || type === '') && readCompanyNumber(code) !== null)); // prettier-ignore
  return belgian === undefined ? null : readCompanyNumber(belgian['code']);
}

type Command = readonly [string, ...unknown[]];

/** The identifiers as they are to be, as commands on those that are there. */
function identifierCommands({ companyNumber, vatNumber }: Draft, row: Row | null): readonly Command[] {
  if (companyNumber === undefined && vatNumber === undefined) return [];
  const company = companyNumber === undefined && row !== null ? companyNumberOf(row) : (companyNumber ?? null);
  const vat =
    vatNumber === undefined && row !== null ? readVatNumber(withPrefix(vatIdentifier(row))) : readVatNumber(vatNumber);
  const isBelgianVat = vat?.startsWith('BE') === true;
  if (isBelgianVat && company !== null && !isSameCompany(company, vat)) throw differentNumbers(company, vat);
  const vatRow = row === null ? undefined : vatIdentifier(row);
  const plainRow = row === null ? undefined : relatedRows(row, 'identifiers').find(({ type, code }) => (type === null || type === '') && readCompanyNumber(code) !== null); // prettier-ignore
  return [
    ...commandFor(vatRow, vat === null ? null : { type: isBelgianVat ? 'be_vat' : 'eu_vat', code: vat }),
    ...commandFor(plainRow, company === null || isBelgianVat ? null : { type: null, code: String(company).trim() }),
  ];
}

function commandFor(there: Row | undefined, wanted: Readonly<Record<string, unknown>> | null): readonly Command[] {
  if (wanted === null) return there === undefined ? [] : [['delete', [there['id']]]];
  if (there === undefined) return [['create', [wanted]]];
  const isSame = there['type'] === wanted['type'] && there['code'] === wanted['code'];
  return isSame ? [] : [['write', [there['id']], wanted]];
}

function differentNumbers(company: FieldValue, vat: string): RecordError {
  return new RecordError({
    code: 'tryton.number-does-not-fit',
    failureCause: 'doesNotFit',
    message: `The VAT number "${vat}" is of another company than the company number "${String(company)}".`,
    remedy: 'Correct the one that is wrong in the source, then retry.',
    field: 'account.vatNumber',
  });
}

const relationOf = (name: string) => (name === 'invoice' || name === 'delivery' ? 'addresses' : 'contact_mechanisms');
const isEmpty = (part: Readonly<Record<string, unknown>>) =>
  Object.values(part).every((value) => value === null || value === '');

/** The values of one part as its model has them: both lines of a street are one text. */
function partValues(part: Readonly<Record<string, unknown>>, there: Row | undefined): Record<string, unknown> {
  const { '#firstLine': first, '#secondLine': second, ...values } = part;
  if (first === undefined && second === undefined) return values;
  const [line = '', ...others] = streetLines(there?.['street']);
  const lines = [first ?? line, second ?? others.join(', ')].filter((one) => one !== '');
  return { ...values, street: lines.length === 0 ? null : lines.join('\n') };
}

/** What a draft of a party is to Tryton: values, and commands on what belongs to it. `row`: what is there. */
export function partyValues(draft: Draft, row: Row | null): Record<string, unknown> {
  const commands = new Map<string, Command[]>();
  const add = (relation: string, more: readonly Command[]) => {
    if (more.length > 0) commands.set(relation, [...(commands.get(relation) ?? []), ...more]);
  };
  for (const [name, part] of draft.parts) {
    const relation = relationOf(name);
    const there = row === null ? undefined : picks[name]!(row);
    const values = partValues(part, there);
    if (there !== undefined) {
      const isGone = relation === 'contact_mechanisms' && isEmpty(values);
      add(relation, [isGone ? ['delete', [there['id']]] : ['write', [there['id']], values]]);
    } else if (!isEmpty(part)) {
      const fixed = relation === 'addresses' ? { [name]: true } : { type: mechanismTypes[name]![0] };
      add(relation, [['create', [{ ...fixed, ...values }]]]);
    }
  }
  add('identifiers', identifierCommands(draft, row));
  return { ...draft.values, ...Object.fromEntries(commands) };
}

/** What has to be read of a party to write it. */
export const partyReads: readonly string[] = [
  ...addressReads,
  'addresses.street',
  'contact_mechanisms.active',
  'contact_mechanisms.type',
  'contact_mechanisms.value',
  'identifiers.type',
  'identifiers.code',
];
