import { defineTrigger } from '@koppel/sdk';
import { startAfterFlowSpec } from './spec.ts';

export const startAfterFlow = defineTrigger(startAfterFlowSpec, {
  follows: ({ flow, when }) => ({ flowId: flow, onlyWhenDone: when === 'done' }),
});
