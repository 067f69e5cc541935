import { afterEach, expect, test } from 'vitest';
import { Life, noFaults, random } from '../../runtime/test/simulated-world.ts';
import { expectInStep, live, toTheEnd, world, type World } from '../../runtime/test/simulation.ts';
import { creations, expectCreatedOnce } from '../../runtime/test/creation.ts';
import { forEachSeed } from '../../runtime/test/seeds.ts';
import { SqliteJournal } from './sqlite-journal.ts';

const opened: SqliteJournal[] = [];
afterEach(() => {
  for (const journal of opened.splice(0)) journal.close();
});

async function inSqlite(seed: number, size: number): Promise<World> {
  const journal = new SqliteJournal();
  opened.push(journal);
  return world(seed, size, journal);
}

const writtenBy = async ({ crm, journal }: World) => ({
  creates: crm.creates,
  run: (await journal.look()).run.counters,
});

test('a run killed at any point of its life and restarted loses nothing and doubles nothing', async () => {
  const rehearsal = await inSqlite(6, 12);
  const counting = new Life();
  await live(rehearsal, { seed: 1 }, counting);
  const expected = await writtenBy(rehearsal);
  expect(counting.points).toBeGreaterThan(10);
  for (let killAt = 1; killAt <= counting.points; killAt += 1) {
    const simulated = await inSqlite(6, 12);
    expect(await live(simulated, { seed: 1, killAt }), `killed at ${killAt}`).toBe('killed');
    await toTheEnd(simulated, () => ({ seed: 1 }));
    await expectInStep(simulated);
    expect(await writtenBy(simulated), `after a kill at ${killAt}`).toEqual(expected);
  }
});

const count = Number(process.env['SIMULATION_SEEDS'] ?? 12);
const file = 'packages/store/test/simulation.test.ts';
const timeout = 600_000;

test(
  `a run comes out right for ${count} seeds of kills, lost replies, edits by others and systems that are away`,
  { timeout },
  () =>
    forEachSeed({ file, count, name: 'a run comes out right' }, async (seed) => {
      const simulated = await inSqlite(seed, 20);
      const dice = random(seed * 7919);
      await toTheEnd(simulated, (life) => ({
        seed: seed * 100 + life,
        ...(dice() < 0.7 ? { killAt: 1 + Math.floor(dice() * 60) } : {}),
        faults: { ...noFaults, replyLost: 0.15, notExecuted: 0.1, foreignEdit: 0.1, findFails: 0.05, readFails: 0.1 },
      }));
      await expectInStep(simulated);
    }),
);

for (const [name, creation] of Object.entries(creations)) {
  test(
    `${name} are created once and completely in ${count} seeds of kills, stops, retries, late and partial execution`,
    { timeout },
    () =>
      forEachSeed({ file, count, name }, async (seed) => {
        const journal = new SqliteJournal();
        try {
          await expectCreatedOnce(seed, journal, creation);
        } finally {
          journal.close();
        }
      }),
  );
}
