import { defineTrigger } from '@koppel/sdk';
import { keysAt } from './pointer.ts';
import { startOnWebhookSpec } from './spec.ts';

export const startOnWebhook = defineTrigger(startOnWebhookSpec, {
  receives: ({ keys, answer }) => ({
    answersWithResult: answer === 'result',
    keysPath: keys === '' ? null : keys,
    keysIn: (body) => keysAt(body, keys),
  }),
});
