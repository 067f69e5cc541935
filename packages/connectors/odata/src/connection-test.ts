import {
  ConnectionError,
  FlowError,
  type HttpClient,
  type HttpResponse,
  type LocalizedText,
  type TestStep,
} from '@koppel/sdk';

/** What a step found: a sentence, and whether it is less than it should be. */
export interface Finding {
  readonly detail: string;
  /** What to do about it; with it the step is a warning. */
  readonly warning?: string;
}

/** One step of a connection test. It fails by throwing a FlowError. */
export interface PlannedStep {
  readonly id: string;
  readonly title: LocalizedText;
  readonly run: (signal: AbortSignal) => Promise<Finding>;
}

/** Takes the steps one by one and stops after the one that failed. `nowMs` measures how long each took. */
export async function* takeSteps(
  steps: readonly PlannedStep[],
  { nowMs, signal }: { readonly nowMs: () => number; readonly signal: AbortSignal },
): AsyncGenerator<TestStep, void, undefined> {
  for (const { id, title, run } of steps) {
    signal.throwIfAborted();
    const startMs = nowMs();
    const done = (): number => Math.round(nowMs() - startMs);
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

type Reached = { readonly response: HttpResponse } | { readonly error: ConnectionError };

/**
 * The steps up to the door of the API: its name, the connection, the certificate, and that it is an API that answers. One
 * request without a sign-in tells all of them apart: `url` is one that the API refuses with 401.
 */
export function reachSteps({ http, url }: { readonly http: HttpClient; readonly url: string }): PlannedStep[] {
  const { hostname, host, protocol } = new URL(url);
  let reached: Reached | undefined;

  async function reach(signal: AbortSignal): Promise<Reached> {
    if (reached !== undefined) return reached;
    try {
      reached = {
        response: await http.request({ method: 'GET', url, headers: { accept: 'application/json' }, signal }),
      };
    } catch (error) {
      if (signal.aborted || !(error instanceof ConnectionError)) throw error;
      reached = { error };
    }
    return reached;
  }

  /** A step that fails when the request failed for one of these reasons, and passes when it got further. */
  const passing = (codes: readonly string[], detail: string) => async (signal: AbortSignal) => {
    const result = await reach(signal);
    if ('error' in result && codes.includes(result.error.code)) throw result.error;
    return { detail };
  };
  const isAddress = /^(\[.*\]|[\d.]+)$/.test(hostname);
  const name: PlannedStep = {
    id: 'name',
    title: { en: 'Name', nl: 'Naam', fr: 'Nom' },
    run: passing(['http.name-unknown'], isAddress ? `${hostname} is an address already.` : `${hostname} is known.`),
  };
  const connect: PlannedStep = {
    id: 'connect',
    title: { en: 'Connection', nl: 'Verbinding', fr: 'Connexion au serveur' },
    run: passing(
      ['http.unreachable', 'http.address-not-allowed', 'http.request-not-allowed', 'http.closed'],
      `${host} takes connections.`,
    ),
  };
  const secure: PlannedStep = {
    id: 'secure',
    title: { en: 'Secure connection', nl: 'Beveiligde verbinding', fr: 'Connexion sécurisée' },
    run: passing(['http.certificate'], `The certificate of ${hostname} is valid and trusted.`),
  };
  const api: PlannedStep = {
    id: 'address',
    title: { en: 'Address', nl: 'Adres', fr: 'Adresse' },
    async run(signal) {
      const result = await reach(signal);
      if ('error' in result) throw result.error;
      return { detail: judged(result.response, host) };
    },
  };
  return [name, connect, ...(protocol === 'https:' ? [secure] : []), api];
}

/** Whether what answers is the API. A refusal for want of a sign-in is what an API says; a page for people is not. */
function judged(response: HttpResponse, host: string): string {
  const { status } = response;
  if (status >= 300 && status < 400)
    throw notTheApi(`${host} sends requests on to another address (status ${status}).`);
  const isPage = /^\s*</.test(response.text().slice(0, 200)) || /html/i.test(response.headers['content-type'] ?? '');
  if (isPage && status < 500) throw notTheApi(`${host} answers with a web page instead of data (status ${status}).`);
  if (status === 404) throw notTheApi(`${host} has no API at this address (status ${status}).`);
  if (status >= 500) {
    throw new ConnectionError({
      code: 'odata.server-error',
      message: `${host} answers, but not well (status ${status}).`,
      remedy: 'Try again in a while. If it lasts, ask whoever runs that system.',
    });
  }
  return `${host} answers (status ${status}).`;
}

function notTheApi(message: string): ConnectionError {
  return new ConnectionError({
    code: 'odata.not-the-api',
    message,
    remedy: 'Check the address in the connection: it must be that of the API itself, with nothing in between.',
    retry: 'never',
  });
}
