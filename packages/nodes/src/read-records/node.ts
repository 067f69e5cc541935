import { defineSource } from '@koppel/sdk';
import { readRecordsSpec } from './spec.ts';

export const readRecords = defineSource(readRecordsSpec);
