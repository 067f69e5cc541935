import { reachSteps, takeSteps, type PlannedStep } from '@koppel/connector-odata';
import { ConnectionError, type EntityBinding, type HttpClient, type TestStep } from '@koppel/sdk';
import type { DataverseClient } from './client.ts';
import { metadataIfThere, type EntityRecords } from './records.ts';
import type { DataverseSettings } from './specs.ts';
import type { TableMetadata } from './table-metadata.ts';

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
    // Accounts are what every flow begins with; of the other tables it is enough to know how far they are there.
    ...entities.flatMap((open) => (open.binding.entity === 'account' ? entitySteps(open) : [tableStep(open)])),
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

/** Bound columns that the table does not have. Lines are another table's records. */
function missingColumns(binding: EntityBinding, { definition }: EntityRecords, { columns }: TableMetadata): string[] {
  return Object.entries(binding.fields).flatMap(([field, { path }]) =>
    columns.has(path) || Object.hasOwn(definition.lines, field) ? [] : [path],
  );
}

/** One table beside accounts: an environment without Dynamics 365 Sales has no quotes, and that is no fault. */
function tableStep({ records, binding }: OpenEntity): PlannedStep {
  const { entity, set, idColumn } = records.definition;
  return {
    id: `table-${entity}`,
    title: { en: `Table: ${entity}`, nl: `Tabel: ${entity}`, fr: `Table : ${entity}` },
    async run(signal) {
      records.forget();
      const metadata = await metadataIfThere(records, signal);
      if (metadata === null) {
        return {
          detail: `This environment has no table ${set}.`,
          warning:
            'Flows that read or write it cannot run here. Install Dynamics 365 Sales or add the table, if you need them.',
        };
      }
      await records.client.odata.page({ method: 'GET', url: `${set}?$top=1&$select=${idColumn}`, signal });
      const missing = missingColumns(binding, records, metadata);
      const found = `The table ${set} may be read; ${Object.keys(binding.fields).length - missing.length} of its fields are bound.`;
      const problems = [
        ...(missing.length === 0 ? [] : [`Not in this organisation: ${missing.join(', ')}.`]),
        ...(metadata.isChangeTracked === false ? ['Its changes are not tracked.'] : []),
      ];
      if (problems.length === 0) return { detail: found };
      return {
        detail: `${found} ${problems.join(' ')}`,
        warning:
          'Add the columns or bind the fields to others, and switch on "Track changes" for the table, if you need them.',
      };
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
      const missing = missingColumns(binding, records, metadata);
      const found = `${metadata.columns.size} columns, of which ${Object.keys(binding.fields).length - missing.length} are bound.`;
      if (missing.length === 0) return { detail: found };
      return {
        detail: `${found} Not in this organisation: ${missing.join(', ')}.`,
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
