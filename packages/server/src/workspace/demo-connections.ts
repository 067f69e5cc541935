import type { Catalog } from '@koppel/sdk';
import type { ConnectionRepository } from '@koppel/store';
import { isDeepStrictEqual } from 'node:util';
import { checkSettings } from './connection-settings.ts';

const demoConnections = [
  { side: 'erp', id: 'demo-erp', name: 'Demo ERP', connectorId: 'business-central', role: 'erp' },
  { side: 'crm', id: 'demo-crm', name: 'Demo CRM', connectorId: 'dataverse', role: 'crm' },
] as const;

/** The connections that belong to the demo systems. */
export const demoConnectionIds: ReadonlySet<string> = new Set(demoConnections.map(({ id }) => id));

/** The demo connection of a role, for the slots of shipped flows. */
export function demoConnectionOf(role: string): string | null {
  return demoConnections.find((connection) => connection.role === role)?.id ?? null;
}

/** How to reach a demo system, as its connector wants it. */
export interface DemoAccess {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Makes the two connections, or brings them up to date: the port may be another than at the last start. */
export async function refreshDemoConnections(
  demo: { readonly erp: DemoAccess; readonly crm: DemoAccess },
  { connections, catalog }: { connections: ConnectionRepository; catalog: Catalog },
): Promise<void> {
  for (const { side, id, name, connectorId, role } of demoConnections) {
    const connector = catalog.connectorDefinitions.get(connectorId);
    if (!connector) continue;
    const { secrets } = demo[side];
    const check = checkSettings(connector, demo[side].settings, secrets);
    if (!check.isOk) throw new Error(`The demo ${side}'s settings do not fit its connector: ${JSON.stringify(check)}`);
    const { settings, origins } = check.checked;
    const stored = await connections.get(id);
    const by = 'Koppel';
    if (!stored) {
      const wanted = { id, name, connectorId, role, settings, secrets, origins, by };
      if ((await connections.create(wanted)) === 'nameTaken')
        await connections.create({ ...wanted, name: `${name} (${id})` });
      continue;
    }
    const isSame =
      isDeepStrictEqual(stored.settings, settings) &&
      isDeepStrictEqual(await connections.credentials(id), { ...secrets });
    if (!isSame) await connections.save(id, { name: stored.name, role: stored.role, settings, secrets, origins, by });
  }
}
