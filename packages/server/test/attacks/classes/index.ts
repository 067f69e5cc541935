import type { AttackClass } from '../attack.ts';
import { authentication } from './authentication.ts';
import { authorisation } from './authorisation.ts';
import { browser } from './browser.ts';
import { egress } from './egress.ts';
import { expressions } from './expressions.ts';
import { hostileAnswers } from './hostile-answers.ts';
import { http, slowRequests } from './http.ts';
import { imports } from './imports.ts';
import { supplyChain } from './supply-chain.ts';
import { secrets, texts } from './texts.ts';
import { webhooks } from './webhooks.ts';

/** Every class of attacks, in the order of docs/security.md. */
export const classes: readonly AttackClass[] = [
  expressions,
  egress,
  hostileAnswers,
  authentication,
  authorisation,
  webhooks,
  imports,
  texts,
  secrets,
  browser,
  http,
  slowRequests,
  supplyChain,
];
