import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStore, type TestStore } from './open-test-store.ts';

const program = fileURLToPath(new URL('writing-process.ts', import.meta.url));
const sides = { entity: 'account', sourceConnectionId: 'erp-1', targetConnectionId: 'crm-1' };

let opened: TestStore;
const children: ChildProcess[] = [];
beforeEach(() => {
  opened = openTestStore();
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  opened.remove();
});

function startWriting(): { child: ChildProcess; lines: AsyncIterator<string> } {
  const child = spawn(process.execPath, [program, opened.file, opened.keyFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout! })[Symbol.asyncIterator]() };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error('The process ended.');
  return value;
}

test.each([1, 7, 40])(
  'a process killed after batch %i has lost nothing that it called durable, and left no half',
  async (killAfter) => {
    opened.store.close();
    const { child, lines } = startWriting();
    const runId = (await next(lines)).replace('run ', '');
    let durable = 0;
    while (durable < killAfter) durable = Number((await next(lines)).replace('durable ', ''));
    await kill(child);
    // What it still managed to say counts too.
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      durable = Number(line.value.replace('durable ', ''));
    }

    const store = opened.reopen();
    const batches = Number(await store.journal.cursorOf('customers/read'));
    expect(batches - durable).toBeOneOf([0, 1]);
    const { run, checkpoint, lastSeq } = (await store.runs.get(runId))!;
    expect(checkpoint).toEqual({ read: { cursor: String(batches), isDone: false } });
    expect(run.counters).toMatchObject({ read: batches * 10, created: batches * 10 });
    const events = await store.runs.events(runId, { after: 0, limit: 100_000 });
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: batches * 10 }, (_, index) => index + 1));
    expect(lastSeq).toBe(batches * 10);
    const keys = Array.from({ length: (batches + 2) * 10 }, (_, n) => `C${Math.floor(n / 10) + 1}-${n % 10}`);
    const linked = await store.links.targetKeys(sides, keys);
    expect(linked).toEqual(new Map(keys.slice(0, batches * 10).map((key) => [key, `of ${key}`])));
    // What it may have been sending is in doubt, and only that.
    const open = [...(await store.journal.findOpenEffects(sides, keys)).values()];
    expect(open.length).toBeLessThanOrEqual(1);
    for (const effect of open) expect(effect).toMatchObject({ state: 'unknown', sourceKey: `C${batches + 1}-0` });
    // Its lease of an hour binds nobody: it is dead.
    const claimed = await store.queue.claim('next', { at: opened.now(), leaseMs: 1_000 });
    expect(claimed).toMatchObject({ fence: 2, run: { id: runId, attempt: 2 } });
  },
);

test('a second process is told that the store is in use, until the first one ends, however it ends', async () => {
  const first = startWriting();
  const refusal = await next(first.lines);
  expect(refusal).toBe(`refused store.in-use The store ${opened.file} is in use by another Koppel.`);
  opened.store.close();
  const second = startWriting();
  expect(await next(second.lines)).toMatch(/^run /);
  expect(() => opened.reopen()).toThrow(`The store ${opened.file} is in use by another Koppel.`);
  await kill(second.child);
  opened.reopen();
});
