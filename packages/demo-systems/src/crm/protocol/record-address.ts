import type { Key, KeyValue } from '../../odata/resource-path.ts';
import { parseResourcePath } from '../../odata/resource-path.ts';
import { reader } from '../../records/catalogue.ts';
import type { StoredRecord, Value, Values } from '../../records/definition.ts';
import type { CrmColumn } from '../column.ts';
import { tableOf, type Crm, type CrmEntity } from '../crm.ts';
import { foldedText, type AlternateKey } from '../table.ts';
import { problems } from './problem.ts';

/** What the parentheses behind an entity set say: an id, or the values of an alternate key. */
export type RecordAddress =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'key'; readonly key: AlternateKey; readonly values: Values };

/** Characters that no address may contain, even when they are encoded. */
const dangerous = /[/<>*%&:\\?+]/;

/** Reads the key of a segment. Throws when it is neither the primary key nor an alternate key of the table. */
export function recordAddress(entity: CrmEntity, key: Key): RecordAddress {
  const { type, key: idColumn, alternateKeys } = tableOf(entity);
  if (key.kind === 'single') return { kind: 'id', id: idIn(key.value, type) };
  const names = Object.keys(key.values);
  if (names.length === 1 && names[0] === idColumn) return { kind: 'id', id: idIn(key.values[idColumn]!, type) };
  const columns = names.map((name) => entity.column(name));
  const found = alternateKeys.find(
    ({ columns: declared }) =>
      declared.length === names.length &&
      declared.every((name) => columns.some((column) => column?.logicalName === name)),
  );
  if (found === undefined) throw problems.unknownKey(type);
  const values: Values = {};
  for (const [at, name] of names.entries()) {
    const { value } = key.values[name]!;
    const character = typeof value === 'string' ? dangerous.exec(value)?.[0] : undefined;
    if (character !== undefined) throw problems.dangerousPath(character);
    values[columns[at]!.logicalName] = value;
  }
  return { kind: 'key', key: found, values };
}

function idIn({ type, value }: KeyValue, table: string): string {
  const text = String(value).toLowerCase();
  if (type !== 'guid' && !(type === 'text' && isGuid(text))) throw problems.unknownKey(table);
  return text;
}

export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** The record at an address, or undefined. */
export function recordAt(entity: CrmEntity, address: RecordAddress): StoredRecord | undefined {
  return address.kind === 'id' ? entity.table.get(address.id) : recordOfKey(entity, address.key, address.values);
}

/** The record with these values in the columns of an alternate key. An empty value is no value. */
export function recordOfKey(entity: CrmEntity, { columns }: AlternateKey, values: Values): StoredRecord | undefined {
  const [first = '', ...rest] = columns;
  const candidates = entity.table.find(first, [values[first] ?? null]);
  return candidates.find((record) =>
    rest.every((name) => isSame(columnOf(entity, name), record, values[name] ?? null)),
  );
}

function columnOf(entity: CrmEntity, logicalName: string): CrmColumn | undefined {
  return entity.column(logicalName) ?? entity.column(`_${logicalName}_value`);
}

function isSame(column: CrmColumn | undefined, record: StoredRecord, value: Value): boolean {
  if (column === undefined || value === null) return false;
  const own = reader(column)(record);
  return typeof own === 'string' ? foldedText(own) === foldedText(value) : own === value;
}

export function missing(entity: CrmEntity, address: RecordAddress): Error {
  const { type } = entity.definition;
  return address.kind === 'id' ? problems.notFound(type, address.id) : problems.noRecordForKey(type);
}

/** A record that another one names, by an address as clients write it: `/contacts(…)`, absolute, or `$1` of a change set. */
export interface Reference {
  readonly entity: CrmEntity;
  readonly id: string;
}

/** Finds what a reference leads to; throws when it leads nowhere. */
export function followReference(
  crm: Crm,
  address: string,
  references: ReadonlyMap<string, string> | undefined,
): Reference {
  const [segment, ...rest] = parseResourcePath(crm.addresses.pathIn(resolved(address, references)));
  const entity = segment === undefined ? undefined : crm.catalogue.bySet(segment.name);
  if (segment === undefined || entity === undefined) throw problems.unknownSegment(segment?.name ?? address);
  if (segment.key === undefined || rest.length > 0) throw problems.query(`'${address}' does not address a record.`);
  const target = recordAddress(entity, segment.key);
  const record = recordAt(entity, target);
  if (record === undefined) throw missing(entity, target);
  return { entity, id: record.id };
}

/** Puts the path of an earlier request of the same change set in place of its number. */
export function resolved(address: string, references: ReadonlyMap<string, string> | undefined): string {
  const reference = /^\/?(\$\w+)(?=\/|$)/.exec(address);
  if (reference === null) return address;
  const path = references?.get(reference[1]!);
  if (path === undefined) throw problems.noContentId(reference[1]!);
  return path + address.slice(reference[0].length);
}
