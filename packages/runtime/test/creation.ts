import type { FlowDocument } from '@koppel/model';
import { linesOf, linesText, type CreateRung, type FieldValue } from '@koppel/sdk';
import { expect } from 'vitest';
import { backwards, orders } from './flow.ts';
import { live, world, type World } from './simulation.ts';
import { noFaults, random, type Faults, type StoredRecord } from './simulated-world.ts';
import type { TestedJournal } from './tested-journal.ts';

/** What is created in an ERP that chooses its keys itself, and what the ERP offers to make that safe. */
interface Creation {
  readonly flow: FlowDocument;
  readonly rung: Extract<CreateRung, 'R1' | 'R3' | 'R4'>;
  /** The records that are to be created, as the CRM has them. */
  readonly values: (index: number, dice: () => number) => Record<string, FieldValue>;
  /** What tells the records apart: in the CRM and in the ERP. */
  readonly name: readonly [crm: string, erp: string];
  /** Without it nobody can look for the record: in doubt it is left to a person. */
  readonly lookedForBy: string;
}

/** Accounts, of which some have no number to look for. */
const accounts: Omit<Creation, 'rung'> = {
  flow: backwards,
  values: (index, dice) => ({
    name: `Account ${index}`,
    companyNumber: dice() < 0.8 ? `B${index}` : null,
    phone: `+32 ${index}`,
  }),
  name: ['name', 'name'],
  lookedForBy: 'companyNumber',
};

/** Orders carry a mark of ours, by which each of them can be looked for. */
const documents: Omit<Creation, 'rung'> = {
  flow: orders,
  values: (index, dice) => ({
    crmNumber: `ORD-${index}`,
    requestedDate: '2026-12-01',
    lines: linesText(
      Array.from({ length: 1 + Math.floor(dice() * 6) }, (_, line) => ({
        product: `P${line}`,
        quantity: String(1 + Math.floor(dice() * 9)),
      })),
    ),
  }),
  name: ['crmNumber', 'reference'],
  lookedForBy: 'crmNumber',
};

/** By what is created, and the rung of the ERP. */
export const creations = {
  'customers under an idempotency key (R1)': { ...accounts, rung: 'R1' },
  'orders with lines under our mark (R3)': { ...documents, rung: 'R3' },
  'customers by natural keys (R4)': { ...accounts, rung: 'R4' },
} satisfies Readonly<Record<string, Creation>>;

/** Runs until nothing is left to do but what a person has to look up. */
async function toRest(simulated: World, seed: number, { flow, rung }: Creation): Promise<void> {
  const { journal, clock } = simulated;
  const dice = random(seed * 7919);
  for (let life = 0; life < 24; life += 1) {
    const isCalm = life > 15;
    const end = await live(simulated, {
      flow,
      rung,
      seed: seed * 100 + life,
      ...(isCalm || dice() < 0.4 ? {} : { killAt: 1 + Math.floor(dice() * 40) }),
      ...(isCalm || dice() < 0.7 ? {} : { stopAt: 1 + Math.floor(dice() * 30) }),
      // Who recognises a repeated request answers as he did the first time: he cannot have done a part of it.
      faults: isCalm ? noFaults : { ...faults, partial: rung === 'R1' ? 0 : faults.partial },
    });
    if (end === 'killed' || end.kind === 'waiting') continue;
    if (end.kind === 'failed') throw end.error;
    const { failures } = await journal.look();
    if (end.kind === 'done' && isCalm && failures.length === 0) return;
    // Whoever retries does not always wait until a look-up proves something.
    const pauseMs = dice() < 0.5 ? Math.floor(dice() * 2_500) : 0;
    await clock.sleep(isCalm ? 2_500 : pauseMs, { signal: new AbortController().signal });
    const keys = failures.map(({ key }) => key);
    await journal.begin(end.kind === 'done' && keys.length > 0 ? { kind: 'keys', keys } : { kind: 'changes' });
  }
}

const faults: Faults = {
  replyLost: 0.1,
  late: 0.15,
  partial: 0.1,
  notExecuted: 0.1,
  throttled: 0.1,
  foreignEdit: 0,
  findFails: 0.05,
  readFails: 0.05,
};

/**
 * Lets a seed decide what goes wrong, and expects each record to be created once and with all that belongs to it, and its
 * key to have gone back into where it came from.
 */
export async function expectCreatedOnce(seed: number, journal: TestedJournal, creation: Creation): Promise<void> {
  const simulated = await world(seed, 0, journal);
  const { erp, crm } = simulated;
  const dice = random(seed);
  for (let index = 0; index < 20; index += 1) crm.put(`A${index}`, creation.values(index, dice));
  await toRest(simulated, seed, creation);
  erp.catchUp(new Date('2027-01-01'));
  const [nameInCrm, nameInErp] = creation.name;
  const names = [...erp.records.values()].map(({ values }) => String(values[nameInErp]));
  expect(new Set(names).size, names.sort().join(', ')).toBe(names.length);
  const { failures, links } = await journal.look();
  const linked = new Map(
    links.flatMap(({ sourceKey, targetKey }) => [
      [sourceKey, targetKey],
      [targetKey, sourceKey],
    ]),
  );
  for (const record of crm.records.values()) {
    const { key, values } = record;
    const failure = failures.find((one) => one.key === key);
    if (failure) {
      // Only what nobody can look for may be left to a person.
      expect([failure.code, values[creation.lookedForBy]], key).toEqual(['create.unknown-outcome', null]);
      continue;
    }
    expect(values['number'], key).toBe(linked.get(key));
    const created = erp.records.get(linked.get(key)!)!;
    expect(created.values[nameInErp], key).toBe(values[nameInCrm]);
    expectComplete(record, created);
  }
}

function expectComplete({ key, values }: StoredRecord, created: StoredRecord): void {
  if ('phone' in values) expect(created.values['phone'], key).toBe(values['phone']);
  expect(linesOf(created.values['lines']), `lines of ${key}`).toEqual(linesOf(values['lines']));
}
