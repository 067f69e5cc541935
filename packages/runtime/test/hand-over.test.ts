import { defaultMastership, type FlowDocument, type FlowNode, type HandOver } from '@koppel/model';
import { beforeEach, describe, expect, test } from 'vitest';
import { executeRun, trySample } from '../src/index.ts';
import { planOf } from './flow.ts';
import { MemoryJournal } from './memory-journal.ts';
import { hurryingClock } from './simulation.ts';
import { Life, noFaults, random, SimulatedSystem } from './simulated-world.ts';

const injected: HandOver = { to: 'erp', when: 'injected' };
const confirmed: HandOver = { to: 'erp', when: { field: 'status', is: ['confirmed'] } };

const node = (type: string, rest: Partial<FlowNode> = {}): FlowNode => ({ type, v: 1, config: {}, ...rest });

/** Orders from one system to the other, by a node that saves; with a mask in front, or a filter that orders pass unseen. */
function flow(from: string, to: string, write: string, guard: 'mask' | 'filter' | 'none'): FlowDocument {
  const draft = { all: [{ field: 'order.status', is: 'notEquals', value: 'confirmed' }] };
  const line = [
    'read',
    ...(guard === 'filter' ? ['filter'] : []),
    'map',
    ...(guard === 'mask' ? ['mask'] : []),
    'write',
  ];
  return {
    koppel: 'flow',
    version: 1,
    id: `orders-${from}-${to}`,
    title: { en: 'Orders' },
    slots: { erp: { role: 'erp' }, crm: { role: 'crm' } },
    parameters: {},
    nodes: {
      read: node('read-records', { slot: from, entity: 'order' }),
      ...(guard === 'filter' ? { filter: node('filter-records', { config: { condition: draft } }) } : {}),
      map: node('map-fields', {
        config: {
          rows: Object.fromEntries(
            ['reference', 'requestedDate'].map((field) => [`order.${field}`, { from: `order.${field}` }]),
          ),
        },
      }),
      ...(guard === 'mask' ? { mask: node('mask-fields') } : {}),
      write: node(write, { slot: to, entity: 'order', config: { match: ['reference'] } }),
    },
    edges: line.slice(1).map((id, at) => {
      const before = line[at]!;
      return `${before}.${before === 'filter' ? 'matched' : 'records'} -> ${id}.records`;
    }),
    layout: { nodes: {}, groups: {}, notes: {} },
  };
}

let erp: SimulatedSystem;
let crm: SimulatedSystem;
let journal: MemoryJournal;
beforeEach(() => {
  [erp, crm, journal] = [new SimulatedSystem(), new SimulatedSystem(), new MemoryJournal()];
});

const masteredBy = (handOver: HandOver) => ({
  ...defaultMastership,
  rows: defaultMastership.rows.map((row) =>
    row.entity === 'order' && 'group' in row && row.group === 'content' ? { ...row, handOver } : row,
  ),
});

async function run(document: FlowDocument, handOver: HandOver, kind: 'all' | 'drift' = 'all'): Promise<string[]> {
  const life = new Life();
  const mastership = masteredBy(handOver);
  const open = (system: SimulatedSystem) =>
    system.system({ life, faults: noFaults, dice: random(1), chosenKeys: true });
  await journal.begin({ kind });
  const end = await executeRun({
    claimed: await journal.take(),
    plan: planOf(document, mastership),
    slots: new Map([
      ['erp', { connectionId: 'erp-1', system: open(erp) }],
      ['crm', { connectionId: 'crm-1', system: open(crm) }],
    ]),
    journal: journal.forLife(life),
    clock: hurryingClock(),
    newId: () => 'x',
    drain: new AbortController().signal,
    abort: new AbortController().signal,
  });
  expect(end).toEqual({ kind: 'done' });
  const { failures } = await journal.look();
  return failures.map(({ code }) => code);
}

const order = (requestedDate: string, status = 'draft') => ({ reference: 'R1', requestedDate, status });
const dateIn = (system: SimulatedSystem) => [...system.records.values()][0]?.values['requestedDate'];

describe('what is handed over when it is injected', () => {
  test('goes into the next system once; a later change of its first master is left out behind a mask', async () => {
    crm.put('O1', order('2026-12-01'));
    const save = flow('crm', 'erp', 'save-record', 'mask');
    expect(await run(save, injected)).toEqual([]);
    expect(dateIn(erp)).toBe('2026-12-01');
    crm.put('O1', { requestedDate: '2026-12-24' });
    expect(await run(save, injected)).toEqual([]);
    expect(dateIn(erp)).toBe('2026-12-01');
  });

  test('goes back to its first master, changed by the next', async () => {
    crm.put('O1', order('2026-12-01'));
    await run(flow('crm', 'erp', 'create-record', 'none'), injected);
    erp.put([...erp.records.keys()][0]!, { requestedDate: '2027-01-15' });
    expect(await run(flow('erp', 'crm', 'update-record', 'none'), injected)).toEqual([]);
    expect(dateIn(crm)).toBe('2027-01-15');
  });
});

