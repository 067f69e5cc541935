import type { EntityLocks } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';

interface LockOptions {
  readonly json: boolean;
  readonly entity: string;
  readonly connection?: string;
  readonly field: readonly string[];
}

const words = { locked: 'locked', open: 'not locked', impossible: 'cannot be locked' };

/** `koppel locks list`: which fields people cannot change, in each system. */
export async function listLocks(api: ApiClient, options: LockOptions, output: Output): Promise<number> {
  const systems = await systemsOf(api, options);
  if (options.json) output.out(JSON.stringify(systems, null, 2));
  else for (const system of systems) print(system, output);
  return systems.some(({ problem }) => problem) ? exitCodes.problems : exitCodes.ok;
}

/**
 * `koppel locks apply`: locks what another system is master of and opens the rest, as the mastership table says;
 * `koppel locks open`: opens fields again, all of them or those given.
 */
export async function setLocks(
  api: ApiClient,
  action: 'apply' | 'open',
  options: LockOptions,
  output: Output,
): Promise<number> {
  const systems = (await systemsOf(api, options)).filter(({ canLock }) => canLock);
  if (systems.length === 0) {
    output.err(
      complaint(
        `No system that is connected can lock fields of ${options.entity}.`,
        'The drift check finds what people change there, and puts it back or holds it.',
      ),
    );
    return exitCodes.problems;
  }
  let isFine = true;
  const results: EntityLocks[] = [];
  for (const system of systems) {
    const { connectionId, entity, fields, problem } = system;
    let result = system;
    const isMeant = (field: string) => options.field.length === 0 || options.field.includes(field);
    for (const wanted of ['locked', 'open'] as const) {
      const names = fields
        .filter(({ field, state }) => isMeant(field) && state !== 'impossible' && state !== wanted)
        .filter((field) => (action === 'open' ? wanted === 'open' : field.wanted === wanted))
        .map(({ field }) => field);
      if (names.length > 0) {
        result = await api.call('setLocks', { body: { connectionId, entity, fields: names, wanted } });
      }
    }
    isFine &&= problem === null;
    results.push(result);
    if (!options.json) print(result, output);
  }
  if (options.json) output.out(JSON.stringify(results, null, 2));
  return isFine ? exitCodes.ok : exitCodes.problems;
}

async function systemsOf(api: ApiClient, { entity, connection }: LockOptions): Promise<EntityLocks[]> {
  const all = await api.call('getLocks', { query: { entity } });
  return connection === undefined
    ? all
    : all.filter(({ connectionId, connectionName }) => connection === connectionId || connection === connectionName);
}

function print({ connectionName, entity, canLock, fields, problem }: EntityLocks, output: Output): void {
  output.out(`${connectionName}, ${entity}`);
  if (problem) return output.out(`  ${problem.message} ${problem.remedy}`);
  if (!canLock) return output.out('  This system cannot lock fields; the drift check watches them.');
  const rows = fields
    .filter(({ wanted, state }) => wanted === 'locked' || state === 'locked')
    .map(({ field, state, wanted, reason, maySeed }) => [
      field,
      words[state],
      wanted === 'locked' ? 'locked' : 'not locked',
      reason?.en ?? (maySeed ? 'people may fill it when they make a record' : ''),
    ]);
  output.out(table(['Field', 'Is', 'Should be', ''], rows));
  return undefined;
}
