import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';

/** Starts a flow when a person or the command line asks for it. */
export const startByHandSpec = defineSpec({
  type: 'start-by-hand',
  version: 1,
  role: 'trigger',
  category: 'start',
  title: { en: 'Start by hand', nl: 'Handmatig starten', fr: 'Démarrage manuel' },
  summary: {
    en: 'Somebody starts the flow, on the screen or the command line.',
    nl: 'Iemand start de flow, op het scherm of de opdrachtregel.',
    fr: 'Quelqu’un démarre le flux, à l’écran ou en ligne de commande.',
  },
  icon: 'play',
  ports: { in: [], out: [{ id: 'start', kind: 'signal', title: { en: 'Start', nl: 'Start', fr: 'Départ' } }] },
  needs: { slot: false, entity: false },
  config: z.strictObject({}),
  examples: [{ title: 'Start by hand', config: {} }],
  telling: () => ({ en: 'When somebody asks', nl: 'Wanneer iemand het vraagt', fr: 'Sur demande' }),
  check: () => ({ outputs: { start: { kind: 'signal' } }, issues: [] }),
});
