import { defineReply } from '@koppel/sdk';
import { replyToCallerSpec } from './spec.ts';

export const replyToCaller = defineReply(replyToCallerSpec, ({ fields }) => fields);
