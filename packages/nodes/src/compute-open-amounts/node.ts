import { defineProcessor, type FoundRecord } from '@koppel/sdk';
import { amountOf, dayIn, inCents, nothing } from '../figures/amounts.ts';
import { daysBetween } from '../figures/calendar.ts';
import { figuresOf } from '../figures/related.ts';
import { computeOpenAmountsSpec, openFigures } from './spec.ts';

/** The last day of each age but the oldest. */
const ages = [30, 60, 90] as const;

export const computeOpenAmounts = defineProcessor(computeOpenAmountsSpec, ({ input }) =>
  figuresOf({
    input,
    by: 'customer',
    reads: ['number', 'kind', 'dueDate', 'currency', 'exchangeRate', 'remainingAmount', 'status'],
    figures: openFigures,
    compute: (documents, today) => add(documents, today).map(inCents),
  }),
);

function add(documents: readonly FoundRecord[], today: string) {
  let open = nothing();
  let overdue = nothing();
  const byAge = [nothing(), nothing(), nothing(), nothing()];
  for (const document of documents) {
    const { status } = document.values;
    if (status === 'draft' || status === 'canceled') continue;
    const amount = amountOf(document, 'remainingAmount');
    if (amount.eq(0)) continue;
    open = open.plus(amount);
    const due = dayIn(document.values['dueDate']);
    const days = due === null ? 0 : daysBetween(due, today);
    // What falls due today can still be paid in time.
    if (days < 1) continue;
    overdue = overdue.plus(amount);
    const age = ages.findIndex((last) => days <= last);
    const place = age === -1 ? ages.length : age;
    byAge[place] = byAge[place]!.plus(amount);
  }
  return [open, overdue, ...byAge];
}
