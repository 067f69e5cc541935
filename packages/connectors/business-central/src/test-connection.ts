import { FlowError, type HttpClient, type LocalizedText, type TestStep } from '@koppel/sdk';
import { problemError, problemOfResponse } from '@koppel/connector-odata';
import { environmentRoot, type BusinessCentralClient } from './client.ts';
import { explain } from './outcomes.ts';
import type { EntityRecords } from './records.ts';
import type { BusinessCentralSettings } from './specs.ts';

/** What a step found: a sentence, and whether it is less than it should be. */
interface Finding {
  readonly detail: string;
  readonly warning?: string;
}

interface Step {
  readonly id: string;
  readonly title: LocalizedText;
  readonly run: (signal: AbortSignal) => Promise<Finding>;
}

/**
 * Tries a connection step by step and stops after the one that failed. `clock` measures how long each took.
 */
export async function* testConnection(
  parts: {
    readonly settings: BusinessCentralSettings;
    readonly http: HttpClient;
    readonly client: BusinessCentralClient;
    readonly entities: readonly EntityRecords[];
    readonly nowMs: () => number;
  },
  signal: AbortSignal,
): AsyncGenerator<TestStep> {
  for (const { id, title, run } of stepsOf(parts)) {
    const startMs = parts.nowMs();
    const done = (): number => Math.round(parts.nowMs() - startMs);
    try {
      const { detail, warning } = await run(signal);
      yield warning === undefined
        ? { id, title, outcome: 'ok', detail, durationMs: done() }
        : { id, title, outcome: 'warning', detail, remedy: warning, durationMs: done() };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof FlowError)) throw error;
      const detail = error.answer === undefined ? error.message : `${error.message} It answered: "${error.answer}"`;
      yield { id, title, outcome: 'failed', detail, remedy: error.remedy, durationMs: done() };
      return;
    }
  }
}

function stepsOf({ settings, http, client, entities }: Parameters<typeof testConnection>[0]): Step[] {
  const isSecure = settings.baseUrl.startsWith('https:');
  const address: Step = {
    id: 'address',
    title: { en: 'Address', nl: 'Adres', fr: 'Adresse' },
    async run(signal) {
      // Any answer will do, a refusal for want of a sign-in as well.
      const { status } = await http.request({
        method: 'GET',
        url: `${environmentRoot(settings)}/api/v2.0/companies`,
        signal,
      });
      return { detail: `${client.host} answers (status ${status}).` };
    },
  };
  const secure: Step = {
    id: 'secure',
    title: { en: 'Secure connection', nl: 'Beveiligde verbinding', fr: 'Connexion sécurisée' },
    run: async () => ({ detail: `The certificate of ${client.host} is valid and trusted.` }),
  };
  const signIn: Step = {
    id: 'sign-in',
    title: { en: 'Sign-in', nl: 'Aanmelden', fr: 'Connexion' },
    async run(signal) {
      await client.token.authorization(signal);
      return { detail: `Signed in as the application ${settings.clientId}.` };
    },
  };
  const company: Step = {
    id: 'company',
    title: { en: 'Company', nl: 'Bedrijf', fr: 'Société' },
    run: async (signal) => ({ detail: `Works in the company ${(await client.company(signal)).name}.` }),
  };
  return [address, ...(isSecure ? [secure] : []), signIn, company, ...entities.flatMap(entitySteps)];
}

function entitySteps(records: EntityRecords): Step[] {
  const { definition, client } = records;
  const { label } = definition;
  const permission: Step = {
    id: `permission-${definition.entity}`,
    title: { en: `Permission: ${label}`, nl: `Rechten: ${label}`, fr: `Droits : ${label}` },
    async run(signal) {
      const url = `${await records.path('main', signal)}?$top=1&$select=id`;
      const response = await client.standard.odata.send({ method: 'GET', url, signal });
      if (response.status !== 200) throw problemError(problemOfResponse(response), { host: client.host, explain });
      return { detail: `${label} records may be read. Whether they may be written shows with the first write.` };
    },
  };
  const companion: Step = {
    id: `custom-page-${definition.entity}`,
    title: { en: 'Custom sales API', nl: 'Eigen verkoop-API', fr: 'API de vente propre' },
    async run(signal) {
      if (await records.hasCompanion(signal)) return { detail: 'The API koppel/sales is published and is used.' };
      return {
        detail:
          'The API koppel/sales is not published or not used: IBAN, language, delivery address and insured amount are not there.',
        warning: 'Publish it if you need these fields. Everything else works without it.',
      };
    },
  };
  const sampleRead: Step = {
    id: `sample-${definition.entity}`,
    title: { en: `Sample read: ${label}`, nl: `Proeflezing: ${label}`, fr: `Lecture d'essai : ${label}` },
    async run(signal) {
      const plan = await records.plan(['number', 'name'], signal);
      const url = `${await records.path('main', signal)}?$top=1&$select=${plan.select}`;
      const { rows } = await client.standard.odata.page({ method: 'GET', url, signal });
      const [values] = await records.values(rows, plan, signal);
      return { detail: values === undefined ? `There is no ${label} record yet.` : `Read ${values.join(' ')}.` };
    },
  };
  return [permission, ...(definition.companion === null ? [] : [companion]), sampleRead];
}
