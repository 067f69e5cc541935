import { sql, type SQL } from 'drizzle-orm';
import { customType, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * JSON text. One that is damaged is read as `undefined`, which no schema takes: so its reader names what it is, and the
 * other rows of the query are not lost with it.
 */
const json = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver(stored) {
    try {
      return JSON.parse(stored);
    } catch {
      return undefined;
    }
  },
});

/**
 * The column kinds that tables are written in. A second dialect is a second object with these keys. Column names are
 * the property names in snake case. `json` is read as `unknown`: whoever reads it parses it. `time` is an instant in
 * whole milliseconds, UTC. `serial` never gives an id twice, not even after the row was deleted.
 */
export const kit = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  id: () => text().primaryKey(),
  serial: () => integer().primaryKey({ autoIncrement: true }),
  text: () => text(),
  int: () => integer(),
  bool: () => integer({ mode: 'boolean' }),
  json: () => json(),
  time: () => integer({ mode: 'timestamp_ms' }),
};

/** The condition of a partial index, in SQL that both dialects understand. */
export function only(condition: string): SQL {
  return sql.raw(condition);
}
