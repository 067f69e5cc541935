import { businessCentral } from '@koppel/connector-business-central';
import { dataverse } from '@koppel/connector-dataverse';
import { http } from '@koppel/connector-http';
import { tryton } from '@koppel/connector-tryton';
import { coreNodes, corePresets } from '@koppel/nodes';
import { createCatalog } from '@koppel/sdk';

/** Every node and connector that ships. Adding one is a line here, and its folder. */
export const catalog = createCatalog({
  nodes: [...coreNodes],
  connectors: [businessCentral, dataverse, http, tryton],
  presets: [...corePresets],
});
