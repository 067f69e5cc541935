import { codecFor, canonicalBy, isBareLiteral, textLiteral, type MatchField, type Row } from '@koppel/connector-odata';
import { RecordError, type FieldValue, type LineField } from '@koppel/sdk';
import type { EntityDefinition, LookupDefinition, ReferenceDefinition } from './entities.ts';
import type { LinesDefinition } from './lines.ts';
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

/** What fields of one table are bound in. */
export interface FieldWorld {
  readonly definition: EntityDefinition;
  readonly metadata: TableMetadata;
  readonly lookups: Lookups;
}

/** A value as the texts of a condition: none for an empty one. */
export const asIs = (value: FieldValue) => (value === null ? [] : [String(value).trim()]);

/** A value that the column has no option or record for. */
export function noTranslation(world: FieldWorld, field: string, column: Column, value: FieldValue): RecordError {
  return new RecordError({
    code: 'dataverse.no-such-option',
    failureCause: 'noTranslation',
    message: `${column.label} "${String(value)}" has no value in Dataverse.`,
    remedy: 'Add it there, or translate it in the mapping.',
    field: `${world.definition.entity}.${field}`,
  });
}

/** A column that is read and written by its type. */
export function plain(field: string, column: Column): BoundField {
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
export function choice(field: string, column: Column, world: FieldWorld): BoundField {
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
