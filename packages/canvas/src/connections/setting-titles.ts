import { useMemo } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useLocalized } from '../i18n/locale.tsx';
import { readFormFields } from '../schema-form/form-fields.ts';

/** What people call the settings and credentials of a connector, by their names in its schema. */
export type SettingTitles = ReadonlyMap<string, string>;

/** The titles of a connector's settings and credentials; empty until the catalog is there. */
export function useSettingTitles(connectorId: string | undefined): SettingTitles {
  const localized = useLocalized();
  const connector = useRead('getCatalog', {}).data?.connectors.find(({ id }) => id === connectorId);
  return useMemo(() => {
    if (!connector) return new Map();
    const { settingsSchema, secrets } = connector;
    // A credential that the schema leaves out is named by the connector alone.
    const named = { properties: Object.fromEntries(secrets.map((secret) => [secret, { type: 'string' }])) };
    return new Map(
      [...readFormFields(named, secrets), ...readFormFields(settingsSchema, secrets)].map(({ name, label }) => [
        name,
        typeof label === 'string' ? label : localized(label),
      ]),
    );
  }, [connector, localized]);
}
