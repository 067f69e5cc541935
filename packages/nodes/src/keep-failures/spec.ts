import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';

/** Where failed records are kept, drawn on the canvas. Without this node they are kept just the same. */
export const keepFailuresSpec = defineSpec({
  type: 'keep-failures',
  version: 1,
  role: 'failures',
  category: 'finish',
  title: { en: 'Failures', nl: 'Te herstellen', fr: 'À corriger' },
  summary: {
    en: 'Keeps failed records with their cause and data until they are retried or dismissed.',
    nl: 'Bewaart mislukte records met oorzaak en gegevens tot ze opnieuw geprobeerd of afgesloten worden.',
    fr: 'Garde les enregistrements en échec avec leur cause et leurs données jusqu’à leur reprise.',
  },
  icon: 'inbox',
  ports: {
    in: [{ id: 'failures', kind: 'failures', title: { en: 'Failed', nl: 'Mislukt', fr: 'En échec' } }],
    out: [],
  },
  needs: { slot: false, entity: false },
  config: z.strictObject({}),
  examples: [{ title: 'Failures', config: {} }],
  telling: () => ({ en: 'Kept until solved', nl: 'Bewaard tot opgelost', fr: 'Gardés jusqu’à correction' }),
  check: () => ({ outputs: {}, issues: [] }),
});
