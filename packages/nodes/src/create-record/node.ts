import { defineSink } from '@koppel/sdk';
import { matchRules } from '../match-rules.ts';
import { createRecordSpec } from './spec.ts';

export const createRecord = defineSink(createRecordSpec, ({ match, per, writeBack }) => ({
  mode: 'create',
  match: matchRules(match),
  per,
  writeBack: writeBack ?? null,
}));
