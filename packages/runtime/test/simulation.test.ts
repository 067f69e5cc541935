import { describe, expect, test } from 'vitest';
import { executeRun } from '../src/index.ts';
import { planOf } from './flow.ts';
import { MemoryJournal } from './memory-journal.ts';
import { expectInStep, live, toTheEnd, world, type World } from './simulation.ts';
import { forEachSeed } from './seeds.ts';
import { Life, noFaults, random } from './simulated-world.ts';

const inMemory = (seed: number, size: number) => world(seed, size, new MemoryJournal());

describe('a run over two systems', () => {
  test('brings every customer over once and leaves what the CRM owns alone', async () => {
    const simulated = await inMemory(1, 40);
    await toTheEnd(simulated, () => ({ seed: 1 }));
    await expectInStep(simulated);
    const { read, created, updated, failed, filtered } = (await simulated.journal.look()).run.counters;
    expect(read).toBe(40);
    expect(created + updated + failed + filtered).toBe(40);
    expect((await simulated.journal.look()).failures.map(({ code }) => code)).toEqual(['match.already-linked']);
  });

  test('writes nothing when it runs over everything again', async () => {
    const simulated = await inMemory(2, 40);
    await toTheEnd(simulated, () => ({ seed: 1 }));
    const writes = simulated.crm.writes.length;
    await simulated.journal.begin({ kind: 'all' });
    await toTheEnd(simulated, () => ({ seed: 2 }));
    expect(simulated.crm.writes).toHaveLength(writes);
    expect((await simulated.journal.look()).run.counters).toMatchObject({ read: 40, created: 0, updated: 0 });
  });

  test('reads only what changed since, and writes only the field that changed', async () => {
    const simulated = await inMemory(3, 40);
    await toTheEnd(simulated, () => ({ seed: 1 }));
    const changed = (await simulated.journal.look()).links[0]!.sourceKey;
    simulated.erp.put(changed, { phone: '+32 15 41 22 80' });
    const writes = simulated.crm.writes.length;
    await simulated.journal.begin({ kind: 'changes' });
    await toTheEnd(simulated, () => ({ seed: 2 }));
    expect(simulated.crm.writes.slice(writes).map(({ fields }) => fields)).toEqual([['phone']]);
    expect((await simulated.journal.look()).run.counters).toMatchObject({ read: 1, updated: 1 });
  });

  test('does not move the cursor or write anything in a dry run, and says what it would do', async () => {
    const simulated = await inMemory(4, 20);
    await simulated.journal.begin({ kind: 'changes' }, true);
    const { dryJournal, drySlots } = await import('../src/dry.ts');
    const life = new Life();
    const options = { life, dice: random(1), faults: noFaults, chosenKeys: true };
    const end = await executeRun({
      claimed: await simulated.journal.take(),
      plan: planOf(),
      slots: drySlots(
        new Map([
          ['erp', { connectionId: 'erp-1', system: simulated.erp.system(options) }],
          ['crm', { connectionId: 'crm-1', system: simulated.crm.system(options) }],
        ]),
      ),
      journal: dryJournal(simulated.journal.forLife(life)),
      clock: simulated.clock,
      newId: () => 'x',
      drain: new AbortController().signal,
      abort: new AbortController().signal,
    });
    expect(end.kind).toBe('done');
    expect(simulated.crm.writes).toEqual([]);
    const { cursors, links, planned } = await simulated.journal.look();
    expect(cursors.size).toBe(0);
    expect(links).toEqual([]);
    expect(planned).toHaveLength(20);
    expect(planned.find(({ action }) => action === 'update')?.changes[0]).toMatchObject({
      field: 'name',
    });
  });

  test('keeps a record that the target refuses as a failure, and the others go on', async () => {
    const simulated = await inMemory(5, 30);
    await toTheEnd(simulated, () => ({ seed: 1, refuses: ({ name }) => name === 'Customer 7' }));
    const codes = new Map((await simulated.journal.look()).failures.map(({ key, code }) => [key, code]));
    expect(codes.get('C7')).toBe('simulated.refused');
    await expectInStep(simulated);
    // Mended there, retried here: solved.
    await simulated.journal.begin({ kind: 'keys', keys: ['C7'] });
    await toTheEnd(simulated, () => ({ seed: 2 }));
    expect((await simulated.journal.look()).failures.map(({ key }) => key)).toEqual(['C29']);
    await expectInStep(simulated);
  });
});

test('a counterpart that is gone is neither made again nor written: its link says so, and the record is a failure', async () => {
  const simulated = await inMemory(8, 12);
  await toTheEnd(simulated, () => ({ seed: 1 }));
  const { links } = await simulated.journal.look();
  const { targetKey } = links.find(({ sourceKey }) => sourceKey === 'C3')!;
  simulated.crm.records.delete(targetKey);
  simulated.erp.put('C3', { phone: '+32 15 41 22 80' });
  const { creates } = simulated.crm;
  await simulated.journal.begin({ kind: 'changes' });
  await toTheEnd(simulated, () => ({ seed: 2 }));
  const after = await simulated.journal.look();
  expect(after.gone).toEqual([targetKey]);
  expect(after.failures).toContainEqual(expect.objectContaining({ key: 'C3', code: 'save.target-gone' }));
  expect(simulated.crm.creates).toBe(creates);
  expect(after.links).toContainEqual({ sourceKey: 'C3', targetKey });
});

