import {
  companyNumberForms,
  ibanForms,
  isBareLiteral,
  readCompanyNumber,
  readIban,
  readVatNumber,
  textLiteral,
  vatNumberForms,
} from '@koppel/connector-odata';
import { RunError, type EntityBinding, type FieldValue } from '@koppel/sdk';
import Big from 'big.js';
import { asIs, choice, plain, type BoundField, type FieldWorld } from './bound-field.ts';
import { childLines, lookup, reference, textLines } from './linked-fields.ts';
import { blocked, discontinued, inWords, ownWords, status } from './state-fields.ts';
import type { Column } from './table-metadata.ts';
import { statusWords } from './workflow.ts';

const languageNames: Readonly<Record<string, readonly string[]>> = {
  nl: ['nl', 'nederlands', 'dutch', 'néerlandais'],
  fr: ['fr', 'frans', 'french', 'français', 'francais'],
  de: ['de', 'duits', 'german', 'deutsch', 'allemand'],
  en: ['en', 'engels', 'english', 'anglais'],
};

function languageOf({ label }: { readonly label: string }): string | undefined {
  const text = label.trim().toLowerCase();
  return Object.entries(languageNames).find(([, names]) => names.includes(text))?.[0];
}

/** A language: `nl`, `fr`, `de`, `en` by the labels of the options; in a text column the code itself. */
function language(field: string, column: Column, world: FieldWorld): BoundField {
  if (column.kind !== 'choice') return plain(field, column);
  const base = choice(field, column, world);
  const codes = new Map(
    column.options.flatMap((option) => {
      const code = languageOf(option);
      return code === undefined ? [] : [[String(option.value), code] as const];
    }),
  );
  const values = new Map([...codes].map(([value, code]) => [code, value]));
  const toOption = (value: FieldValue) =>
    typeof value === 'string' ? (values.get(value.toLowerCase()) ?? value) : value;
  return {
    ...base,
    read(row) {
      const value = base.read(row);
      return typeof value === 'string' ? (codes.get(value) ?? value) : value;
    },
    write: (value, body) => base.write(toOption(value), body),
    condition: (value) => base.condition(toOption(value)),
    canonical: (value) => {
      const option = toOption(value);
      return typeof option === 'string' ? (codes.get(option) ?? option) : option;
    },
  };
}

/** The codes of a language column's options, for its description. */
export function languageOptions(column: Column): { readonly value: string; readonly label: string }[] {
  return column.options.map((option) => ({ value: languageOf(option) ?? String(option.value), label: option.label }));
}

/** A text that is compared and read in one form, however it was typed. */
function numberText(
  field: string,
  column: Column,
  { read, forms }: { read: (value: unknown) => string | null; forms: (value: FieldValue) => string[] },
): BoundField {
  const base = plain(field, column);
  const { name } = column;
  return {
    ...base,
    read: (row) => read(row[name]) ?? base.read(row),
    condition: (value) => ({ column: name, literals: forms(value).map(textLiteral) }),
    canonical: (value) => read(value) ?? value,
  };
}

/** A column that says the opposite: "do not e-mail" for "may be mailed". */
function opposite(field: string, column: Column): BoundField {
  const base = plain(field, column);
  const turned = (value: FieldValue) => (typeof value === 'boolean' ? !value : value === 'true' ? false : value === 'false' ? true : null); // prettier-ignore
  return {
    ...base,
    read(row) {
      const value = base.read(row);
      return typeof value === 'boolean' ? !value : null;
    },
    write: (value, body) => base.write(turned(value), body),
    condition: (value) => base.condition(turned(value)),
    canonical: (value) => (value === 'true' ? true : value === 'false' ? false : value),
  };
}

/** A day in a column that holds a moment: midnight UTC. */
function day(field: string, column: Column): BoundField {
  const base = plain(field, { ...column, kind: 'date' });
  const { name } = column;
  const moment = (value: FieldValue) => (value === null || value === '' ? null : `${String(value).trim().slice(0, 10)}T00:00:00Z`); // prettier-ignore
  return {
    ...base,
    write(value, body) {
      body[name] = moment(value);
    },
    condition: (value) => ({ column: name, literals: asIs(moment(value)).filter(isBareLiteral) }),
  };
}

/** The total without tax, which Dataverse computes from the lines. */
function netTotal(field: string, column: Column): BoundField {
  const base = plain(field, column);
  const amount = (value: unknown) => (typeof value === 'number' ? new Big(value) : new Big(0));
  return {
    ...base,
    selects: ['totalamount', 'totaltax'],
    isCheck: true,
    read: (row) => (row['totalamount'] === null || row['totalamount'] === undefined ? null : amount(row['totalamount']).minus(amount(row['totaltax'])).toFixed()), // prettier-ignore
    write() {},
    canCreate: true,
    canUpdate: true,
  };
}

const codecs: Readonly<Record<string, (field: string, column: Column, world: FieldWorld) => BoundField>> = {
  blocked,
  discontinued,
  opposite,
  day,
  'net-total': netTotal,
  'lines-as-text': textLines,
  ...Object.fromEntries(Object.keys(ownWords).map((codec) => [codec, inWords(codec)])),
  ...Object.fromEntries(Object.keys(statusWords).map((codec) => [codec, status(codec)])),
  language,
  'company-number': (field, column) =>
    numberText(field, column, { read: readCompanyNumber, forms: companyNumberForms }),
  'vat-number': (field, column) => numberText(field, column, { read: readVatNumber, forms: vatNumberForms }),
  iban: (field, column) => numberText(field, column, { read: readIban, forms: ibanForms }),
};

/** The bound field of a column, or null where the organisation does not have the column. */
export function bindField(
  field: string,
  { path, codec }: { path: string; codec?: string | undefined },
  world: FieldWorld,
): BoundField | null {
  if (Object.hasOwn(world.definition.lines, field)) return childLines(field, path, world.definition.lines[field]!);
  const column = world.metadata.columns.get(path);
  if (column === undefined) return null;
  if (codec !== undefined) {
    if (!Object.hasOwn(codecs, codec)) throw unknownCodec(codec, field);
    return codecs[codec]!(field, column, world);
  }
  if (Object.hasOwn(world.definition.references, path)) return reference(field, column, world);
  if (column.isLookup) return Object.hasOwn(world.definition.lookups, path) ? lookup(field, column, world) : null;
  return column.kind === 'choice' ? choice(field, column, world) : plain(field, column);
}

/** What a name as flows write it is bound to: canonical, or `~column`. */
export function fieldIn(name: string, { fields }: EntityBinding): EntityBinding['fields'][string] | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  return name.startsWith('~') ? { path: name.slice(1) } : undefined;
}

/** The bound field for a name as flows write it: canonical, or `~column`. Throws a RunError for one that is not there. */
export function fieldNamed(name: string, binding: EntityBinding, world: FieldWorld): BoundField {
  const declared = fieldIn(name, binding);
  const bound = declared === undefined ? null : bindField(name, declared, world);
  if (bound !== null) return bound;
  throw new RunError({
    code: 'dataverse.field-gone',
    message: `Dataverse has no field "${name}" for ${world.metadata.label} records, or no longer has it.`,
    remedy: 'Look at the fields of the connection again and check the flow. Nothing was emptied because of it.',
  });
}

function unknownCodec(codec: string, field: string): RunError {
  return new RunError({
    code: 'dataverse.binding-not-usable',
    message: `The binding of ${field} names the conversion "${codec}", which does not exist.`,
    remedy: `Use one of ${Object.keys(codecs).join(', ')}, or none.`,
  });
}
