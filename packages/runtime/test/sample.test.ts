import { expect, test } from 'vitest';
import { trySample } from '../src/index.ts';
import { backwards, planOf } from './flow.ts';
import { MemoryJournal } from './memory-journal.ts';
import { hurryingClock } from './simulation.ts';
import { Life, noFaults, random, SimulatedSystem } from './simulated-world.ts';

test('a sample tells of the record that was read also what goes back to its own system', async () => {
  const [erp, crm, life] = [new SimulatedSystem(), new SimulatedSystem(), new Life()];
  const open = (system: SimulatedSystem) =>
    system.system({ life, faults: noFaults, dice: random(1), chosenKeys: true });
  erp.put('K10816', { name: 'Brouwerij De Kroon', companyNumber: '0403199702' });
  crm.put('A1', { name: 'Brouwerij De Kroon', companyNumber: '0403199702' });
  const { writes, error } = await trySample({
    plan: planOf(backwards),
    slots: new Map([
      ['erp', { connectionId: 'erp-1', system: open(erp) }],
      ['crm', { connectionId: 'crm-1', system: open(crm) }],
    ]),
    journal: new MemoryJournal().forLife(life),
    viewLink: () => Promise.resolve(null),
    keys: ['A1'],
    limit: 1,
    roles: { mastered: () => [], roleOf: (slot) => slot },
    clock: hurryingClock(),
    signal: new AbortController().signal,
  });
  expect(error).toBeNull();
  const sent = writes.map(({ key, requests }) => ({
    key,
    requests: requests.map(({ role, intent: { op, key: to, values } }) => ({ role, op, to, values })),
  }));
  expect(sent).toEqual([
    { key: 'A1', requests: [{ role: 'crm', op: 'update', to: 'A1', values: { number: 'K10816' } }] },
  ]);
  expect(crm.writes).toEqual([]);
});
