import type { Keys } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

/** `koppel key status`: the master keys and what still needs them. */
export async function showKeys(api: ApiClient, options: { json: boolean }, output: Output): Promise<number> {
  print(await api.call('getKeys'), options, output);
  return exitCodes.ok;
}

/** `koppel key rotate`: a new master key for everything, while Koppel runs. */
export async function rotateKeys(api: ApiClient, options: { json: boolean }, output: Output): Promise<number> {
  const done = await api.call('rotateKeys');
  const left = done.keys.filter(({ isNewest, isHere, seals }) => !isNewest && isHere && seals > 0);
  if (!options.json) {
    output.out(
      done.madeKey === null
        ? `A rotation that was begun is finished: ${done.renewed} sealed anew.`
        : `The new key is ${done.madeKey}: ${done.renewed} sealed anew.`,
    );
  }
  print(done, options, output);
  for (const { id, seals } of left) {
    output.err(`${seals} sealed with ${id} cannot be opened and stay as they are. Enter these credentials again.`);
  }
  const free = done.keys.filter(({ isNewest, isHere, seals }) => !isNewest && isHere && seals === 0);
  if (!options.json && done.source === 'file')
    for (const { id } of free) output.out(`Nothing needs ${id} any more: koppel key remove ${id}`);
  return left.length === 0 ? exitCodes.ok : exitCodes.problems;
}

/** `koppel key remove`: takes away a key that nothing needs any more. */
export async function removeKey(
  api: ApiClient,
  id: string,
  options: { json: boolean },
  output: Output,
): Promise<number> {
  print(await api.call('removeKey', { params: { id } }), options, output);
  return exitCodes.ok;
}

function print(keys: Keys, options: { json: boolean }, output: Output): void {
  if (options.json) return output.out(JSON.stringify(keys, null, 2));
  const rows = keys.keys.map(({ id, isNewest, isHere, seals }) => [
    id,
    isNewest ? 'newest' : isHere ? (seals === 0 ? 'not needed' : 'older') : 'not here',
    String(seals),
  ]);
  output.out(`Keys from ${keys.place}\n${table(['Key', 'State', 'Seals'], rows)}`);
}
