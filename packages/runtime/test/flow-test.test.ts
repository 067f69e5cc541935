import { defaultMastership, stringifyFlowTest, type FlowDocument, type FlowTest } from '@koppel/model';
import { testClock } from '@koppel/sdk/testing';
import { describe, expect, test } from 'vitest';
import { notRecordedCode, recordFlow, testFlow } from '../src/index.ts';
import { customerFlow, planOf } from './flow.ts';
import { MemoryJournal } from './memory-journal.ts';
import { random, Life, noFaults, SimulatedSystem } from './simulated-world.ts';

const nobody = new AbortController().signal;

/** Two customers: one that the CRM has with another phone number, one that it does not have. */
function systems() {
  const erp = new SimulatedSystem();
  const crm = new SimulatedSystem();
  erp.put('C1', { name: 'Bouwpunt Peeters', companyNumber: '0403227515', phone: '+32 15 41 22 80', blocked: 'no' });
  erp.put('C2', { name: 'Atelier Lambert', companyNumber: '0403199702', phone: '015 99 88 77', blocked: 'no' });
  erp.put('C3', { name: 'Oud-klant', companyNumber: '0203201340', phone: null, blocked: 'all' });
  crm.put('A1', { name: 'Bouwpunt Peeters', companyNumber: '0403227515', phone: '+32 15 41 22 00' });
  return { erp, crm };
}

async function recorded({
  document = customerFlow,
  isMadeUp = false,
  keys = ['C1', 'C2', 'C3'],
}: { document?: FlowDocument; isMadeUp?: boolean; keys?: string[] } = {}) {
  const world = systems();
  const options = { life: new Life(), dice: random(1), faults: noFaults, chosenKeys: true };
  const open = (connectionId: string, system: SimulatedSystem) => ({
    connectionId,
    connectorId: 'memory',
    system: system.system(options),
  });
  const result = await recordFlow({
    plan: planOf(document),
    slots: new Map([
      ['erp', open('connection-1', world.erp)],
      ['crm', open('connection-2', world.crm)],
    ]),
    journal: new MemoryJournal().forLife(new Life()),
    keys,
    setting: { mastership: defaultMastership, valueLists: [], parameterValues: {}, schemas: new Map() },
    madeUp: isMadeUp ? {} : null,
    clock: testClock(),
    signal: nobody,
  });
  if (!result.ok) throw result.error;
  const { recording, expected } = result;
  const kept: FlowTest = {
    koppel: 'flow-test',
    version: 1,
    id: 'two-customers',
    flowId: 'customers',
    title: 'Two customers',
    isMadeUp,
    recording,
    expected,
  };
  return { test: kept, ...world };
}

/** The flow with another mapping of one field. */
function mapping(rows: Record<string, unknown>): FlowDocument {
  const map = customerFlow.nodes['map']!;
  const before = map.config['rows'] as object;
  return {
    ...customerFlow,
    nodes: { ...customerFlow.nodes, map: { ...map, config: { rows: { ...before, ...rows } } } },
  };
}

