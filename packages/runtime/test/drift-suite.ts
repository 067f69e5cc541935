import { defaultMastership, type ConflictRule, type MastershipTable } from '@koppel/model';
import { afterEach, describe, expect, test } from 'vitest';
import { live, toTheEnd, world, type World } from './simulation.ts';
import { Life, noFaults, random } from './simulated-world.ts';
import type { TestedJournal } from './tested-journal.ts';

const size = 24;

/** Customers of the ERP that are all in the CRM and linked, none of them blocked or failed. */
async function linkedIn(journal: TestedJournal): Promise<World> {
  const simulated = await world(3, 0, journal);
  for (let i = 0; i < size; i += 1) {
    const companyNumber = `B${i}`;
    simulated.erp.put(`C${i}`, { name: `Customer ${i}`, companyNumber, phone: `+32 ${i}`, creditLimit: `${i}.00`, blocked: 'no' }); // prettier-ignore
  }
  await toTheEnd(simulated, () => ({ seed: 1 }));
  simulated.crm.writes.length = 0;
  return simulated;
}

const accountOf = async ({ journal }: World, key: string) =>
  (await journal.look()).links.find(({ sourceKey }) => sourceKey === key)!.targetKey;

/** Somebody edits the counterpart of a customer. */
async function edit(simulated: World, key: string, values: Record<string, string | null>, author = 'Lotte') {
  simulated.crm.put(await accountOf(simulated, key), values, author);
}

async function check(simulated: World, mastership?: MastershipTable) {
  await simulated.journal.begin({ kind: 'drift' });
  await toTheEnd(simulated, () => ({ seed: 1, ...(mastership ? { mastership } : {}) }));
  return simulated.journal.look();
}

const ruled = (conflict: ConflictRule): MastershipTable => ({
  ...defaultMastership,
  rows: defaultMastership.rows.map((row) => ({ ...row, conflict })),
});

const counted = (counters: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0));

