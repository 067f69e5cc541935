import type { Database } from 'better-sqlite3';
import type { LinkSides } from '@koppel/runtime';

/** A pair of connections, seen from the source of a flow. */
export interface PairView {
  readonly id: number;
  /** Whether the flow's source is side A, so that its target is side B. */
  readonly isSourceA: boolean;
}

/** Whether the source of these sides is side A. The side whose id sorts first is A, whatever the direction of a flow. */
function isSourceSideA({ sourceConnectionId, targetConnectionId }: LinkSides): boolean {
  return sourceConnectionId <= targetConnectionId;
}

/** The pairs of connections that records are linked between. */
export class Pairs {
  readonly #select;
  readonly #insert;

  constructor(database: Database) {
    this.#select = database
      .prepare<[string, string, string], number>(
        'select id from link_pair where entity = ? and connection_a = ? and connection_b = ?',
      )
      .pluck();
    this.#insert = database.prepare<[string, string, string]>(
      'insert into link_pair (entity, connection_a, connection_b) values (?, ?, ?)',
    );
  }

  /** Null while nothing of this entity was written between these connections. */
  find(sides: LinkSides): PairView | null {
    const isSourceA = isSourceSideA(sides);
    const id = this.#select.get(...named(sides, isSourceA));
    return id === undefined ? null : { id, isSourceA };
  }

  /** Only inside a transaction. */
  findOrAdd(sides: LinkSides): PairView {
    const found = this.find(sides);
    if (found) return found;
    const isSourceA = isSourceSideA(sides);
    const { lastInsertRowid } = this.#insert.run(...named(sides, isSourceA));
    return { id: Number(lastInsertRowid), isSourceA };
  }
}

function named(sides: LinkSides, isSourceA: boolean): [entity: string, a: string, b: string] {
  const { entity, sourceConnectionId, targetConnectionId } = sides;
  return isSourceA
    ? [entity, sourceConnectionId, targetConnectionId]
    : [entity, targetConnectionId, sourceConnectionId];
}
