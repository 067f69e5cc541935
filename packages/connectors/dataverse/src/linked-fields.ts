import { isGuid, type Row } from '@koppel/connector-odata';
import { canonicalField, canonicalType, linesOf, linesText, RecordError, type FieldValue } from '@koppel/sdk';
import { noTranslation, plain, type BoundField, type FieldWorld } from './bound-field.ts';
import { comparableLines, type LinesDefinition } from './lines.ts';
import type { LookupTarget } from './lookup-targets.ts';
import type { Column } from './table-metadata.ts';

/** A lookup, by the name of the record it leads to. */
export function lookup(field: string, column: Column, world: FieldWorld): BoundField {
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
export function reference(field: string, column: Column, world: FieldWorld): BoundField {
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
export function childLines(field: string, path: string, lines: LinesDefinition): BoundField {
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
export function textLines(field: string, column: Column, world: FieldWorld): BoundField {
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
