import { defineFailures } from '@koppel/sdk';
import { keepFailuresSpec } from './spec.ts';

export const keepFailures = defineFailures(keepFailuresSpec);
