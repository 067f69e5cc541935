import type { PortSpec } from '@koppel/sdk';
import { recordsIn, rejectedOut } from '../ports.ts';

/** Accounts come in, and leave with their figures. */
export const figurePorts: { in: readonly PortSpec[]; out: readonly PortSpec[] } = {
  in: [recordsIn],
  out: [
    { id: 'records', kind: 'records', title: { en: 'With figures', nl: 'Met cijfers', fr: 'Avec chiffres' } },
    rejectedOut,
  ],
};
