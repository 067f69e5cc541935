import { isGuid } from '@koppel/connector-odata';
import type { LastChange } from '@koppel/sdk';
import { idOf } from './client.ts';
import { ownUser } from './locks.ts';
import { users } from './lookup-targets.ts';
import type { Lookups } from './lookups.ts';
import type { EntityRecords } from './records.ts';

/** Who changed records last, and when: Dataverse keeps both with each of them. */
export async function lastChanges(
  records: EntityRecords,
  keys: readonly string[],
  { lookups, signal }: { readonly lookups: Lookups; readonly signal: AbortSignal },
): Promise<LastChange[]> {
  const { definition, client } = records;
  const { idColumn } = definition;
  const terms = keys.filter(isGuid).map((key) => `${idColumn} eq ${key}`);
  if (terms.length === 0) return [];
  const own = await ownUser(client, signal);
  const select = [idColumn, 'modifiedon', '_modifiedby_value'];
  const rows = await records.rowsMatching(terms, { select, prefer: [] }, signal);
  await lookups.prepare([users], signal);
  return rows.flatMap((row): LastChange[] => {
    const { modifiedon, _modifiedby_value: author } = row;
    if (typeof modifiedon !== 'string') return [];
    const id = typeof author === 'string' ? author.toLowerCase() : null;
    const by = id === null ? null : (lookups.nameOf(users, id) ?? id);
    return [{ key: idOf(row, idColumn), at: modifiedon, by, isOwn: id === own }];
  });
}
