import { defineSpec, labelled } from '@koppel/sdk';
import { z } from 'zod';
import { figurePorts } from '../figures/ports.ts';
import { checkFigures } from '../figures/related.ts';

/** `~asOf`: the day up to which they count; later nodes read it as account.~asOf. */
export const revenueFigures = [
  'revenue12m',
  'revenuePrevious12m',
  'revenueByMonth',
  'trend',
  'lastOrderDate',
  '~asOf',
] as const;

const percent = (en: string, nl: string, fr: string, help: Parameters<typeof labelled>[1], usual: number) =>
  z.int().min(-100).max(1000).default(usual).meta(labelled({ en, nl, fr }, help));

/** Revenue of each account from its posted invoices and credit notes. */
export const computeRevenueSpec = defineSpec({
  type: 'compute-revenue',
  version: 1,
  role: 'processor',
  category: 'shape',
  title: { en: 'Compute revenue', nl: 'Omzet berekenen', fr: 'Calculer le chiffre d’affaires' },
  summary: {
    en: 'Reads all invoices and credit notes of the account and computes its revenue anew: the last 12 months, the 12 before, each month, and the trend.',
    nl: "Leest alle facturen en creditnota's van het account en berekent de omzet opnieuw: de laatste 12 maanden, de 12 ervoor, elke maand, en de trend.",
    fr: 'Lit toutes les factures et notes de crédit du compte et recalcule son chiffre d’affaires : 12 derniers mois, 12 précédents, chaque mois, et la tendance.',
  },
  icon: 'chart-column',
  ports: figurePorts,
  needs: { slot: true, entity: false },
  readsEntity: 'invoice',
  config: z.strictObject({
    riserPercent: percent(
      'Riser from (%)',
      'Stijger vanaf (%)',
      'En hausse dès (%)',
      {
        en: 'An account is a riser when its revenue grew by at least this much against the 12 months before.',
        nl: 'Een account is een stijger als de omzet minstens zoveel groeide tegenover de 12 maanden ervoor.',
        fr: 'Un compte est en hausse si son chiffre d’affaires a progressé d’au moins autant sur les 12 mois précédents.',
      },
      10,
    ),
    declinerPercent: percent(
      'Decliner up to (%)',
      'Daler tot (%)',
      "En baisse jusqu'à (%)",
      {
        en: 'An account is a decliner when its revenue changed by at most this much; -10 is a tenth less.',
        nl: 'Een account is een daler als de omzet hoogstens zoveel veranderde; -10 is een tiende minder.',
        fr: 'Un compte est en baisse si son chiffre d’affaires a varié d’au plus autant ; -10 est un dixième en moins.',
      },
      -10,
    ),
  }),
  examples: [{ title: 'A tenth up or down', config: { riserPercent: 10, declinerPercent: -10 } }],
  telling: ({ riserPercent, declinerPercent }) => ({
    en: `Riser +${riserPercent} %, decliner ${declinerPercent} %`,
    nl: `Stijger +${riserPercent} %, daler ${declinerPercent} %`,
    fr: `Hausse +${riserPercent} %, baisse ${declinerPercent} %`,
  }),
  check: (_config, inputs, context) => checkFigures(inputs, context, revenueFigures),
});
