import type { LinkBase, LinkSides } from '@koppel/runtime';
import type { Database } from 'better-sqlite3';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { StoreContext } from './context.ts';
import { readText } from './json.ts';
import type { LinkTable } from './journal/link-table.ts';
import type { Pairs, PairView } from './journal/pairs.ts';

/** How a link came about, as people ask for it. `key`: by a number that one system holds of the other's record. */
export const linkOrigins = ['created', 'key', 'match', 'hand', 'import'] as const;
export type LinkOrigin = (typeof linkOrigins)[number];

/** A record link as people look at it, with the first of the two connections that was asked for as its source. */
export interface LinkItem extends LinkSides {
  readonly id: number;
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly sourceName: string | null;
  readonly targetName: string | null;
  readonly origin: LinkOrigin;
  /** `created`, `hand`, `import`, `link`, or the fields that matched. */
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly madeInRun: string | null;
  readonly changedAt: Date;
  readonly sourceGoneAt: Date | null;
  readonly targetGoneAt: Date | null;
  /** Whether another record looks as if it were the counterpart of one of the two. */
  readonly isContested: boolean;
}

/** Which links of two connections. What is left out does not narrow. */
export interface LinkFilter {
  /** Occurs in a key or a name of either side. */
  readonly text?: string | undefined;
  /** Looks for the text in keys alone. */
  readonly isInKeys?: boolean | undefined;
  readonly origin?: LinkOrigin | undefined;
  /** Only those with a record that is gone or contested. */
  readonly isSuspicious?: boolean | undefined;
}

/** Something that happened to the links of a record. */
export interface LinkEvent {
  readonly at: Date;
  readonly kind: 'linked' | 'unlinked' | 'dismissed';
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly how: string | null;
  readonly by: string | null;
  readonly runId: string | null;
  readonly reason: string | null;
}

/** Two records that are to be one. */
export interface LinkToMake {
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly sourceName: string | null;
  readonly targetName: string | null;
}

/** A record that was merged into another one of its system. */
export interface MergedRecord {
  readonly key: string;
  readonly into: string;
  /** What people call the one that stays. */
  readonly name: string;
}

export interface LinkClaim {
  readonly id: number;
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly sourceName: string | null;
  readonly targetName: string | null;
}

/**
 * What came of a link that was to be made. `same`: it was there. `taken`: one of the two is linked to another record;
 * nothing was changed. `refused`: a person said that they are not the same. `underWay`: a run is creating one of them.
 */
export type LinkAnswer =
  | { readonly kind: 'linked'; readonly id: number }
  | { readonly kind: 'same'; readonly id: number }
  | { readonly kind: 'taken'; readonly claims: readonly LinkClaim[] }
  | { readonly kind: 'refused' | 'underWay' };

export interface LinkAuthor {
  readonly how: string;
  readonly by: string;
  readonly reason: string | null;
}

/** A field of two records that look the same. */
export interface SuggestionReason {
  readonly field: string;
  readonly source: string | null;
  readonly target: string | null;
  readonly isEqual: boolean;
}

export interface LinkSuggestion extends LinkToMake {
  readonly id: number;
  readonly score: number;
  readonly reasons: readonly SuggestionReason[];
  readonly madeAt: Date;
  /** The present links of the two records. */
  readonly claims: readonly LinkClaim[];
}

export interface LinkPairCount {
  readonly entity: string;
  readonly connectionIds: readonly [string, string];
  readonly links: number;
}

