import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, type Output } from '../output.ts';

const marks = { ok: '✓', warning: '!', failed: '✗' };

/** `koppel connections test`: tests one connection by id or name, or all of them. */
export async function testConnections(
  api: ApiClient,
  which: string | undefined,
  options: { json: boolean },
  output: Output,
): Promise<number> {
  const all = await api.call('listConnections');
  const chosen = which === undefined ? all : all.filter(({ id, name }) => id === which || name === which);
  if (chosen.length === 0) {
    const known = all.map(({ name }) => `"${name}"`).join(', ');
    output.err(
      complaint(
        which === undefined ? 'There is no connection yet.' : `There is no connection "${which}".`,
        known ? `Known are ${known}.` : 'Connect a system on the screen first.',
      ),
    );
    return exitCodes.usage;
  }
  const results = [];
  for (const { id, name, expiring } of chosen) {
    const result = await api.call('testConnection', { params: { id } });
    results.push({ id, name, expiring, ...result });
    if (options.json) continue;
    for (const { credential, on, state } of expiring)
      output.err(
        state === 'expired'
          ? `${credential} of ${name} ran out on ${on}.`
          : `${credential} of ${name} holds until ${on}.`,
      );
    output.out(`${result.isOk ? '✓' : '✗'} ${name}`);
    for (const step of result.steps) {
      output.out(`  ${marks[step.outcome]} ${step.title.en}: ${step.detail} (${Math.round(step.durationMs)} ms)`);
      if (step.remedy && step.outcome !== 'ok') output.out(`    ${step.remedy}`);
    }
  }
  if (options.json) output.out(JSON.stringify({ connections: results }, null, 2));
  return results.every(({ isOk }) => isOk) ? exitCodes.ok : exitCodes.problems;
}
