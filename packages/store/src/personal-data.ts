import { subFlowNodes } from '@koppel/model';
import type { StoreContext } from './context.ts';

/** Where Koppel keeps something about a record, in the words of the API. */
export const personalPlaces = [
  'links',
  'linkHistory',
  'suggestions',
  'imports',
  'failures',
  'failureHistory',
  'runLogs',
  'plans',
  'drift',
  'runs',
  'flowTests',
  'views',
] as const;
export type PersonalPlace = (typeof personalPlaces)[number];

/** A record of one system. */
export interface RecordKey {
  readonly entity: string;
  readonly connectionId: string;
  readonly key: string;
}

/** Somebody: the records about that person, and texts by which the person is mentioned elsewhere. */
export interface Person {
  readonly records: readonly RecordKey[];
  /** At least three characters each; case counts for letters beyond ASCII alone. */
  readonly texts: readonly string[];
}

export interface KnownRecord extends RecordKey {
  readonly name: string | null;
}

export type RowsByPlace = Readonly<Partial<Record<PersonalPlace, number>>>;

/** What Koppel keeps about people who are in the connected systems. */
export interface PersonalDataRepository {
  /** Records whose key or name holds a text, at most `limit`, and how many rows mention it anywhere. */
  find(text: string, limit: number): Promise<{ readonly records: KnownRecord[]; readonly places: RowsByPlace }>;
  /** Whether records of a connection are linked, also of one that was removed. */
  hasLinksOf(connectionId: string): Promise<boolean>;
  /** What people called these records, and those that they are linked to, when they were last seen. */
  namesOf(records: readonly RecordKey[]): Promise<string[]>;
  /** Everything that is kept about a person, row by row. */
  collect(
    person: Person,
  ): Promise<{ readonly place: PersonalPlace; readonly row: Readonly<Record<string, unknown>> }[]>;
  /**
   * Takes everything about a person out of what is kept: values, names, sentences. Keys stay, and with them what keeps
   * records from being linked, created or written twice. What was erased is gone from the file too. Repeat it where it failed
   * halfway: what is erased stays erased.
   */
  erase(person: Person): Promise<RowsByPlace>;
}

/** What stands where something was erased. */
export const erased = '[erased]';

/** Rows that one commit changes: everybody else waits for it. */
const rowsAtATime = 100;

interface Place {
  readonly place: PersonalPlace;
  readonly table: string;
  /** Columns by which a row is read and, in the order of `erase`, changed. */
  readonly columns: readonly string[];
  /** Columns whose text may mention somebody. */
  readonly mentions: readonly string[];
  /** Which of them hold JSON. */
  readonly json: readonly string[];
  /** The condition on rows about these records, and its values; null where a place keeps none by key. */
  readonly about: (records: Records) => { readonly sql: string; readonly values: unknown[] } | null;
  /** The row without the person; null where it goes altogether. */
  readonly erase: (row: Row, person: Sought) => Row | null;
}

type Row = Readonly<Record<string, unknown>>;

/** The records that are sought, grouped as the tables need them. */
interface Records {
  readonly keys: readonly string[];
  /** Keys per pair and side. */
  readonly sides: readonly { readonly pairId: number; readonly side: 'a' | 'b'; readonly keys: readonly string[] }[];
  /** Keys per entity and connection. In many systems an account and an order may have the same key. */
  readonly groups: readonly KeyGroup[];
}

interface KeyGroup {
  readonly entity: string;
  readonly connectionId: string;
  readonly keys: readonly string[];
}

interface Sought {
  readonly keys: ReadonlySet<string>;
  readonly groups: readonly KeyGroup[];
  readonly texts: readonly string[];
}

const list = (keys: readonly string[]) => JSON.stringify(keys);
const amongKeys = (column: string) => `${column} in (select value from json_each(?))`;

