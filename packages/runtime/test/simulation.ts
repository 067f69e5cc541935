import type { FlowDocument, MastershipTable } from '@koppel/model';
import type { Clock, FieldValue } from '@koppel/sdk';
import { expect } from 'vitest';
import { executeRun, FenceLost, type RunEnd } from '../src/index.ts';
import { customerFlow, planOf } from './flow.ts';
import { Killed, Life, noFaults, random, SimulatedSystem, type Faults } from './simulated-world.ts';
import type { TestedJournal } from './tested-journal.ts';

/** Time that passes as soon as somebody waits for it. */
export function hurryingClock(): Clock {
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

/** Two systems, and the journal of the flow between them. */
export interface World {
  readonly erp: SimulatedSystem;
  readonly crm: SimulatedSystem;
  readonly journal: TestedJournal;
  readonly clock: Clock;
}

/** An ERP with customers, of which some exist in the CRM, one is blocked and two share a company number; a run is begun. */
export async function world(seed: number, size: number, journal: TestedJournal): Promise<World> {
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
  await journal.begin();
  return { erp, crm, journal, clock: hurryingClock() };
}

export interface Attempt {
  readonly killAt?: number;
  readonly faults?: Faults;
  readonly seed: number;
  readonly refuses?: (values: Record<string, FieldValue>) => boolean;
  readonly chosenKeys?: boolean;
  /** Of the ERP. */
  readonly rung?: 'R1' | 'R3' | 'R4';
  /** Somebody asks it to stop at this point of its life. */
  readonly stopAt?: number;
  /** Default: customers of the ERP into the CRM. */
  readonly flow?: FlowDocument;
  readonly mastership?: MastershipTable;
}

/** One life of a worker with the current run: to its end, or to its death. */
export async function live(
  { erp, crm, journal, clock }: World,
  attempt: Attempt,
  life = new Life(attempt.killAt),
): Promise<RunEnd | 'killed'> {
  const dice = random(attempt.seed);
  const common = { life, dice, clock, faults: attempt.faults ?? noFaults };
  const crmOptions = {
    ...common,
    chosenKeys: attempt.chosenKeys ?? true,
    ...(attempt.refuses ? { refuses: attempt.refuses } : {}),
  };
  const claimed = await journal.take();
  let nextId = 0;
  const dead = new AbortController();
  const drain = new AbortController();
  if (attempt.stopAt !== undefined) life.at(attempt.stopAt, () => drain.abort(new Error('asked to stop')));
  try {
    return await executeRun({
      claimed,
      plan: planOf(attempt.flow ?? customerFlow, attempt.mastership),
      slots: new Map([
        ['erp', { connectionId: 'erp-1', system: erp.system({ ...common, chosenKeys: false, rung: attempt.rung }) }],
        ['crm', { connectionId: 'crm-1', system: crm.system(crmOptions) }],
      ]),
      journal: journal.forLife(life),
      clock,
      newId: () => `failure-${claimed.run.number}-${claimed.fence}-${(nextId += 1)}`,
      drain: drain.signal,
      abort: dead.signal,
    }).then((end) => (end.kind === 'failed' && life.isDead ? 'killed' : end));
  } catch (error) {
    if (error instanceof Killed || error instanceof FenceLost) return 'killed';
    throw error;
  }
}

/** Restarts until the run is done, each life with faults of its own. */
export async function toTheEnd(simulated: World, attempts: (life: number) => Attempt): Promise<void> {
  for (let life = 0; life < 60; life += 1) {
    const end = await live(simulated, attempts(life));
    if (end !== 'killed' && end.kind === 'done') return;
    if (end !== 'killed' && end.kind === 'failed') throw end.error;
  }
  throw new Error('The run did not come to its end in sixty lives.');
}

/** What must hold between the two systems when a run is done. */
export async function expectInStep({ erp, crm, journal }: World): Promise<void> {
  const { links, failures } = await journal.look();
  const byCompany = new Map<FieldValue, string[]>();
  for (const { key, values } of crm.records.values()) {
    const { companyNumber } = values;
    if (companyNumber !== null && companyNumber !== undefined)
      byCompany.set(companyNumber, [...(byCompany.get(companyNumber) ?? []), key]);
  }
  for (const [companyNumber, keys] of byCompany)
    expect(keys, `accounts with company number ${String(companyNumber)}`).toHaveLength(1);
  const linkOf = new Map(links.map(({ sourceKey, targetKey }) => [sourceKey, targetKey]));
  expect(new Set(linkOf.values()).size).toBe(links.length);
  for (const { key, values } of erp.records.values()) {
    if (values['blocked'] === 'all') {
      expect(linkOf.has(key), `${key} is blocked`).toBe(false);
    } else if (!failures.some((failure) => failure.key === key)) {
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
