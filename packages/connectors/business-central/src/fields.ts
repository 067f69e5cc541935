import {
  canonicalField,
  RecordError,
  RunError,
  type EntityBinding,
  type FieldBinding,
  type FieldKind,
  type PlainFieldKind,
  type FieldValue,
  type Line,
} from '@koppel/sdk';
import {
  canonicalBy,
  codecFor,
  companyNumberForms,
  isBareLiteral,
  readCompanyNumber,
  readVatNumber,
  textLiteral,
  vatNumberForms,
  zeroGuid,
  type MatchField,
  type Row,
} from '@koppel/connector-odata';
import { namedCodecs, type ColumnCodec } from './codecs.ts';
import { computedCodecs, computedField } from './computed-fields.ts';
import type { EntityDefinition } from './entities.ts';
import type { JoinName } from './joins.ts';
import type { Lookups } from './lookups.ts';
import { companyNumberOf, isBelgian, vatNumberOf } from './tax-numbers.ts';

/** Which of the two pages of a record a column is on. */
export type PageName = 'main' | 'companion';

/** What is being written of one record: a body per page, and the lines of a document. */
export interface Draft {
  readonly main: Record<string, unknown>;
  readonly companion: Record<string, unknown>;
  /** Absent where they are left as they are. */
  lines?: readonly Line[];
}

/** One field of an entity, bound to this system: how it is read, written and looked for. */
export interface BoundField extends MatchField {
  readonly field: string;
  readonly path: string;
  readonly page: PageName;
  /** Columns to ask for, on each page. */
  readonly mainColumns: readonly string[];
  readonly companionColumns: readonly string[];
  /** What has to be read from other sets. */
  readonly joins: readonly JoinName[];
  /** The table whose codes it shows. */
  readonly reference: string | null;
  /** What it can be, where Business Central fixes that. */
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
  /** Business Central fills it by itself. */
  readonly isReadOnly: boolean;
  /** Needs the rates of currencies. */
  readonly needsRates: boolean;
  read(main: Row, companion: Row | undefined): FieldValue;
  /** Whether these answers tell its value. */
  isTold(main: Row, companion: Row | undefined): boolean;
  /** Throws a RecordError for a value that the column cannot take. */
  write(value: FieldValue, draft: Draft): void;
  /** Filters of which at least one holds for each record with this value; empty: such a record cannot be looked for. */
  filters(value: FieldValue): readonly { readonly page: PageName; readonly filter: string }[];
}

/** What a field of a single column does not need. */
const simple = { joins: [], options: null, isReadOnly: false, needsRates: false } as const;

/** The fields whose one column means two things, depending on the country. */
export const taxNumberCodecs = new Set(['company-number', 'vat-number']);

const companionVatColumn = 'vatNumber';

export interface FieldWorld {
  readonly definition: EntityDefinition;
  readonly lookups: Lookups;
  /** Whether the custom page is published. */
  readonly hasCompanion: boolean;
  /** The kinds of columns without a canonical field, from `$metadata`. */
  kindOfColumn(column: string): { readonly kind: PlainFieldKind; readonly isGuid: boolean } | null;
}

function plainCodec(kind: PlainFieldKind, isGuid: boolean): ColumnCodec {
  const codec = codecFor(kind, 'blank', { isGuid });
  return { ...codec, forms: (value) => (value === null ? [] : [String(value).trim()]) };
}

/** The kind of the column that holds a canonical field: a reference is held by its key. */
export function columnKind(kind: FieldKind | undefined): PlainFieldKind | undefined {
  return kind === 'reference' || kind === 'lines' ? 'text' : kind;
}

const isText = (kind: PlainFieldKind) => kind === 'text' || kind === 'choice';

