import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';
import { cronInWords, cronProblem } from './cron.ts';

/** Starts a flow at set times, while the flow is switched on. */
export const startOnScheduleSpec = defineSpec({
  type: 'start-on-schedule',
  version: 1,
  role: 'trigger',
  category: 'start',
  title: { en: 'Schedule', nl: 'Planning', fr: 'Planification' },
  summary: {
    en: 'Starts the flow at set times, while it is switched on.',
    nl: 'Start de flow op vaste tijden, zolang hij aanstaat.',
    fr: 'Démarre le flux à heures fixes, tant qu’il est activé.',
  },
  icon: 'clock',
  ports: { in: [], out: [{ id: 'start', kind: 'signal', title: { en: 'Start', nl: 'Start', fr: 'Départ' } }] },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    cron: z
      .string()
      .max(100)
      .meta({ title: 'When' })
      .describe(
        'Minute, hour, day of the month, month, day of the week: */15 6-20 * * 1-5 is every 15 minutes on working days.',
      ),
    timeZone: z
      .string()
      .default('Europe/Brussels')
      .meta({ title: 'Time zone' })
      .describe('Name of a time zone, such as Europe/Brussels.'),
  }),
  examples: [
    { title: 'Every 15 minutes on working days', config: { cron: '*/15 6-20 * * 1-5', timeZone: 'Europe/Brussels' } },
  ],
  telling: ({ cron, timeZone }) => (cronProblem(cron, timeZone) === null ? cronInWords(cron) : { en: cron }),
  check({ cron, timeZone }) {
    const problem = cronProblem(cron, timeZone);
    return {
      outputs: { start: { kind: 'signal' } },
      issues: problem
        ? [
            {
              code: 'schedule.unreadable',
              severity: 'error',
              message: `"${cron}" in ${timeZone} is not a time that comes: ${problem}.`,
              remedy:
                'Write five parts, such as */15 * * * * for every 15 minutes, and a time zone such as Europe/Brussels.',
              path: ['config', 'cron'],
            },
          ]
        : [],
    };
  },
});