/** Rows of a table that has the pair and the keys of both sides, by the names of their columns. */
function byPair({ sides }: Records, a: string, b: string) {
  if (sides.length === 0) return null;
  return {
    sql: sides.map(({ side }) => `(pair_id = ? and ${amongKeys(side === 'a' ? a : b)})`).join(' or '),
    values: sides.flatMap(({ pairId, keys }) => [pairId, list(keys)]),
  };
}

/** Failures of these records: their keys are those of the system that the record comes from. */
function byFailure({ groups }: Records) {
  if (groups.length === 0) return null;
  const source = `json_extract(sides, '$.sourceConnectionId')`;
  return {
    sql: groups.map(() => `(entity = ? and ${amongKeys('key')} and coalesce(${source}, ?) = ?)`).join(' or '),
    values: groups.flatMap(({ entity, connectionId, keys }) => [entity, list(keys), connectionId, connectionId]),
  };
}

/** Rows of runs whose flow, with the sub-flows it uses, carries records of these entities, in which a key stands. */
function byRun(records: Records, column: string, names: readonly string[]) {
  const found = byKeyInJson(records, column, names);
  return (
    found && {
      sql: `${found.sql} and run_id in (
        select r.id from run r join flow_version v on v.flow_id = r.flow_id and v.version = r.flow_version
        where exists (
          with recursive part(document) as (
            select v.document
            union
            select s.document from part, json_each(part.document, '$.nodes') u
            join flow_version s on s.flow_id = json_extract(u.value, '$.config.subFlow')
                               and s.version = json_extract(u.value, '$.config.version')
            where json_extract(u.value, '$.type') = '${subFlowNodes.use}')
          select 1 from part, json_each(part.document, '$.nodes') n
          where json_extract(n.value, '$.entity') in (select value from json_each(?))))`,
      values: [...found.values, entitiesOf(records)],
    }
  );
}

const entitiesOf = ({ groups }: Records) => list(groups.map(({ entity }) => entity));

/** Rows of JSON that holds a record's key as a value of `key`, or of another name. */
function byKeyInJson({ keys }: Records, column: string, names: readonly string[]) {
  if (keys.length === 0) return null;
  const wanted = keys.flatMap((key) => names.map((name) => `"${name}":${JSON.stringify(key)}`));
  return {
    sql: `exists (select 1 from json_each(?) where instr(${column}, value) > 0)`,
    values: [list(wanted)],
  };
}

