import { defineSink } from '@koppel/sdk';
import { matchRules } from '../match-rules.ts';
import { saveRecordSpec } from './spec.ts';

export const saveRecord = defineSink(saveRecordSpec, ({ match }) => ({
  mode: 'upsert',
  match: matchRules(match),
  writeBack: null,
}));
