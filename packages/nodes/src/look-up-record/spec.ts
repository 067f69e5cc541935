import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf, selfField, systemShape } from '../shapes.ts';

/** Reads the record itself, or its counterpart in another system, as it is now. */
export const lookUpRecordSpec = defineSpec({
  type: 'look-up-record',
  version: 1,
  role: 'processor',
  category: 'read',
  title: { en: 'Look up record', nl: 'Record opzoeken', fr: "Chercher l'enregistrement" },
  summary: {
    en: 'Reads the same record as a system has it now: by its own key in the system it comes from, by its record link elsewhere.',
    nl: 'Leest hetzelfde record zoals een systeem het nu heeft: met zijn eigen sleutel in het bronsysteem, via de recordkoppeling elders.',
    fr: "Lit le même enregistrement tel qu'un système l'a maintenant : par sa clé dans le système source, par sa correspondance ailleurs.",
  },
  icon: 'search',
  ports: {
    in: [{ ...recordsIn, takesMany: true }],
    out: [
      { id: 'found', kind: 'records', title: { en: 'Found', nl: 'Gevonden', fr: 'Trouvé' } },
      { id: 'missing', kind: 'records', isOptional: true, title: { en: 'Missing', nl: 'Ontbreekt', fr: 'Absent' } },
      rejectedOut,
    ],
  },
  needs: { slot: true, entity: true },
  config: z.strictObject({}),
  examples: [{ title: 'As it is now', config: {} }],
  telling: () => ({ en: 'As it is now', nl: 'Zoals het nu is', fr: 'Dans son état actuel' }),
  reads: () => [],
  check(_config, inputs, context) {
    const input = inputShape(inputs, 'records');
    const shape = systemShape(context);
    return {
      outputs: {
        ...(shape ? { found: recordsOf({ ...shape, fields: [...shape.fields, selfField(shape)] }) } : {}),
        ...(input ? { missing: recordsOf(input) } : {}),
        rejected: { kind: 'failures' },
      },
      issues: [],
    };
  },
});
