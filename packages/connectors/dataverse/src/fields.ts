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
import {
  canonicalField,
  canonicalType,
  linesOf,
  linesText,
  RecordError,
  RunError,
  type EntityBinding,
  type FieldValue,
  type LineField,
} from '@koppel/sdk';
import Big from 'big.js';
import type { EntityDefinition, LookupDefinition, ReferenceDefinition } from './entities.ts';
import { comparableLines, type LinesDefinition } from './lines.ts';
import type { LookupTarget } from './lookup-targets.ts';
import type { Lookups } from './lookups.ts';
import type { Column, TableMetadata } from './table-metadata.ts';
import { statusWords, type StatusWord } from './workflow.ts';

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
  /** A key of another entity's record. */
  readonly reference: ReferenceDefinition | null;
  /** Records of another table, which rows carry under its set once they are loaded. */
  readonly lines: LinesDefinition | null;
  /** Of lines in a column of the record itself: what each has. */
  readonly lineFields: readonly LineField[] | null;
  /** A state that is reached in steps: never part of a body. */
  readonly isWorkflow: boolean;
  /** Computed by the system; a value that is given is compared with what it will be. */
  readonly isCheck: boolean;
  readonly choices: readonly { readonly value: string; readonly label: string }[] | null;
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
    reference: null,
    lines: null,
    lineFields: null,
    isWorkflow: false,
    isCheck: false,
    choices: null,
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
  const navigation = own.navigation ?? name;
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
        body[`${navigation}@odata.bind`] = null;
        return;
      }
      const { target, id } = reference(value);
      body[`${navigation}@odata.bind`] = `/${target.set}(${id})`;
      const further = own.alsoBinds === undefined ? undefined : lookups.alsoOf(target, id);
      if (own.alsoBinds !== undefined && further !== undefined)
        body[`${own.alsoBinds.navigation}@odata.bind`] = `/${own.alsoBinds.set}(${further})`;
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

const logicalName = 'Microsoft.Dynamics.CRM.lookuplogicalname';
/** The annotation that tells where a lookup leads that may lead to several tables. */
export const lookupAnnotation = `odata.include-annotations="${logicalName}"`;

/** The key of a record of another entity. */
function reference(field: string, column: Column, world: FieldWorld): BoundField {
  const { name } = column;
  const own = world.definition.references[name]!;
  const valueColumn = `_${name}_value`;
  const keyOf = (value: FieldValue) => (typeof value === 'string' ? value.trim().toLowerCase() : null);
  return {
    ...plain(field, column),
    selects: [valueColumn],
    reference: own,
    read(row) {
      const id = row[valueColumn];
      const table = row[`${valueColumn}@${logicalName}`];
      return typeof id === 'string' && (table === undefined || table === own.table) ? id.toLowerCase() : null;
    },
    write(value, body) {
      if (value === null || value === '') {
        body[`${own.navigation}@odata.bind`] = null;
        return;
      }
      const id = keyOf(value);
      if (id === null || !isGuid(id)) throw noSuchReference(world, field, column, value);
      body[`${own.navigation}@odata.bind`] = `/${own.set}(${id})`;
    },
    condition(value) {
      const id = keyOf(value);
      return { column: valueColumn, literals: id !== null && isGuid(id) ? [id] : [] };
    },
    canonical: (value) => keyOf(value) ?? value,
  };
}

function noSuchReference(world: FieldWorld, field: string, column: Column, value: FieldValue): RecordError {
  return new RecordError({
    code: 'dataverse.no-such-reference',
    failureCause: 'notFound',
    message: `${column.label} "${String(value)}" is not the key of a record in Dataverse.`,
    remedy: 'Correct the record link of what it refers to, then retry.',
    field: `${world.definition.entity}.${field}`,
  });
}

/** Records of another table that belong to this one. They have no column. */
function childLines(field: string, path: string, lines: LinesDefinition): BoundField {
  const column: Column = {
    name: path,
    label: canonicalField('order', field)?.title.en ?? canonicalField('product', field)?.title.en ?? field,
    attributeType: 'Lines',
    kind: 'text',
    isLookup: false,
    isGuid: false,
    isRequired: false,
    canCreate: true,
    canUpdate: true,
    isSecured: false,
    canBeSecured: false,
    maxLength: null,
    scale: null,
    options: [],
  };
  return {
    ...plain(field, column),
    selects: [],
    lines,
    read: (row) => linesText((row[lines.set] as Row[] | undefined)?.flatMap((one) => lines.read(one)) ?? []),
    // The rows of lines are written by themselves.
    write() {},
    condition: () => ({ column: path, literals: [] }),
    canonical: comparableLines,
  };
}

