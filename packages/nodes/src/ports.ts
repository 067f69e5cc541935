import type { PortSpec } from '@koppel/sdk';

/** Ports that many nodes share. */
export const recordsIn: PortSpec = {
  id: 'records',
  kind: 'records',
  title: { en: 'Records', nl: 'Records', fr: 'Enregistrements' },
};

/** Every node that handles records has it. Unconnected, it leads to the failures. */
export const rejectedOut: PortSpec = {
  id: 'rejected',
  kind: 'failures',
  isOptional: true,
  title: { en: 'Failed', nl: 'Mislukt', fr: 'En échec' },
};
