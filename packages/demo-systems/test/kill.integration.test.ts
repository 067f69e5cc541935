import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ErpClient } from './erp-client.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Told {
  readonly origin: string;
  readonly settings: Record<string, unknown>;
  readonly secrets: Record<string, string>;
}

let folder: string;
const running = new Set<ChildProcess>();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-systems-'));
});
afterEach(async () => {
  for (const child of running) await end(child, 'SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Starts the demo ERP as a process and waits for its line. */
async function start(port: number): Promise<{ child: ChildProcess; told: Told }> {
  const options = [
    '--only',
    'erp',
    '--erp-port',
    String(port),
    '--customers',
    '1000',
    '--data',
    folder,
    '--json',
    '--no-limits',
  ];
  const child = spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  for await (const line of createInterface({ input: child.stdout! })) {
    return { child, told: (JSON.parse(line) as { erp: Told }).erp };
  }
  throw new Error('the demo ERP ended before it told where it is');
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  running.delete(child);
  return ended;
}

test('killing the process loses nothing that was answered, and sign-in goes on as before', async () => {
  let { child, told } = await start(0);
  const client = await new ErpClient(told).signIn();
  const port = Number(new URL(told.origin).port);
  const ids = (await client.customers('?$select=id&$top=200')).body.value.map((row: { id: string }) => row.id);
  const cities = new Map<string, string>();
  const made = new Set<string>();
  for (let round = 1; round <= 4; round++) {
    const killAfter = 10 * round + 3;
    let answered = 0;
    const write = async (lane: number) => {
      for (let turn = 0; ; turn++) {
        const part = ids.slice(lane * 50, lane * 50 + 5 + (turn % 20));
        const city = `Stad ${round}.${turn}`;
        try {
          const { body } = await client.batch([
            ...part.map((id: string) => client.change(id, id, { city })),
            {
              id: 'new',
              method: 'POST',
              url: `${client.company}/customers`,
              body: { displayName: `Nieuw ${lane}.${round}.${turn}` },
            },
          ]);
          for (const answer of body.responses) {
            if (answer.status === 200) cities.set(answer.id, city);
            if (answer.status === 201) made.add(answer.body.number);
          }
        } catch {
          return part as string[]; // the killed process answered nothing: these cities may be either
        }
        answered += 1;
        if (answered === killAfter) child.kill('SIGKILL');
      }
    };
    const unsure = new Set((await Promise.all([0, 1, 2, 3].map(write))).flat());
    running.delete(child);
    ({ child, told } = await start(port));
    // The token of before still opens, and so does the secret.
    const rows = (await client.customers('?$select=id,number,city')).body.value as {
      id: string;
      number: string;
      city: string;
    }[];
    const kept = new Map(rows.map((row) => [row.id, row.city]));
    for (const [id, city] of cities) {
      if (unsure.has(id)) expect(kept.get(id)).toMatch(/^Stad \d+\.\d+$/);
      else expect(kept.get(id)).toBe(city);
    }
    const numbers = rows.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect([...made].filter((number) => !numbers.includes(number))).toEqual([]);
    for (const id of unsure) if (cities.has(id)) cities.set(id, kept.get(id)!);
  }
  expect(made.size).toBeGreaterThan(50);
  await client.signIn();
});

test('a process that is asked to end does so with code 0', async () => {
  const { child } = await start(0);
  expect(await end(child, 'SIGTERM')).toBe(0);
});

test('data that another process has open is refused in one sentence', async () => {
  await start(0);
  const said = await refusalOf(['--customers', '1000']);
  expect(said).toContain('is in use by another process.');
});

test('data of other settings is refused in one sentence', async () => {
  const { child } = await start(0);
  await end(child, 'SIGTERM');
  const said = await refusalOf(['--customers', '2000']);
  expect(said).toContain('Start with the same settings, or with another folder.');
});

/** The one sentence with which a start on the same folder ends. */
async function refusalOf(options: readonly string[]): Promise<string> {
  const all = ['--only', 'erp', '--erp-port', '0', '--data', folder, '--json', ...options];
  const child = spawn(process.execPath, [main, ...all], { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  let said = '';
  child.stderr!.on('data', (chunk) => (said += String(chunk)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  running.delete(child);
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toHaveLength(1);
  return said;
}