describe('what is handed over by a state of the record', () => {
  beforeEach(async () => {
    crm.put('O1', order('2026-12-01'));
    await run(flow('crm', 'erp', 'create-record', 'none'), confirmed);
  });

  test('is written by its first master until then, and left out from then on', async () => {
    const update = flow('crm', 'erp', 'update-record', 'mask');
    crm.put('O1', { requestedDate: '2026-12-10' });
    expect(await run(update, confirmed)).toEqual([]);
    expect(dateIn(erp)).toBe('2026-12-10');
    crm.put('O1', { requestedDate: '2026-12-24', status: 'confirmed' });
    expect(await run(update, confirmed)).toEqual([]);
    expect(dateIn(erp)).toBe('2026-12-10');
  });

  test('is told by a sample as kept from then on, with its new master, what stays and what the flow had', async () => {
    const update = flow('crm', 'erp', 'update-record', 'mask');
    const sampled = async () => {
      const life = new Life();
      const open = (system: SimulatedSystem) =>
        system.system({ life, faults: noFaults, dice: random(1), chosenKeys: true });
      const { writes, error } = await trySample({
        plan: planOf(update, masteredBy(confirmed)),
        slots: new Map([
          ['erp', { connectionId: 'erp-1', system: open(erp) }],
          ['crm', { connectionId: 'crm-1', system: open(crm) }],
        ]),
        journal: journal.forLife(life),
        viewLink: () => Promise.resolve(null),
        keys: ['O1'],
        limit: 1,
        roles: { mastered: () => [], roleOf: (slot) => slot },
        clock: hurryingClock(),
        signal: new AbortController().signal,
      });
      expect(error).toBeNull();
      return writes.map(({ kept, requests }) => ({ kept, values: requests.map(({ intent }) => intent.values) }));
    };
    crm.put('O1', { requestedDate: '2026-12-10' });
    expect(await sampled()).toEqual([{ kept: [], values: [{ requestedDate: '2026-12-10' }] }]);
    crm.put('O1', { requestedDate: '2026-12-24', status: 'confirmed' });
    const kept = [
      { field: 'reference', why: 'master', role: 'erp', value: 'R1', offered: 'R1' },
      { field: 'requestedDate', why: 'master', role: 'erp', value: '2026-12-01', offered: '2026-12-24' },
    ];
    expect(await sampled()).toEqual([{ kept, values: [] }]);
  });

  test('is written by its next master from then on, also where nothing else changed since', async () => {
    const update = flow('erp', 'crm', 'update-record', 'mask');
    erp.put([...erp.records.keys()][0]!, { requestedDate: '2027-01-15' });
    expect(await run(update, confirmed)).toEqual([]);
    expect(dateIn(crm)).toBe('2026-12-01');
    crm.put('O1', { status: 'confirmed' });
    expect(await run(update, confirmed)).toEqual([]);
    expect(dateIn(crm)).toBe('2027-01-15');
  });

  test.each(['mask', 'filter'] as const)(
    'is put back by a drift check until then, and no departure afterwards (%s)',
    async (guard) => {
      const update = flow('crm', 'erp', 'update-record', guard);
      await run(update, confirmed);
      const injectedOrder = [...erp.records.keys()][0]!;
      erp.put(injectedOrder, { requestedDate: '2027-01-15' });
      expect(await run(update, confirmed, 'drift')).toEqual([]);
      expect(dateIn(erp)).toBe('2026-12-01');
      expect((await journal.look()).drift).toMatchObject([{ field: 'requestedDate', state: 'putBack' }]);
      crm.put('O1', { status: 'confirmed' });
      erp.put(injectedOrder, { requestedDate: '2027-02-20' });
      expect(await run(update, confirmed, 'drift')).toEqual([]);
      expect([dateIn(erp), (await journal.look()).drift.length]).toEqual(['2027-02-20', 1]);
    },
  );

  test('is refused where it passed between reading and writing, with the record, the field and the remedy', async () => {
    crm.put('O1', { requestedDate: '2026-12-24' });
    const { values } = crm.records.get('O1')!;
    // A person confirms it when the flow has read it and filtered it as a draft.
    Object.defineProperty(values, 'status', { get: stateThatChangesAfter(1) });
    expect(await run(flow('crm', 'erp', 'update-record', 'filter'), confirmed)).toEqual(['mastership.handed-over']);
    expect(dateIn(erp)).toBe('2026-12-01');
  });
});

function stateThatChangesAfter(reads: number): () => string {
  let count = 0;
  return () => {
    count += 1;
    return count > reads ? 'confirmed' : 'draft';
  };
}
