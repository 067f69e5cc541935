import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeSet, CrmClient, part, signInTo } from './crm-client.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let folder: string;
const running = new Set<ChildProcess>();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-crm-'));
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  await rm(folder, { recursive: true });
});

/** Starts the demo CRM as a process and signs in. */
async function start(port: number): Promise<{ child: ChildProcess; client: CrmClient; port: number }> {
  const options = ['--only', 'crm', '--crm-port', String(port), '--customers', '1000', '--data', folder];
  const child = spawn(process.execPath, [main, ...options, '--json', '--no-limits'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { crm } = JSON.parse(line) as { crm: { origin: string; settings: { clientId: string }; secrets: { clientSecret: string } } }; // prettier-ignore
  const { origin, settings, secrets } = crm;
  const client = new CrmClient(origin, () => signInTo(origin, settings.clientId, secrets.clientSecret));
  return { child, client, port: Number(new URL(origin).port) };
}

test('nothing that was answered is lost when the process is killed, and no change set is half there', async () => {
  const answered: string[] = [];
  const sets: (readonly [string, string])[] = [];
  let port = 0;
  for (let round = 0; round < 4; round++) {
    const { child, client, port: own } = await start(port);
    port = own;
    const exited = once(child, 'exit');
    const write = async () => {
      while (child.exitCode === null && !child.killed) {
        const ids = Array.from({ length: 40 }, () => randomUUID());
        const pair = [randomUUID(), randomUUID()] as const;
        sets.push(pair);
        const requests = pair.map((id, at) => ({ id: String(at + 1), part: part('PATCH', `accounts(${id})`, { name: 'Paar' }) })); // prettier-ignore
        const alone = ids.map((id) => part('PATCH', `accounts(${id})`, { name: 'Alleen' }, ['If-None-Match: *']));
        const answer = await client.batch([...alone, changeSet(requests)]).catch(() => undefined);
        if (answer === undefined) return;
        expect(answer.parts.every(({ status }) => status === 204)).toBe(true);
        answered.push(...ids, ...pair);
        if (answered.length > (round + 1) * 400) child.kill('SIGKILL');
      }
    };
    await Promise.all([write(), write(), write()]);
    await exited;
    running.delete(child);
  }

  const { client } = await start(port);
  const kept = new Set<string>();
  let next: string | undefined = "accounts?$select=name&$filter=name eq 'Alleen' or name eq 'Paar'";
  while (next !== undefined) {
    const { body }: Awaited<ReturnType<CrmClient['get']>> = await client.get(next);
    for (const { accountid } of body.value) kept.add(accountid);
    next = body['@odata.nextLink'];
  }
  expect(answered.length).toBeGreaterThan(1600);
  expect(answered.filter((id) => !kept.has(id))).toEqual([]);
  expect(sets.filter(([one, two]) => kept.has(one) !== kept.has(two))).toEqual([]);
});
