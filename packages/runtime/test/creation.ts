import { expect } from 'vitest';
import { backwards } from './flow.ts';
import { live, world, type World } from './simulation.ts';
import { noFaults, random, type Faults } from './simulated-world.ts';
import type { TestedJournal } from './tested-journal.ts';

/**
 * Accounts of the CRM become customers of an ERP that chooses its keys itself: nothing but looking for them makes it safe to
 * create them again. Some have no number to look for.
 */
async function accounts(seed: number, size: number, journal: TestedJournal): Promise<World> {
  const simulated = await world(seed, 0, journal);
  const dice = random(seed);
  for (let i = 0; i < size; i += 1) {
    const companyNumber = dice() < 0.8 ? `B${i}` : null;
    simulated.crm.put(`A${i}`, { name: `Account ${i}`, companyNumber, phone: `+32 ${i}` });
  }
  return simulated;
}

/** Runs until nothing is left to do but what a person has to look up. */
async function toRest(simulated: World, seed: number, faults: Faults): Promise<void> {
  const { journal, clock } = simulated;
  const dice = random(seed * 7919);
  for (let life = 0; life < 24; life += 1) {
    const isCalm = life > 15;
    const end = await live(simulated, {
      flow: backwards,
      seed: seed * 100 + life,
      ...(isCalm || dice() < 0.4 ? {} : { killAt: 1 + Math.floor(dice() * 40) }),
      ...(isCalm || dice() < 0.7 ? {} : { stopAt: 1 + Math.floor(dice() * 30) }),
      faults: isCalm ? noFaults : faults,
    });
    if (end === 'killed' || end.kind === 'waiting') continue;
    if (end.kind === 'failed') throw end.error;
    const { failures } = await journal.look();
    if (end.kind === 'done' && isCalm && failures.length === 0) return;
    // Whoever retries does not always wait until a look-up proves something.
    if (dice() < 0.5) await clock.sleep(Math.floor(dice() * 1_500), { signal: new AbortController().signal });
    const keys = failures.map(({ key }) => key);
    await journal.begin(end.kind === 'done' && keys.length > 0 ? { kind: 'keys', keys } : { kind: 'changes' });
  }
}

const faults: Faults = {
  replyLost: 0.1,
  late: 0.15,
  notExecuted: 0.1,
  throttled: 0.1,
  foreignEdit: 0,
  findFails: 0.05,
  readFails: 0.05,
};

/** Lets a seed decide what goes wrong, and expects each account to become one customer, whose key went back into it. */
export async function expectCreatedOnce(seed: number, journal: TestedJournal): Promise<void> {
  const simulated = await accounts(seed, 20, journal);
  const { erp, crm } = simulated;
  await toRest(simulated, seed, faults);
  erp.catchUp(new Date('2027-01-01'));
  const names = [...erp.records.values()].map(({ values }) => String(values['name']));
  expect(new Set(names).size, `seed ${seed}: ${names.sort().join(', ')}`).toBe(names.length);
  const { failures, links } = await journal.look();
  const linked = new Map(
    links.flatMap(({ sourceKey, targetKey }) => [
      [sourceKey, targetKey],
      [targetKey, sourceKey],
    ]),
  );
  for (const { key, values } of crm.records.values()) {
    const failure = failures.find((one) => one.key === key);
    // Only what nobody can look for may be left to a person.
    if (failure)
      expect([failure.code, values['companyNumber']], `seed ${seed} ${key}`).toEqual(['create.unknown-outcome', null]);
    else expect(values['number'], `seed ${seed} ${key}`).toBe(linked.get(key));
  }
}
