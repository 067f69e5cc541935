import type { MastershipTable, RunScope } from '@koppel/model';
import { describe, expect, test } from 'vitest';
import { executeRun, FenceLost, type RunEnd } from '../src/index.ts';
import { RecentWrites } from '../src/recent-writes.ts';
import { planOf } from './flow.ts';
import {
  contactFlow,
  contactMastership,
  contacts,
  editAtRandom,
  owned,
  shared,
  type Contacts,
} from './keep-in-step.ts';
import { MemoryJournal } from './memory-journal.ts';
import { forEachSeed } from './seeds.ts';
import { hurryingClock } from './simulation.ts';
import { Killed, Life, noFaults, random, type Faults } from './simulated-world.ts';

const clock = hurryingClock();

interface Bench extends Contacts {
  readonly journal: MemoryJournal;
  readonly mastership: MastershipTable;
  /** Outlives a run, as it does in a process. */
  readonly recentWrites: RecentWrites;
}

async function once(
  { erp, crm, journal, mastership, recentWrites }: Bench,
  { seed, faults = noFaults, life = new Life() }: { seed: number; faults?: Faults; life?: Life },
): Promise<RunEnd | 'killed'> {
  const options = { life, faults, clock, dice: random(seed), chosenKeys: false };
  const claimed = await journal.take();
  let nextId = 0;
  try {
    const end = await executeRun({
      claimed,
      plan: planOf(contactFlow, mastership),
      slots: new Map([
        ['erp', { connectionId: 'erp-1', system: erp.system(options) }],
        ['crm', { connectionId: 'crm-1', system: crm.system({ ...options, chosenKeys: true }) }],
      ]),
      journal: journal.forLife(life),
      recentWrites,
      clock,
      newId: () => `failure-${claimed.run.number}-${claimed.fence}-${(nextId += 1)}`,
      drain: new AbortController().signal,
      abort: new AbortController().signal,
    });
    return end.kind === 'failed' && life.isDead ? 'killed' : end;
  } catch (error) {
    if (error instanceof Killed || error instanceof FenceLost) return 'killed';
    throw error;
  }
}

interface RunOptions {
  readonly seed: number;
  readonly faults?: Faults;
  readonly kills?: () => number | undefined;
  readonly scope?: RunScope;
}

/** Runs, and starts again after each death, until it is done. */
async function run(bench: Bench, { seed, faults, kills, scope = { kind: 'changes' } }: RunOptions): Promise<void> {
  await bench.journal.begin(scope);
  for (let life = 0; life < 60; life += 1) {
    const end = await once(bench, {
      seed: seed * 100 + life,
      ...(faults ? { faults } : {}),
      life: new Life(kills?.()),
    });
    if (end !== 'killed' && end.kind === 'done') return;
    if (end !== 'killed' && end.kind === 'failed') throw end.error;
  }
  throw new Error('The run did not come to its end in sixty lives.');
}

const bench = (seed: number, size: number, rule: 'masterWins' | 'ask' | 'newestWins' = 'masterWins'): Bench => ({
  ...contacts(random(seed), size),
  journal: new MemoryJournal(),
  mastership: contactMastership(rule),
  recentWrites: new RecentWrites(),
});

const writesOf = ({ erp, crm }: Contacts) => erp.writes.length + crm.writes.length;

async function expectInStep({ erp, crm, journal }: Bench): Promise<void> {
  const { links } = await journal.look();
  expect(erp.records.size).toBe(crm.records.size);
  expect(new Set(links.map(({ sourceKey }) => sourceKey)).size).toBe(links.length);
  expect(new Set(links.map(({ targetKey }) => targetKey)).size).toBe(links.length);
  const emails = (system: Contacts['erp']) => [...system.records.values()].map(({ values }) => values['email']).sort();
  expect(emails(erp)).toEqual(emails(crm));
  for (const { values } of erp.records.values()) {
    const other = [...crm.records.values()].find((record) => record.values['email'] === values['email'])!;
    for (const field of shared) {
      const [here, there] = [values[field] ?? null, other.values[field] ?? null];
      // Who emptied a shared field has not edited it: the other side keeps its value.
      if (here !== null && there !== null) expect(here, `${String(values['email'])} ${field}`).toBe(there);
    }
    expect(values[owned] ?? null, `${String(values['email'])} ${owned}`).toBe(other.values[owned] ?? null);
  }
}

