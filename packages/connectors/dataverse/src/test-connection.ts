import { reachSteps, takeSteps, type PlannedStep } from '@koppel/connector-odata';
import { ConnectionError, type EntityBinding, type HttpClient, type TestStep } from '@koppel/sdk';
import type { DataverseClient } from './client.ts';
import type { EntityRecords } from './records.ts';
import type { DataverseSettings } from './specs.ts';

export interface OpenEntity {
  readonly records: EntityRecords;
  readonly binding: EntityBinding;
}

/** Tries a connection step by step and stops after the one that failed. */
export function testConnection(
  parts: {
    readonly settings: DataverseSettings;
    readonly http: HttpClient;
    readonly client: DataverseClient;
    readonly entities: readonly OpenEntity[];
    readonly nowMs: () => number;
  },
  signal: AbortSignal,
): AsyncIterable<TestStep> {
  const { settings, http, client, entities, nowMs } = parts;
  const steps = [
    ...reachSteps({ http, url: `${client.odata.serviceRoot}/WhoAmI()` }),
    signInStep(client, settings),
    organisationStep(client),
    ...entities.flatMap(entitySteps),
  ];
  return takeSteps(steps, { nowMs, signal });
}

function signInStep(client: DataverseClient, { clientId }: DataverseSettings): PlannedStep {
  return {
    id: 'sign-in',
    title: { en: 'Sign-in', nl: 'Aanmelden', fr: 'Connexion' },
    async run(signal) {
      await client.token.authorization(signal);
      return { detail: `Signed in as the application ${clientId}.` };
    },
  };
}

function organisationStep({ odata, host }: DataverseClient): PlannedStep {
  return {
    id: 'organisation',
    title: { en: 'Organisation', nl: 'Organisatie', fr: 'Organisation' },
    async run(signal) {
      const answer = (await odata.json({ method: 'GET', url: 'WhoAmI()', signal })) as Record<string, unknown> | null;
      const user = answer?.['UserId'];
      const organisation = answer?.['OrganizationId'];
      if (typeof user === 'string' && typeof organisation === 'string') {
        return { detail: `Works as the user ${user} in the organisation ${organisation}.` };
      }
      throw new ConnectionError({
        code: 'dataverse.no-organisation',
        message: `${host} did not say which organisation it is.`,
        remedy: 'Check that the address in the connection is that of the Dataverse environment.',
        retry: 'never',
      });
    },
  };
}

function entitySteps({ records, binding }: OpenEntity): PlannedStep[] {
  const { definition, client } = records;
  const { entity, set, idColumn } = definition;
  const permission: PlannedStep = {
    id: `permission-${entity}`,
    title: { en: `Permission: ${entity}`, nl: `Rechten: ${entity}`, fr: `Droits : ${entity}` },
    async run(signal) {
      await client.odata.page({ method: 'GET', url: `${set}?$top=1&$select=${idColumn}`, signal });
      return { detail: `The table ${set} may be read. Whether it may be written shows with the first write.` };
    },
  };
  const columns: PlannedStep = {
    id: `columns-${entity}`,
    title: { en: `Columns: ${entity}`, nl: `Kolommen: ${entity}`, fr: `Colonnes : ${entity}` },
    async run(signal) {
      records.forget();
      const metadata = await records.metadata(signal);
      const missing = Object.values(binding.fields).filter(({ path }) => !metadata.columns.has(path));
      const found = `${metadata.columns.size} columns, of which ${Object.keys(binding.fields).length - missing.length} are bound.`;
      if (missing.length === 0) return { detail: found };
      return {
        detail: `${found} Not in this organisation: ${missing.map(({ path }) => path).join(', ')}.`,
        warning: 'Add these columns to the table, or bind the fields to others, if you need them.',
      };
    },
  };
  const tracking: PlannedStep = {
    id: `changes-${entity}`,
    title: { en: `Changes: ${entity}`, nl: `Wijzigingen: ${entity}`, fr: `Modifications : ${entity}` },
    async run(signal) {
      const { isChangeTracked } = await records.metadata(signal);
      if (isChangeTracked !== false) return { detail: `Changes to ${set} are tracked.` };
      return {
        detail: `Changes to ${set} are not tracked: flows can read all of its records, not only those that changed.`,
        warning: 'Switch on "Track changes" for the table in Power Apps.',
      };
    },
  };
  const sampleRead: PlannedStep = {
    id: `sample-${entity}`,
    title: { en: `Sample read: ${entity}`, nl: `Proeflezing: ${entity}`, fr: `Lecture d'essai : ${entity}` },
    async run(signal) {
      const bound = ['number', 'name'].filter((field) => Object.hasOwn(binding.fields, field));
      const plan = await records.plan(bound, signal);
      const url = `${set}?$top=1&$select=${plan.select.join(',')}`;
      const { rows } = await client.odata.page({ method: 'GET', url, signal });
      const [values] = await records.values(rows, plan, signal);
      const said = values?.filter((value) => value !== null).join(' ');
      return { detail: said === undefined ? `There is no record in ${set} yet.` : `Read ${said || 'a record'}.` };
    },
  };
  return [permission, columns, tracking, sampleRead];
}
