import type { Statement } from 'better-sqlite3';
import type { RecordDatabase } from './database.ts';
import type { IndexDefinition, StoredRecord, TableDefinition, Values } from './definition.ts';

interface ChangedRow {
  readonly id: string;
  readonly version: number;
  readonly stamp: number;
  readonly gone: number;
  readonly body: string | null;
}

/** A key with its moment of change: a place in either order of a table. */
export interface Place {
  readonly id: string;
  readonly stamp: number;
}

/** Which part of a table, in which order. Bounds include their ends. */
export interface Range {
  readonly order: 'key' | 'stamp';
  readonly descending: boolean;
  /** Only what comes after this place in that order. */
  readonly after?: Place | undefined;
  readonly minStamp: number;
  readonly maxStamp: number;
  readonly minId: string;
  readonly maxId: string;
}

/** What has been changed, created or deleted of one table; lies over its base. */
export class Overlay {
  readonly #indexes: readonly IndexDefinition[];
  readonly #get: Statement<[string], ChangedRow>;
  readonly #put: Statement<unknown[]>;
  readonly #find: Readonly<Record<string, Statement<[string], ChangedRow>>>;
  readonly #ordered: Readonly<Record<string, Statement<unknown[], ChangedRow>>>;
  readonly #covered: Statement<[string, string], { id: string }>;
  readonly #countCovered: Statement<[string, string], { count: number }>;
  readonly #countBetween: Statement<[number, number, string, string], { count: number }>;
  readonly #changedAfter: Statement<[number, number, number], ChangedRow>;
  readonly #goneAfter: Statement<[number, number, number], ChangedRow>;
  readonly #totals: Statement<[], { live: number | null; covering: number | null }>;
  readonly #lastVersion: Statement<[], { version: number | null }>;