const places: readonly Place[] = [
  {
    place: 'links',
    table: 'link',
    columns: ['key_a', 'key_b', 'name_a', 'name_b', 'base'],
    mentions: ['name_a', 'name_b', 'base'],
    json: ['base'],
    about: (records) => byPair(records, 'key_a', 'key_b'),
    erase: ({ key_a: a, key_b: b, name_a: nameA, name_b: nameB, base }, { keys, texts }) => {
      if (keys.has(String(a)) || keys.has(String(b))) return { name_a: null, name_b: null, base: '{}' };
      const values = Object.entries(JSON.parse(String(base)) as object);
      return {
        name_a: mentionsOne(nameA, texts) ? null : nameA,
        name_b: mentionsOne(nameB, texts) ? null : nameB,
        // Without a value both sides are compared afresh; with `[erased]` each would seem to have changed.
        base: JSON.stringify(Object.fromEntries(values.filter(([, value]) => !mentionsOne(value, texts)))),
      };
    },
  },
  {
    place: 'linkHistory',
    table: 'link_event',
    columns: ['key_a', 'key_b', 'kind', 'at', 'reason'],
    mentions: ['reason'],
    json: [],
    about: (records) => byPair(records, 'key_a', 'key_b'),
    erase: () => ({ reason: erased }),
  },
  {
    place: 'linkHistory',
    table: 'link_refusal',
    columns: ['key_a', 'key_b', 'at', 'reason'],
    mentions: ['reason'],
    json: [],
    about: (records) => byPair(records, 'key_a', 'key_b'),
    erase: () => ({ reason: erased }),
  },
  {
    place: 'suggestions',
    table: 'link_suggestion',
    columns: ['key_a', 'key_b', 'name_a', 'name_b', 'reasons'],
    mentions: ['name_a', 'name_b', 'reasons'],
    json: ['reasons'],
    about: (records) => byPair(records, 'key_a', 'key_b'),
    erase: () => null,
  },
  {
    place: 'imports',
    table: 'link_job_row',
    columns: ['given_source', 'given_target', 'source_key', 'target_key', 'source_name', 'target_name', 'detail'],
    mentions: ['given_source', 'given_target', 'source_name', 'target_name', 'detail'],
    json: [],
    about: (records) =>
      records.keys.length === 0
        ? null
        : {
            sql: `(${amongKeys('source_key')} or ${amongKeys('target_key')})
                  and job_id in (select id from link_job where ${amongKeys('entity')})`,
            values: [list(records.keys), list(records.keys), entitiesOf(records)],
          },
    erase: () => ({ given_source: erased, given_target: erased, source_name: null, target_name: null, detail: null }),
  },
  {
    place: 'imports',
    table: 'link_job',
    columns: ['kind', 'started_at', 'result', 'error'],
    mentions: ['result', 'error'],
    json: ['result', 'error'],
    about: (records) => {
      const found = byKeyInJson(records, 'result', ['key']);
      return (
        found && { sql: `${found.sql} and ${amongKeys('entity')}`, values: [...found.values, entitiesOf(records)] }
      );
    },
    erase: ({ result, error }, sought) => ({
      result: result === null ? null : withoutRecords(result, sought, (one) => ({ ...one, name: erased, value: null })),
      error: error === null ? null : withoutRecords(error, sought, (one) => one),
    }),
  },
  {
    place: 'failures',
    table: 'failure',
    columns: [
      'id',
      'entity',
      'key',
      'name',
      'error',
      'input',
      'output',
      'edit',
      'note',
      'state',
      'first_at',
      'last_at',
      'sides',
    ],
    mentions: ['name', 'error', 'input', 'output', 'edit', 'note'],
    json: ['error', 'input', 'output', 'edit', 'sides'],
    about: byFailure,
    erase: ({ entity, key, name, error, input, output, edit, note, sides }, sought) => {
      const source = sides === null ? null : (JSON.parse(String(sides)) as { sourceConnectionId: string });
      const isAbout = sought.groups.some(
        (group) =>
          group.entity === entity &&
          group.keys.includes(String(key)) &&
          (source === null || source.sourceConnectionId === group.connectionId),
      );
      if (isAbout) {
        const { code, field } = JSON.parse(String(error)) as { code: string; field?: string };
        const left = { code, message: erased, remedy: '', ...(field === undefined ? {} : { field }) };
        return { name: erased, error: JSON.stringify(left), input: '{}', output: null, edit: null, note: null };
      }
      const blot = (text: unknown) => (text === null ? null : withoutRecords(text, sought, (one) => one));
      return {
        name: mentionsOne(name, sought.texts) ? erased : name,
        error: blot(error),
        input: blot(input),
        output: blot(output),
        edit: blot(edit),
        note: mentionsOne(note, sought.texts) ? erased : note,
      };
    },
  },
  {
    place: 'failureHistory',
    table: 'failure_event',
    columns: ['kind', 'at', 'by', 'text', 'edit'],
    mentions: ['text', 'edit'],
    json: ['edit'],
    about: (records) => {
      const found = byFailure(records);
      return found && { ...found, sql: `failure_id in (select id from failure where ${found.sql})` };
    },
    erase: () => ({ text: erased, edit: null }),
  },
  {
    place: 'runLogs',
    table: 'run_event',
    columns: ['run_id', 'at', 'facts'],
    mentions: ['facts'],
    json: ['facts'],
    about: (records) => byRun(records, 'facts', ['key', 'targetKey']),
    erase: ({ facts }, sought) => ({ facts: withoutRecords(facts, sought, factWithoutPerson) }),
  },
  {
    place: 'plans',
    table: 'run_plan',
    columns: ['run_id', 'action', 'writes'],
    mentions: ['writes'],
    json: ['writes'],
    about: (records) => byRun(records, 'writes', ['key']),
    erase: ({ writes }, sought) => ({
      writes: withoutRecords(writes, sought, (one) => ({ ...one, name: erased, changes: [], reason: null })),
    }),
  },
  {
    place: 'drift',
    table: 'drift',
    columns: ['source_key', 'target_key', 'name', 'field', 'compared', 'changed_by', 'last_at'],
    mentions: ['name', 'compared', 'changed_by'],
    json: ['compared'],
    about: (records) => {
      if (records.sides.length === 0) return null;
      const column = (side: 'a' | 'b') =>
        `case when is_to_b = ${side === 'a' ? 1 : 0} then source_key else target_key end`;
      return {
        sql: records.sides.map(({ side }) => `(pair_id = ? and ${amongKeys(column(side))})`).join(' or '),
        values: records.sides.flatMap(({ pairId, keys }) => [pairId, list(keys)]),
      };
    },
    erase: () => ({ name: erased, compared: JSON.stringify({ present: null, wanted: null }), changed_by: null }),
  },
  {
    place: 'flowTests',
    table: 'flow_test',
    columns: ['flow_id', 'id', 'content'],
    mentions: ['content'],
    json: ['content'],
    // In a test of made-up values nothing but the key is left of somebody.
    about: (records) => {
      const found = byKeyInJson(records, 'content', ['key', 'sourceKey', 'targetKey']);
      return (
        found && {
          sql: `${found.sql} and json_extract(content, '$.isMadeUp') = 0
                and exists (select 1 from json_each(content, '$.recording.targets') t
                            where json_extract(t.value, '$.entity') in (select value from json_each(?)))`,
          values: [...found.values, entitiesOf(records)],
        }
      );
    },
    // With a part of its records it would expect something else: a test goes as a whole.
    erase: () => null,
  },
  {
    place: 'runs',
    table: 'run',
    columns: ['id', 'number', 'state'],
    mentions: ['state'],
    json: ['state'],
    about: () => null,
    erase: ({ state }, sought) => ({ state: withoutRecords(state, sought, (one) => one) }),
  },
  {
    // What somebody once searched a list for. Whose view it is, is nobody else's business here either.
    place: 'views',
    table: 'saved_view',
    columns: ['screen', 'title', 'search'],
    mentions: ['title', 'search'],
    json: ['search'],
    about: () => null,
    // Without the filter it would show everything under its old name: a view goes as a whole.
    erase: () => null,
  },
];

