import { misfitOf } from '@koppel/model';
import { secretNames, type Connector, type Secret } from '@koppel/sdk';
import type { z } from 'zod';

/** Settings of a connection as they are to be stored: plain ones and credentials apart. */
export interface CheckedSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  /** The addresses that the connection reaches with them. */
  readonly origins: readonly string[];
}

export type SettingsCheck =
  | { readonly isOk: true; readonly checked: CheckedSettings }
  | { readonly isOk: false; readonly fields: Readonly<Record<string, string>> };

/**
 * Holds settings and credentials against the connector's schema. `secrets` has all credentials that will be in force, those
 * that are stored already included. Fields in the answer are named `settings.…` and `secrets.…`, as a form sends them.
 */
export function checkSettings(
  connector: Connector,
  settings: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>>,
): SettingsCheck {
  const credentials = secretNames(connector.spec.settings);
  const fields: Record<string, string> = {};
  for (const name of Object.keys(settings)) {
    if (credentials.includes(name)) fields[`settings.${name}`] = 'This is a credential: send it among the secrets.';
  }
  for (const name of Object.keys(secrets)) {
    if (!credentials.includes(name)) fields[`secrets.${name}`] = 'The connector knows no such credential.';
  }
  if (Object.keys(fields).length > 0) return { isOk: false, fields };
  const parsed = connector.spec.settings.safeParse({ ...settings, ...secrets });
  if (!parsed.success) return { isOk: false, fields: mistakes(parsed.error.issues, credentials) };
  const plain = Object.entries(parsed.data as Record<string, unknown | Secret>).filter(
    ([name]) => !credentials.includes(name),
  );
  return { isOk: true, checked: { settings: Object.fromEntries(plain), origins: connector.origins(parsed.data) } };
}

function mistakes(issues: readonly z.core.$ZodIssue[], credentials: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')];
    for (const name of names) {
      const message = issue.code === 'unrecognized_keys' ? 'The connector knows no such setting.' : misfitOf(issue);
      fields[`${credentials.includes(name) ? 'secrets' : 'settings'}.${name}`] ??= message;
    }
  }
  return fields;
}

/** Whether a person must sign in at the provider, by the settings alone. */
export function needsGrant(connector: Connector, settings: Readonly<Record<string, unknown>>): boolean {
  const placeholders = Object.fromEntries(secretNames(connector.spec.settings).map((name) => [name, 'unknown']));
  const parsed = connector.spec.settings.safeParse({ ...placeholders, ...settings });
  return parsed.success && (connector.authorization?.(parsed.data) ?? null) !== null;
}
