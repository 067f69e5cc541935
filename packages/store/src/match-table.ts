import type { LinkSides } from '@koppel/runtime';
import type { Database } from 'better-sqlite3';
import { Pairs } from './journal/pairs.ts';

/** A record as rules look at it. */
export interface MatchSide {
  readonly key: string;
  readonly name: string;
  /** One per rule: what it compares, or null where a field of it is empty. */
  readonly values: readonly (string | null)[];
  /** Kept as it is, for whoever explains a match. */
  readonly shown: string;
}

/** What a rule says of the records without a link. */
export const matchVerdicts = ['unique', 'empty', 'none', 'several', 'taken'] as const;
export type MatchVerdict = (typeof matchVerdicts)[number];
export type MatchCounts = Readonly<Record<MatchVerdict, number>>;

/** A record without a link and one that a rule takes for its counterpart. */
export interface MatchFound {
  readonly sourceKey: string;
  readonly sourceName: string;
  readonly sourceShown: string;
  readonly targetKey: string;
  readonly targetName: string;
  readonly targetShown: string;
}

/**
 * Two systems' records of one entity beside each other, on the disk and not in memory. Everything is asked of the records
 * that have no link, from the side of the source.
 */
export interface MatchTable {
  add(side: 'source' | 'target', records: readonly MatchSide[]): void;
  /** To be called once all records are there: marks those that are linked. */
  settle(): { readonly source: number; readonly target: number; readonly unlinked: number };
  counts(rule: number): MatchCounts;
  /** Some records of a verdict, for people to look at. */
  examples(
    rule: number,
    verdict: MatchVerdict,
    limit: number,
  ): { readonly key: string; readonly name: string; readonly value: string | null }[];
  /** What a rule found, in the order of the source's keys; a page at a time. Of `several` each counterpart is a row. */
  found(
    rule: number,
    verdict: MatchVerdict,
    after: { readonly sourceKey: string; readonly targetKey: string } | null,
    limit: number,
  ): MatchFound[];
  /** Records of the target without a link that look like one record of the source that has one: second claims. */
  claimed(
    rule: number,
    after: { readonly sourceKey: string; readonly targetKey: string } | null,
    limit: number,
  ): MatchFound[];
  close(): void;
}

let tables = 0;

export function openMatchTable(database: Database, sides: LinkSides, rules: number): MatchTable {
  const name = `match_${(tables += 1)}`;
  const columns = Array.from({ length: rules }, (_, rule) => `v${rule}`);
  database.exec(
    `create temp table ${name} (
       side integer not null, key text not null, name text not null, shown text not null,
       is_linked integer not null default 0, ${columns.map((column) => `${column} text`).join(', ')},
       primary key (side, key)) without rowid`,
  );
  for (const column of columns) database.exec(`create index temp.${name}_${column} on ${name} (side, ${column})`);
  const insert = database.prepare(
    `insert into temp.${name} (side, key, name, shown${columns.map((column) => `, ${column}`).join('')})
     values (?, ?, ?, ?${columns.map(() => ', ?').join('')})
     on conflict do update set name = excluded.name, shown = excluded.shown${columns.map((column) => `, ${column} = excluded.${column}`).join('')}`,
  );
  const add = database.transaction((side: 'source' | 'target', records: readonly MatchSide[]) => {
    for (const { key, name: title, values, shown } of records)
      insert.run(side === 'source' ? 0 : 1, key, title, shown, ...values);
  });

  /** Records of the source without a link, each with what the rule says of it. */
  const judged = (rule: number) => {
    const value = `v${rule}`;
    return `(select s.key, s.name, s.shown, s.${value} as value,
        case when s.${value} is null then 'empty'
          when t.n is null then 'none'
          when t.n > 1 then 'several'
          when t.any_linked = 1 then 'taken'
          when o.n > 1 then 'several'
          else 'unique' end as verdict
      from temp.${name} s
      left join (select ${value} as v, count(*) as n, max(is_linked) as any_linked from temp.${name}
                 where side = 1 and ${value} is not null group by ${value}) t on t.v = s.${value}
      left join (select ${value} as v, count(*) as n from temp.${name}
                 where side = 0 and is_linked = 0 and ${value} is not null group by ${value}) o on o.v = s.${value}
      where s.side = 0 and s.is_linked = 0)`;
  };

  return {
    add,
    settle() {
      const pair = new Pairs(database).find(sides);
      if (pair) {
        const mark = (side: number, end: 'a' | 'b') =>
          database.exec(
            `update temp.${name} set is_linked = 1
             where side = ${side} and key in (select key_${end} from main.link where pair_id = ${pair.id})`,
          );
        mark(0, pair.isSourceA ? 'a' : 'b');
        mark(1, pair.isSourceA ? 'b' : 'a');
      }
      return database
        .prepare<[], { source: number; target: number; unlinked: number }>(
          `select count(*) filter (where side = 0) as source, count(*) filter (where side = 1) as target,
             count(*) filter (where side = 0 and is_linked = 0) as unlinked from temp.${name}`,
        )
        .get()!;
    },
    counts(rule) {
      const rows = database
        .prepare<[], { verdict: MatchVerdict; n: number }>(
          `select verdict, count(*) as n from ${judged(rule)} group by verdict`,
        )
        .all();
      const counts = { unique: 0, empty: 0, none: 0, several: 0, taken: 0 };
      for (const { verdict, n } of rows) counts[verdict] = n;
      return counts;
    },
    examples: (rule, verdict, limit) =>
      database
        .prepare<[string, number], { key: string; name: string; value: string | null }>(
          `select key, name, value from ${judged(rule)} where verdict = ? order by key limit ?`,
        )
        .all(verdict, limit),
    found: (rule, verdict, after, limit) =>
      database
        .prepare<unknown[], MatchFound>(
          `select j.key as sourceKey, j.name as sourceName, j.shown as sourceShown,
             t.key as targetKey, t.name as targetName, t.shown as targetShown
           from ${judged(rule)} j join temp.${name} t on t.side = 1 and t.v${rule} = j.value
           where j.verdict = ? and (j.key, t.key) > (?, ?) order by j.key, t.key limit ?`,
        )
        .all(verdict, after?.sourceKey ?? '', after?.targetKey ?? '', limit),
    claimed: (rule, after, limit) =>
      database
        .prepare<unknown[], MatchFound>(
          `select s.key as sourceKey, s.name as sourceName, s.shown as sourceShown,
             t.key as targetKey, t.name as targetName, t.shown as targetShown
           from temp.${name} s join temp.${name} t on t.side = 1 and t.is_linked = 0 and t.v${rule} = s.v${rule}
           where s.side = 0 and s.is_linked = 1
             and not exists (select 1 from temp.${name} o where o.side = 0 and o.v${rule} = s.v${rule} and o.key <> s.key)
             and (s.key, t.key) > (?, ?) order by s.key, t.key limit ?`,
        )
        .all(after?.sourceKey ?? '', after?.targetKey ?? '', limit),
    close() {
      database.exec(`drop table if exists temp.${name}`);
    },
  };
}