/** What Koppel keeps about people, found and erased by one list of places. */
export function createPersonalData({ database, writer }: StoreContext): PersonalDataRepository {
  const counterparts = (records: readonly RecordKey[]): RecordKey[] => {
    const known = new Map(records.map((record) => [identity(record), record]));
    const select = database.prepare<RecordKey, RecordKey>(
      `select p.entity, p.connection_b as connectionId, l.key_b as key
       from link l join link_pair p on p.id = l.pair_id where p.entity = @entity and p.connection_a = @connectionId and l.key_a = @key
       union select p.entity, p.connection_a, l.key_a
       from link l join link_pair p on p.id = l.pair_id where p.entity = @entity and p.connection_b = @connectionId and l.key_b = @key`,
    );
    for (const { entity, connectionId, key } of records) {
      for (const found of select.all({ entity, connectionId, key })) known.set(identity(found), found);
    }
    return [...known.values()];
  };

  const recordsOf = (records: readonly RecordKey[]): Records => {
    const pairs = database.prepare<{ entity: string; connectionId: string }, { id: number; a: string }>(
      'select id, connection_a as a from link_pair where entity = @entity and @connectionId in (connection_a, connection_b)',
    );
    const groups = Map.groupBy(records, ({ entity, connectionId }) => JSON.stringify([entity, connectionId]));
    return {
      keys: [...new Set(records.map(({ key }) => key))],
      sides: [...groups.values()].flatMap((group) => {
        const { entity, connectionId } = group[0]!;
        const keys = group.map(({ key }) => key);
        return pairs
          .all({ entity, connectionId })
          .map(({ id, a }) => ({ pairId: id, side: a === connectionId ? ('a' as const) : ('b' as const), keys }));
      }),
      groups: [...groups.values()].map((group) => ({
        entity: group[0]!.entity,
        connectionId: group[0]!.connectionId,
        keys: group.map(({ key }) => key),
      })),
    };
  };

  /** The rows of a place that are about the records or mention one of the texts. */
  const rowsIn = ({ table, mentions, json, about }: Place, records: Records, texts: readonly string[]): number[] => {
    const parts: string[] = [];
    const values: unknown[] = [];
    const found = about(records);
    if (found) {
      parts.push(`(${found.sql})`);
      values.push(...found.values);
    }
    for (const text of texts) {
      for (const column of mentions) {
        parts.push(`${column} like ? escape '\\'`);
        values.push(likeOf(json.includes(column) ? JSON.stringify(text).slice(1, -1) : text));
      }
    }
    if (parts.length === 0) return [];
    return database
      .prepare<unknown[], number>(`select rowid from ${table} where ${parts.join(' or ')}`)
      .pluck()
      .all(...values);
  };

  const readRow = ({ table, columns }: Place) =>
    database.prepare<[number], Row>(`select ${columns.join(', ')} from ${table} where rowid = ?`);

  return {
    async find(text, limit) {
      const records = database
        .prepare<{ like: string; likeJson: string; limit: number }, KnownRecord>(
          `with known(entity, connectionId, key, name) as (
             select p.entity, p.connection_a, l.key_a, l.name_a from link l join link_pair p on p.id = l.pair_id
               where l.key_a like @like escape '\\' or l.name_a like @like escape '\\'
             union all select p.entity, p.connection_b, l.key_b, l.name_b from link l join link_pair p on p.id = l.pair_id
               where l.key_b like @like escape '\\' or l.name_b like @like escape '\\'
             union all select entity, json_extract(sides, '$.sourceConnectionId'), key, name from failure
               where sides is not null
                 and (key like @like escape '\\' or name like @like escape '\\' or input like @likeJson escape '\\'))
           select entity, connectionId, key, max(name) as name from known where connectionId is not null
           group by entity, connectionId, key order by entity, name limit @limit`,
        )
        .all({ like: likeOf(text), likeJson: likeOf(JSON.stringify(text).slice(1, -1)), limit });
      const none = recordsOf([]);
      return { records, places: sums(places.map((place) => [place.place, rowsIn(place, none, [text]).length])) };
    },

    hasLinksOf: async (connectionId) =>
      database
        .prepare<{ connectionId: string }>(
          'select 1 from link_pair where @connectionId in (connection_a, connection_b)',
        )
        .get({ connectionId }) !== undefined,

    async namesOf(records) {
      const select = database.prepare<RecordKey, string>(
        `select l.name_a from link l join link_pair p on p.id = l.pair_id
           where p.entity = @entity and p.connection_a = @connectionId and l.key_a = @key
         union select l.name_b from link l join link_pair p on p.id = l.pair_id
           where p.entity = @entity and p.connection_b = @connectionId and l.key_b = @key
         union select name from failure where entity = @entity and key = @key`,
      );
      const names = counterparts(records).flatMap(({ entity, connectionId, key }) =>
        select.pluck().all({ entity, connectionId, key }),
      );
      // A record without a name is called by its key, which stays.
      return [...new Set(names)].filter((name) => name !== null && !records.some(({ key }) => key === name));
    },

    async collect({ records, texts }) {
      const sought = recordsOf(counterparts(records));
      return places.flatMap((place) => {
        const select = readRow(place);
        return rowsIn(place, sought, texts).flatMap((id) => {
          const row = select.get(id);
          return row ? [{ place: place.place, row: readable(place, row, sought, texts) }] : [];
        });
      });
    },

    async erase({ records, texts }) {
      const all = recordsOf(counterparts(records));
      const sought: Sought = { keys: new Set(all.keys), groups: all.groups, texts };
      const counts: [PersonalPlace, number][] = [];
      for (const place of places) {
        const ids = rowsIn(place, all, texts);
        const select = readRow(place);
        for (let from = 0; from < ids.length; from += rowsAtATime) {
          const some = ids.slice(from, from + rowsAtATime);
          await writer.write(() => {
            for (const id of some) {
              const row = select.get(id);
              const left = row && place.erase(row, sought);
              if (left) {
                const columns = Object.keys(left);
                database
                  .prepare(
                    `update ${place.table} set ${columns.map((column) => `${column} = ?`).join(', ')} where rowid = ?`,
                  )
                  .run(...Object.values(left), id);
              } else if (row) database.prepare(`delete from ${place.table} where rowid = ?`).run(id);
            }
          });
        }
        counts.push([place.place, ids.length]);
      }
      // What was overwritten still lies in free pages and in the log until both are written anew.
      database.exec('vacuum');
      database.pragma('wal_checkpoint(truncate)');
      return sums(counts);
    },
  };
}

