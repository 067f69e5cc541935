import type { Row } from '@koppel/connector-odata';
import type { Clock } from '@koppel/sdk';
import type { DataverseClient } from './client.ts';
import type { LookupTarget } from './lookup-targets.ts';

/** Users, territories and currencies change seldom; a read begins with a fresh look when this time has passed. */
const maxAgeMs = 5 * 60_000;

interface Table {
  readonly loadedAtMs: number;
  readonly names: ReadonlyMap<string, string>;
  /** Name in lower case → ids. Two records of one name cannot be told apart by it. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** Id → the further column. */
  readonly also: ReadonlyMap<string, string>;
}

/** The small tables that lookups lead to: id to name and back. */
export interface Lookups {
  /** Loads what is not there or older than `ageMs`, by default five minutes. */
  prepare(targets: Iterable<LookupTarget>, signal: AbortSignal, ageMs?: number): Promise<void>;
  /** Loads again, because an id is not in the table. */
  refresh(targets: Iterable<LookupTarget>, signal: AbortSignal): Promise<void>;
  nameOf(target: LookupTarget, id: string): string | undefined;
  idsOf(target: LookupTarget, name: string): readonly string[];
  names(target: LookupTarget): readonly string[];
  ids(target: LookupTarget): readonly string[];
  /** The further column of a record, where the target has one and it is filled. */
  alsoOf(target: LookupTarget, id: string): string | undefined;
}

export function createLookups(client: DataverseClient, clock: Clock): Lookups {
  const tables = new Map<string, Table>();

  async function load({ set, idColumn, nameColumn, also }: LookupTarget, signal: AbortSignal): Promise<void> {
    const select = [idColumn, nameColumn, ...(also === undefined ? [] : [also])].join(',');
    const rows: Row[] = await client.rows(`${set}?$select=${select}`, signal);
    const further = new Map<string, string>();
    const names = new Map<string, string>();
    const ids = new Map<string, string[]>();
    for (const row of rows) {
      const id = row[idColumn];
      const name = row[nameColumn];
      const more = also === undefined ? undefined : row[also];
      if (typeof id === 'string' && typeof more === 'string') further.set(id.toLowerCase(), more.toLowerCase());
      if (typeof id !== 'string' || typeof name !== 'string' || name.trim() === '') continue;
      names.set(id.toLowerCase(), name.trim());
      const key = name.trim().toLowerCase();
      ids.set(key, [...(ids.get(key) ?? []), id.toLowerCase()]);
    }
    tables.set(set, { loadedAtMs: clock.monotonicMs(), names, ids, also: further });
  }

  async function loadOlder(targets: Iterable<LookupTarget>, ageMs: number, signal: AbortSignal): Promise<void> {
    const bySet = new Map<string, LookupTarget>();
    for (const target of targets) bySet.set(target.set, target);
    const nowMs = clock.monotonicMs();
    const ageOf = ({ set }: LookupTarget) => nowMs - (tables.get(set)?.loadedAtMs ?? Number.NEGATIVE_INFINITY);
    const stale = [...bySet.values()].filter((target) => ageOf(target) > ageMs);
    if (stale.length > 0) await Promise.all(stale.map((target) => load(target, signal)));
  }

  return {
    refresh: (targets, signal) => loadOlder(targets, Number.NEGATIVE_INFINITY, signal),
    prepare: (targets, signal, ageMs = maxAgeMs) => loadOlder(targets, ageMs, signal),
    nameOf: ({ set }, id) => tables.get(set)?.names.get(id.toLowerCase()),
    idsOf: ({ set }, name) => tables.get(set)?.ids.get(name.trim().toLowerCase()) ?? [],
    ids: ({ set }) => [...(tables.get(set)?.names.keys() ?? [])],
    alsoOf: ({ set }, id) => tables.get(set)?.also.get(id.toLowerCase()),
    names: ({ set }) => [...(tables.get(set)?.names.values() ?? [])],
  };
}
