import { defineProcessor } from '@koppel/sdk';
import { dayIn, inCents, nothing, numberIn } from '../figures/amounts.ts';
import { monthsBefore } from '../figures/calendar.ts';
import { figuresOf } from '../figures/related.ts';
import { costFigures, sumActivityCostsSpec } from './spec.ts';

export const sumActivityCosts = defineProcessor(sumActivityCostsSpec, ({ config, input }) =>
  figuresOf({
    input,
    by: 'account',
    reads: ['date', 'amount'],
    figures: costFigures,
    compute(documents, today) {
      const from = monthsBefore(today, config.months);
      let sum = nothing();
      for (const { values } of documents) {
        const day = dayIn(values['date']);
        if (day !== null && day > from && day <= today) sum = sum.plus(numberIn(values['amount']) ?? nothing());
      }
      return [inCents(sum)];
    },
  }),
);
