import type { Clock, FieldValue } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { executeRun, FenceLost, type RunEnd } from '../src/index.ts';
import { customerFlow, planOf } from './flow.ts';
import { MemoryJournal } from './memory-journal.ts';
import { Killed, Life, noFaults, random, SimulatedSystem, type Faults } from './simulated-world.ts';

/** Time that passes as soon as somebody waits for it. */
function hurryingClock(): Clock {
  let ms = Date.parse('2026-11-23T09:00:00Z');
  return {
    now: () => new Date(ms),
    monotonicMs: () => ms,
    sleep: async (wait, { signal }) => {
      signal.throwIfAborted();
      ms += wait;
      await Promise.resolve();
    },
  };
}

interface World {
  readonly erp: SimulatedSystem;
  readonly crm: SimulatedSystem;
  readonly journal: MemoryJournal;
  readonly clock: Clock;
}

/** An ERP with customers, of which some exist in the CRM, one is blocked and two share a company number. */
function world(seed: number, size: number): World {
  const dice = random(seed);
  const erp = new SimulatedSystem();
  const crm = new SimulatedSystem();
  for (let i = 0; i < size; i += 1) {
    const companyNumber = i === size - 1 && size > 3 ? 'B0' : dice() < 0.9 ? `B${i}` : null;
    erp.put(`C${i}`, {
      name: `Customer ${i}`,
      companyNumber: i === 0 ? 'B0' : companyNumber,
      phone: `+32 ${i}`,
      creditLimit: `${i * 100}.00`,
      blocked: dice() < 0.1 && i > 0 && i < size - 1 ? 'all' : 'no',
    });
    if (dice() < 0.3)
      crm.put(`A${i}`, { name: `Old name ${i}`, companyNumber: `B${i}`, industry: `mine ${i}`, owner: 'Lotte' });
  }
  return { erp, crm, journal: new MemoryJournal(), clock: hurryingClock() };
}

interface Attempt {
  readonly killAt?: number;
  readonly faults?: Faults;
  readonly seed: number;
  readonly refuses?: (values: Record<string, FieldValue>) => boolean;
  readonly chosenKeys?: boolean;
}

/** One life of a worker with the current run: to its end, or to its death. */
async function live({ erp, crm, journal, clock }: World, attempt: Attempt): Promise<RunEnd | 'killed'> {
  const life = new Life(attempt.killAt);
  const dice = random(attempt.seed);
  const common = { life, dice, faults: attempt.faults ?? noFaults };
  const crmOptions = {
    ...common,
    chosenKeys: attempt.chosenKeys ?? true,
    ...(attempt.refuses ? { refuses: attempt.refuses } : {}),
  };
  let nextId = 0;
  const dead = new AbortController();
  try {
    return await executeRun({
      claimed: journal.takeOver(),
      plan: planOf(customerFlow),
      slots: new Map([
        ['erp', { connectionId: 'erp-1', system: erp.system({ ...common, chosenKeys: false }) }],
        ['crm', { connectionId: 'crm-1', system: crm.system(crmOptions) }],
      ]),
      journal: journal.forLife(life),
      clock,
      newId: () => `failure-${journal.run.fence}-${(nextId += 1)}`,
      drain: new AbortController().signal,
      abort: dead.signal,
    }).then((end) => (end.kind === 'failed' && life.isDead ? 'killed' : end));
  } catch (error) {
    if (error instanceof Killed || error instanceof FenceLost) return 'killed';
    throw error;
  }
}

/** Restarts until the run is done, each life with faults of its own. */
async function toTheEnd(simulated: World, attempts: (life: number) => Attempt): Promise<void> {
  for (let life = 0; life < 60; life += 1) {
    const end = await live(simulated, attempts(life));
    if (end !== 'killed' && end.kind === 'done') return;
    if (end !== 'killed' && end.kind === 'failed') throw end.error;
  }
  throw new Error('The run did not come to its end in sixty lives.');
}

/** What must hold between the two systems when a run is done. */
function expectInStep({ erp, crm, journal }: World): void {
  const byCompany = new Map<FieldValue, string[]>();
  for (const { key, values } of crm.records.values()) {
    const { companyNumber } = values;
    if (companyNumber !== null && companyNumber !== undefined)
      byCompany.set(companyNumber, [...(byCompany.get(companyNumber) ?? []), key]);
  }
  for (const [companyNumber, keys] of byCompany)
    expect(keys, `accounts with company number ${String(companyNumber)}`).toHaveLength(1);
  const linkOf = new Map(journal.links.map(({ sourceKey, targetKey }) => [sourceKey, targetKey]));
  expect(new Set(linkOf.values()).size).toBe(journal.links.length);
  for (const { key, values } of erp.records.values()) {
    if (values['blocked'] === 'all') {
      expect(linkOf.has(key), `${key} is blocked`).toBe(false);
    } else if (!journal.failures.has(key)) {
      const account = crm.records.get(linkOf.get(key)!);
      expect(account, `${key} is in the CRM`).toBeDefined();
      for (const field of ['name', 'companyNumber', 'phone', 'creditLimit']) {
        expect(account!.values[field] ?? null, `${key} ${field}`).toBe(values[field] ?? null);
      }
    }
  }
  for (const { fields } of crm.writes) expect(fields).not.toContain('industry');
  for (const { key, values } of crm.records.values()) if (key.startsWith('A')) expect(values['owner']).toBe('Lotte');
}

