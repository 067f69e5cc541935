import type { Database } from 'better-sqlite3';
import { afterRelease, mayBegin } from '@koppel/runtime';
import type { EffectSettlement, EffectStart, EffectState, LinkSides, OpenEffect, RunFence } from '@koppel/runtime';
import { StoreError } from '../store-error.ts';
import type { LinkTable } from './link-table.ts';
import type { Pairs, PairView } from './pairs.ts';

interface EffectRow {
  readonly id: number;
  readonly op: 'create' | 'update';
  readonly state: EffectState;
  readonly sourceKey: string;
  readonly targetKey: string | null;
  readonly absentAfter: number | null;
  readonly runId: string;
}

const columns = `id, op, state, source_key as sourceKey, target_key as targetKey, absent_after as absentAfter, run_id as runId`;
// Word for word the condition of the index effect_open: only then can it serve.
const isOpen = `state in ('planned', 'sending', 'unknown', 'parked')`;

/**
 * The writes to outside systems that began. The create of a record is one row for ever, so that two runs can never create
 * it twice; what is sending belongs to the run that sends it. What writes runs inside a transaction.
 */
export class EffectTable {
  readonly #pairs: Pairs;
  readonly #links: LinkTable;
  readonly #open;
  readonly #reserved;
  readonly #insert;
  readonly #createOf;
  readonly #createdIn;
  readonly #takeOver;
  readonly #settleCreate;
  readonly #settleUpdate;
  readonly #removeUpdate;
  readonly #removeOpen;
  readonly #abandon;
  readonly #abandonAll;

