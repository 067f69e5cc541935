import {
  canonicalBy,
  codecFor,
  companyNumberForms,
  ibanForms,
  isBareLiteral,
  isGuid,
  readCompanyNumber,
  readIban,
  readVatNumber,
  textLiteral,
  vatNumberForms,
  type MatchField,
  type Row,
} from '@koppel/connector-odata';
import { RecordError, RunError, type EntityBinding, type FieldValue } from '@koppel/sdk';
import type { EntityDefinition, LookupDefinition, LookupTarget } from './entities.ts';
import type { Lookups } from './lookups.ts';
import type { Column, TableMetadata } from './table-metadata.ts';

/** How a condition on a field is put: `column` equal to one of `literals`. */
interface Condition {
  readonly column: string;
  readonly literals: readonly string[];
}

/** One field of an entity, bound to a column: how it is read, written and looked for. */
export interface BoundField extends MatchField {
  readonly field: string;
  readonly path: string;
  readonly column: Column;
  /** What to name in `$select`. */
  readonly selects: readonly string[];
  readonly lookup: LookupDefinition | null;
  read(row: Row): FieldValue;
  /** Puts the value into a body. Throws a RecordError for one that the column cannot take. */
  write(value: FieldValue, body: Record<string, unknown>): void;
  condition(value: FieldValue): Condition;
  /** Whether a create may carry it; else it follows as an update of its own. */
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  /** A value that a new record has anyway, so that nothing needs to follow. */
  isDefault(value: FieldValue): boolean;
}

export interface FieldWorld {
  readonly definition: EntityDefinition;
  readonly metadata: TableMetadata;
  readonly lookups: Lookups;
}

const asIs = (value: FieldValue) => (value === null ? [] : [String(value).trim()]);

function noTranslation(world: FieldWorld, field: string, column: Column, value: FieldValue): RecordError {
  return new RecordError({
    code: 'dataverse.no-such-option',
    failureCause: 'noTranslation',
    message: `${column.label} "${String(value)}" has no value in Dataverse.`,
    remedy: 'Add it there, or translate it in the mapping.',
    field: `${world.definition.entity}.${field}`,
  });
}

function plain(field: string, column: Column): BoundField {
  const codec = codecFor(column.kind, 'null', { isGuid: column.isGuid });
  const { name } = column;
  const isText = column.kind === 'text' && !column.isGuid;
  return {
    field,
    path: name,
    column,
    selects: [name],
    lookup: null,
    read: (row) => codec.read(row[name]),
    write(value, body) {
      body[name] = codec.write(value);
    },
    condition: (value) => ({
      column: name,
      literals: isText ? asIs(value).map(textLiteral) : asIs(value).filter(isBareLiteral),
    }),
    canonical: (value) => canonicalBy(codec, value),
    canCreate: column.canCreate,
    canUpdate: column.canUpdate,
    isDefault: (value) => value === null,
  };
}

/** A choice: its option's number as text. */
function choice(field: string, column: Column, world: FieldWorld): BoundField {
  const known = new Set(column.options.map(({ value }) => String(value)));
  const { name } = column;
  return {
    ...plain(field, column),
    read(row) {
      const raw = row[name];
      return typeof raw === 'number' ? String(raw) : null;
    },
    write(value, body) {
      if (value === null || value === '') {
        body[name] = null;
        return;
      }
      const text = String(value).trim();
      if (!/^-?\d{1,10}$/.test(text) || (known.size > 0 && !known.has(text)))
        throw noTranslation(world, field, column, value);
      body[name] = Number(text);
    },
    condition: (value) => ({
      column: name,
      literals: asIs(value).filter((text) => /^-?\d+$/.test(text)),
    }),
    canonical: (value) => value,
  };
}

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

/**
 * Blocked is the record's state: an inactive account is blocked for everything. Ship and invoice have no state of their
 * own here. State and status go together, and neither may be given when a record is made.
 */