describe('a counterpart that people merged into another record', () => {
  /** Customers in both systems, of which one has a double in the CRM. */
  async function linked(seed: number) {
    const simulated = await inMemory(seed, 12);
    await toTheEnd(simulated, () => ({ seed: 1 }));
    const { links } = await simulated.journal.look();
    const linkOf = (key: string) => links.find(({ sourceKey }) => sourceKey === key)!.targetKey;
    return { ...simulated, linkOf };
  }
  const again = async (simulated: World) => {
    await simulated.journal.begin({ kind: 'changes' });
    await toTheEnd(simulated, () => ({ seed: 2 }));
    return simulated.journal.look();
  };

  test('is followed: the record that stays gets the values, and the link', async () => {
    const simulated = await linked(7);
    const { erp, crm, linkOf } = simulated;
    const loser = linkOf('C3');
    crm.put('W', { name: 'Customer 3 bis', companyNumber: 'B3', phone: '+32 9', industry: 'bakery' });
    crm.merge(loser, 'W');
    const before = { ...crm.records.get(loser)!.values };
    erp.put('C3', { phone: '+32 15 41 22 80' });
    const { links, failures } = await again(simulated);
    expect(failures.filter(({ key }) => key === 'C3')).toEqual([]);
    expect(links.find(({ sourceKey }) => sourceKey === 'C3')).toMatchObject({ targetKey: 'W' });
    expect(crm.records.get('W')!.values).toMatchObject({
      name: 'Customer 3',
      phone: '+32 15 41 22 80',
      industry: 'bakery',
    });
    expect(crm.records.get(loser)!.values).toEqual(before);
    // It stands by that: nothing is written again.
    const writes = crm.writes.length;
    erp.put('C3', {});
    await again(simulated);
    expect(crm.writes).toHaveLength(writes);
  });

  test('is left to a person where the record that stays is the counterpart of another one', async () => {
    const simulated = await linked(7);
    const { erp, crm, linkOf } = simulated;
    const [loser, winner] = [linkOf('C3'), linkOf('C4')];
    crm.merge(loser, winner);
    const before = { ...crm.records.get(winner)!.values };
    erp.put('C3', { phone: '+32 15 41 22 80' });
    const { links, failures } = await again(simulated);
    expect(failures).toContainEqual(expect.objectContaining({ key: 'C3', code: 'save.merged-into-another' }));
    expect(links.find(({ sourceKey }) => sourceKey === 'C4')).toMatchObject({ targetKey: winner });
    expect(links.find(({ sourceKey }) => sourceKey === 'C3')).toMatchObject({ targetKey: loser });
    expect(crm.records.get(winner)!.values).toEqual(before);
  });
});

describe('a run whose process is killed', () => {
  test('at every point of its life, then restarted: nothing is lost and nothing is doubled', async () => {
    const rehearsal = await inMemory(6, 24);
    const counting = new Life();
    await live(rehearsal, { seed: 1 }, counting);
    const expected = (await rehearsal.journal.look()).run.counters;
    expect(counting.points).toBeGreaterThan(20);
    for (let killAt = 1; killAt <= counting.points; killAt += 1) {
      const simulated = await inMemory(6, 24);
      expect(await live(simulated, { seed: 1, killAt }), `killed at ${killAt}`).toBe('killed');
      await toTheEnd(simulated, () => ({ seed: 1 }));
      await expectInStep(simulated);
      expect(simulated.crm.creates, `creates after a kill at ${killAt}`).toBe(rehearsal.crm.creates);
      expect((await simulated.journal.look()).run.counters, `counters after a kill at ${killAt}`).toEqual(expected);
    }
  });
});

describe('a run in a bad world', () => {
  const count = Number(process.env['SIMULATION_SEEDS'] ?? 150);
  const file = 'packages/runtime/test/simulation.test.ts';
  test(
    `comes out right for ${count} seeds of kills, lost replies, edits by others and systems that are away`,
    { timeout: 600_000 },
    () =>
      forEachSeed({ file, count, name: 'comes out right' }, async (seed) => {
        const simulated = await inMemory(seed, 30);
        const dice = random(seed * 7919);
        await toTheEnd(simulated, (life) => ({
          seed: seed * 100 + life,
          ...(dice() < 0.7 ? { killAt: 1 + Math.floor(dice() * 60) } : {}),
          faults: {
            ...noFaults,
            replyLost: 0.15,
            notExecuted: 0.1,
            foreignEdit: 0.1,
            findFails: 0.05,
            readFails: 0.1,
            late: 0.05,
            partial: 0.05,
            throttled: 0.05,
          },
        }));
        await expectInStep(simulated);
      }),
  );
});
