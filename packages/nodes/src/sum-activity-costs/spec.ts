import { defineSpec, labelled } from '@koppel/sdk';
import { z } from 'zod';
import { figurePorts } from '../figures/ports.ts';
import { checkFigures } from '../figures/related.ts';

export const costFigures = ['~activityCosts'] as const;

/** What the firm spent on each account: visits, support, samples. */
export const sumActivityCostsSpec = defineSpec({
  type: 'sum-activity-costs',
  version: 1,
  role: 'processor',
  category: 'shape',
  title: { en: 'Sum activity costs', nl: 'Activiteitskosten optellen', fr: 'Additionner les coûts d’activité' },
  summary: {
    en: 'Adds up what was spent on the account, such as visits and support. Later nodes read it as account.~activityCosts.',
    nl: 'Telt op wat aan het account besteed werd, zoals bezoeken en support. Latere stappen lezen het als account.~activityCosts.',
    fr: 'Additionne ce qui a été consacré au compte, comme les visites et le support. Les étapes suivantes le lisent comme account.~activityCosts.',
  },
  icon: 'calculator',
  ports: figurePorts,
  needs: { slot: true, entity: false },
  readsEntity: 'activityCost',
  config: z.strictObject({
    months: z
      .int()
      .min(1)
      .max(120)
      .default(12)
      .meta(
        labelled(
          { en: 'Months', nl: 'Maanden', fr: 'Mois' },
          {
            en: 'How many months back costs count.',
            nl: 'Hoeveel maanden terug kosten meetellen.',
            fr: 'Sur combien de mois les coûts comptent.',
          },
        ),
      ),
  }),
  examples: [{ title: 'The last 12 months', config: { months: 12 } }],
  telling: ({ months }) => ({
    en: `Last ${months} months`,
    nl: `Laatste ${months} maanden`,
    fr: `${months} derniers mois`,
  }),
  check: (_config, inputs, context) => checkFigures(inputs, context, costFigures),
});
