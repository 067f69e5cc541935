import { businessCentral } from './business-central.ts';
import { compiler } from './compiler.ts';
import { dataverse } from './dataverse.ts';
import { handlers } from './handlers.ts';
import { http } from './http.ts';
import { mapping } from './mapping.ts';
import { misfits } from './misfits.ts';
import { nodes } from './nodes.ts';
import { phrases } from './phrases.ts';
import { runtime } from './runtime.ts';
import { sdk } from './sdk.ts';
import { server } from './server.ts';
import { store } from './store.ts';
import { tryton } from './tryton.ts';
import type { SentenceCatalogue } from '../sentence-in.ts';

/** Every sentence of the server and the check in French, by its English template. */
export const fr: SentenceCatalogue = {
  ...compiler,
  ...businessCentral,
  ...dataverse,
  ...http,
  ...sdk,
  ...tryton,
  ...mapping,
  ...misfits,
  ...nodes,
  ...runtime,
  ...handlers,
  ...server,
  ...store,
  ...phrases,
};
