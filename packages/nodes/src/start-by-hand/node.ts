import { defineTrigger } from '@koppel/sdk';
import { startByHandSpec } from './spec.ts';

export const startByHand = defineTrigger(startByHandSpec, {});
