import { expect, test } from 'vitest';
import { backwards } from './flow.ts';
import { MemoryJournal } from './memory-journal.ts';
import { live, world } from './simulation.ts';

test.each([
  ['one batch', ['A0', 'A1']],
  ['batches side by side', ['A0', 'A9']],
])(
  'two accounts with one company number in %s become one customer, and the second is told so',
  async (_where, pair) => {
    const simulated = await world(1, 0, new MemoryJournal());
    for (let index = 0; index < 12; index += 1) {
      const key = `A${index}`;
      simulated.crm.put(key, { name: `Account ${index}`, companyNumber: pair.includes(key) ? 'B' : `B${index}` });
    }
    const end = await live(simulated, { flow: backwards, rung: 'R4', seed: 1 });
    expect(end).toEqual({ kind: 'done' });
    expect(simulated.erp.creates).toBe(11);
    const { failures } = await simulated.journal.look();
    expect(failures.map(({ key, code }) => [key, code])).toEqual([[pair[1], 'match.already-linked']]);
  },
);