/** A column on one of the pages. */
function columnField(
  field: string,
  path: string,
  {
    page,
    column,
    codec,
    kind,
    isGuid,
  }: { page: PageName; column: string; codec: ColumnCodec; kind: PlainFieldKind; isGuid: boolean },
): BoundField {
  const read = (row: Row | undefined) => codec.read(row?.[column]);
  const isEmail = field === 'email';
  return {
    ...simple,
    field,
    path,
    page,
    mainColumns: page === 'main' ? [column] : [],
    companionColumns: page === 'companion' ? [column] : [],
    reference: null,
    read: page === 'main' ? (main) => read(main) : (_main, companion) => read(companion),
    isTold: (_main, companion) => page === 'main' || companion !== undefined,
    write(value, draft) {
      draft[page][column] = codec.write(value);
    },
    canonical: (value) => canonicalBy(codec, value),
    filters(value) {
      const isQuoted = isText(kind) && !isGuid;
      // The same address may be written in any case on the two sides; equality of texts minds the case.
      if (isEmail) {
        return codec
          .forms(value)
          .map((form) => ({ page, filter: `tolower(${column}) eq ${textLiteral(form.toLowerCase())}` }));
      }
      const forms = isQuoted ? codec.forms(value).map(textLiteral) : codec.forms(value).filter(isBareLiteral);
      return forms.map((form) => ({ page, filter: `${column} eq ${form}` }));
    },
  };
}

function currencyField(field: string, base: BoundField, lookups: Lookups): BoundField {
  return { ...base, field, read: (main, companion) => base.read(main, companion) ?? lookups.localCurrency };
}

function referenceField(
  field: string,
  path: string,
  { navigation, definition, lookups }: { navigation: string; definition: EntityDefinition; lookups: Lookups },
): BoundField {
  const { set, idColumn } = definition.references[navigation]!;
  const idOf = (value: FieldValue) => lookups.idOf(set, String(value));
  return {
    ...simple,
    field,
    path,
    page: 'main',
    mainColumns: [idColumn],
    companionColumns: [],
    reference: set,
    read: (main) => lookups.codeOf(set, main[idColumn]),
    canonical: (value) => value,
    isTold: () => true,
    write(value, draft) {
      const id = value === null || value === '' ? zeroGuid : idOf(value);
      if (id === undefined) throw unknownCode(definition, field, path, value);
      draft.main[idColumn] = id;
    },
    filters(value) {
      const id = idOf(value);
      return id === undefined ? [] : [{ page: 'main', filter: `${idColumn} eq ${id}` }];
    },
  };
}

function unknownCode(definition: EntityDefinition, field: string, path: string, value: FieldValue): RecordError {
  const label = definition.labels[path] ?? path;
  return new RecordError({
    code: 'business-central.unknown-code',
    failureCause: 'noTranslation',
    message: `${label} "${String(value)}" does not exist in Business Central.`,
    remedy: 'Create the code there, or translate the value in the mapping.',
    field: `${definition.entity}.${field}`,
  });
}

/** Company number and VAT number. Writing them needs both and the country: see `sink.ts`. */
function taxNumberField(field: string, path: string, codec: string, hasCompanion: boolean): BoundField {
  const mainColumns = [path, 'country'];
  const common = {
    ...simple,
    field,
    path,
    page: 'main',
    mainColumns,
    reference: null,
    write: () => undefined,
  } as const;
  const inMain = (form: string) => ({ page: 'main' as const, filter: `${path} eq ${textLiteral(form)}` });
  if (codec === 'company-number') {
    return {
      ...common,
      companionColumns: [],
      isTold: () => true,
      canonical: (value) => readCompanyNumber(value) ?? value,
      read: (main) => companyNumberOf(main[path], main['country']),
      filters: (value) => companyNumberForms(value).map(inMain),
    };
  }
  return {
    ...common,
    companionColumns: hasCompanion ? [companionVatColumn] : [],
    canonical: readVatNumber,
    isTold: (main, companion) => !hasCompanion || companion !== undefined || !isBelgian(main['country']),
    read: (main, companion) => vatNumberOf(main[path], main['country'], companion?.[companionVatColumn]),
    filters(value) {
      const forms = vatNumberForms(value);
      if (!hasCompanion || !forms[0]?.startsWith('BE')) return forms.map(inMain);
      return forms.map((form) => ({ page: 'companion', filter: `${companionVatColumn} eq ${textLiteral(form)}` }));
    },
  };
}

