import type { FlowDocument } from '@koppel/model';
import type { FieldValue, System, WriteIntent } from '@koppel/sdk';
import { expect, test } from 'vitest';
import { executeRun, type RunEnd } from '../src/index.ts';
import { backwards, customerFlow, planOf } from './flow.ts';
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
  { journal = new MemoryJournal(), life = new Life(), isResumed = false, around = (system: System) => system } = {},
): Promise<RunEnd> {
  if (!isResumed) await journal.begin({ kind: 'all' });
  const options = { life, faults: noFaults, dice: random(1), chosenKeys: true };
  return executeRun({
    claimed: await journal.take(),
    plan: planOf(flow),
    slots: new Map(
      Object.entries(systems).map(([slot, system]) => [
        slot,
        { connectionId: `${slot}-1`, system: around(system.system(options)) },
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

test('a link that the flow in the other direction made says nothing of the version: what was edited there is noticed', async () => {
  const [erp, crm] = [new SimulatedSystem(), new SimulatedSystem()];
  const journal = new MemoryJournal();
  crm.put('A1', kroon);
  expect(await run(backwards, { erp, crm }, { journal })).toEqual({ kind: 'done' });
  const [customer] = erp.records.keys();
  crm.put('A1', { phone: 'edited in the CRM' });
  erp.put(customer!, { phone: 'edited in the ERP' });
  expect(await run(customerFlow, { erp, crm }, { journal })).toEqual({ kind: 'done' });
  expect(crm.updatedBlindly).toEqual([]);
  expect(crm.records.get('A1')!.values['phone']).toBe('edited in the ERP');
});

test('a write that got no answer is read again, also when the source has gone back to what it was', async () => {
  const [erp, crm] = [new SimulatedSystem(), new SimulatedSystem()];
  const journal = new MemoryJournal();
  erp.put('C1', kroon);
  await run(customerFlow, { erp, crm }, { journal });
  erp.put('C1', { name: 'De Kroon' });
  // The process dies after the CRM has carried out the update, before it is noted.
  const writes = crm.writes.length;
  const life = new Life();
  crm.afterWrite = () => life.kill();
  await run(customerFlow, { erp, crm }, { journal, life });
  expect(crm.writes.length).toBe(writes + 1);
  crm.afterWrite = () => {};
  erp.put('C1', kroon);
  expect(await run(customerFlow, { erp, crm }, { journal, isResumed: true })).toEqual({ kind: 'done' });
  expect([...crm.records.values()].map(({ values }) => values['name'])).toEqual(['Brouwerij De Kroon']);
});

test('a key that could not be written back is written back by the retry, though the record itself is unchanged', async () => {
  const [erp, crm] = [new SimulatedSystem(), new SimulatedSystem()];
  const journal = new MemoryJournal();
  crm.put('A1', kroon);
  crm.refuses = () => true;
  expect(await run(backwards, { erp, crm }, { journal })).toEqual({ kind: 'done' });
  expect(erp.records.size).toBe(1);
  expect((await journal.look()).failures.map(({ key }) => key)).toEqual(['A1']);
  crm.refuses = () => false;
  expect(await run(backwards, { erp, crm }, { journal })).toEqual({ kind: 'done' });
  expect(erp.records.size).toBe(1);
  expect(crm.records.get('A1')!.values['number']).toBe([...erp.records.keys()][0]);
  expect((await journal.look()).failures).toEqual([]);
});

test('a create of several steps that broke off is finished before its key is written back', async () => {
  const [erp, crm] = [new SimulatedSystem(), new SimulatedSystem()];
  const journal = new MemoryJournal();
  crm.put('A1', kroon);
  const sent: WriteIntent[] = [];
  const around = (system: System): System => ({
    ...system,
    sink(entity) {
      const sink = system.sink(entity);
      if (!sink) return undefined;
      return {
        ...sink,
        finishesCreates: true,
        send(intents, options) {
          sent.push(...intents);
          return sink.send(intents, options);
        },
      };
    },
  });
  const life = new Life();
  erp.afterWrite = () => life.kill();
  await run(backwards, { erp, crm }, { journal, life, around });
  erp.afterWrite = () => {};
  expect(sent.map(({ op }) => op)).toEqual(['create']);
  expect(await run(backwards, { erp, crm }, { journal, isResumed: true, around })).toEqual({ kind: 'done' });
  const [customer] = erp.records.keys();
  expect(sent.map(({ op, key, values }) => [op, key, values]).slice(1)).toEqual([
    ['update', customer, {}],
    ['update', 'A1', { number: customer }],
  ]);
  expect(erp.records.size).toBe(1);
  // All is as it should be now: nothing is finished twice.
  sent.length = 0;
  expect(await run(backwards, { erp, crm }, { journal, around })).toEqual({ kind: 'done' });
  expect(sent).toEqual([]);
});
