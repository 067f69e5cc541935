import { defineTrigger } from '@koppel/sdk';
import { nextTime } from './cron.ts';
import { isQuiet } from './quiet.ts';
import { startOnScheduleSpec } from './spec.ts';

export const startOnSchedule = defineTrigger(startOnScheduleSpec, {
  next: nextTime,
  readsAll: ({ all }) => all,
  heeds: ({ alsoOnNotice, quiet, timeZone }) =>
    alsoOnNotice ? { mayFireAt: (moment) => !isQuiet(quiet, timeZone, moment) } : null,
});
