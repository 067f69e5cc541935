import type { Column, EntityDefinition, Navigation, StoredRecord, Value } from './definition.ts';
import type { RecordTable } from './record-table.ts';

/** An entity set with the table that holds its records. */
export class Entity<C extends Column = Column> {
  readonly definition: EntityDefinition<C>;
  readonly table: RecordTable;
  readonly #columns: ReadonlyMap<string, C>;
  readonly #navigations: ReadonlyMap<string, Navigation>;

  constructor(definition: EntityDefinition<C>, table: RecordTable) {
    this.definition = definition;
    this.table = table;
    this.#columns = new Map(definition.columns.map((column) => [column.name, column]));
    this.#navigations = new Map(definition.navigations.map((navigation) => [navigation.name, navigation]));
  }

  column(name: string): C | undefined {
    return this.#columns.get(name);
  }

  navigation(name: string): Navigation | undefined {
    return this.#navigations.get(name);
  }
}

/** How the value of a column is read from a record. */
export function reader(column: Column): (record: StoredRecord) => Value {
  const { name, read } = column;
  return read ?? ((record) => record.values[name] ?? null);
}

/** All entity sets of one system. */
export class Catalogue<C extends Column = Column> {
  readonly entities: readonly Entity<C>[];
  readonly #bySet: ReadonlyMap<string, Entity<C>>;
  readonly #byType: ReadonlyMap<string, Entity<C>>;

  constructor(entities: readonly Entity<C>[]) {
    this.entities = entities;
    this.#bySet = new Map(entities.map((entity) => [entity.definition.set, entity]));
    this.#byType = new Map(entities.map((entity) => [entity.definition.type, entity]));
  }

  bySet(set: string): Entity<C> | undefined {
    return this.#bySet.get(set);
  }

  byType(type: string): Entity<C> | undefined {
    return this.#byType.get(type);
  }

  /** The entity a navigation leads to; a definition that names none is a mistake in this package. */
  target(navigation: Navigation): Entity<C> {
    const entity = this.#bySet.get(navigation.target);
    if (entity === undefined) throw new Error(`navigation ${navigation.name} leads to no entity: ${navigation.target}`);
    return entity;
  }
}
