import { defineSubFlow } from '@koppel/sdk';
import { useSubFlowSpec } from './spec.ts';

export const useSubFlow = defineSubFlow(useSubFlowSpec);
