import { defineTrigger } from '@koppel/sdk';
import { nextTime } from './cron.ts';
import { startOnScheduleSpec } from './spec.ts';

export const startOnSchedule = defineTrigger(startOnScheduleSpec, { next: nextTime });