  constructor(database: Database, pairs: Pairs, links: LinkTable) {
    this.#pairs = pairs;
    this.#links = links;
    this.#open = database.prepare<[number, number, string], EffectRow>(
      `select ${columns} from effect indexed by effect_open
       where pair_id = ? and is_to_b = ? and ${isOpen} and source_key in (select value from json_each(?))`,
    );
    this.#reserved = database
      .prepare<[number, number, string], [target: string, source: string]>(
        `select target_key, source_key from effect indexed by effect_open
         where pair_id = ? and is_to_b = ? and ${isOpen} and op = 'create' and target_key in (select value from json_each(?))`,
      )
      .raw();
    this.#insert = database.prepare<
      [string, number, number, string, string | null, string, number | null, string, number, number]
    >(
      `insert into effect (op, pair_id, is_to_b, source_key, target_key, payload_hash, absent_after, run_id, fence, sent_at, state, tries)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending', 1) on conflict do nothing`,
    );
    this.#createOf = database.prepare<[number, number, string], EffectRow>(
      `select ${columns} from effect where pair_id = ? and is_to_b = ? and source_key = ? and op = 'create'`,
    );
    this.#createdIn = database
      .prepare<[number, number, string, string], [source: string, target: string]>(
        `select source_key, target_key from effect
         where pair_id = ? and is_to_b = ? and op = 'create' and state = 'confirmed' and run_id = ?
           and source_key in (select value from json_each(?))`,
      )
      .raw();
    this.#takeOver = database.prepare<[string | null, string, number | null, string, number, number, number]>(
      `update effect set target_key = ?, payload_hash = ?, absent_after = ?, run_id = ?, fence = ?, sent_at = ?,
         state = 'sending', tries = tries + 1
       where id = ?`,
    );
    // A run whose write was taken over by another may still tell that it arrived, but not that it did not.
    const mayBeSettled = `id = ? and ${isOpen} and (? = 'confirmed' or state <> 'sending' or run_id = ?)`;
    this.#settleCreate = database.prepare<[EffectState, string | null, EffectState, number, EffectState, string]>(
      `update effect set state = ?, target_key = coalesce(?, target_key), payload_hash = iif(? = 'confirmed', null, payload_hash)
       where op = 'create' and ${mayBeSettled}`,
    );
    this.#settleUpdate = database.prepare<[EffectState, number, EffectState, string]>(
      `update effect set state = ? where op = 'update' and ${mayBeSettled}`,
    );
    this.#removeUpdate = database.prepare<[number, EffectState, string]>(
      `delete from effect where op = 'update' and ${mayBeSettled}`,
    );
    this.#removeOpen = database.prepare<[number]>(`delete from effect where id = ? and ${isOpen}`);
    const abandon = `update effect indexed by effect_open set state = '${afterRelease('sending')}' where ${isOpen} and state = 'sending'`;
    this.#abandon = database.prepare<[string]>(`${abandon} and run_id = ?`);
    this.#abandonAll = database.prepare<[]>(abandon);
  }

  findOpen(sides: LinkSides, sourceKeys: readonly string[]): Map<string, OpenEffect> {
    const pair = this.#pairs.find(sides);
    const rows = pair ? this.#open.all(pair.id, toB(pair), JSON.stringify(sourceKeys)) : [];
    return new Map(
      rows.map(({ id, op, state, sourceKey, targetKey, absentAfter }) => [
        sourceKey,
        { id, op, state, sourceKey, targetKey, absentAfter: absentAfter === null ? null : new Date(absentAfter) },
      ]),
    );
  }

  /** For target keys that a create under way has chosen: the source key of that create. */
  reserved(sides: LinkSides, targetKeys: readonly string[]): Map<string, string> {
    const pair = this.#pairs.find(sides);
    return new Map(pair ? this.#reserved.all(pair.id, toB(pair), JSON.stringify(targetKeys)) : []);
  }

  /** Of these source keys, those whose create this run confirmed, with the target key. */
  createdIn(runId: string, sides: LinkSides, sourceKeys: readonly string[]): Map<string, string> {
    const pair = this.#pairs.find(sides);
    return new Map(pair ? this.#createdIn.all(pair.id, toB(pair), runId, JSON.stringify(sourceKeys)) : []);
  }

  /** Throws a StoreError when a create would be a second one beside one that arrived or may still arrive. */
  begin(fence: RunFence, effects: readonly EffectStart[], at: Date): number[] {
    const pairs = new Map<string, { pair: PairView; open: Map<string, EffectRow> }>();
    return effects.map((effect) => {
      const name = `${effect.entity} ${effect.sourceConnectionId} ${effect.connectionId}`;
      let known = pairs.get(name);
      if (!known) {
        const pair = this.#pairs.findOrAdd(sidesOf(effect));
        known = { pair, open: this.#openOf(pair, effects) };
        pairs.set(name, known);
      }
      return this.#beginOne(fence, effect, at, known.pair, known.open);
    });
  }

  settle(runId: string, settled: readonly EffectSettlement[]): void {
    for (const { id, state, targetKey } of settled) {
      if (state === 'cancelled') this.#removeOpen.run(id);
      else if (this.#settleCreate.run(state, targetKey, state, id, state, runId).changes === 0) {
        if (state === 'confirmed' || state === 'rejected') this.#removeUpdate.run(id, state, runId);
        else this.#settleUpdate.run(state, id, state, runId);
      }
    }
  }

  /** What this run was sending may or may not have arrived: nobody is left who could tell. */
  abandon(runId: string): void {
    this.#abandon.run(runId);
  }

  /** The same for every run: the process that was sending has ended. */
  abandonAll(): void {
    this.#abandonAll.run();
  }

  #openOf(pair: PairView, effects: readonly EffectStart[]): Map<string, EffectRow> {
    const keys = JSON.stringify(effects.map(({ sourceKey }) => sourceKey));
    return new Map(this.#open.all(pair.id, toB(pair), keys).map((row) => [row.sourceKey, row]));
  }

  #beginOne(fence: RunFence, effect: EffectStart, at: Date, pair: PairView, open: Map<string, EffectRow>): number {
    const { op, sourceKey, targetKey, payloadHash } = effect;
    const absentAfter = effect.absentAfter?.getTime() ?? null;
    // Linked since the run read it: by a person, or by another run that found what somebody had entered.
    if (op === 'create' && this.#links.isLinked(pair, sourceKey)) throw createdAlready(effect);
    const row = open.get(sourceKey);
    if (row && (op === 'update' || row.op === 'create')) return this.#again(row, fence, effect, at);
    if (row) {
      // An update of a counterpart that is gone, or the record would not be created anew: what came of it counts no more.
      this.#removeOpen.run(row.id);
      open.delete(sourceKey);
    }
    const { changes, lastInsertRowid } = this.#insert.run(
      op,
      pair.id,
      toB(pair),
      sourceKey,
      targetKey,
      payloadHash,
      absentAfter,
      fence.runId,
      fence.fence,
      at.getTime(),
    );
    if (changes === 1) {
      const id = Number(lastInsertRowid);
      open.set(sourceKey, { id, op, state: 'sending', sourceKey, targetKey, absentAfter, runId: fence.runId });
      return id;
    }
    // A create of this record is final. One that was refused may begin again; one that arrived only once it was unlinked.
    const earlier = this.#createOf.get(pair.id, toB(pair), sourceKey)!;
    return this.#again({ ...earlier, absentAfter: null }, fence, effect, at);
  }

  #again(row: EffectRow, fence: RunFence, effect: EffectStart, at: Date): number {
    const earlier = {
      state: row.state,
      isOwn: row.runId === fence.runId,
      absentAfter: row.absentAfter === null ? null : new Date(row.absentAfter),
    };
    if (effect.op === 'create' && row.op === 'create' && !mayBegin(earlier, effect.lookedForAt)) throw underWay(effect);
    const bounds = [row.absentAfter, effect.absentAfter?.getTime() ?? null].filter((time) => time !== null);
    this.#takeOver.run(
      effect.targetKey ?? row.targetKey,
      effect.payloadHash,
      bounds.length > 0 ? Math.max(...bounds) : null,
      fence.runId,
      fence.fence,
      at.getTime(),
      row.id,
    );
    return row.id;
  }
}

function toB({ isSourceA }: PairView): number {
  return isSourceA ? 1 : 0;
}

function sidesOf({ entity, sourceConnectionId, connectionId }: EffectStart): LinkSides {
  return { entity, sourceConnectionId, targetConnectionId: connectionId };
}

function createdAlready({ entity, sourceKey }: EffectStart): StoreError {
  return new StoreError({
    code: 'store.created-already',
    message: `The ${entity} "${sourceKey}" was created or linked meanwhile.`,
    remedy: 'Start the run again: it finds the record link. Nothing was sent.',
  });
}

function underWay({ entity, sourceKey }: EffectStart): StoreError {
  return new StoreError({
    code: 'store.create-under-way',
    message: `The ${entity} "${sourceKey}" is being created by another run, or an earlier create may still arrive.`,
    remedy: 'Start the run again later: it looks the record up first. Nothing was sent.',
  });
}
