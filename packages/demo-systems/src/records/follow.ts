import type { Catalogue, Entity } from './catalogue.ts';
import { reader } from './catalogue.ts';
import type { Column, Navigation, StoredRecord } from './definition.ts';

/** Makes a function that finds the record at the other end of a `one` navigation. */
export function follower<C extends Column>(
  entity: Entity<C>,
  navigation: Navigation,
  catalogue: Catalogue<C>,
): (record: StoredRecord) => StoredRecord | undefined {
  const { table } = catalogue.target(navigation);
  const { when } = navigation;
  const column = entity.column(navigation.column);
  if (column === undefined) throw new Error(`navigation ${navigation.name} reads no column: ${navigation.column}`);
  const key = column.role === 'key' ? (record: StoredRecord) => record.id : reader(column);
  return (record) => {
    if (when !== undefined && record.values[when.column] !== when.type) return undefined;
    const id = key(record);
    return typeof id === 'string' ? table.get(id) : undefined;
  };
}

/** The records at the other end of a `many` navigation. */
export function related<C extends Column>(
  record: StoredRecord,
  navigation: Navigation,
  catalogue: Catalogue<C>,
  ownType: string,
): StoredRecord[] {
  const { when, order } = navigation;
  const found = catalogue.target(navigation).table.find(navigation.column, [record.id]);
  if (order !== undefined) found.sort((a, b) => Number(a.values[order] ?? 0) - Number(b.values[order] ?? 0));
  return when === undefined ? found : found.filter((other) => other.values[when.column] === ownType);
}