/** Lines in a text column, as JSON. */
function textLines(field: string, column: Column, world: FieldWorld): BoundField {
  const base = plain(field, column);
  const { name } = column;
  const canonical = canonicalField(world.definition.entity, field);
  const type = canonical === undefined ? undefined : canonicalType(canonical);
  const written = (value: FieldValue) => {
    const lines = linesOf(value);
    if (lines === null) throw notLines(world, field, column);
    return linesText(lines);
  };
  return {
    ...base,
    lineFields: type?.kind === 'lines' ? type.fields : [],
    read(row) {
      const lines = linesOf(base.read(row));
      // A text that somebody typed is no lines: it is told as it is, so that it counts as another value.
      return lines === null ? base.read(row) : linesText(lines);
    },
    write: (value, body) => {
      body[name] = written(value);
    },
    canonical: (value) => linesText(linesOf(value) ?? []) ?? value,
  };
}

function notLines(world: FieldWorld, field: string, column: Column): RecordError {
  return new RecordError({
    code: 'dataverse.no-lines',
    failureCause: 'doesNotFit',
    message: `${column.label} was given something else than lines.`,
    remedy: 'Map lines onto this field.',
    field: `${world.definition.entity}.${field}`,
  });
}

/** A status in words. Where it takes actions to get there, it is the workflow that sets it. */
function status(codec: string) {
  const list = statusWords[codec]!;
  const byStatus = new Map(list.map((word) => [word.status, word]));
  return (field: string, column: Column, world: FieldWorld): BoundField => {
    const find = (value: FieldValue): StatusWord | undefined => {
      const text = String(value ?? '')
        .trim()
        .toLowerCase();
      return list.find(({ word, status: number }) => word.toLowerCase() === text || String(number) === text);
    };
    const marks = codec === 'order-status' && world.metadata.columns.has('kop_submitted');
    const read = (row: Row): FieldValue => {
      const raw = row[column.name];
      if (typeof raw !== 'number') return null;
      // What has been handed to the ERP counts as submitted, though it stays open for what the ERP tells.
      if (marks && row['kop_submitted'] === true && row['statecode'] === 0) return 'submitted';
      return byStatus.get(raw)?.word ?? String(raw);
    };
    return {
      ...plain(field, column),
      selects: ['statecode', column.name, ...(marks ? ['kop_submitted'] : [])],
      isWorkflow: world.definition.workflow?.fields.includes(field) === true,
      choices: [...new Map(list.map(({ word, label }) => [word, { value: word, label }])).values()],
      read,
      write(value, body) {
        const word = find(value);
        if (word === undefined) throw noTranslation(world, field, column, value);
        body['statecode'] = word.state;
        body['statuscode'] = word.status;
      },
      condition(value) {
        const word = find(value);
        if (word === undefined) return { column: column.name, literals: [] };
        if (marks && word.word === 'submitted') return { column: 'kop_submitted', literals: ['true'] };
        const same = list.filter((one) => one.word === word.word);
        return { column: column.name, literals: same.map((one) => String(one.status)) };
      },
      canonical: (value) => find(value)?.word ?? value,
      canCreate: false,
      canUpdate: true,
      isDefault: (value) => value === null || value === '' || find(value)?.word === list[0]!.word,
    };
  };
}

/** Whether a product is given up: its retired state. */
function discontinued(field: string, column: Column, world: FieldWorld): BoundField {
  const isYes = (value: FieldValue) => value === true || value === 'true';
  return {
    ...plain(field, { ...column, kind: 'boolean' }),
    selects: ['statecode'],
    isWorkflow: world.definition.workflow?.fields.includes(field) === true,
    read: (row) => row['statecode'] === 1,
    condition: (value) => ({ column: 'statecode', literals: isYes(value) ? ['1'] : ['0', '2', '3'] }),
    canonical: isYes,
    canCreate: false,
    canUpdate: true,
    isDefault: () => true,
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

/** Options of choice columns that are Koppel's own, so that their numbers are known whatever language their labels are in. */
const ownWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'fulfilment-status': { '1': 'notStarted', '2': 'partlyShipped', '3': 'shipped', '4': 'invoiced', '5': 'cancelled' },
  trend: { '1': 'riser', '2': 'stable', '3': 'decliner' },
};

/** A choice in words. */
function inWords(codec: string) {
  const words = ownWords[codec]!;
  const numbers = new Map(Object.entries(words).map(([number, word]) => [word.toLowerCase(), number]));
  const toOption = (value: FieldValue) =>
    typeof value === 'string' ? (numbers.get(value.trim().toLowerCase()) ?? value) : value;
  const toWord = (value: FieldValue) => (typeof value === 'string' ? (words[value] ?? value) : value);
  return (field: string, column: Column, world: FieldWorld): BoundField => {
    const base = choice(field, column, world);
    return {
      ...base,
      choices: column.options.map(({ value, label }) => ({ value: words[String(value)] ?? String(value), label })),
      read: (row) => toWord(base.read(row)),
      write: (value, body) => base.write(toOption(value), body),
      condition: (value) => base.condition(toOption(value)),
      canonical: (value) => toWord(toOption(value)),
    };
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
