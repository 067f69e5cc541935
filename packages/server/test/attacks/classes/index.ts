import type { AttackClass } from '../attack.ts';
import { authentication } from './authentication.ts';
import { authorisation } from './authorisation.ts';
import { browser } from './browser.ts';
import { codeOfNodes } from './code.ts';
import { egress } from './egress.ts';
import { expressions } from './expressions.ts';
import { hostileAnswers } from './hostile-answers.ts';
import { http, slowRequests } from './http.ts';
import { imports } from './imports.ts';
import { liveMessages } from './live.ts';
import { markupInTexts } from './markup.ts';
import { packages } from './packages.ts';
import { supplyChain } from './supply-chain.ts';
import { secrets, texts } from './texts.ts';
import { webhooks } from './webhooks.ts';
import { workspaces } from './workspaces.ts';

/** Every class of attacks, in the order of docs/security.md. */
export const classes: readonly AttackClass[] = [
  expressions,
  codeOfNodes,
  egress,
  hostileAnswers,
  authentication,
  authorisation,
  workspaces,
  webhooks,
  imports,
  packages,
  texts,
  secrets,
  browser,
  markupInTexts,
  http,
  slowRequests,
  liveMessages,
  supplyChain,
];