describe('a flow test', () => {
  test('holds what the systems answered, what each node gave and what would be written; nothing was sent', async () => {
    const { test: kept, erp, crm } = await recorded();
    expect([erp.writes, crm.writes]).toEqual([[], []]);
    expect(kept.expected.writes.map(({ op, key }) => `${op} ${key}`)).toEqual([
      'create new:erp/account/C2',
      'update A1',
    ]);
    expect(kept.expected.nodes['active']!.left.map(({ key, port }) => `${key} ${port}`)).toEqual([
      'C1 matched',
      'C2 matched',
      'C3 unmatched',
    ]);
    expect(kept.expected.nodes['save']!.planned.map(({ key, action }) => `${key} ${action}`)).toEqual([
      'C1 update',
      'C2 create',
    ]);
    // Connections of the workspace that made it have no place in it.
    expect(stringifyFlowTest(kept)).not.toContain('connection-');
  });

  test('passes on the flow it was recorded from, twenty times with the same result', async () => {
    const { test: kept } = await recorded();
    const results = [];
    for (let time = 0; time < 20; time += 1) results.push(await testFlow(planOf(), kept, nobody));
    for (const { error, differences, did } of results) {
      expect(error).toBeNull();
      expect(differences).toEqual([]);
      expect(JSON.stringify(did)).toBe(JSON.stringify(results[0]!.did));
    }
  });

  test('is the same file when it is recorded twenty times', async () => {
    for (const isMadeUp of [false, true]) {
      const texts = new Set<string>();
      for (let time = 0; time < 20; time += 1) texts.add(stringifyFlowTest((await recorded({ isMadeUp })).test));
      expect(texts.size).toBe(1);
    }
  });

  test('names the first node that does otherwise, with the field as it was and as it is', async () => {
    const { test: kept } = await recorded();
    const { differences } = await testFlow(
      planOf(mapping({ 'account.name': { cel: 'account.name + "!"' } })),
      kept,
      nobody,
    );
    expect(differences.map(({ nodeId }) => nodeId)).toEqual(['map', 'mask', 'save', null]);
    expect(differences[0]!.records[0]).toMatchObject({
      key: 'C1',
      name: 'Bouwpunt Peeters',
      fields: [{ field: 'account.name', expected: 'Bouwpunt Peeters', now: 'Bouwpunt Peeters!' }],
    });
  });

  test('names the node that no longer needs a field, not the source that is no longer asked for it', async () => {
    const { test: kept } = await recorded();
    const cleared = mapping({});
    const rows = cleared.nodes['map']!.config['rows'] as Record<string, unknown>;
    delete rows['account.phone'];
    const { differences } = await testFlow(planOf(cleared), kept, nobody);
    expect(differences.map(({ nodeId }) => nodeId)).toEqual(['map', 'mask', 'save', null]);
    expect(differences[0]!.records[0]).toMatchObject({
      key: 'C1',
      fields: [{ field: 'account.phone', expected: '+32 15 41 22 80' }],
    });
  });

  test('says what a record that fails now is told', async () => {
    const { test: kept } = await recorded();
    const broken = planOf(mapping({ 'account.name': { cel: '[account.name][1]' } }));
    const { differences } = await testFlow(broken, kept, nobody);
    expect(differences[0]).toMatchObject({ nodeId: 'map' });
    expect(differences[0]!.records[0]!.now).toMatch(/^failed: /);
    expect(differences[0]!.records[0]!.message).toBeTruthy();
  });

  test('fails clearly where the flow asks what the recording does not have', async () => {
    const { test: kept } = await recorded();
    const readsMore = mapping({ 'account.email': { from: 'account.email' } });
    const { error } = await testFlow(planOf(readsMore), kept, nobody);
    expect(error?.code).toBe(notRecordedCode);
    expect(error?.message).toBe(
      'The flow now asks "erp" (memory) for account.email, which the recording does not have.',
    );

    const save = { ...customerFlow.nodes['save']!, config: { match: ['name'] } };
    const looksOtherwise = { ...customerFlow, nodes: { ...customerFlow.nodes, save } };
    const looked = await testFlow(planOf(looksOtherwise), kept, nobody);
    expect(looked.error?.code).toBe(notRecordedCode);
    expect(looked.error?.message).toContain('for account with name "Atelier Lambert"');
  });

  test('in made-up values holds nothing of a person, and matches what matched', async () => {
    const { test: real } = await recorded();
    const { test: kept } = await recorded({ isMadeUp: true });
    const text = stringifyFlowTest(kept);
    for (const secret of ['41 22 80', '41 22 00', '99 88 77']) expect(text).not.toContain(secret);
    const fates = ({ expected }: FlowTest) =>
      expected.nodes['save']!.planned.map(({ key, action }) => `${key} ${action}`);
    expect(fates(kept)).toEqual(fates(real));
    expect((await testFlow(planOf(), kept, nobody)).differences).toEqual([]);
  });

  test('in made-up values still finds what is looked for by a value that the flow puts together', async () => {
    const document: FlowDocument = {
      ...mapping({ 'account.email': { cel: '"invoice+" + account.email' } }),
    };
    document.nodes['save'] = { ...document.nodes['save']!, config: { match: ['email'] } };
    const world = systems();
    world.erp.put('C1', { email: 'jan.peeters@bouwpunt.be' });
    world.crm.put('A1', { email: 'invoice+jan.peeters@bouwpunt.be' });
    const options = { life: new Life(), dice: random(1), faults: noFaults, chosenKeys: true };
    const result = await recordFlow({
      plan: planOf(document),
      slots: new Map([
        ['erp', { connectionId: '1', connectorId: 'memory', system: world.erp.system(options) }],
        ['crm', { connectionId: '2', connectorId: 'memory', system: world.crm.system(options) }],
      ]),
      journal: new MemoryJournal().forLife(new Life()),
      keys: ['C1'],
      setting: { mastership: defaultMastership, valueLists: [], parameterValues: {}, schemas: new Map() },
      madeUp: {},
      clock: testClock(),
      signal: nobody,
    });
    expect(result).toMatchObject({ ok: true });
    expect(JSON.stringify(result)).not.toContain('jan.peeters');
    // The e-mail address is equal on both sides, as it was: only the phone number would change.
    expect(result.ok && result.expected.nodes['save']!.planned).toMatchObject([
      { key: 'C1', action: 'update', changes: [{ field: 'phone' }] },
    ]);
  });
});
