import type { FlowDocument } from '@koppel/model';
import type { FieldValue } from '@koppel/sdk';
import { expect, test } from 'vitest';
import { executeRun, type RunEnd } from '../src/index.ts';
import { customerFlow, planOf } from './flow.ts';
import { MemoryJournal } from './memory-journal.ts';
import { hurryingClock } from './simulation.ts';
import { Life, noFaults, random, SimulatedSystem } from './simulated-world.ts';

/** The customer flow with a second CRM behind the first: what the one creates goes on to the other. */
const twoCrms: FlowDocument = {
  ...customerFlow,
  slots: { ...customerFlow.slots, other: { role: 'crm' } },
  nodes: { ...customerFlow.nodes, second: { ...customerFlow.nodes['save']!, slot: 'other' } },
  edges: [...customerFlow.edges, 'save.created -> second.records'],
};

async function run(
  flow: FlowDocument,
  systems: Record<string, SimulatedSystem>,
  journal = new MemoryJournal(),
): Promise<RunEnd> {
  await journal.begin({ kind: 'all' });
  const life = new Life();
  const options = { life, faults: noFaults, dice: random(1), chosenKeys: true };
  return executeRun({
    claimed: await journal.take(),
    plan: planOf(flow),
    slots: new Map(
      Object.entries(systems).map(([slot, system]) => [
        slot,
        { connectionId: `${slot}-1`, system: system.system(options) },
      ]),
    ),
    journal: journal.forLife(life),
    clock: hurryingClock(),
    newId: () => 'x',
    drain: new AbortController().signal,
    abort: new AbortController().signal,
  });
}

const kroon: Record<string, FieldValue> = {
  name: 'Brouwerij De Kroon',
  companyNumber: '0403170701',
  phone: '+32 15 41 22 80',
  creditLimit: '1000.00',
  blocked: 'no',
};

test('what one system was found to hold says nothing about the next: there the record is recognised anew', async () => {
  const [erp, crm, other] = [new SimulatedSystem(), new SimulatedSystem(), new SimulatedSystem()];
  erp.put('C1', kroon);
  other.put('O1', { name: 'De Kroon', companyNumber: '0403170701', owner: 'Lotte' });
  expect(await run(twoCrms, { erp, crm, other })).toEqual({ kind: 'done' });
  expect(crm.records.size).toBe(1);
  expect([...other.records.keys()]).toEqual(['O1']);
  expect(other.records.get('O1')!.values).toMatchObject({ name: 'Brouwerij De Kroon', owner: 'Lotte' });
});