  constructor({ sqlite }: RecordDatabase, table: TableDefinition) {
    this.#indexes = table.indexes;
    const name = `"${table.name}"`;
    sqlite.exec(`
      CREATE TABLE IF NOT EXISTS ${name} (
        id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, stamp INTEGER NOT NULL,
        covers INTEGER NOT NULL, -- 1: stands in place of a base record
        gone INTEGER NOT NULL,   -- 1: deleted; the row stays, for change tracking and to hide the base record
        body TEXT
      );
      CREATE INDEX IF NOT EXISTS "${table.name}.version" ON ${name} (version);
      CREATE INDEX IF NOT EXISTS "${table.name}.stamp" ON ${name} (stamp, id) WHERE gone = 0;`);
    const present = new Set((sqlite.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name));
    for (const { column } of table.indexes) {
      const fresh = !present.has(`i_${column}`);
      if (fresh) sqlite.exec(`ALTER TABLE ${name} ADD COLUMN "i_${column}" TEXT`);
      sqlite.exec(
        `CREATE INDEX IF NOT EXISTS "${table.name}.${column}" ON ${name} ("i_${column}") WHERE "i_${column}" IS NOT NULL`,
      );
    }
    const indexColumns = table.indexes.map(({ column }) => `, "i_${column}"`).join('');
    const all = 'id, version, stamp, gone, body';
    this.#get = sqlite.prepare(`SELECT ${all} FROM ${name} WHERE id = ?`);
    // Not REPLACE: that writes a new row into every index, also where its value has stayed the same.
    const changed = [
      'version',
      'stamp',
      'covers',
      'gone',
      'body',
      ...table.indexes.map(({ column }) => `"i_${column}"`),
    ];
    this.#put = sqlite.prepare(
      `INSERT INTO ${name} (id, version, stamp, covers, gone, body${indexColumns})
       VALUES (?, ?, ?, ?, ?, ?${', ?'.repeat(table.indexes.length)})
       ON CONFLICT (id) DO UPDATE SET ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    );
    this.#find = Object.fromEntries(
      table.indexes.map(({ column }) => [
        column,
        sqlite.prepare<[string], ChangedRow>(`SELECT ${all} FROM ${name} WHERE "i_${column}" = ? AND gone = 0`),
      ]),
    );
    // The plus signs keep SQLite from choosing another index than the one that already has the order.
    const bounds = '+stamp >= ? AND +stamp <= ? AND +id >= ? AND +id <= ? AND gone = 0';
    const query = (place: string, order: string) =>
      sqlite.prepare<unknown[], ChangedRow>(
        `SELECT ${all} FROM ${name} WHERE ${place} AND ${bounds} ORDER BY ${order} LIMIT ?`,
      );
    this.#ordered = {
      'key up': query('id > ?', 'id'),
      'key down': query('id < ?', 'id DESC'),
      'stamp up': query('(stamp, id) > (?, ?)', 'stamp, id'),
      'stamp down': query('(stamp, id) < (?, ?)', 'stamp DESC, id DESC'),
    };
    this.#covered = sqlite.prepare(`SELECT id FROM ${name} WHERE id >= ? AND id <= ? AND covers = 1`);
    this.#countCovered = sqlite.prepare(
      `SELECT count(*) AS count FROM ${name} WHERE id >= ? AND id <= ? AND covers = 1`,
    );
    this.#countBetween = sqlite.prepare(
      `SELECT count(*) AS count FROM ${name} WHERE stamp >= ? AND stamp <= ? AND id >= ? AND id <= ? AND gone = 0`,
    );
    this.#changedAfter = sqlite.prepare(
      `SELECT ${all} FROM ${name} WHERE version > ? AND version <= ? AND gone = 0 ORDER BY version LIMIT ?`,
    );
    this.#goneAfter = sqlite.prepare(
      `SELECT ${all} FROM ${name} WHERE version > ? AND version <= ? AND gone = 1 ORDER BY version LIMIT ?`,
    );
    this.#totals = sqlite.prepare(`SELECT sum(gone = 0) AS live, sum(covers) AS covering FROM ${name}`);
    this.#lastVersion = sqlite.prepare(`SELECT max(version) AS version FROM ${name}`);
  }

  /** The changed record, `'gone'` when it was deleted, undefined when nothing was changed under this key. */
  get(id: string): StoredRecord | 'gone' | undefined {
    const row = this.#get.get(id);
    return row === undefined ? undefined : row.gone === 1 ? 'gone' : toRecord(row);
  }

  put(record: StoredRecord, covers: boolean): void {
    const { id, version, stamp, values } = record;
    const keys = this.#indexes.map(({ column, normal }) => {
      const value = values[column] ?? null;
      return (normal === undefined ? value : normal(value)) || null;
    });
    this.#put.run(id, version, stamp, covers ? 1 : 0, 0, JSON.stringify(values), ...keys);
  }

  remove(id: string, version: number, stamp: number, covers: boolean): void {
    this.#put.run(id, version, stamp, covers ? 1 : 0, 1, null, ...this.#indexes.map(() => null));
  }

  /** Live changed records whose indexed value is `value`, which must be in the index's normal form. */
  find(index: string, value: string): StoredRecord[] {
    return this.#find[index]?.all(value).map(toRecord) ?? [];
  }

  /** At most `limit` live records of the range, in its order. */
  read(range: Range, limit: number): StoredRecord[] {
    const statement = this.#ordered[`${range.order} ${range.descending ? 'down' : 'up'}`]!;
    const start = range.after ?? (range.descending ? lastPlace : firstPlace);
    const place = range.order === 'key' ? [start.id] : [start.stamp, start.id];
    return statement.all(...place, range.minStamp, range.maxStamp, range.minId, range.maxId, limit).map(toRecord);
  }

  /** Keys in a stretch (both ends included) under which a base record is changed or deleted. */
  covered(from: string, to: string): ReadonlySet<string> {
    return new Set(this.#covered.all(from, to).map((row) => row.id));
  }

  /** How many keys in a stretch stand in place of a base record. */
  countCovered(from: string, to: string): number {
    return this.#countCovered.get(from, to)!.count;
  }

  /** How many live records lie between bounds, ends included. */
  countBetween({ minStamp, maxStamp, minId, maxId }: Pick<Range, 'minStamp' | 'maxStamp' | 'minId' | 'maxId'>): number {
    return this.#countBetween.get(minStamp, maxStamp, minId, maxId)!.count;
  }

  /** Live records changed in the versions (after, upTo], oldest change first. */
  changedAfter(after: number, upTo: number, limit: number): StoredRecord[] {
    return this.#changedAfter.all(after, upTo, limit).map(toRecord);
  }

  /** Keys deleted in the versions (after, upTo], in order. */
  goneAfter(after: number, upTo: number, limit: number): { id: string; version: number }[] {
    return this.#goneAfter.all(after, upTo, limit).map(({ id, version }) => ({ id, version }));
  }

  totals(): { live: number; covering: number } {
    const { live, covering } = this.#totals.get()!;
    return { live: live ?? 0, covering: covering ?? 0 };
  }

  lastVersion(): number {
    return this.#lastVersion.get()?.version ?? 0;
  }
}

const firstPlace: Place = { id: '', stamp: -1 };
const lastPlace: Place = { id: '~', stamp: Number.MAX_SAFE_INTEGER };

function toRecord(row: ChangedRow): StoredRecord {
  const { id, version, stamp, body } = row;
  return { id, version, stamp, values: JSON.parse(body!) as Values };
}