function blocked(field: string, column: Column): BoundField {
  const isAll = (value: FieldValue) => String(value ?? '').toLowerCase() === 'all';
  return {
    ...plain(field, column),
    selects: ['statecode'],
    read: (row) => (row['statecode'] === 1 ? 'all' : 'no'),
    write(value, body) {
      const isInactive = isAll(value);
      body['statecode'] = isInactive ? 1 : 0;
      body['statuscode'] = isInactive ? 2 : 1;
    },
    condition: (value) => ({ column: 'statecode', literals: [isAll(value) ? '1' : '0'] }),
    canonical: (value) => (isAll(value) ? 'all' : 'no'),
    canCreate: false,
    canUpdate: true,
    isDefault: (value) => !isAll(value),
  };
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

/** A reference, by the name of the record it leads to. */
function lookup(field: string, column: Column, world: FieldWorld): BoundField {
  const { definition, lookups } = world;
  const { name } = column;
  const own = definition.lookups[name]!;
  const valueColumn = `_${name}_value`;

  function nameOf(id: string): string | undefined {
    for (const target of own.targets) {
      const found = lookups.nameOf(target, id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function reference(value: FieldValue): { target: LookupTarget; id: string } {
    const text = String(value).trim();
    for (const target of own.targets) {
      const ids = isGuid(text)
        ? lookups.nameOf(target, text.toLowerCase())
          ? [text.toLowerCase()]
          : []
        : lookups.idsOf(target, text);
      if (ids.length > 1) throw ambiguous(world, field, column, { value, count: ids.length });
      if (ids[0] !== undefined) return { target, id: ids[0] };
    }
    throw noTranslation(world, field, column, value);
  }

  return {
    ...plain(field, column),
    selects: [valueColumn],
    lookup: own,
    read(row) {
      const id = row[valueColumn];
      return typeof id === 'string' ? (nameOf(id) ?? id) : null;
    },
    write(value, body) {
      if (value === null || value === '') {
        body[`${name}@odata.bind`] = null;
        return;
      }
      const { target, id } = reference(value);
      body[`${name}@odata.bind`] = `/${target.set}(${id})`;
    },
    condition(value) {
      const text = String(value ?? '');
      const ids = isGuid(text) ? [text] : own.targets.flatMap((target) => lookups.idsOf(target, text));
      return { column: valueColumn, literals: ids };
    },
    canonical: (value) => (typeof value === 'string' ? (nameOf(value) ?? value) : value),
    canUpdate: column.canUpdate && !own.isFixed,
  };
}

function ambiguous(
  world: FieldWorld,
  field: string,
  column: Column,
  { value, count }: { value: FieldValue; count: number },
): RecordError {
  return new RecordError({
    code: 'dataverse.ambiguous-name',
    failureCause: 'noTranslation',
    message: `${column.label} "${String(value)}" is the name of ${count} records in Dataverse.`,
    remedy: 'Use the id of the right one, or give them different names there.',
    field: `${world.definition.entity}.${field}`,
  });
}

const codecs: Readonly<Record<string, (field: string, column: Column, world: FieldWorld) => BoundField>> = {
  blocked,
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
  const column = world.metadata.columns.get(path);
  if (column === undefined) return null;
  if (codec !== undefined) {
    if (!Object.hasOwn(codecs, codec)) throw unknownCodec(codec, field);
    return codecs[codec]!(field, column, world);
  }
  if (column.isLookup) return Object.hasOwn(world.definition.lookups, path) ? lookup(field, column, world) : null;
  return column.kind === 'choice' ? choice(field, column, world) : plain(field, column);
}

/** The bound field for a name as flows write it: canonical, or `~column`. Throws a RunError for one that is not there. */
export function fieldNamed(name: string, binding: EntityBinding, world: FieldWorld): BoundField {
  const declared = Object.hasOwn(binding.fields, name) ? binding.fields[name] : undefined;
  const path = declared?.path ?? (name.startsWith('~') ? name.slice(1) : null);
  const bound = path === null ? null : bindField(name, { path, codec: declared?.codec }, world);
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
