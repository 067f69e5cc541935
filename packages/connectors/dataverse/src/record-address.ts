import type { RecordPlace } from '@koppel/sdk';
import { entities } from './entities.ts';

/** Where people see the record in a model-driven app. Vendor's page "Open apps, forms, views … with a URL", read on 26 Nov 2026. */
export function recordAddress({ orgUrl }: { readonly orgUrl: string }, { entity, key }: RecordPlace): string | null {
  const table = entities[entity]?.table;
  if (table === undefined || !URL.canParse(orgUrl) || !/^[\da-f-]{36}$/i.test(key)) return null;
  return `${new URL(orgUrl).origin}/main.aspx?pagetype=entityrecord&etn=${table}&id=${key}`;
}