describe('a run over two systems', () => {
  test('brings every customer over once and leaves what the CRM owns alone', async () => {
    const simulated = world(1, 40);
    await toTheEnd(simulated, () => ({ seed: 1 }));
    expectInStep(simulated);
    const { read, created, updated, failed, filtered } = simulated.journal.run.run.counters;
    expect(read).toBe(40);
    expect(created + updated + failed + filtered).toBe(40);
    expect([...simulated.journal.failures.values()].map(({ error }) => error.code)).toEqual(['match.already-linked']);
  });

  test('writes nothing when it runs over everything again', async () => {
    const simulated = world(2, 40);
    await toTheEnd(simulated, () => ({ seed: 1 }));
    const writes = simulated.crm.writes.length;
    simulated.journal.begin({ kind: 'all' });
    await toTheEnd(simulated, () => ({ seed: 2 }));
    expect(simulated.crm.writes).toHaveLength(writes);
    expect(simulated.journal.run.run.counters).toMatchObject({ read: 40, created: 0, updated: 0 });
  });

  test('reads only what changed since, and writes only the field that changed', async () => {
    const simulated = world(3, 40);
    await toTheEnd(simulated, () => ({ seed: 1 }));
    const changed = simulated.journal.links[0]!.sourceKey;
    simulated.erp.put(changed, { phone: '+32 15 41 22 80' });
    const writes = simulated.crm.writes.length;
    simulated.journal.begin({ kind: 'changes' });
    await toTheEnd(simulated, () => ({ seed: 2 }));
    expect(simulated.crm.writes.slice(writes).map(({ fields }) => fields)).toEqual([['phone']]);
    expect(simulated.journal.run.run.counters).toMatchObject({ read: 1, updated: 1 });
  });

  test('does not move the cursor or write anything in a dry run, and says what it would do', async () => {
    const simulated = world(4, 20);
    simulated.journal.begin({ kind: 'changes' }, true);
    const { dryJournal, drySlots } = await import('../src/dry.ts');
    const life = new Life();
    const options = { life, dice: random(1), faults: noFaults, chosenKeys: true };
    const end = await executeRun({
      claimed: simulated.journal.takeOver(),
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
    expect(simulated.journal.cursors.size).toBe(0);
    expect(simulated.journal.links).toEqual([]);
    expect(simulated.journal.planned).toHaveLength(20);
    expect(simulated.journal.planned.find(({ action }) => action === 'update')?.changes[0]).toMatchObject({
      field: 'name',
    });
  });

  test('keeps a record that the target refuses as a failure, and the others go on', async () => {
    const simulated = world(5, 30);
    await toTheEnd(simulated, () => ({ seed: 1, refuses: ({ name }) => name === 'Customer 7' }));
    expect(simulated.journal.failures.get('C7')?.error.code).toBe('simulated.refused');
    expectInStep(simulated);
    // Mended there, retried here: solved.
    simulated.journal.begin({ kind: 'keys', keys: ['C7'] });
    await toTheEnd(simulated, () => ({ seed: 2 }));
    expect(simulated.journal.failures.has('C7')).toBe(false);
    expectInStep(simulated);
  });
});

describe('a run whose process is killed', () => {
  test('at every point of its life, then restarted: nothing is lost and nothing is doubled', async () => {
    const rehearsal = world(6, 24);
    const counting = new Life();
    await executeRun({
      claimed: rehearsal.journal.takeOver(),
      plan: planOf(),
      slots: new Map([
        [
          'erp',
          {
            connectionId: 'erp-1',
            system: rehearsal.erp.system({ life: counting, dice: random(1), faults: noFaults, chosenKeys: true }),
          },
        ],
        [
          'crm',
          {
            connectionId: 'crm-1',
            system: rehearsal.crm.system({ life: counting, dice: random(1), faults: noFaults, chosenKeys: true }),
          },
        ],
      ]),
      journal: rehearsal.journal.forLife(counting),
      clock: rehearsal.clock,
      newId: () => 'x',
      drain: new AbortController().signal,
      abort: new AbortController().signal,
    });
    const expected = rehearsal.journal.run.run.counters;
    expect(counting.points).toBeGreaterThan(20);
    for (let killAt = 1; killAt <= counting.points; killAt += 1) {
      const simulated = world(6, 24);
      expect(await live(simulated, { seed: 1, killAt }), `killed at ${killAt}`).toBe('killed');
      await toTheEnd(simulated, () => ({ seed: 1 }));
      expectInStep(simulated);
      expect(simulated.crm.creates, `creates after a kill at ${killAt}`).toBe(rehearsal.crm.creates);
      expect(simulated.journal.run.run.counters, `counters after a kill at ${killAt}`).toEqual(expected);
    }
  });
});

describe('a run in a bad world', () => {
  const seeds = Number(process.env['SIMULATION_SEEDS'] ?? 150);
  test(`comes out right for ${seeds} seeds of kills, lost replies, edits by others and systems that are away`, async () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const simulated = world(seed, 30);
      const dice = random(seed * 7919);
      await toTheEnd(simulated, (life) => ({
        seed: seed * 100 + life,
        ...(dice() < 0.7 ? { killAt: 1 + Math.floor(dice() * 60) } : {}),
        faults: { replyLost: 0.15, notExecuted: 0.1, foreignEdit: 0.1, findFails: 0.05, readFails: 0.1 },
      })).catch((error: unknown) => {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      });
      try {
        expectInStep(simulated);
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