describe('two systems that are kept in step', () => {
  test('have every contact once after the first run, and the same in both', async () => {
    const world = bench(1, 40);
    await run(world, { seed: 1 });
    // What the first source made, the second one reads as a change of its own.
    await run(world, { seed: 2 });
    await expectInStep(world);
  });

  test('follow a contact that was merged into another one, and leave the one that is gone alone', async () => {
    const world = bench(1, 20);
    await run(world, { seed: 1 });
    await run(world, { seed: 2 });
    const { links } = await world.journal.look();
    const keysOf = ({ sourceKey, targetKey }: { sourceKey: string; targetKey: string }) =>
      world.erp.records.has(sourceKey) ? [sourceKey, targetKey] : [targetKey, sourceKey];
    const [erpKey, crmKey] = keysOf(links[0]!) as [string, string];
    const { email } = world.erp.records.get(erpKey)!.values;
    world.crm.put('winner', { email: email!, firstName: 'An', lastName: 'Peeters' });
    world.crm.merge(crmKey, 'winner');
    const before = { ...world.crm.records.get(crmKey)!.values };
    world.erp.put(erpKey, { phone: '+32 15 41 22 80' });
    await run(world, { seed: 3 });
    await run(world, { seed: 4 });
    const moved = (await world.journal.look()).links.map(keysOf).find(([key]) => key === erpKey);
    expect(moved).toEqual([erpKey, 'winner']);
    expect(world.crm.records.get('winner')!.values['phone']).toBe('+32 15 41 22 80');
    expect(world.crm.records.get(crmKey)!.values).toEqual(before);
  });

  test('write nothing when nothing changed', async () => {
    const world = bench(2, 40);
    await run(world, { seed: 1 });
    await run(world, { seed: 2 });
    const before = writesOf(world);
    await world.journal.begin({ kind: 'all' });
    await once(world, { seed: 3 });
    expect(writesOf(world)).toBe(before);
  });

  test('carry an edit over from either side, once, and nothing comes back', async () => {
    const world = bench(3, 30);
    await run(world, { seed: 1 });
    await run(world, { seed: 2 });
    const [one, two] = [...world.erp.records.keys()];
    const twin = (key: string) =>
      [...world.crm.records.values()].find(
        ({ values }) => values['email'] === world.erp.records.get(key)!.values['email'],
      )!;
    world.erp.put(one!, { phone: '+32 15 41 22 80' });
    world.crm.put(twin(two!).key, { function: 'CFO' });
    const before = writesOf(world);
    await run(world, { seed: 3 });
    expect(twin(one!).values['phone']).toBe('+32 15 41 22 80');
    expect(world.erp.records.get(two!)!.values['function']).toBe('CFO');
    expect(writesOf(world)).toBe(before + 2);
    await run(world, { seed: 4 });
    expect(writesOf(world)).toBe(before + 2);
  });

  test('undo an edit of what the other side alone is master of', async () => {
    const world = bench(4, 20);
    await run(world, { seed: 1 });
    await run(world, { seed: 2 });
    const [key] = [...world.erp.records.keys()];
    const wanted = world.erp.records.get(key!)!.values[owned];
    world.erp.put(key!, { [owned]: 'changed by hand' });
    await run(world, { seed: 3 });
    expect(world.erp.records.get(key!)!.values[owned] ?? null).toBe(wanted ?? null);
  });

  test('ask where both sides changed the same field and the table says so, and carry the other fields over', async () => {
    const world = bench(5, 20, 'ask');
    await run(world, { seed: 1 });
    await run(world, { seed: 2 });
    const [record] = [...world.erp.records.values()];
    const twin = [...world.crm.records.values()].find(({ values }) => values['email'] === record!.values['email'])!;
    world.erp.put(record!.key, { phone: 'here', function: 'CEO' });
    world.crm.put(twin.key, { phone: 'there' });
    await run(world, { seed: 3 });
    const { failures } = await world.journal.look();
    expect(failures.map(({ code }) => code)).toContain('save.changed-on-both-sides');
    expect(world.erp.records.get(record!.key)!.values['phone']).toBe('here');
    expect(world.crm.records.get(twin.key)!.values).toMatchObject({ phone: 'there', function: 'CEO' });
  });

  test('stop where another program keeps undoing what they write, and say so', async () => {
    const world = bench(6, 10);
    await run(world, { seed: 1 });
    await run(world, { seed: 2 });
    const [record] = [...world.erp.records.values()];
    const twin = [...world.crm.records.values()].find(({ values }) => values['email'] === record!.values['email'])!;
    const codes: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      world.erp.put(record!.key, { [owned]: 'from the other program' });
      await run(world, { seed: 10 + round });
      codes.push(...(await world.journal.look()).failures.map(({ code }) => code));
    }
    expect(codes).toContain('sync.contested');
    expect(world.erp.writes.filter(({ key, fields }) => key === record!.key && fields.includes(owned))).toHaveLength(3);
    expect(twin.values[owned]).not.toBe('from the other program');
  });

  const count = Number(process.env['SIMULATION_SEEDS'] ?? 150);
  const file = 'packages/runtime/test/keep-in-step.test.ts';
  test(
    `come together for ${count} seeds of edits on both sides, kills, lost replies and edits in between`,
    { timeout: 600_000 },
    () =>
      forEachSeed({ file, count, name: 'come together' }, async (seed) => {
        const world = bench(seed, 16);
        const dice = random(seed * 7919);
        for (let round = 1; round <= 4; round += 1) {
          let changed = editAtRandom(world, dice, round);
          // People go on editing while the run writes.
          for (const system of [world.erp, world.crm]) {
            system.afterWrite = () => {
              if (dice() < 0.2) changed += editAtRandom(world, () => dice() * 4, 100 + round);
            };
          }
          const before = writesOf(world);
          await run(world, {
            seed: seed * 10 + round,
            kills: () => (dice() < 0.5 ? 1 + Math.floor(dice() * 60) : undefined),
            faults: { ...noFaults, replyLost: 0.1, notExecuted: 0.1, findFails: 0.03, readFails: 0.05 },
          });
          // Changes of the first round meet the first load.
          if (round > 2) expect(writesOf(world) - before, 'writes per change').toBeLessThanOrEqual(2 * changed);
        }
        for (const system of [world.erp, world.crm]) system.afterWrite = () => {};
        // What got no answer is looked up when its time is over.
        await clock.sleep(5_000, { signal: new AbortController().signal });
        const failed = (await world.journal.look()).failures.map(({ key }) => key);
        if (failed.length > 0) await run(world, { seed, scope: { kind: 'keys', keys: failed } });
        await run(world, { seed });
        await run(world, { seed });
        await expectInStep(world);
        const before = writesOf(world);
        await world.journal.begin({ kind: 'all' });
        await once(world, { seed });
        expect(writesOf(world), 'writes when nothing changed').toBe(before);
      }),
  );
});
