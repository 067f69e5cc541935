import { reachSteps, takeSteps, type PlannedStep } from '@koppel/connector-odata';
import type { HttpClient, TestStep } from '@koppel/sdk';
import { endpoint, type TrytonClient } from './client.ts';
import type { EntityRecords } from './records.ts';
import { notTryton, refused } from './session.ts';
import type { TrytonSettings } from './specs.ts';

/** Tries a connection step by step and stops after the one that failed. `nowMs` measures how long each took. */
export function testConnection(
  parts: {
    readonly settings: TrytonSettings;
    readonly http: HttpClient;
    readonly client: TrytonClient;
    readonly entities: readonly EntityRecords[];
    readonly nowMs: () => number;
  },
  signal: AbortSignal,
): AsyncIterable<TestStep> {
  const { settings, http, client, entities, nowMs } = parts;
  const steps = [
    // Tryton answers nothing to GET, so the last of these steps is another one here.
    ...reachSteps({ http, url: endpoint(settings) }).filter(({ id }) => id !== 'address'),
    addressStep(http, endpoint(settings)),
    ...accessSteps(client, settings),
    ...entities.map(entityStep),
  ];
  return takeSteps(steps, { nowMs, signal });
}

/** Whether it is Tryton that answers: it refuses a call without a session, with an empty answer. */
function addressStep(http: HttpClient, url: string): PlannedStep {
  const { host } = new URL(url);
  return {
    id: 'address',
    title: { en: 'Address', nl: 'Adres', fr: 'Adresse' },
    async run(signal) {
      const body = JSON.stringify({ id: 0, method: 'model.res.user.get_preferences', params: [true, {}] });
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const response = await http.request({ method: 'POST', url, headers, body, signal });
      if (response.status === 404) throw refused(response, undefined, { host, connectionId: http.connectionId });
      if (response.status !== 401) throw notTryton(host, response.status);
      return { detail: `Tryton answers at ${host}.` };
    },
  };
}

function accessSteps(client: TrytonClient, settings: TrytonSettings): PlannedStep[] {
  const signIn: PlannedStep = {
    id: 'sign-in',
    title: { en: 'Sign-in', nl: 'Aanmelden', fr: 'Connexion' },
    async run(signal) {
      client.session.refuse(await client.session.authorization(signal));
      await client.session.authorization(signal);
      return { detail: `Signed in as ${settings.user}.` };
    },
  };
  const company: PlannedStep = {
    id: 'company',
    title: { en: 'Company', nl: 'Bedrijf', fr: 'Société' },
    async run(signal) {
      client.forget();
      return { detail: `Works in the company ${(await client.company(signal)).name}.` };
    },
  };
  return [signIn, company];
}

function entityStep(records: EntityRecords): PlannedStep {
  const { definition, client } = records;
  const { label, entity, model } = definition;
  return {
    id: `sample-${entity}`,
    title: { en: `Sample read: ${label}`, nl: `Proeflezing: ${label}`, fr: `Lecture d'essai : ${label}` },
    async run(signal) {
      if ((await records.columns(signal)) === null) {
        return {
          detail: `${label} records are not there: the module that has "${model}" is not activated.`,
          warning: 'Activate it if flows need these records. Everything else works without it.',
        };
      }
      const domain = await records.domain(signal);
      const [row] = await client.search(model, { domain, fields: ['rec_name'], limit: 1 }, signal);
      if (row === undefined) return { detail: `There is no ${label} record yet.` };
      return { detail: `Read ${String(row['rec_name'])}. Whether it may be written shows with the first write.` };
    },
  };
}
