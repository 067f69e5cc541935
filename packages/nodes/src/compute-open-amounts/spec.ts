import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';
import { figurePorts } from '../figures/ports.ts';
import { checkFigures } from '../figures/related.ts';

export const openFigures = [
  'openAmount',
  'overdueAmount',
  'ageing.days0',
  'ageing.days31',
  'ageing.days61',
  'ageing.days91',
] as const;

/** What each account still has to pay, and how long it is overdue. */
export const computeOpenAmountsSpec = defineSpec({
  type: 'compute-open-amounts',
  version: 1,
  role: 'processor',
  category: 'shape',
  title: { en: 'Compute open amounts', nl: 'Openstaand berekenen', fr: 'Calculer les encours' },
  summary: {
    en: 'Reads all open invoices and credit notes of the account and computes what is open, what is overdue, and for how long: 0–30, 31–60, 61–90 and more than 90 days.',
    nl: "Leest alle openstaande facturen en creditnota's van het account en berekent wat openstaat, wat vervallen is en hoe lang: 0–30, 31–60, 61–90 en meer dan 90 dagen.",
    fr: 'Lit toutes les factures et notes de crédit ouvertes du compte et calcule l’encours, l’échu et son ancienneté : 0–30, 31–60, 61–90 et plus de 90 jours.',
  },
  icon: 'hourglass',
  ports: figurePorts,
  needs: { slot: true, entity: false },
  readsEntity: 'invoice',
  config: z.strictObject({}),
  examples: [{ title: 'Open amounts by age', config: {} }],
  telling: () => ({
    en: 'Open and overdue by age',
    nl: 'Open en vervallen naar ouderdom',
    fr: 'Encours et échu par ancienneté',
  }),
  check: (_config, inputs, context) => checkFigures(inputs, context, openFigures),
});