/** Record links, as people look at them and change them. Runs read and write them through the journal. */
export interface LinkRepository {
  /** The target key of each source key that is linked. */
  targetKeys(sides: LinkSides, sourceKeys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Every link of an entity with the values both sides last agreed on, a page at a time; only those changed since, if asked. */
  bases(entity: string, since?: Date): AsyncIterable<LinkedBase>;
  /** Tells whether links of an entity came, went or changed: the same as before means that none did, or one at `changedAt`. */
  state(entity: string): Promise<LinksState>;
  /** The pairs of connections that have links, with how many. */
  pairs(): Promise<LinkPairCount[]>;
  /** Newest first. `before` is the id of the last one already seen. */
  list(
    sides: LinkSides,
    filter: LinkFilter & { readonly before?: number | undefined; readonly limit: number },
  ): Promise<{ readonly items: LinkItem[]; readonly hasMore: boolean }>;
  counts(sides: LinkSides): Promise<{ links: number; suspicious: number; suggestions: number }>;
  /** How many links a filter lets through. */
  count(sides: LinkSides, filter: LinkFilter): Promise<number>;
  /** Seen from the connection that `isFirst` picks of the two. */
  get(id: number, isFirst: (connectionId: string) => boolean): Promise<LinkItem | null>;
  baseOf(id: number): Promise<LinkBase>;
  /** What happened to the links of these two records, newest first; a removed link stays in it. */
  history(sides: LinkSides, keys: { sourceKey: string; targetKey: string }): Promise<LinkEvent[]>;
  /** The links of any of these records. */
  claimsOf(
    sides: LinkSides,
    keys: { readonly sourceKeys: readonly string[]; readonly targetKeys: readonly string[] },
  ): Promise<LinkClaim[]>;
  /** Of these source keys: the target keys that a person said are other records. */
  refused(sides: LinkSides, sourceKeys: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /**
   * Makes links, one answer per wish in their order. `overrides`: `refusal` links what a person said is not the same,
   * `claims` removes the present links of the two as well.
   */
  make(
    sides: LinkSides,
    wishes: readonly LinkToMake[],
    author: LinkAuthor,
    overrides?: { readonly refusal?: boolean; readonly claims?: boolean },
  ): Promise<LinkAnswer[]>;
  /** Removes links and keeps in mind that their records are not the same. Gives how many there were. */
  unlink(ids: readonly number[], by: string, reason: string): Promise<number>;
  /** Removes the link of a record that is gone. The same two may be linked again. Gives whether it was there. */
  forget(id: number, by: string, reason: string): Promise<boolean>;
  /** Settles what both sides of a link last agreed on, for these fields: as a person decided. */
  agree(id: number, base: LinkBase): Promise<void>;
  /**
   * Lets the links of records that were merged into others go over to those. Gives the keys of which nothing came, because the
   * other record has a link of its own: two records of the other system are then one here, which a person decides on.
   */
  follow(
    sides: LinkSides,
    side: 'source' | 'target',
    merges: readonly MergedRecord[],
    by: string,
  ): Promise<readonly string[]>;
  /** What records are called now, and which are not there; those that are named are there. */
  seen(
    sides: LinkSides,
    side: 'source' | 'target',
    records: readonly { readonly key: string; readonly name: string | null }[],
  ): Promise<void>;
  /** The keys of one side, a page at a time, in the order of the links. */
  keys(
    sides: LinkSides,
    side: 'source' | 'target',
    after: number,
    limit: number,
  ): Promise<{ id: number; key: string }[]>;
  suggestions(
    sides: LinkSides,
    page: Pick<LinkFilter, 'text' | 'isInKeys'> & { readonly before?: number | undefined; readonly limit: number },
  ): Promise<{ readonly items: LinkSuggestion[]; readonly hasMore: boolean }>;
  suggestion(id: number): Promise<(LinkSuggestion & { readonly sides: LinkSides }) | null>;
  /** Suggestions that show one of these records. */
  suggestionsFor(sides: LinkSides, keys: { sourceKey: string; targetKey: string }): Promise<LinkSuggestion[]>;
  /** Adds suggestions, or brings known ones up to date. What a person said is not the same is left out. */
  suggest(
    sides: LinkSides,
    jobId: string,
    suggestions: readonly (LinkToMake & { readonly score: number; readonly reasons: readonly SuggestionReason[] })[],
  ): Promise<void>;
  /** Removes the suggestions that no longer come from this job. */
  dropSuggestionsExcept(sides: LinkSides, jobId: string): Promise<void>;
  /** Gives up suggestions for good. Gives how many. */
  dismiss(ids: readonly number[], by: string, reason: string): Promise<number>;
}

/** Why a link is removed. `mayReturn`: nobody said that the two are different records. */
interface Removal {
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
  readonly mayReturn?: boolean;
}

/** What the links of an entity come to. Two states with the same `present` have the same links. */
export interface LinksState {
  readonly present: string;
  /** When one of them last changed; null while there are none. */
  readonly changedAt: Date | null;
}

/** A link seen from neither side. */
export interface LinkedBase {
  readonly id: number;
  readonly keys: readonly { readonly connectionId: string; readonly key: string }[];
  readonly base: LinkBase;
}

const linksAtATime = 500;
const baseSchema = z.record(z.string(), z.unknown());
const reasonsSchema = z.array(
  z.object({ field: z.string(), source: z.string().nullable(), target: z.string().nullable(), isEqual: z.boolean() }),
);

interface Side {
  readonly source: 'a' | 'b';
  readonly target: 'a' | 'b';
}

const originOf = `case when l.made_by in ('created', 'hand', 'import') then l.made_by
  when l.made_by in ('link', 'adopted', 'number', 'merge') then 'key' else 'match' end`;
const isContested = `exists (select 1 from link_suggestion s where s.pair_id = l.pair_id and s.key_a = l.key_a and s.key_b <> l.key_b)
  or exists (select 1 from link_suggestion s where s.pair_id = l.pair_id and s.key_b = l.key_b and s.key_a <> l.key_a)`;
const isSuspicious = `(l.gone_a is not null or l.gone_b is not null or ${isContested})`;

interface LinkRow {
  readonly id: number;
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly sourceName: string | null;
  readonly targetName: string | null;
  readonly origin: LinkOrigin;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly madeInRun: string | null;
  readonly changedAt: number;
  readonly sourceGoneAt: number | null;
  readonly targetGoneAt: number | null;
  readonly isContested: number;
}

const columns = ({ source, target }: Side) =>
  `l.id, l.key_${source} as sourceKey, l.key_${target} as targetKey, l.name_${source} as sourceName,
   l.name_${target} as targetName, ${originOf} as origin, l.made_by as madeBy, l.made_at as madeAt,
   l.made_in_run as madeInRun, l.changed_at as changedAt, l.gone_${source} as sourceGoneAt,
   l.gone_${target} as targetGoneAt, (${isContested}) as isContested`;

const sideOf = ({ isSourceA }: PairView): Side =>
  isSourceA ? { source: 'a', target: 'b' } : { source: 'b', target: 'a' };
const likeOf = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
const among = 'in (select value from json_each(?))';

export function createLinks(
  { database, writer, now }: StoreContext,
  { links, pairs }: { readonly links: LinkTable; readonly pairs: Pairs },
): LinkRepository {
  const changes = linkChanges(database);

  const where = (
    { source, target }: Side,
    pair: PairView,
    { text, isInKeys = false, origin, isSuspicious: onlySuspicious }: LinkFilter,
  ): { sql: string; values: unknown[] } => {
    const parts = ['l.pair_id = ?'];
    const values: unknown[] = [pair.id];
    if (text !== undefined && text.trim() !== '') {
      const like = likeOf(text.trim());
      const fields = [`l.key_${source}`, `l.key_${target}`, ...(isInKeys ? [] : ['l.name_a', 'l.name_b'])];
      parts.push(`(${fields.map((field) => `${field} like ? escape '\\'`).join(' or ')})`);
      values.push(...fields.map(() => like));
    }
    if (origin) {
      parts.push(`${originOf} = ?`);
      values.push(origin);
    }
    if (onlySuspicious) parts.push(isSuspicious);
    return { sql: parts.join(' and '), values };
  };

  const claims = (pair: PairView, sourceKeys: readonly string[], targetKeys: readonly string[]): LinkClaim[] => {
    const { source, target } = sideOf(pair);
    const named = `id, key_${source} as sourceKey, key_${target} as targetKey, name_${source} as sourceName, name_${target} as targetName`;
    return database
      .prepare<unknown[], LinkClaim>(
        `select ${named} from link where pair_id = ? and key_${source} ${among}
         union select ${named} from link where pair_id = ? and key_${target} ${among}`,
      )
      .all(pair.id, JSON.stringify(sourceKeys), pair.id, JSON.stringify(targetKeys));
  };

  const suggestionsWhere = (pair: PairView, condition: string, values: readonly unknown[], limit: number) => {
    const { source, target } = sideOf(pair);
    const rows = database
      .prepare<unknown[], SuggestionRow>(
        `select id, key_${source} as sourceKey, key_${target} as targetKey, name_${source} as sourceName,
           name_${target} as targetName, score, reasons, made_at as madeAt
         from link_suggestion where pair_id = ? and ${condition} order by score desc, id desc limit ?`,
      )
      .all(pair.id, ...values, limit);
    const taken = claims(
      pair,
      rows.map(({ sourceKey }) => sourceKey),
      rows.map(({ targetKey }) => targetKey),
    );
    return rows.map((row): LinkSuggestion => ({
      ...row,
      reasons: readText(reasonsSchema, row.reasons, `the reasons of suggestion ${row.id}`).map((reason) =>
        pair.isSourceA ? reason : { ...reason, source: reason.target, target: reason.source },
      ),
      madeAt: new Date(row.madeAt),
      claims: taken.filter((claim) => claim.sourceKey === row.sourceKey || claim.targetKey === row.targetKey),
    }));
  };

  const itemOf = (sides: LinkSides, row: LinkRow): LinkItem => ({
    ...sides,
    ...row,
    madeAt: new Date(row.madeAt),
    changedAt: new Date(row.changedAt),
    sourceGoneAt: row.sourceGoneAt === null ? null : new Date(row.sourceGoneAt),
    targetGoneAt: row.targetGoneAt === null ? null : new Date(row.targetGoneAt),
    isContested: row.isContested === 1,
  });

  return {
    async targetKeys(sides, sourceKeys) {
      const found = links.find(sides, '', sourceKeys);
      return new Map([...found.values()].map(({ sourceKey, targetKey }) => [sourceKey, targetKey]));
    },

    async *bases(entity, since = new Date(0)) {
      const page = database.prepare<
        [string, number, number, number],
        { id: number; keyA: string; keyB: string; base: string; a: string; b: string }
      >(
        `select l.id, l.key_a as keyA, l.key_b as keyB, l.base, p.connection_a as a, p.connection_b as b
         from link l join link_pair p on p.id = l.pair_id where p.entity = ? and l.changed_at >= ? and l.id > ? order by l.id limit ?`,
      );
      for (let after = 0; ;) {
        const rows = page.all(entity, since.getTime(), after, linksAtATime);
        for (const { id, keyA, keyB, base, a, b } of rows) {
          yield {
            id,
            keys: [
              { connectionId: a, key: keyA },
              { connectionId: b, key: keyB },
            ],
            base: readText(baseSchema, base, `the base of record link ${id}`) as LinkBase,
          };
        }
        if (rows.length < linksAtATime) return;
        after = rows.at(-1)!.id;
        // Others are served between the pages.
        await nextTurn();
      }
    },

    async state(entity) {
      // Ids only grow: a link that went and another that came change the sum as well.
      const { count, ids, changedAt } = database
        .prepare<[string], { count: number; ids: number | null; changedAt: number | null }>(
          `select count(*) as count, sum(l.id) as ids, max(l.changed_at) as changedAt
           from link l join link_pair p on p.id = l.pair_id where p.entity = ?`,
        )
        .get(entity)!;
      return { present: `${count} ${ids ?? 0}`, changedAt: changedAt === null ? null : new Date(changedAt) };
    },

    async pairs() {
      return database
        .prepare<[], { entity: string; a: string; b: string; links: number }>(
          `select entity, connection_a as a, connection_b as b,
             (select count(*) from link where pair_id = link_pair.id) as links
           from link_pair order by entity, id`,
        )
        .all()
        .map(({ entity, a, b, links: count }) => ({ entity, connectionIds: [a, b], links: count }));
    },

    async list(sides, { before, limit, ...filter }) {
      const pair = pairs.find(sides);
      if (!pair) return { items: [], hasMore: false };
      const { sql, values } = where(sideOf(pair), pair, filter);
      const rows = database
        .prepare<unknown[], LinkRow>(
          `select ${columns(sideOf(pair))} from link l where ${sql} and l.id < ? order by l.id desc limit ?`,
        )
        .all(...values, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
      return { items: rows.slice(0, limit).map((row) => itemOf(sides, row)), hasMore: rows.length > limit };
    },

    async counts(sides) {
      const pair = pairs.find(sides);
      if (!pair) return { links: 0, suspicious: 0, suggestions: 0 };
      const one = (sql: string) => database.prepare<[number], number>(sql).pluck().get(pair.id)!;
      return {
        links: one('select count(*) from link where pair_id = ?'),
        suspicious: one(`select count(*) from link l where pair_id = ? and ${isSuspicious}`),
        suggestions: one('select count(*) from link_suggestion where pair_id = ?'),
      };
    },

    async count(sides, filter) {
      const pair = pairs.find(sides);
      if (!pair) return 0;
      const { sql, values } = where(sideOf(pair), pair, filter);
      return database
        .prepare<unknown[], number>(`select count(*) from link l where ${sql}`)
        .pluck()
        .get(...values)!;
    },

    async get(id, isFirst) {
      const found = database
        .prepare<[number], { pairId: number; entity: string; a: string; b: string }>(
          `select p.id as pairId, p.entity, p.connection_a as a, p.connection_b as b
           from link l join link_pair p on p.id = l.pair_id where l.id = ?`,
        )
        .get(id);
      if (!found) return null;
      const { entity, a, b } = found;
      const isSourceA = isFirst(a) || !isFirst(b);
      const [sourceConnectionId, targetConnectionId] = isSourceA ? [a, b] : [b, a];
      const row = database
        .prepare<[number], LinkRow>(
          `select ${columns(sideOf({ id: found.pairId, isSourceA }))} from link l where l.id = ?`,
        )
        .get(id)!;
      return itemOf({ entity, sourceConnectionId, targetConnectionId }, row);
    },

    baseOf: async (id) => links.bases([id]).get(id) ?? {},
    agree: (id, base) =>
      writer.write(() => {
        const agreed = { ...links.bases([id]).get(id), ...base };
        database.prepare<[string, number]>('update link set base = ? where id = ?').run(JSON.stringify(agreed), id);
      }),

    async history(sides, { sourceKey, targetKey }) {
      const pair = pairs.find(sides);
      if (!pair) return [];
      const { source, target } = sideOf(pair);
      const events = database
        .prepare<unknown[], Omit<LinkEvent, 'at'> & { at: number }>(
          `select at, kind, key_${source} as sourceKey, key_${target} as targetKey, how, by, run_id as runId, reason
           from link_event where pair_id = ? and (key_${source} = ? or key_${target} = ?) order by id desc limit 200`,
        )
        .all(pair.id, sourceKey, targetKey)
        .map((event) => ({ ...event, at: new Date(event.at) }));
      const made = claims(pair, [sourceKey], [targetKey]).flatMap(({ id, ...keys }): LinkEvent[] => {
        const { madeBy, madeAt, madeInRun } = database
          .prepare<[number], { madeBy: string; madeAt: number; madeInRun: string | null }>(
            'select made_by as madeBy, made_at as madeAt, made_in_run as madeInRun from link where id = ?',
          )
          .get(id)!;
        const isTold = events.some(({ kind, at }) => kind === 'linked' && at.getTime() === madeAt);
        if (isTold) return [];
        return [
          {
            kind: 'linked',
            at: new Date(madeAt),
            sourceKey: keys.sourceKey,
            targetKey: keys.targetKey,
            how: madeBy,
            by: null,
            runId: madeInRun,
            reason: null,
          },
        ];
      });
      return [...events, ...made].toSorted((one, other) => other.at.getTime() - one.at.getTime());
    },

    async claimsOf(sides, { sourceKeys, targetKeys }) {
      const pair = pairs.find(sides);
      return pair ? claims(pair, sourceKeys, targetKeys) : [];
    },

    refused: async (sides, sourceKeys) => links.refused(sides, sourceKeys),

    make: (sides, wishes, author, overrides = {}) =>
      writer.write(() => {
        const pair = pairs.findOrAdd(sides);
        return wishes.map((wish) => changes.make(pair, wish, { ...author, at: now() }, overrides));
      }),

    async follow(sides, side, merges, by) {
      const pair = pairs.find(sides);
      if (!pair || merges.length === 0) return [];
      const end = sideOf(pair)[side];
      return writer.write(() =>
        merges.filter((merge) => !changes.follow(pair, end, merge, { by, at: now() })).map(({ key }) => key),
      );
    },

    unlink: (ids, by, reason) => writer.write(() => changes.unlink(ids, { by, reason, at: now() })),
    forget: (id, by, reason) =>
      writer.write(() => changes.unlink([id], { by, reason, at: now(), mayReturn: true }) > 0),

    async seen(sides, side, records) {
      const pair = pairs.find(sides);
      if (!pair || records.length === 0) return;
      const end = sideOf(pair)[side];
      await writer.write(() => {
        const named = database.prepare<[string, number, string]>(
          `update link set name_${end} = ?, gone_${end} = null where pair_id = ? and key_${end} = ?`,
        );
        const gone = database.prepare<[number, number, string]>(
          `update link set gone_${end} = coalesce(gone_${end}, ?) where pair_id = ? and key_${end} = ?`,
        );
        for (const { key, name } of records) {
          if (name === null) gone.run(now().getTime(), pair.id, key);
          else named.run(name, pair.id, key);
        }
      });
    },

    async keys(sides, side, after, limit) {
      const pair = pairs.find(sides);
      if (!pair) return [];
      return database
        .prepare<[number, number, number], { id: number; key: string }>(
          `select id, key_${sideOf(pair)[side]} as key from link where pair_id = ? and id > ? order by id limit ?`,
        )
        .all(pair.id, after, limit);
    },

    async suggestions(sides, { text, isInKeys = false, before, limit }) {
      const pair = pairs.find(sides);
      if (!pair) return { items: [], hasMore: false };
      const parts = ['1'];
      const values: unknown[] = [];
      if (text !== undefined && text.trim() !== '') {
        const fields = ['key_a', 'key_b', ...(isInKeys ? [] : ['name_a', 'name_b'])];
        parts.push(`(${fields.map((field) => `${field} like ? escape '\\'`).join(' or ')})`);
        values.push(...fields.map(() => likeOf(text.trim())));
      }
      if (before !== undefined) {
        parts.push('(score, id) < (select score, id from link_suggestion where id = ?)');
        values.push(before);
      }
      const found = suggestionsWhere(pair, parts.join(' and '), values, limit + 1);
      return { items: found.slice(0, limit), hasMore: found.length > limit };
    },

    async suggestion(id) {
      const found = database
        .prepare<[number], { pairId: number; entity: string; a: string; b: string }>(
          `select p.id as pairId, p.entity, p.connection_a as a, p.connection_b as b
           from link_suggestion s join link_pair p on p.id = s.pair_id where s.id = ?`,
        )
        .get(id);
      if (!found) return null;
      const [suggestion] = suggestionsWhere({ id: found.pairId, isSourceA: true }, 'id = ?', [id], 1);
      const sides = { entity: found.entity, sourceConnectionId: found.a, targetConnectionId: found.b };
      return { ...suggestion!, sides };
    },

    async suggestionsFor(sides, { sourceKey, targetKey }) {
      const pair = pairs.find(sides);
      if (!pair) return [];
      const { source, target } = sideOf(pair);
      return suggestionsWhere(
        pair,
        `(key_${source} = ? or key_${target} = ?) and not (key_${source} = ? and key_${target} = ?)`,
        [sourceKey, targetKey, sourceKey, targetKey],
        20,
      );
    },

    suggest: (sides, jobId, suggestions) =>
      writer.write(() => {
        const pair = pairs.findOrAdd(sides);
        for (const suggestion of suggestions) changes.suggest(pair, suggestion, jobId, now());
      }),

    async dropSuggestionsExcept(sides, jobId) {
      const pair = pairs.find(sides);
      if (!pair) return;
      await writer.write(() => {
        database
          .prepare<[number, string]>('delete from link_suggestion where pair_id = ? and job_id <> ?')
          .run(pair.id, jobId);
      });
    },

    dismiss: (ids, by, reason) => writer.write(() => changes.dismiss(ids, { by, reason, at: now() })),
  };
}

interface SuggestionRow {
  readonly id: number;
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly sourceName: string;
  readonly targetName: string;
  readonly score: number;
  readonly reasons: string;
  readonly madeAt: number;
}

interface Keys {
  readonly keyA: string;
  readonly keyB: string;
}

interface ToldLink extends Keys {
  readonly pairId: number;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly madeInRun: string | null;
}

/** The changes that people make, each inside a transaction of the caller. */
function linkChanges(database: Database) {
  const removeLink = database.prepare<[number], ToldLink>(
    `delete from link where id = ?
     returning pair_id as pairId, key_a as keyA, key_b as keyB, made_by as madeBy, made_at as madeAt, made_in_run as madeInRun`,
  );
  const tell = database.prepare(
    `insert into link_event (pair_id, key_a, key_b, kind, how, at, by, run_id, reason)
     values (@pairId, @keyA, @keyB, @kind, @how, @at, @by, @runId, @reason)`,
  );
  const isTold = database
    .prepare<[number, string, string, number], number>(
      `select 1 from link_event where pair_id = ? and key_a = ? and key_b = ? and kind = 'linked' and at = ?`,
    )
    .pluck();
  const refuse = database.prepare(
    `insert into link_refusal (pair_id, key_a, key_b, at, by, reason) values (@pairId, @keyA, @keyB, @at, @by, @reason)
     on conflict do update set at = excluded.at, by = excluded.by, reason = excluded.reason`,
  );
  const permit = database.prepare<[number, string, string]>(
    'delete from link_refusal where pair_id = ? and key_a = ? and key_b = ?',
  );
  const isRefused = database
    .prepare<[number, string, string], number>(
      'select 1 from link_refusal where pair_id = ? and key_a = ? and key_b = ?',
    )
    .pluck();
  const rivals = database.prepare<
    [number, string, string],
    Keys & { id: number; nameA: string | null; nameB: string | null }
  >(
    `select id, key_a as keyA, key_b as keyB, name_a as nameA, name_b as nameB
     from link where pair_id = ? and (key_a = ? or key_b = ?)`,
  );
  const isUnderWay = database
    .prepare<[number, string, string], number>(
      `select 1 from effect where pair_id = ? and op = 'create' and state = 'sending'
         and ((is_to_b = 1 and source_key = ?) or (is_to_b = 0 and source_key = ?))`,
    )
    .pluck();
  const insert = database.prepare(
    `insert into link (pair_id, key_a, key_b, base, hash, writer, made_by, made_at, changed_at, name_a, name_b)
     values (@pairId, @keyA, @keyB, '{}', '', '', @how, @at, @at, @nameA, @nameB)`,
  );
  const dropSuggestion = database.prepare<[number, string, string]>(
    'delete from link_suggestion where pair_id = ? and key_a = ? and key_b = ?',
  );
  const addSuggestion = database.prepare(
    `insert into link_suggestion (pair_id, key_a, key_b, name_a, name_b, score, reasons, job_id, made_at)
     values (@pairId, @keyA, @keyB, @nameA, @nameB, @score, @reasons, @jobId, @at)
     on conflict do update set name_a = excluded.name_a, name_b = excluded.name_b, score = excluded.score,
       reasons = excluded.reasons, job_id = excluded.job_id`,
  );
  const removeSuggestion = database.prepare<[number], Keys & { pairId: number }>(
    'delete from link_suggestion where id = ? returning pair_id as pairId, key_a as keyA, key_b as keyB',
  );

  const linkOn = (end: 'a' | 'b') =>
    database.prepare<[number, string], ToldLink & { id: number }>(
      `select id, pair_id as pairId, key_a as keyA, key_b as keyB, made_by as madeBy, made_at as madeAt, made_in_run as madeInRun
       from link where pair_id = ? and key_${end} = ?`,
    );
  const linkOf = { a: linkOn('a'), b: linkOn('b') };
  // What was agreed on was said of the record that is gone, so the next run compares anew.
  const moveOn = (end: 'a' | 'b') =>
    database.prepare<[string, string, number, number, number]>(
      `update link set key_${end} = ?, name_${end} = ?, version_${end} = null, gone_${end} = null, base = '{}', hash = '', writer = '',
         made_by = 'merge', made_at = ?, made_in_run = null, changed_at = ?
       where id = ?`,
    );
  const move = { a: moveOn('a'), b: moveOn('b') };
  const keysOf = ({ pairId, keyA, keyB }: ToldLink) => ({ pairId, keyA, keyB });
  /** A link tells of its own making as long as it is there. */
  const tellOfMaking = (link: ToldLink) => {
    const { pairId, keyA, keyB, madeBy, madeAt, madeInRun } = link;
    if (isTold.get(pairId, keyA, keyB, madeAt) !== undefined) return;
    tell.run({ ...keysOf(link), kind: 'linked', how: madeBy, at: madeAt, by: null, runId: madeInRun, reason: null });
  };

  const remove = (id: number, { by, reason, at, mayReturn = false }: Removal): boolean => {
    const gone = removeLink.get(id);
    if (!gone) return false;
    const keys = keysOf(gone);
    tellOfMaking(gone);
    tell.run({ ...keys, kind: 'unlinked', how: null, at: at.getTime(), by, runId: null, reason });
    if (!mayReturn) refuse.run({ ...keys, at: at.getTime(), by, reason });
    return true;
  };

  return {
    make(
      pair: PairView,
      { sourceKey, targetKey, sourceName, targetName }: LinkToMake,
      { how, by, reason, at }: LinkAuthor & { readonly at: Date },
      overrides: { readonly refusal?: boolean; readonly claims?: boolean },
    ): LinkAnswer {
      const [keyA, keyB] = pair.isSourceA ? [sourceKey, targetKey] : [targetKey, sourceKey];
      const [nameA, nameB] = pair.isSourceA ? [sourceName, targetName] : [targetName, sourceName];
      const others = rivals.all(pair.id, keyA, keyB);
      const same = others.find((other) => other.keyA === keyA && other.keyB === keyB);
      if (same) return { kind: 'same', id: same.id };
      if (isUnderWay.get(pair.id, keyA, keyB) !== undefined) return { kind: 'underWay' };
      if (others.length > 0 && !overrides.claims) {
        return {
          kind: 'taken',
          claims: others.map((other) => ({
            id: other.id,
            sourceKey: pair.isSourceA ? other.keyA : other.keyB,
            targetKey: pair.isSourceA ? other.keyB : other.keyA,
            sourceName: pair.isSourceA ? other.nameA : other.nameB,
            targetName: pair.isSourceA ? other.nameB : other.nameA,
          })),
        };
      }
      if (!overrides.refusal && isRefused.get(pair.id, keyA, keyB) !== undefined) return { kind: 'refused' };
      for (const { id } of others) remove(id, { by, reason: reason ?? '', at });
      const keys = { pairId: pair.id, keyA, keyB };
      const { lastInsertRowid } = insert.run({ ...keys, how, at: at.getTime(), nameA, nameB });
      tell.run({ ...keys, kind: 'linked', how, at: at.getTime(), by, runId: null, reason });
      permit.run(pair.id, keyA, keyB);
      dropSuggestion.run(pair.id, keyA, keyB);
      return { kind: 'linked', id: Number(lastInsertRowid) };
    },

    /** Gives false when the record that stays has a link of its own. */
    follow(
      { id: pairId }: PairView,
      end: 'a' | 'b',
      { key, into, name }: MergedRecord,
      { by, at }: { readonly by: string; readonly at: Date },
    ): boolean {
      const link = linkOf[end].get(pairId, key);
      if (!link) return true;
      if (linkOf[end].get(pairId, into)) return false;
      tellOfMaking(link);
      tell.run({ ...keysOf(link), kind: 'unlinked', how: 'merge', at: at.getTime(), by, runId: null, reason: null });
      move[end].run(into, name, at.getTime(), at.getTime(), link.id);
      const keys = { ...keysOf(link), [end === 'a' ? 'keyA' : 'keyB']: into };
      tell.run({ ...keys, kind: 'linked', how: 'merge', at: at.getTime(), by, runId: null, reason: null });
      return true;
    },

    unlink(ids: readonly number[], why: Removal): number {
      return ids.filter((id) => remove(id, why)).length;
    },

    suggest(
      pair: PairView,
      {
        sourceKey,
        targetKey,
        sourceName,
        targetName,
        score,
        reasons,
      }: LinkToMake & { readonly score: number; readonly reasons: readonly SuggestionReason[] },
      jobId: string,
      at: Date,
    ): void {
      const [keyA, keyB] = pair.isSourceA ? [sourceKey, targetKey] : [targetKey, sourceKey];
      const [nameA, nameB] = pair.isSourceA ? [sourceName, targetName] : [targetName, sourceName];
      if (isRefused.get(pair.id, keyA, keyB) !== undefined) return;
      const turned = pair.isSourceA
        ? reasons
        : reasons.map((reason) => ({ ...reason, source: reason.target, target: reason.source }));
      addSuggestion.run({
        pairId: pair.id,
        keyA,
        keyB,
        nameA: nameA ?? keyA,
        nameB: nameB ?? keyB,
        score,
        reasons: JSON.stringify(turned),
        jobId,
        at: at.getTime(),
      });
    },

    dismiss(ids: readonly number[], { by, reason, at }: { by: string; reason: string; at: Date }): number {
      return ids.filter((id) => {
        const gone = removeSuggestion.get(id);
        if (!gone) return false;
        const time = at.getTime();
        tell.run({ ...gone, kind: 'dismissed', how: null, at: time, by, runId: null, reason });
        refuse.run({ ...gone, at: time, by, reason });
        return true;
      }).length;
    },
  };
}
