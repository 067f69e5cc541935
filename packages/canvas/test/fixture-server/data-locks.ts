import { defaultMastership, masterOf } from '@koppel/model';
import type { EntityLocks } from '@koppel/protocol';

const held = ['name', 'companyNumber', 'vatNumber', 'creditLimit', 'paymentTerms', 'currency', 'blocked'];
const impossible = new Set(['currency', 'blocked']);

/** The locks on accounts in the CRM. */
export function accountLocks(locked: ReadonlySet<string>): EntityLocks {
  return {
    connectionId: 'crm',
    connectionName: 'Dynamics 365 Sales',
    role: 'crm',
    entity: 'account',
    canLock: true,
    fields: held.map((field) => ({
      field,
      state: impossible.has(field) ? 'impossible' : locked.has(field) ? 'locked' : 'open',
      reason: impossible.has(field)
        ? { en: 'Dataverse does not let this column be locked', nl: 'Dataverse laat deze kolom niet vergrendelen' }
        : null,
      wanted: 'locked',
      maySeed: masterOf(defaultMastership, 'account', field)!.maySeed.includes('crm'),
    })),
    problem: null,
    checkedAt: '2026-11-25T05:00:00.000Z',
  };
}
