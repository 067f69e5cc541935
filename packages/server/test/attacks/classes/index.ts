import type { AttackClass } from '../attack.ts';
import { egress } from './egress.ts';
import { expressions } from './expressions.ts';
import { hostileAnswers } from './hostile-answers.ts';
import { http, slowRequests } from './http.ts';

/** Every class of attacks, in the order of docs/security.md. */
export const classes: readonly AttackClass[] = [expressions, egress, hostileAnswers, http, slowRequests];
