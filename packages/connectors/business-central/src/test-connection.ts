import { reachSteps, takeSteps, type PlannedStep } from '@koppel/connector-odata';
import type { HttpClient, TestStep } from '@koppel/sdk';
import type { BusinessCentralClient } from './client.ts';
import type { EntityRecords } from './records.ts';
import type { BusinessCentralSettings } from './specs.ts';

/** Tries a connection step by step and stops after the one that failed. `nowMs` measures how long each took. */
export function testConnection(
  parts: {
    readonly settings: BusinessCentralSettings;
    readonly http: HttpClient;
    readonly client: BusinessCentralClient;
    readonly entities: readonly EntityRecords[];
    readonly nowMs: () => number;
  },
  signal: AbortSignal,
): AsyncIterable<TestStep> {
  const { settings, http, client, entities, nowMs } = parts;
  const steps = [
    ...reachSteps({ http, url: `${client.standard.odata.serviceRoot}/companies` }),
    ...accessSteps(client, settings),
    ...entities.flatMap(entitySteps),
  ];
  return takeSteps(steps, { nowMs, signal });
}

function accessSteps(client: BusinessCentralClient, settings: BusinessCentralSettings): PlannedStep[] {
  const signIn: PlannedStep = {
    id: 'sign-in',
    title: { en: 'Sign-in', nl: 'Aanmelden', fr: 'Connexion' },
    async run(signal) {
      await client.token.authorization(signal);
      return { detail: `Signed in as the application ${settings.clientId}.` };
    },
  };
  const company: PlannedStep = {
    id: 'company',
    title: { en: 'Company', nl: 'Bedrijf', fr: 'Société' },
    async run(signal) {
      client.forgetCompany();
      return { detail: `Works in the company ${(await client.company(signal)).name}.` };
    },
  };
  return [signIn, company];
}

/** What people call a record, as far as it has it. */
function sampleFields({ bound }: EntityRecords): readonly string[] {
  return ['number', 'name', 'lastName', 'date'].filter((field) => bound.includes(field)).slice(0, 2);
}

function notPublished(label: string) {
  return {
    detail: `${label} records come from the API koppel/sales, which is not published or not used.`,
    warning: 'Publish it if flows need these records. Everything else works without it.',
  };
}

function entitySteps(records: EntityRecords): PlannedStep[] {
  const { definition } = records;
  const { label } = definition;
  const permission: PlannedStep = {
    id: `permission-${definition.entity}`,
    title: { en: `Permission: ${label}`, nl: `Rechten: ${label}`, fr: `Droits : ${label}` },
    async run(signal) {
      const url = `${await records.path('main', signal)}?$top=1&$select=id`;
      if (!(await records.isThere(signal))) return notPublished(label);
      await records.api.main.odata.page({ method: 'GET', url, signal });
      return { detail: `${label} records may be read. Whether they may be written shows with the first write.` };
    },
  };
  const companion: PlannedStep = {
    id: `custom-page-${definition.entity}`,
    title: { en: 'Custom sales API', nl: 'Eigen verkoop-API', fr: 'API de vente propre' },
    async run(signal) {
      records.forget();
      if (await records.hasCompanion(signal)) return { detail: 'The API koppel/sales is published and is used.' };
      return {
        detail:
          'The API koppel/sales is not published or not used: IBAN, language, delivery address and insured amount are not there.',
        warning: 'Publish it if you need these fields. Everything else works without it.',
      };
    },
  };
  const sampleRead: PlannedStep = {
    id: `sample-${definition.entity}`,
    title: { en: `Sample read: ${label}`, nl: `Proeflezing: ${label}`, fr: `Lecture d'essai : ${label}` },
    async run(signal) {
      if (!(await records.isThere(signal))) return notPublished(label);
      const plan = await records.plan(sampleFields(records), signal);
      const url = `${await records.path('main', signal)}?$top=1&$select=${plan.select}`;
      const { rows } = await records.api.main.odata.page({ method: 'GET', url, signal });
      const [values] = await records.values(rows, plan, signal);
      return { detail: values === undefined ? `There is no ${label} record yet.` : `Read ${values.join(' ')}.` };
    },
  };
  return [permission, ...(definition.companion?.api === 'sales' ? [companion] : []), sampleRead];
}
