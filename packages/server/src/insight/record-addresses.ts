import type { Catalog, RecordPlace } from '@koppel/sdk';
import type { StoredConnection } from '@koppel/store';
import { demoConnectionIds } from '../workspace/demo-connections.ts';

/** Gives where people see a record in the screens of its own system; null where that is not known. */
export type RecordAddresses = (connection: StoredConnection, place: RecordPlace) => string | null;

/** The pages of the demo systems, by entity. */
const demoPages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  erp: { account: '/demo/erp/customers/' },
  crm: { account: '/demo/crm/accounts/' },
};

export function recordAddresses({
  catalog,
  isDemoOn,
}: {
  readonly catalog: Catalog;
  readonly isDemoOn: boolean;
}): RecordAddresses {
  return ({ id, role, connectorId, settings }, place) => {
    if (demoConnectionIds.has(id)) {
      const page = demoPages[role]?.[place.entity];
      return isDemoOn && page !== undefined ? page + encodeURIComponent(place.key) : null;
    }
    const connector = catalog.connectorDefinitions.get(connectorId);
    const checked = connector?.recordAddress ? connector.spec.settings.partial().safeParse(settings) : null;
    return checked?.success ? (connector!.recordAddress!(checked.data as never, place) ?? null) : null;
  };
}
