import { labelled, defineSpec } from '@koppel/sdk';
import { z } from 'zod';
import { cronInWords, cronProblem } from './cron.ts';
import { unreadableQuiet } from './quiet.ts';

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
      .meta({
        ...labelled(
          { en: 'When', nl: 'Wanneer', fr: 'Quand' },
          {
            en: 'Minute, hour, day of the month, month, day of the week: */15 6-20 * * 1-5 is every 15 minutes on working days.',
            nl: 'Minuut, uur, dag van de maand, maand, dag van de week: */15 6-20 * * 1-5 is elke 15 minuten op werkdagen.',
            fr: 'Minute, heure, jour du mois, mois, jour de la semaine : */15 6-20 * * 1-5 signifie toutes les 15 minutes les jours ouvrables.',
          },
        ),
        editor: 'timetable',
      }),
    timeZone: z
      .string()
      .max(100)
      .default('Europe/Brussels')
      .meta(
        labelled(
          { en: 'Time zone', nl: 'Tijdzone', fr: 'Fuseau horaire' },
          {
            en: 'Name of a time zone, such as Europe/Brussels.',
            nl: 'Naam van een tijdzone, zoals Europe/Brussels.',
            fr: 'Nom d’un fuseau horaire, comme Europe/Brussels.',
          },
        ),
      ),
    quiet: z
      .array(z.string().max(30))
      .max(50)
      .default([])
      .meta(
        labelled(
          { en: 'Not at', nl: 'Niet op', fr: 'Sauf' },
          {
            en: 'Quiet periods, one a line: 22:00-06:00, sat, 2026-12-25. The schedule does not start in them.',
            nl: 'Stille periodes, één per regel: 22:00-06:00, sat, 2026-12-25. Het schema start dan niet.',
            fr: 'Périodes calmes, une par ligne : 22:00-06:00, sat, 2026-12-25. L’horaire ne démarre pas alors.',
          },
        ),
      ),
    all: z
      .boolean()
      .default(false)
      .meta(
        labelled(
          { en: 'All records', nl: 'Alle records', fr: 'Tous les enregistrements' },
          {
            en: 'The run reads all records instead of what changed: beside a schedule for changes, for figures that change with the calendar.',
            nl: 'De uitvoering leest alle records in plaats van wat wijzigde: naast een schema voor wijzigingen, voor cijfers die met de kalender wijzigen.',
            fr: 'L’exécution lit tous les enregistrements au lieu de ce qui a changé : à côté d’un horaire pour les changements, pour des chiffres qui varient avec le calendrier.',
          },
        ),
      ),
    alsoOnNotice: z
      .boolean()
      .default(false)
      .meta(
        labelled(
          { en: 'At once when told', nl: 'Meteen na een melding', fr: 'Dès un signalement' },
          {
            en: 'Asks the systems it reads from to tell of changes, and starts then without waiting for the next time. The times stay: a notice that never comes costs only that wait.',
            nl: 'Vraagt de systemen waaruit hij leest om wijzigingen te melden, en start dan zonder op het volgende tijdstip te wachten. De tijdstippen blijven: een melding die uitblijft kost alleen dat wachten.',
            fr: 'Demande aux systèmes lus de signaler les changements, et démarre alors sans attendre la prochaine heure. Les heures restent : un signalement perdu ne coûte que cette attente.',
          },
        ),
      ),
  }),
  examples: [
    { title: 'Every 15 minutes on working days', config: { cron: '*/15 6-20 * * 1-5', timeZone: 'Europe/Brussels' } },
  ],
  telling({ cron, timeZone, all, alsoOnNotice }) {
    if (cronProblem(cron, timeZone) !== null) return { en: cron };
    const { en, nl, fr } = cronInWords(cron) as Record<'en' | 'nl' | 'fr', string>;
    if (all) return { en: `${en}, all records`, nl: `${nl}, alle records`, fr: `${fr}, tous les enregistrements` };
    return alsoOnNotice
      ? { en: `${en}, or when told`, nl: `${nl}, of na een melding`, fr: `${fr}, ou dès un signalement` }
      : { en, nl, fr };
  },
  check({ cron, timeZone, quiet }) {
    const problem = cronProblem(cron, timeZone);
    return {
      outputs: { start: { kind: 'signal' } },
      issues: [
        ...(problem
          ? [
              {
                code: 'schedule.unreadable',
                severity: 'error' as const,
                message: `"${cron}" in ${timeZone} is not a time that comes: ${problem}.`,
                remedy:
                  'Write five parts, such as */15 * * * * for every 15 minutes, and a time zone such as Europe/Brussels.',
                path: ['config', 'cron'],
              },
            ]
          : []),
        ...unreadableQuiet(quiet).map((line) => ({
          code: 'schedule.unreadable-quiet',
          severity: 'error' as const,
          message: `"${line}" is not a quiet period.`,
          remedy: 'Write hours such as 22:00-06:00, a day such as sat, or a date such as 2026-12-25.',
          path: ['config', 'quiet', quiet.indexOf(line)],
        })),
      ],
    };
  },
});
