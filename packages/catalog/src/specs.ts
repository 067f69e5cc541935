import { businessCentralSpec } from '@koppel/connector-business-central/specs';
import { dataverseSpec } from '@koppel/connector-dataverse/specs';
import { httpSpec } from '@koppel/connector-http/specs';
import { trytonSpec } from '@koppel/connector-tryton/specs';
import { corePresets, coreSpecs } from '@koppel/nodes/specs';
import { createSpecCatalog } from '@koppel/sdk';

/** What ships, without what it does: for checks in the browser and on the command line. */
export const coreCatalog = createSpecCatalog({
  nodes: coreSpecs,
  connectors: [businessCentralSpec, dataverseSpec, httpSpec, trytonSpec],
  presets: corePresets,
});
