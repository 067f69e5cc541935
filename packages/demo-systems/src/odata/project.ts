import { reader, type Catalogue, type Entity } from '../records/catalogue.ts';
import type { Column, StoredRecord } from '../records/definition.ts';
import { follower, related } from '../records/follow.ts';
import { compileFilter, standardFilter, type FilterDialect } from './evaluate.ts';
import type { Expansion, Selection } from './query-options.ts';
import { QueryError } from './query-error.ts';
import { readPage } from './read-page.ts';
import { finish } from './turns.ts';

/** A record as the protocol shows it. */
export type Shown = Record<string, unknown>;

/** How a vendor writes records. */
export interface Rendering<C extends Column = Column> {
  readonly dialect: FilterDialect;
  /** Whether the key is shown even when it was not selected. */
  readonly alwaysKey: boolean;
  /** Columns shown when none are selected. */
  readonly isShownByDefault?: (column: C) => boolean;
  /** Adds what stands at the head of a record, such as its etag. */
  readonly begin: (shown: Shown, record: StoredRecord, entity: Entity<C>) => void;
  /** A function that adds a column's value, and its annotations if there are any. */
  readonly writer: (column: C, entity: Entity<C>) => (shown: Shown, record: StoredRecord) => void;
}

const mostExpanded = 5000;

/** Makes the function that shows a record; checks the selection, so that errors come before any output. */
export function projector<C extends Column>(
  entity: Entity<C>,
  selection: Selection,
  rendering: Rendering<C>,
  catalogue: Catalogue<C>,
): (record: StoredRecord) => Shown {
  const columns = selectedColumns(entity, selection, rendering);
  const writers = columns.map((column) => rendering.writer(column, entity));
  const expansions = selection.expand.map((expansion) => expander(entity, expansion, rendering, catalogue));
  const { begin } = rendering;
  return (record) => {
    const shown: Shown = {};
    begin(shown, record, entity);
    for (const write of writers) write(shown, record);
    for (const expand of expansions) expand(shown, record);
    return shown;
  };
}

function selectedColumns<C extends Column>(entity: Entity<C>, selection: Selection, rendering: Rendering<C>): C[] {
  const { definition } = entity;
  if (selection.columns === undefined) {
    const { isShownByDefault } = rendering;
    return definition.columns.filter((column) => isShownByDefault === undefined || isShownByDefault(column));
  }
  const wanted = new Map<string, C>();
  if (rendering.alwaysKey) wanted.set(definition.key, entity.column(definition.key)!);
  for (const name of selection.columns) {
    const column = entity.column(name);
    if (column !== undefined) wanted.set(name, column);
    // A navigation may be named in $select beside its $expand.
    else if (entity.navigation(name) === undefined) {
      throw new QueryError({ kind: 'unknown-property', property: name, type: definition.type });
    }
  }
  return [...wanted.values()];
}

function expander<C extends Column>(
  entity: Entity<C>,
  expansion: Expansion,
  rendering: Rendering<C>,
  catalogue: Catalogue<C>,
): (shown: Shown, record: StoredRecord) => void {
  const navigation = entity.navigation(expansion.navigation);
  if (navigation === undefined) {
    throw new QueryError({
      kind: 'unknown-property',
      property: expansion.navigation,
      type: entity.definition.type,
    });
  }
  const target = catalogue.target(navigation);
  const show = projector(target, expansion, rendering, catalogue);
  const { name } = navigation;
  if (navigation.kind === 'one') {
    const next = follower(entity, navigation, catalogue);
    const column = entity.column(navigation.column)!;
    const key = reader(column);
    const known = new Map<unknown, Shown | null>(); // a page often names the same few payment terms
    return (shown, record) => {
      const id = column.role === 'key' ? record.id : key(record);
      let other = known.get(id);
      if (other === undefined) {
        const found = next(record);
        other = found === undefined ? null : show(found);
        if (navigation.when === undefined) known.set(id, other);
      }
      shown[name] = other;
    };
  }
  const { dialect } = rendering;
  const filter = expansion.filter === undefined ? undefined : standardFilter(expansion.filter, target, dialect);
  const holds = filter === undefined ? () => true : compileFilter(filter, { entity: target, catalogue, dialect });
  const limit = expansion.top ?? mostExpanded;
  return (shown, record) => {
    const others = related(record, navigation, catalogue, entity.definition.type).filter(holds);
    const isOrdered = navigation.order !== undefined && expansion.orderBy.length === 0;
    const listed = isOrdered ? others : sorted(others, expansion, target, { catalogue, dialect });
    shown[name] = listed.slice(0, limit).map(show);
  };
}

function sorted<C extends Column>(
  records: readonly StoredRecord[],
  { orderBy }: Expansion,
  entity: Entity<C>,
  { catalogue, dialect }: { catalogue: Catalogue<C>; dialect: FilterDialect },
): readonly StoredRecord[] {
  if (records.length < 2) return records;
  const ids = records.map(({ id }) => ({ kind: 'literal', type: 'guid', value: id }) as const);
  const filter = { kind: 'in', left: { kind: 'property', path: [entity.definition.key] }, items: ids } as const;
  return finish(readPage({ filter, orderBy, limit: records.length }, { entity, catalogue, dialect })).records;
}
