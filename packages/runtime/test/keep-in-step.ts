import type { FlowDocument, MastershipTable } from '@koppel/model';
import { defaultMastership } from '@koppel/model';
import type { FieldValue } from '@koppel/sdk';
import { SimulatedSystem } from './simulated-world.ts';

/** Contact persons in both directions: both systems' changes lead to one node. */
export const contactFlow: FlowDocument = {
  koppel: 'flow',
  version: 1,
  id: 'customers',
  title: { en: 'Contacts in step' },
  slots: { erp: { role: 'erp' }, crm: { role: 'crm' } },
  parameters: {},
  nodes: {
    'read-erp': { type: 'read-records', v: 1, slot: 'erp', entity: 'contact', config: {} },
    'read-crm': { type: 'read-records', v: 1, slot: 'crm', entity: 'contact', config: {} },
    keep: {
      type: 'keep-in-step',
      v: 1,
      slot: 'erp',
      entity: 'contact',
      config: {
        other: 'crm',
        fields: ['firstName', 'lastName', 'email', 'phone', 'function', 'preferences'],
        match: ['email'],
      },
    },
  },
  edges: ['read-crm.records -> keep.changesB', 'read-erp.records -> keep.changesA'],
  layout: { nodes: {}, groups: {}, notes: {} },
};

/** The default table with another rule for what both sides may edit. */
export function contactMastership(conflict: 'masterWins' | 'newestWins' | 'ask'): MastershipTable {
  const rows = defaultMastership.rows.map((row) => (row.entity === 'contact' ? { ...row, conflict } : row));
  return { ...defaultMastership, rows };
}

export const shared = ['firstName', 'lastName', 'email', 'phone', 'function'];
/** Of the CRM alone. */
export const owned = 'preferences';

export interface Contacts {
  readonly erp: SimulatedSystem;
  readonly crm: SimulatedSystem;
}

/** Contacts of which some are in one system, some in both, and some of those differ. */
export function contacts(dice: () => number, size: number): Contacts {
  const erp = new SimulatedSystem();
  const crm = new SimulatedSystem();
  for (let i = 0; i < size; i += 1) {
    const person = { firstName: `First ${i}`, lastName: `Last ${i}`, email: `p${i}@example.com`, phone: `+32 ${i}` };
    const where = dice();
    if (where < 0.7) erp.put(`E${i}`, { ...person, function: dice() < 0.5 ? 'Buyer' : null });
    if (where > 0.4) {
      crm.put(`C${i}`, { ...person, phone: dice() < 0.3 ? `+32 4${i}` : person.phone, preferences: `wants ${i}` });
    }
  }
  return { erp, crm };
}

/** Somebody edits some records in one of the systems. Gives how many fields changed. */
export function editAtRandom({ erp, crm }: Contacts, dice: () => number, round: number): number {
  let changed = 0;
  for (const [side, system] of [
    ['erp', erp],
    ['crm', crm],
  ] as const) {
    for (const { key, values } of system.records.values()) {
      if (dice() > 0.25) continue;
      const fields = [...shared.filter((field) => field !== 'email'), owned];
      const field = fields[Math.floor(dice() * fields.length)]!;
      const value: FieldValue = dice() < 0.1 ? null : `${side} ${round} ${Math.floor(dice() * 5)}`;
      if (values[field] === value) continue;
      system.put(key, { [field]: value });
      changed += 1;
    }
  }
  return changed;
}
