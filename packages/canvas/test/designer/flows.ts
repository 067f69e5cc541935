import { readFileSync } from 'node:fs';
import { parseFlow, type FlowDocument } from '@koppel/model';
import type { CatalogBody } from '@koppel/protocol';
import { nodeTypesOf } from '../../src/flow-canvas/ports.ts';
import { catalog as fixtureCatalog } from '../fixture-server/catalog.ts';

/** What ships, as the server describes it. */
export const catalog: CatalogBody = fixtureCatalog;
export const types = nodeTypesOf(catalog);

/** The customer flow that ships. */
export function shippedFlow(): FlowDocument {
  const file = new URL('../../../../flows/accounts-erp-to-crm.json', import.meta.url);
  const parsed = parseFlow(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error('The shipped flow is damaged.');
  return parsed.document;
}
