import { businessCentral } from './business-central.ts';
import { compiler } from './compiler.ts';
import { dataverse } from './dataverse.ts';
import { http } from './http.ts';
import { sdk } from './sdk.ts';
import { tryton } from './tryton.ts';
import type { SentenceCatalogue } from '../sentence-in.ts';

/** Every sentence of the server and the check in Dutch, by its English template. */
export const nl: SentenceCatalogue = {
  ...compiler,
  ...businessCentral,
  ...dataverse,
  ...http,
  ...sdk,
  ...tryton,
};