/** A computed field whose columns are on the companion page. */
function onCompanion(field: BoundField): BoundField {
  return {
    ...field,
    page: 'companion',
    mainColumns: [],
    companionColumns: field.mainColumns,
    read: (_main, companion) => (companion === undefined ? null : field.read(companion, undefined)),
    isTold: (_main, companion) => companion !== undefined,
    write: (value, draft) => field.write(value, { main: draft.companion, companion: {} }),
    filters: (value) => field.filters(value).map(({ filter }) => ({ page: 'companion', filter })),
  };
}

/** Makes a field usable. Gives null for a field of the custom page where that is not published. */
export function bindField(field: string, binding: FieldBinding, world: FieldWorld): BoundField | null {
  const { definition, lookups, hasCompanion } = world;
  const { path, codec } = binding;
  if (codec !== undefined && taxNumberCodecs.has(codec)) return taxNumberField(field, path, codec, hasCompanion);
  const isOnCompanion = definition.companion !== null && path.startsWith(`${definition.companion.set}/`);
  if (isOnCompanion && !hasCompanion) return null;
  if (codec !== undefined) {
    const computed = computedField(field, { path, codec, entity: definition.entity, lookups });
    if (computed !== undefined) return isOnCompanion ? onCompanion(computed) : computed;
  }
  const slash = path.indexOf('/');
  const first = slash === -1 ? '' : path.slice(0, slash);
  if (Object.hasOwn(definition.references, first)) {
    return referenceField(field, path, { navigation: first, definition, lookups });
  }
  const isCompanion = first !== '' && first === definition.companion?.set;
  if (slash !== -1 && !isCompanion) throw notReachable(path, field);
  if (isCompanion && !hasCompanion) return null;
  const column = path.slice(slash + 1);
  const known = world.kindOfColumn(column) ?? { kind: 'text' as const, isGuid: false };
  const kind = columnKind(canonicalField(definition.entity, field)?.kind) ?? known.kind;
  const named = codec === undefined ? undefined : namedCodecs[codec];
  if (codec !== undefined && named === undefined) throw unknownCodec(codec, field);
  const bound = columnField(field, path, {
    page: isCompanion ? 'companion' : 'main',
    column,
    codec: named ?? plainCodec(kind, known.isGuid),
    kind,
    isGuid: known.isGuid,
  });
  return codec === 'currency' ? currencyField(field, bound, lookups) : bound;
}

/** The bound field for a name as flows write it: canonical, or `~column`. Throws a RunError for one that is not there. */
export function fieldNamed(name: string, binding: EntityBinding, world: FieldWorld): BoundField {
  const declared = Object.hasOwn(binding.fields, name) ? binding.fields[name]! : undefined;
  const column = name.startsWith('~') ? name.slice(1) : null;
  const isColumn = column !== null && world.kindOfColumn(column) !== null;
  const bound =
    declared !== undefined
      ? bindField(name, declared, world)
      : isColumn
        ? bindField(name, { path: column }, world)
        : null;
  if (bound === null) throw fieldGone(name, world.definition.label);
  return bound;
}

function fieldGone(name: string, label: string): RunError {
  return new RunError({
    code: 'business-central.field-gone',
    message: `Business Central has no field "${name}" for ${label} records, or no longer has it.`,
    remedy: 'Look at the fields of the connection again and check the flow. Nothing was emptied because of it.',
  });
}

function notReachable(path: string, field: string): RunError {
  return new RunError({
    code: 'business-central.binding-not-usable',
    message: `The binding of ${field} leads to "${path}", which cannot be reached from this record.`,
    remedy: 'Bind the field to a column of the record, or to the code of one of its references.',
  });
}

function unknownCodec(codec: string, field: string): RunError {
  return new RunError({
    code: 'business-central.binding-not-usable',
    message: `The binding of ${field} names the conversion "${codec}", which does not exist.`,
    remedy: `Use one of ${[...Object.keys(namedCodecs), ...computedCodecs, ...taxNumberCodecs].join(', ')}, or none.`,
  });
}