/** What a drift check promises, whatever the journal. Each test closes its journals. */
export function describeDrift(where: string, open: () => TestedJournal, seeds = 60): void {
  const opened: TestedJournal[] = [];
  afterEach(() => {
    for (const journal of opened.splice(0)) journal.close();
  });
  const linked = () => {
    const journal = open();
    opened.push(journal);
    return linkedIn(journal);
  };

  describe(`a drift check, with a journal ${where}`, () => {
    test('finds nothing and writes nothing where nobody edited anything, and moves no cursor', async () => {
      const simulated = await linked();
      const { cursors } = await simulated.journal.look();
      const { run, drift, ...after } = await check(simulated);
      expect(counted(run.counters)).toEqual({ read: size, unchanged: size });
      expect(run.expected).toBe(size);
      expect([drift, simulated.crm.writes, after.cursors]).toEqual([[], [], cursors]);
    });

    test('finds every edit with who made it, puts it back, and finds nothing the second time', async () => {
      const simulated = await linked();
      await edit(simulated, 'C3', { creditLimit: '999.00', industry: 'Brewery' });
      await edit(simulated, 'C7', { name: 'Someone', phone: null }, 'Jan');
      const { run, drift, facts } = await check(simulated);
      expect(counted(run.counters)).toEqual({ read: size, updated: 2, unchanged: size - 2 });
      expect(drift).toMatchObject([
        { sourceKey: 'C3', field: 'creditLimit', base: '3', present: '999.00', wanted: '3.00', changedBy: 'Lotte', state: 'putBack' }, // prettier-ignore
        {
          sourceKey: 'C7',
          field: 'name',
          present: 'Someone',
          wanted: 'Customer 7',
          changedBy: 'Jan',
          state: 'putBack',
        },
        { sourceKey: 'C7', field: 'phone', present: null, wanted: '+32 7', changedAt: '2026-11-22T17:40:00Z' },
      ]);
      expect(drift).toHaveLength(3);
      expect(facts.filter(({ type }) => type === 'record.drifted')).toMatchObject([
        { key: 'C3', state: 'putBack', fields: ['creditLimit'] },
        { key: 'C7', state: 'putBack', fields: ['name', 'phone'] },
      ]);
      const account = simulated.crm.records.get(await accountOf(simulated, 'C3'))!;
      expect(account.values).toMatchObject({ creditLimit: '3.00', industry: 'Brewery' });
      simulated.crm.writes.length = 0;
      const again = await check(simulated);
      expect([again.drift.length, simulated.crm.writes]).toEqual([3, []]);
    });

    test('carries over what only the master changed, which is no departure', async () => {
      const simulated = await linked();
      simulated.erp.put('C5', { phone: '+32 555' });
      const { run, drift } = await check(simulated);
      expect([counted(run.counters), drift]).toEqual([{ read: size, updated: 1, unchanged: size - 1 }, []]);
    });

    test('holds an edit where the rule says to ask, until somebody settles it; no other run lets it pass', async () => {
      const simulated = await linked();
      await edit(simulated, 'C3', { creditLimit: '999.00' });
      const { run, drift, failures } = await check(simulated, ruled('ask'));
      expect(counted(run.counters)).toEqual({ read: size, unchanged: size - 1, failed: 1 });
      expect(drift).toMatchObject([{ field: 'creditLimit', present: '999.00', state: 'held' }]);
      expect(failures).toMatchObject([{ key: 'C3', code: 'drift.edited-in-target' }]);
      await simulated.journal.begin({ kind: 'keys', keys: ['C3'] });
      await toTheEnd(simulated, () => ({ seed: 1, mastership: ruled('ask') }));
      expect((await simulated.journal.look()).failures).toMatchObject([
        { key: 'C3', code: 'save.changed-on-both-sides' },
      ]);
      await edit(simulated, 'C3', { creditLimit: '3.00' });
      const settled = await check(simulated, ruled('ask'));
      expect([settled.failures, settled.drift.map(({ state }) => state)]).toEqual([[], ['settled']]);
    });

    test('of what was held nothing is open any more once any run has handled the record', async () => {
      const simulated = await linked();
      await edit(simulated, 'C3', { creditLimit: '999.00' });
      await check(simulated, ruled('ask'));
      await edit(simulated, 'C3', { creditLimit: '3.00' });
      await simulated.journal.begin({ kind: 'keys', keys: ['C3', 'C4'] });
      await toTheEnd(simulated, () => ({ seed: 1, mastership: ruled('ask') }));
      const { drift, failures } = await simulated.journal.look();
      expect([drift.map(({ state }) => state), failures]).toEqual([['settled'], []]);
    });

    test('leaves a newer edit where the newest wins, and tells of it once', async () => {
      const simulated = await linked();
      await edit(simulated, 'C3', { phone: '+32 9' });
      await check(simulated, ruled('newestWins'));
      const { drift, run } = await check(simulated, ruled('newestWins'));
      expect(drift).toMatchObject([{ field: 'phone', present: '+32 9', wanted: '+32 3', state: 'left' }]);
      expect([drift.length, counted(run.counters), simulated.crm.writes]).toEqual([
        1,
        { read: size, unchanged: size },
        [],
      ]);
    });

    test('tells of records that are gone on either side, makes none anew, and goes on with the others', async () => {
      const simulated = await linked();
      simulated.crm.records.delete(await accountOf(simulated, 'C2'));
      simulated.erp.records.delete('C9');
      await edit(simulated, 'C3', { phone: '+32 9' });
      const { drift, run } = await check(simulated);
      expect(drift).toMatchObject([
        { sourceKey: 'C9', kind: 'sourceGone', field: '', state: 'left' },
        { sourceKey: 'C2', kind: 'targetGone', field: '', state: 'left' },
        { sourceKey: 'C3', kind: 'edited', field: 'phone', state: 'putBack' },
      ]);
      expect(counted(run.counters)).toEqual({ read: size - 1, updated: 1, skipped: 1, unchanged: size - 3 });
      expect(simulated.crm.creates).toBe(size);
    });

    test('takes a merge for what it is: the link follows the record, unless that one is the counterpart of another', async () => {
      const simulated = await linked();
      const { crm } = simulated;
      const [old, taken] = [await accountOf(simulated, 'C2'), await accountOf(simulated, 'C5')];
      crm.put('survivor', { name: 'Survivor', companyNumber: null, phone: '1', creditLimit: '0.00' });
      crm.merge(old, 'survivor');
      crm.merge(taken, await accountOf(simulated, 'C6'));
      const { drift, run, failures } = await check(simulated);
      expect(drift).toMatchObject([
        { sourceKey: 'C2', kind: 'merged', field: '', state: 'putBack' },
        { sourceKey: 'C5', kind: 'merged', field: '', state: 'held' },
      ]);
      expect(drift).toHaveLength(2);
      expect(failures).toMatchObject([{ key: 'C5' }]);
      expect(counted(run.counters)).toEqual({ read: size, updated: 1, failed: 1, unchanged: size - 2 });
      expect(await accountOf(simulated, 'C2')).toBe('survivor');
      expect(crm.records.get('survivor')!.values).toMatchObject({ name: 'Customer 2', phone: '+32 2' });
      expect((await check(simulated)).drift).toHaveLength(2);
    });

    test('killed at every point of its life, then restarted: every edit is found and put back once', async () => {
      const drifted = async () => {
        const simulated = await linked();
        await edit(simulated, 'C3', { creditLimit: '999.00' });
        await edit(simulated, 'C7', { name: 'Someone', phone: null });
        await edit(simulated, 'C19', { phone: '0' });
        await simulated.journal.begin({ kind: 'drift' });
        return simulated;
      };
      const counting = new Life();
      await live(await drifted(), { seed: 1 }, counting);
      expect(counting.points).toBeGreaterThan(8);
      for (let killAt = 1; killAt <= counting.points; killAt += 1) {
        const simulated = await drifted();
        expect(await live(simulated, { seed: 1, killAt }), `killed at ${killAt}`).toBe('killed');
        await toTheEnd(simulated, () => ({ seed: 1 }));
        const { drift, run } = await simulated.journal.look();
        const told = drift.map(({ sourceKey, field, state, changedBy }) =>
          [sourceKey, field, state, changedBy].join(' '),
        );
        expect(told.sort(), `after a kill at ${killAt}`).toEqual([
          'C19 phone putBack Lotte',
          'C3 creditLimit putBack Lotte',
          'C7 name putBack Lotte',
          'C7 phone putBack Lotte',
        ]);
        expect(counted(run.counters)).toEqual({ read: size, updated: 3, unchanged: size - 3 });
      }
    });

    test(`comes out right for ${seeds} seeds of lost replies, edits by others and systems that are away`, async () => {
      for (let seed = 1; seed <= seeds; seed += 1) {
        const simulated = await linked();
        const dice = random(seed);
        const edited = new Set<string>();
        for (let i = 0; i < size; i += 1) {
          if (dice() > 0.4) continue;
          await edit(simulated, `C${i}`, { phone: `edited ${i}` });
          edited.add(`C${i}`);
        }
        await simulated.journal.begin({ kind: 'drift' });
        const faults = { ...noFaults, replyLost: 0.1, notExecuted: 0.1, throttled: 0.1, foreignEdit: 0.1, findFails: 0.1, readFails: 0.1 }; // prettier-ignore
        await toTheEnd(simulated, (life) => ({
          seed: seed * 100 + life,
          ...(life < 6 ? { faults, killAt: 1 + Math.floor(dice() * 60) } : {}),
        }));
        const { drift } = await simulated.journal.look();
        expect(new Set(drift.map(({ sourceKey }) => sourceKey)), `seed ${seed}`).toEqual(edited);
        expect(new Set(drift.map(({ state }) => state)), `seed ${seed}`).toEqual(new Set(['putBack']));
        for (const { key, values } of simulated.erp.records.values()) {
          const account = simulated.crm.records.get(await accountOf(simulated, key))!;
          expect(account.values['phone'], `seed ${seed}: ${key}`).toBe(values['phone']);
        }
      }
    });
  });
}
