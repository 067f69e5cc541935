import { reachSteps, takeSteps, type PlannedStep } from '@koppel/connector-odata';
import type { HttpClient, TestStep } from '@koppel/sdk';
import type { RestClient } from './client.ts';
import { pagesOf, parametersOf, start } from './pages.ts';
import { promises, rungOf } from './promise.ts';
import type { Records } from './records.ts';
import type { HttpSettings } from './specs.ts';

/** Tries a connection step by step and stops after the one that failed. `nowMs` measures how long each took. */
export function testConnection(
  parts: {
    readonly settings: HttpSettings;
    readonly http: HttpClient;
    readonly client: RestClient;
    readonly all: readonly Records[];
    readonly nowMs: () => number;
  },
  signal: AbortSignal,
): AsyncIterable<TestStep> {
  const { settings, http, client, all, nowMs } = parts;
  const read = all.find(({ resource }) => resource.list.path !== '');
  const steps: PlannedStep[] = reachSteps({ http, url: client.address(read?.resource.list.path ?? '/')! });
  // Without records there is no address that must answer: that the system is there is all that can be tried.
  if (read === undefined) steps.splice(-1, 1, nothingToRead);
  if (client.token !== null) steps.push(signInStep(client, settings));
  return takeSteps([...steps, ...all.flatMap(recordSteps)], { nowMs, signal });
}

const nothingToRead: PlannedStep = {
  id: 'records',
  title: { en: 'Records', nl: 'Records', fr: 'Enregistrements' },
  run: () =>
    Promise.resolve({
      detail: 'The connection has no records to read yet.',
      warning: 'Describe the records of the system under "Records", and try them there.',
    }),
};

function signInStep({ token }: RestClient, { clientId }: HttpSettings): PlannedStep {
  return {
    id: 'sign-in',
    title: { en: 'Sign-in', nl: 'Aanmelden', fr: 'Connexion' },
    async run(signal) {
      await token!.authorization(signal);
      return { detail: `Signed in as ${clientId}.` };
    },
  };
}

function recordSteps(records: Records): PlannedStep[] {
  const { resource } = records;
  const { label, entity, list, create } = resource;
  const sample: PlannedStep = {
    id: `sample-${entity}`,
    title: { en: `Sample read: ${label}`, nl: `Proeflezing: ${label}`, fr: `Lecture d'essai : ${label}` },
    async run(signal) {
      for await (const { rows } of pagesOf(records, parametersOf(list.query), { from: start, signal })) {
        const [first] = rows;
        if (first === undefined) return { detail: `There is no record of ${label} yet.` };
        const { key } = records.toSource(first, []);
        if (list.stampPath !== '' && records.stampOf(first) === null) {
          return { detail: `Read ${key}.`, warning: `There is no time of the last change in "${list.stampPath}".` };
        }
        return { detail: `Read ${rows.length} records of ${label}, the first is ${key}.` };
      }
      return { detail: `There is no record of ${label} yet.` };
    },
  };
  const creates: PlannedStep = {
    id: `create-${entity}`,
    title: { en: `New records: ${label}`, nl: `Nieuwe records: ${label}`, fr: `Nouveaux enregistrements : ${label}` },
    run() {
      const rung = rungOf(resource);
      const detail = promises[rung].en;
      return Promise.resolve(rung === 'R5' ? { detail, warning: 'Add a field under "Look up by", or a header against doubles.' } : { detail }); // prettier-ignore
    },
  };
  return [...(list.path === '' ? [] : [sample]), ...(create.path === '' ? [] : [creates])];
}
