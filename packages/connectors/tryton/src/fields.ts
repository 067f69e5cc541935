import {
  canonicalField,
  RecordError,
  RunError,
  type FieldBinding,
  type FieldValue,
  type PlainFieldKind,
} from '@koppel/sdk';
import { unknownCode, type BoundField, type Draft, type FieldMaker } from './bound-field.ts';
import type { Column } from './client.ts';
import { documentField } from './document-fields.ts';
import type { EntityDefinition } from './entities.ts';
import { readBoolean, readValue, relatedRow, writeValue, type Domain, type Row } from './json.ts';
import { escaped, type Lookups } from './lookups.ts';
import { partyField } from './party-fields.ts';

export interface FieldWorld {
  readonly definition: EntityDefinition;
  readonly lookups: Lookups;
  readonly columns: ReadonlyMap<string, Column>;
}

const kindsOfType: Readonly<Record<string, PlainFieldKind>> = {
  char: 'text',
  text: 'text',
  fulltext: 'text',
  integer: 'integer',
  biginteger: 'integer',
  float: 'decimal',
  numeric: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'dateTime',
  timestamp: 'dateTime',
  selection: 'choice',
};

/** The kind of field that a column of Tryton is; undefined for what is no single value. */
export function kindOfColumn(type: string): PlainFieldKind | undefined {
  return Object.hasOwn(kindsOfType, type) ? kindsOfType[type] : undefined;
}

function plainKind(entity: string, field: string, column: Column | undefined): PlainFieldKind {
  const kind = canonicalField(entity, field)?.kind ?? kindOfColumn(column?.type ?? '') ?? 'text';
  return kind === 'reference' || kind === 'lines' ? 'text' : kind;
}

/** A field by its binding; null where a column that it needs is not there. */
export function bindField(field: string, { path, codec }: FieldBinding, world: FieldWorld): BoundField | null {
  const { definition, columns } = world;
  const [name = '', second] = path.split('/');
  const column = columns.get(name);
  if (column === undefined) return null;
  const maker = codec === undefined ? plainField(field, { name, second, column }, world) : codecField(field, path, codec, world);
  if (maker === null) return null;
  const full = `${definition.entity}.${field}`;
  return {
    field,
    path,
    kind: plainKind(definition.entity, field, second === undefined ? column : undefined),
    options: [],
    isReadOnly: maker.write === undefined,
    canonical: (value) => value,
    clause: () => null,
    write() {
      throw readOnlyField(full);
    },
    ...maker,
    ...(column.isSearchable ? {} : { clause: () => null }),
  };
} // prettier-ignore

function codecField(field: string, path: string, codec: string, { definition, lookups }: FieldWorld): FieldMaker {
  const input = { field: `${definition.entity}.${field}`, path, codec };
  const maker = partyField(input) ?? documentField(input, lookups) ?? simpleField(input);
  if (maker !== undefined) return maker;
  throw new RunError({
    code: 'tryton.unknown-conversion',
    message: `The binding of ${definition.entity}.${field} names the conversion "${codec}", which Tryton's connector does not have.`,
    remedy: 'Take the conversion out of the binding, or choose another.',
  });
}

function simpleField({ field, path, codec }: { field: string; path: string; codec: string }): FieldMaker | undefined {
  if (codec === 'key') {
    return {
      reads: [path],
      read: (row) => readValue(row[path]),
      clause: (value) => (/^\d{1,15}$/.test(String(value ?? '').trim()) ? [[path, '=', Number(value)]] : [['id', '=', -1]]),
      write(value, { values }) {
        const text = String(value ?? '').trim();
        if (text !== '' && !/^\d{1,15}$/.test(text)) throw noSuchReference(field, text);
        values[path] = text === '' ? null : Number(text);
      },
    };
  }
  const isSold = (row: Row) => readBoolean(row['salable']) && readBoolean(row['active']);
  if (codec === 'product-status') {
    return {
      reads: ['salable', 'active'],
      read: (row) => (isSold(row) ? 'active' : 'retired'),
      options: [{ value: 'active', label: 'Salable' }, { value: 'retired', label: 'Not salable' }],
    };
  }
  if (codec === 'discontinued') return { reads: ['salable', 'active'], read: (row) => !isSold(row) };
  return undefined;
} // prettier-ignore

/** A column of the model itself, or the name of a record it refers to. */
function plainField(
  field: string,
  { name, second, column }: { name: string; second: string | undefined; column: Column },
  { definition }: FieldWorld,
): FieldMaker | null {
  const full = `${definition.entity}.${field}`;
  if (second !== undefined) return column.relation === null ? null : referenceField(full, { name, second, column });
  const { type } = column;
  if (kindOfColumn(type) === undefined) return null;
  const isText = type === 'char' || type === 'text' || type === 'selection';
  const searched = (value: FieldValue): Domain | null => {
    try {
      return isText ? [[name, 'ilike', escaped(String(value ?? ''))]] : [[name, '=', writeValue(value, type, full)]];
    } catch {
      return null;
    }
  };
  return {
    reads: [name],
    read: (row) => (type === 'boolean' ? readBoolean(row[name]) : readValue(row[name])),
    options: column.selection.map(([value, label]) => ({ value, label })),
    canonical: (value) => (isText && typeof value === 'string' ? value.trim() : value),
    clause: searched,
    isReadOnly: column.isReadOnly,
    ...(column.isReadOnly
      ? {}
      : {
          write(value: FieldValue, { values }: Draft) {
            values[name] = writeValue(value, type, full);
          },
        }),
  };
}

/** A record that this one refers to, by what people call it. */
function referenceField(
  field: string,
  { name, second, column }: { name: string; second: string; column: Column },
): FieldMaker {
  return {
    reads: [`${name}.${second}`],
    read: (row) => readValue(relatedRow(row, name)?.[second]),
    clause: (value) => [[`${name}.${second}`, 'ilike', escaped(String(value ?? ''))]],
    isReadOnly: column.isReadOnly,
    async write(value, { values }, { lookups, signal }) {
      const text = String(value ?? '').trim();
      if (text === '') {
        values[name] = null;
        return;
      }
      const id = await lookups.idOf(column.relation!, second, text, signal);
      if (id === undefined) throw unknownCode(field, { label: column.label, text });
      values[name] = id;
    },
  };
}

function noSuchReference(field: string, id: string): RecordError {
  return new RecordError({
    code: 'tryton.no-such-reference',
    failureCause: 'notFound',
    message: `"${id}" is not the key of a record of Tryton.`,
    remedy: 'Correct the record link of what it refers to, then retry.',
    field,
  });
}

function readOnlyField(field: string): RecordError {
  return new RecordError({
    code: 'tryton.field-read-only',
    failureCause: 'refused',
    message: 'Tryton fills this field by itself.',
    remedy: 'Leave the field out of the mapping.',
    field,
  });
}
