import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import 'cronstrue/locales/en.js';
import 'cronstrue/locales/fr.js';
import 'cronstrue/locales/nl.js';
import type { LocalizedText } from '@koppel/sdk';
import { isQuiet } from './quiet.ts';

/** Times that may fall into quiet periods one after another before a schedule counts as one that never fires. */
const mostTries = 20_000;

const mostRemembered = 500;

/** Every check of a flow asks the same of each of its schedules. */
function remembering<Texts extends readonly string[], Told>(
  tell: (...texts: Texts) => Told,
): (...texts: Texts) => Told {
  const known = new Map<string, { readonly told: Told }>();
  return (...texts) => {
    const key = texts.join('\n');
    const before = known.get(key);
    if (before) return before.told;
    if (known.size === mostRemembered) known.clear();
    const told = tell(...texts);
    known.set(key, { told });
    return told;
  };
}

/** What is wrong with a cron expression or time zone, in the parser's words, or null. */
export const cronProblem = remembering((cron: string, timeZone: string): string | null => {
  try {
    return new Cron(cron, { timezone: timeZone, paused: true, mode: '5-part' }).nextRun() ? null : 'it never comes';
  } catch (error) {
    return (error as Error).message;
  }
});

/** The next time after `after`. Daylight saving: a skipped time runs at the next valid one, a repeated one once. */
export function nextTime(
  { cron, timeZone, quiet }: { readonly cron: string; readonly timeZone: string; readonly quiet: readonly string[] },
  after: Date,
): Date | null {
  const times = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-part' });
  let next = times.nextRun(after);
  for (let tries = 0; next && isQuiet(quiet, timeZone, next); tries += 1) {
    if (tries > mostTries) return null;
    next = times.nextRun(next);
  }
  return next;
}

function inWords(cron: string, locale: string): string {
  return cronstrue.toString(cron, { locale, use24HourTimeFormat: true, verbose: false });
}

/** A valid cron expression in words, in every language of the interface. */
export const cronInWords = remembering((cron: string): LocalizedText => {
  return { en: inWords(cron, 'en'), nl: inWords(cron, 'nl'), fr: inWords(cron, 'fr') };
});
