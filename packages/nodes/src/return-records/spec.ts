import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf } from '../shapes.ts';

/** Where records leave a sub-flow for the flow that uses it. */
export const returnRecordsSpec = defineSpec({
  type: 'return-records',
  version: 1,
  role: 'transform',
  category: 'subFlow',
  title: { en: 'Output', nl: 'Uitvoer', fr: 'Sortie' },
  summary: {
    en: 'Where records leave the sub-flow, of which entity, and for which system they are made.',
    nl: 'Waar records de subflow verlaten, van welke entiteit, en voor welk systeem ze gemaakt zijn.',
    fr: 'Où les enregistrements quittent le sous-flux, de quelle entité, et pour quel système ils sont faits.',
  },
  icon: 'log-out',
  ports: {
    in: [recordsIn],
    out: [{ id: 'records', kind: 'records', isOptional: true, title: recordsIn.title }, rejectedOut],
  },
  needs: { slot: true, entity: true },
  config: z.strictObject({}),
  examples: [{ title: 'Output', config: {} }],
  telling: () => ({
    en: 'To the flow that uses it',
    nl: 'Naar de flow die ze gebruikt',
    fr: 'Vers le flux qui l’utilise',
  }),
  reads: () => [],
  check(_config, inputs) {
    const shape = inputShape(inputs, 'records');
    return { outputs: shape ? { records: recordsOf(shape) } : {}, issues: [] };
  },
});