const identity = ({ entity, connectionId, key }: RecordKey) => JSON.stringify([entity, connectionId, key]);
const likeOf = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

function sums(counts: readonly (readonly [PersonalPlace, number])[]): RowsByPlace {
  const sum: Partial<Record<PersonalPlace, number>> = {};
  for (const [place, count] of counts) if (count > 0) sum[place] = (sum[place] ?? 0) + count;
  return sum;
}

/** Whether a value, or something inside it, mentions one of these texts. */
function mentionsOne(value: unknown, texts: readonly string[]): boolean {
  if (typeof value === 'string') {
    const folded = value.toLowerCase();
    return texts.some((text) => folded.includes(text.toLowerCase()));
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => mentionsOne(part, texts));
}

/** JSON with every record that is sought replaced, and every other text that mentions one of the texts erased. */
function withoutRecords(
  json: unknown,
  { keys, texts }: Sought,
  replaced: (record: Record<string, unknown>) => unknown,
): string {
  const cleaned = (value: unknown): unknown => {
    if (typeof value === 'string') return mentionsOne(value, texts) ? erased : value;
    if (Array.isArray(value)) return value.map(cleaned);
    if (typeof value !== 'object' || value === null) return value;
    const record = value as Record<string, unknown>;
    const isSought = keys.has(String(record['key'])) || keys.has(String(record['targetKey']));
    const left = isSought ? (replaced(record) as Record<string, unknown>) : record;
    return Object.fromEntries(Object.entries(left).map(([name, part]) => [name, cleaned(part)]));
  };
  return JSON.stringify(cleaned(JSON.parse(String(json))));
}

