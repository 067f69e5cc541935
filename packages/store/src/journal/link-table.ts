import type { Database } from 'better-sqlite3';
import type { FieldValue } from '@koppel/model';
import type { LinkBase, LinkedKeys, LinkSides, LinkWrite, StoredLink, VanishedRecord } from '@koppel/runtime';
import { z } from 'zod';
import { readText } from '../json.ts';
import { StoreError } from '../store-error.ts';
import type { Pairs, PairView } from './pairs.ts';

// Read for every record that is written. A union of schemas would try one kind of value after another.
const linkBaseSchema = z.record(
  z.string(),
  z.custom<LinkBase[string]>((value) => isFieldValue(value) || (isPair(value) && value.every(isFieldValue))),
);
const anyBaseSchema = z.record(z.string(), z.unknown());

type LinkRow = [
  sourceKey: string,
  id: number,
  targetKey: string,
  targetVersion: string | null,
  hash: string,
  writer: string,
];

/** The statements of one direction: the columns of the flow's source and of its target. */
function statements(database: Database, source: 'a' | 'b', target: 'a' | 'b') {
  const keys = '(select value from json_each(?))';
  return {
    find: database
      .prepare<[number, string], LinkRow>(
        `select key_${source}, id, key_${target}, version_${target}, hash, writer
         from link where pair_id = ? and key_${source} in ${keys}`,
      )
      .raw(),
    claims: database
      .prepare<[number, string], [target: string, source: string]>(
        `select key_${target}, key_${source} from link where pair_id = ? and key_${target} in ${keys}`,
      )
      .raw(),
    refused: database
      .prepare<[number, string], [source: string, target: string]>(
        `select key_${source}, key_${target} from link_refusal where pair_id = ? and key_${source} in ${keys}`,
      )
      .raw(),
    linkedKeys: database.prepare<[pair: number, after: number, limit: number], LinkedKeys>(
      `select id, key_${source} as sourceKey, key_${target} as targetKey,
         coalesce(name_${source}, name_${target}) as name
       from link where pair_id = ? and id > ? order by id limit ?`,
    ),
    insert: database.prepare<
      [
        ...[pair: number, sourceKey: string, targetKey: string, version: string | null],
        ...[base: string, hash: string, writer: string, madeBy: string, at: number, changed: number],
        ...[run: string, sourceName: string | null, targetName: string | null],
      ]
    >(
      `insert into link
         (pair_id, key_${source}, key_${target}, version_${target}, base, hash, writer, made_by, made_at, changed_at,
          made_in_run, name_${source}, name_${target})
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    ),
    idOfSource: database
      .prepare<[number, string], number>(`select id from link where pair_id = ? and key_${source} = ?`)
      .pluck(),
    update: database.prepare<
      [
        ...[version: string | null, hash: string, writer: string, base: string | null, at: number],
        ...[sourceName: string | null, targetName: string | null, id: number, targetKey: string],
      ]
    >(
      `update link set version_${target} = ?, hash = ?, writer = ?, base = coalesce(?, base), changed_at = ?,
         name_${source} = coalesce(?, name_${source}), name_${target} = coalesce(?, name_${target}),
         gone_a = null, gone_b = null
       where id = ? and key_${target} = ?`,
    ),
    moveTarget: database.prepare<[string, number]>(`update or ignore link set key_${target} = ? where id = ?`),
  };
}

/** The record links, as the runtime reads and writes them. What writes runs inside a transaction. */
export class LinkTable {
  readonly #pairs: Pairs;
  readonly #fromA: ReturnType<typeof statements>;
  readonly #fromB: ReturnType<typeof statements>;
  readonly #bases;
  readonly #markGone;
  readonly #base;
  readonly #count;

  constructor(database: Database, pairs: Pairs) {
    this.#pairs = pairs;
    this.#fromA = statements(database, 'a', 'b');
    this.#fromB = statements(database, 'b', 'a');
    this.#markGone = (['a', 'b'] as const).map((end) =>
      database.prepare<[number, string, string, string]>(
        `update link set gone_${end} = coalesce(gone_${end}, ?)
         where key_${end} = ? and pair_id in (select id from link_pair where entity = ? and connection_${end} = ?)`,
      ),
    );
    this.#bases = database
      .prepare<[string], [id: number, base: string]>(
        'select id, base from link where id in (select value from json_each(?))',
      )
      .raw();
    this.#count = database.prepare<[number], number>('select count(*) from link where pair_id = ?').pluck();
    this.#base = database.prepare<[number], string>('select base from link where id = ?').pluck();
  }

  find(sides: LinkSides, writer: string, sourceKeys: readonly string[]): Map<string, StoredLink> {
    const pair = this.#pairs.find(sides);
    const links = new Map<string, StoredLink>();
    if (!pair) return links;
    for (const row of this.#of(pair).find.iterate(pair.id, JSON.stringify(sourceKeys))) {
      const [sourceKey, id, targetKey, targetVersion, hash, lastWriter] = row;
      links.set(sourceKey, { id, sourceKey, targetKey, targetVersion, hash: lastWriter === writer ? hash : null });
    }
    return links;
  }

  bases(linkIds: readonly number[]): Map<number, LinkBase> {
    return new Map(
      this.#bases
        .all(JSON.stringify(linkIds))
        .map(([id, base]) => [id, readText(linkBaseSchema, base, `the base of record link ${id}`)]),
    );
  }

  /** The links behind one, in the order in which they were made. */
  linkedKeys(sides: LinkSides, after: number, limit: number): LinkedKeys[] {
    const pair = this.#pairs.find(sides);
    return pair ? this.#of(pair).linkedKeys.all(pair.id, after, limit) : [];
  }

  count(sides: LinkSides): number {
    const pair = this.#pairs.find(sides);
    return pair ? (this.#count.get(pair.id) ?? 0) : 0;
  }

  /** For linked target keys: the source key each is linked to. */
  claims(sides: LinkSides, targetKeys: readonly string[]): Map<string, string> {
    const pair = this.#pairs.find(sides);
    return new Map(pair ? this.#of(pair).claims.all(pair.id, JSON.stringify(targetKeys)) : []);
  }

  /** For source keys: the target keys that a person said are other records. */
  refused(sides: LinkSides, sourceKeys: readonly string[]): Map<string, Set<string>> {
    const pair = this.#pairs.find(sides);
    const refused = new Map<string, Set<string>>();
    if (!pair) return refused;
    for (const [source, target] of this.#of(pair).refused.iterate(pair.id, JSON.stringify(sourceKeys))) {
      const known = refused.get(source);
      if (known) known.add(target);
      else refused.set(source, new Set([target]));
    }
    return refused;
  }

  isLinked(pair: PairView, sourceKey: string): boolean {
    return this.#of(pair).idOfSource.get(pair.id, sourceKey) !== undefined;
  }

  /** Throws a StoreError when one of the two records has another counterpart already. */
  write(writes: readonly LinkWrite[], at: Date, runId: string): void {
    // The links of a batch mostly have the same sides.
    let last: LinkWrite | null = null;
    let pair: PairView | null = null;
    for (const write of writes) {
      if (!pair || !last || !haveSameSides(write, last)) pair = this.#pairs.findOrAdd(write);
      last = write;
      if (write.id === null) this.#add(pair, write, at, runId);
      else this.#update(pair, write.id, write, at);
    }
  }

  /** Whatever system a record was linked to: each of its links says that it is gone. */
  markGone(records: readonly VanishedRecord[], at: Date): void {
    for (const { connectionId, entity, key } of records) {
      for (const mark of this.#markGone) mark.run(at.getTime(), key, entity, connectionId);
    }
  }

  #of({ isSourceA }: PairView): ReturnType<typeof statements> {
    return isSourceA ? this.#fromA : this.#fromB;
  }

  #add(pair: PairView, write: LinkWrite, at: Date, runId: string): void {
    const { sourceKey, targetKey, targetVersion, base, hash, writer, madeBy } = write;
    const time = at.getTime();
    const { insert, idOfSource } = this.#of(pair);
    const text = JSON.stringify(base);
    const { changes } = insert.run(
      pair.id,
      sourceKey,
      targetKey,
      targetVersion,
      text,
      hash,
      writer,
      madeBy,
      time,
      time,
      runId,
      write.sourceName ?? null,
      write.targetName ?? null,
    );
    if (changes === 1) return;
    // The same pair of records was linked meanwhile, by the flow in the other direction for instance: that is no conflict.
    const id = idOfSource.get(pair.id, sourceKey);
    if (id === undefined || !this.#refresh(pair, id, write, at)) throw taken(write);
  }

  /** A link that somebody removed meanwhile stays removed. */
  #update(pair: PairView, id: number, write: LinkWrite, at: Date): void {
    if (this.#refresh(pair, id, write, at) || this.#base.get(id) === undefined) return;
    const { moveTarget } = this.#of(pair);
    if (moveTarget.run(write.targetKey, id).changes === 0) throw taken(write);
    this.#refresh(pair, id, write, at);
  }

  /** Gives false when the link has another target key, or is gone. */
  #refresh(pair: PairView, id: number, write: LinkWrite, at: Date): boolean {
    const { targetKey, targetVersion, hash, writer } = write;
    const { update } = this.#of(pair);
    return (
      update.run(
        targetVersion,
        hash,
        writer,
        this.#merged(id, write.base),
        at.getTime(),
        write.sourceName ?? null,
        write.targetName ?? null,
        id,
        targetKey,
      ).changes === 1
    );
  }

  /** The base with the fields that change; null when none does. */
  #merged(id: number, changed: LinkBase): string | null {
    if (Object.keys(changed).length === 0) return null;
    const base = this.#base.get(id);
    if (base === undefined) return null;
    return JSON.stringify({ ...readText(anyBaseSchema, base, `the base of record link ${id}`), ...changed });
  }
}

function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function isFieldValue(value: unknown): value is FieldValue {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function haveSameSides(one: LinkSides, other: LinkSides): boolean {
  return (
    one.entity === other.entity &&
    one.sourceConnectionId === other.sourceConnectionId &&
    one.targetConnectionId === other.targetConnectionId
  );
}

function taken({ entity, sourceKey, targetKey }: LinkWrite): StoreError {
  return new StoreError({
    code: 'store.link-taken',
    message: `The ${entity} "${sourceKey}" cannot be linked to "${targetKey}": one of the two is linked to another record.`,
    remedy: 'Look at the links of both records and remove the wrong one. Nothing of this batch was stored.',
  });
}
