import { defineSink } from '@koppel/sdk';
import { matchRules } from '../match-rules.ts';
import { updateRecordSpec } from './spec.ts';

export const updateRecord = defineSink(updateRecordSpec, ({ match }) => ({
  mode: 'update',
  match: matchRules(match),
  writeBack: null,
}));
