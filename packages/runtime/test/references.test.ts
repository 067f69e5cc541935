import type { FlowDocument } from '@koppel/model';
import { expect, test } from 'vitest';
import { executeRun } from '../src/index.ts';
import { customerFlow, planOf } from './flow.ts';
import { MemoryJournal } from './memory-journal.ts';
import { hurryingClock } from './simulation.ts';
import { Life, noFaults, random, SimulatedSystem } from './simulated-world.ts';

const clock = hurryingClock();

/** Orders of the CRM into the ERP. */
const orderFlow: FlowDocument = {
  ...customerFlow,
  nodes: {
    read: { type: 'read-records', v: 1, slot: 'crm', entity: 'order', config: {} },
    map: {
      type: 'map-fields',
      v: 1,
      config: {
        rows: { 'order.customer': { from: 'order.customer' }, 'order.reference': { from: 'order.reference' } },
      },
    },
    create: { type: 'create-record', v: 1, slot: 'erp', entity: 'order', config: { match: ['reference'] } },
  },
  edges: ['map.records -> create.records', 'read.records -> map.records'],
};

/** The customers whose orders changed, with their names as they are now, into the CRM. */
const touchedCustomers: FlowDocument = {
  ...customerFlow,
  nodes: {
    read: { type: 'read-records', v: 1, slot: 'erp', entity: 'order', config: { per: 'customer' } },
    look: { type: 'look-up-record', v: 1, slot: 'erp', entity: 'account', config: {} },
    map: { type: 'map-fields', v: 1, config: { rows: { 'account.name': { from: 'account.name' } } } },
    save: { type: 'save-record', v: 1, slot: 'crm', entity: 'account', config: { match: [] } },
  },
  edges: ['look.found -> map.records', 'map.records -> save.records', 'read.records -> look.records'],
};

/** Two systems with accounts and orders, each entity in a store of its own. */
class World {
  readonly journal = new MemoryJournal();
  readonly stores = {
    erp: { account: new SimulatedSystem(), order: new SimulatedSystem() },
    crm: { account: new SimulatedSystem(), order: new SimulatedSystem() },
  };

  #slot(name: 'erp' | 'crm') {
    const options = { life: new Life(), faults: noFaults, clock, dice: random(1), chosenKeys: name === 'crm' };
    const of = (entity: string) => this.stores[name][entity as 'account' | 'order'].system(options);
    return {
      connectionId: `${name}-1`,
      system: {
        ...of('account'),
        source: (entity: string) => of(entity).source(entity),
        sink: (entity: string) => of(entity).sink(entity),
      },
    };
  }

  async run(flow: FlowDocument, scope?: Parameters<MemoryJournal['begin']>[0]) {
    await this.journal.begin(scope);
    const end = await executeRun({
      claimed: await this.journal.take(),
      plan: planOf(flow),
      slots: new Map([
        ['erp', this.#slot('erp')],
        ['crm', this.#slot('crm')],
      ]),
      journal: this.journal.forLife(new Life()),
      clock,
      newId: () => crypto.randomUUID(),
      drain: new AbortController().signal,
      abort: new AbortController().signal,
    });
    expect(end).toEqual({ kind: 'done' });
    return this.journal.look();
  }
}

test('a record waits for the link of what it refers to, and goes on when that is there', async () => {
  const world = new World();
  world.stores.erp.account.put('C1', { name: 'Brouwerij De Kroon', companyNumber: 'B1', blocked: 'no' });
  world.stores.crm.order.put('O1', { customer: 'key:erp-1/account/C1', reference: 'R1' });
  world.stores.crm.order.put('O2', { customer: null, reference: 'R2' });
  const first = await world.run(orderFlow);
  expect(first.run.counters).toMatchObject({ read: 2, created: 1, waiting: 1, failed: 0 });
  expect(first.failures.map(({ key, code }) => [key, code])).toEqual([['O1', 'reference.not-linked']]);
  expect(first.facts.some(({ type }) => type === 'record.waited')).toBe(true);

  await world.run(customerFlow);
  const second = await world.run(orderFlow, { kind: 'keys', keys: ['O1'] });
  expect(second.run.counters).toMatchObject({ read: 1, created: 1, waiting: 0 });
  expect(second.failures).toEqual([]);
  const orders = [...world.stores.erp.order.records.values()].map(({ values }) => values);
  expect(orders).toContainEqual({ customer: 'C1', reference: 'R1' });
});

test('records per reference: each that the changes touch, once, and all of them at first', async () => {
  const world = new World();
  for (const key of ['C1', 'C2', 'C3']) {
    world.stores.erp.account.put(key, { name: `Customer ${key}`, companyNumber: key, blocked: 'no' });
  }
  await world.run(customerFlow);
  for (let i = 0; i < 20; i += 1) world.stores.erp.order.put(`O${i}`, { customer: i % 2 === 0 ? 'C1' : 'C2' });
  const first = await world.run(touchedCustomers);
  expect(first.run.counters).toMatchObject({ read: 3, unchanged: 3 });

  world.stores.erp.account.put('C2', { name: 'Renamed' });
  for (const order of ['O1', 'O3', 'O5']) world.stores.erp.order.put(order, { customer: 'C2' });
  const second = await world.run(touchedCustomers);
  expect(second.run.counters).toMatchObject({ read: 1, updated: 1 });
  expect(world.stores.crm.account.records.get('key:erp-1/account/C2')!.values['name']).toBe('Renamed');

  const nothing = await world.run(touchedCustomers);
  expect(nothing.run.counters.read).toBe(0);
  const chosen = await world.run(touchedCustomers, { kind: 'keys', keys: ['C3'] });
  expect(chosen.run.counters).toMatchObject({ read: 1, unchanged: 1 });
});