/** What happened to a record, without the record. */
function factWithoutPerson(fact: Record<string, unknown>): unknown {
  const { error, reason, values, changedBy, ...left } = fact;
  const view = (told: unknown) => {
    if (typeof told !== 'object' || told === null) return told;
    return { code: (told as { code: unknown }).code, message: erased, remedy: '' };
  };
  return {
    ...left,
    name: erased,
    ...(error === undefined ? {} : { error: view(error) }),
    ...(reason === undefined ? {} : { reason: view(reason) }),
    ...(values === undefined ? {} : { values: {} }),
    ...(changedBy === undefined ? {} : { changedBy: null }),
  };
}

/** A row with its JSON read. Of long lists of records only those about the person. */
function readable({ json }: Place, row: Row, { keys }: Records, texts: readonly string[]): Row {
  const entries = Object.entries(row).map(([column, stored]) => {
    if (!json.includes(column) || stored === null) return [column, stored];
    const value: unknown = JSON.parse(String(stored));
    if (!Array.isArray(value)) return [column, value];
    const isAbout = (one: unknown) =>
      keys.some((key) => key === (one as { key?: string }).key || key === (one as { targetKey?: string }).targetKey) ||
      mentionsOne(one, texts);
    return [column, value.filter(isAbout)];
  });
  return Object.fromEntries(entries) as Row;
}
