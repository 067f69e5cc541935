import { ConnectionError, type Clock, type HttpClient, type HttpResponse } from '@koppel/sdk';
import { retryAfterMs } from '@koppel/sdk/http';
import { readInteger, type Domain, type Row } from './json.ts';
import { readProblem, Refusal, refusalOf } from './outcomes.ts';
import { createSession, refused, type Session } from './session.ts';
import type { TrytonSettings } from './specs.ts';

export interface CallOptions {
  readonly signal: AbortSignal;
  /** A create may not leave after it; see `HttpRequest`. */
  readonly startBy?: number | undefined;
  /** Of each record that is written, by `model,id`: Tryton refuses where one is another by then. */
  readonly timestamps?: Readonly<Record<string, string>> | undefined;
}

export interface Search {
  readonly domain: Domain;
  readonly fields: readonly string[];
  readonly order?: readonly (readonly [string, string])[];
  readonly limit?: number | null;
}

/** The JSON-RPC of one database. Knows nothing of flows. */
export interface TrytonClient {
  readonly host: string;
  readonly session: Session;
  /**
   * Calls a method of a model that writes or computes. Throws a Refusal for an answered error, a ConnectionError for
   * anything else; its `wasSent` is false where certainly nothing was done.
   */
  call(model: string, method: string, args: readonly unknown[], options: CallOptions): Promise<unknown>;
  /** Reads; a refusal is a ConnectionError here. Records that are not active are found too. */
  search(model: string, search: Search, signal: AbortSignal): Promise<readonly Row[]>;
  count(model: string, domain: Domain, signal: AbortSignal): Promise<number>;
  /** The columns of a model by name; null where there is no such model. */
  fields(model: string, signal: AbortSignal): Promise<ReadonlyMap<string, Column> | null>;
  /** The company that is worked in. */
  company(signal: AbortSignal): Promise<Company>;
  /** What was learned of columns and company is asked anew when it is needed. */
  forget(): void;
}

export interface Company {
  readonly id: number;
  readonly name: string;
  readonly currencyId: number | null;
  /** The parties of all companies here: they are nobody's customers. */
  readonly ownParties: readonly number[];
}

/** What Tryton says of a column. */
export interface Column {
  readonly type: string;
  readonly label: string;
  readonly relation: string | null;
  readonly isReadOnly: boolean;
  readonly isRequired: boolean;
  /** What Tryton computes it often cannot look for. */
  readonly isSearchable: boolean;
  readonly selection: readonly (readonly [value: string, label: string])[];
}

/** Where the calls of a connection go. */
export function endpoint({ baseUrl, database }: Pick<TrytonSettings, 'baseUrl' | 'database'>): string {
  return `${baseUrl.replace(/\/+$/, '')}/${encodeURIComponent(database)}/`;
}

export function createClient({ settings, http, clock }: { settings: TrytonSettings; http: HttpClient; clock: Clock }): TrytonClient {
  const url = endpoint(settings);
  const { host } = new URL(url);
  const session = createSession({ settings, http, url });
  let lastId = 0;
  let preferences: Promise<Readonly<Record<string, unknown>>> | undefined;
  let company: Promise<Company> | undefined;
  const columns = new Map<string, ReadonlyMap<string, Column> | null>();

  async function rpc(method: string, params: readonly unknown[], { signal, startBy }: CallOptions): Promise<unknown> {
    const id = (lastId += 1);
    const body = JSON.stringify({ id, method, params });
    for (let isAgain = false; ; isAgain = true) {
      const authorization = await session.authorization(signal);
      const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
      const response = await http.request({ method: 'POST', url, headers, body, signal, startBy });
      if (response.status === 401) {
        // The session is over. Nothing was done, so the call may be made again, with a new one.
        session.refuse(authorization);
        if (!isAgain) continue;
        throw refused(response, undefined, { host, connectionId: http.connectionId });
      }
      return resultOf(response, method);
    }
  }

  function resultOf(response: HttpResponse, method: string): unknown {
    const { status } = response;
    if (status !== 200) throw problemOf(response, method);
    const answer = response.json();
    if (typeof answer === 'object' && answer !== null) {
      if ('error' in answer && answer.error !== null) throw refusalOf(answer.error);
      if ('result' in answer) return answer.result;
    }
    throw noClearAnswer(`${host} sent an answer that is none of Tryton's.`, status);
  }

  function problemOf(response: HttpResponse, method: string): Error {
    const { status } = response;
    if (status === 403) return new Refusal('UserError', `You are not allowed to call "${method}".`);
    if (status === 404) return refused(response, undefined, { host, connectionId: http.connectionId });
    if (status === 429) {
      const askedMs = retryAfterMs(response, clock.now());
      return new ConnectionError({
        code: 'tryton.too-many-requests',
        message: `${host} is too busy and asked to wait.`,
        remedy: 'Koppel waits and goes on by itself.',
        retry: askedMs === undefined ? 'backoff' : { afterMs: askedMs },
        wasSent: false,
      });
    }
    return noClearAnswer(`${host} did not answer as it should (status ${status}).`, status);
  }

  function userPreferences(signal: AbortSignal) {
    preferences ??= rpc('model.res.user.get_preferences', [true, {}], { signal }).then(
      (result) => result as Readonly<Record<string, unknown>>,
    );
    preferences.catch(() => {
      preferences = undefined;
    });
    return preferences;
  }

  async function context(signal: AbortSignal): Promise<Record<string, unknown>> {
    return { ...(await userPreferences(signal)), company: (await findCompany(signal)).id };
  }

  /** Who is no longer active is read too: that is a fact about them. */
  async function readContext(signal: AbortSignal): Promise<Record<string, unknown>> {
    return { ...(await context(signal)), active_test: false };
  }

  async function reading<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal) throw readProblem(error, host);
      throw error;
    }
  }

  function findCompany(signal: AbortSignal): Promise<Company> {
    company ??= reading(() => lookForCompany(signal));
    company.catch(() => {
      company = undefined;
    });
    return company;
  }

  async function lookForCompany(signal: AbortSignal): Promise<Company> {
    const user = await userPreferences(signal);
    const fields = ['party.name', 'party', 'currency'];
    const all = (await rpc('model.company.company.search_read', [[], 0, null, [['id', 'ASC']], fields, user], { signal })) as readonly Row[];
    const nameOf = (row: Row) => String((row['party.'] as Row | null)?.['name'] ?? '');
    const wanted = settings.company.toLowerCase();
    const own = readInteger(user['company']);
    const found = wanted === '' ? all.find(({ id }) => id === own) : all.find((row) => nameOf(row).trim().toLowerCase() === wanted);
    if (found === undefined) throw noCompany(host, settings.company);
    return {
      id: Number(found['id']),
      name: nameOf(found),
      currencyId: readInteger(found['currency']),
      ownParties: all.flatMap((row) => readInteger(row['party']) ?? []),
    };
  }

  return {
    host,
    session,
    async call(model, method, args, options) {
      const timestamps = options.timestamps === undefined ? {} : { _timestamp: options.timestamps };
      // In English, so that what it says of an error can be understood here.
      const own = { ...(await context(options.signal)), language: 'en', ...timestamps };
      return rpc(`model.${model}.${method}`, [...args, own], options);
    },
    search(model, { domain, fields, order, limit = null }, signal) {
      return reading(async () => {
        const params = [domain, 0, limit, order ?? [['id', 'ASC']], fields, await readContext(signal)];
        const rows = await rpc(`model.${model}.search_read`, params, { signal });
        if (!Array.isArray(rows)) throw noClearAnswer(`${host} sent something else than a list of records.`, 200);
        return rows as readonly Row[];
      });
    },
    count(model, domain, signal) {
      return reading(async () => Number(await rpc(`model.${model}.search_count`, [domain, await readContext(signal)], { signal })));
    },
    async fields(model, signal) {
      const known = columns.get(model);
      if (known !== undefined) return known;
      const [there] = await this.search('ir.model', { domain: [['model', '=', model]], fields: ['model'], limit: 1 }, signal);
      if (there === undefined) {
        columns.set(model, null);
        return null;
      }
      const told = await reading(async () => rpc(`model.${model}.fields_get`, [[], await context(signal)], { signal }));
      const read = new Map(Object.entries(told as Record<string, Row>).map(([name, row]) => [name, columnOf(row)]));
      columns.set(model, read);
      return read;
    },
    company: findCompany,
    forget() {
      columns.clear();
      preferences = undefined;
      company = undefined;
    },
  };
} // prettier-ignore

function columnOf(row: Row): Column {
  const { type, string, relation, readonly, required, searchable, selection } = row;
  const options = Array.isArray(selection) ? (selection as unknown[]) : [];
  return {
    type: String(type ?? ''),
    label: String(string ?? ''),
    relation: typeof relation === 'string' ? relation : null,
    isReadOnly: readonly === true,
    isRequired: required === true,
    isSearchable: searchable !== false,
    selection: options.flatMap((one) =>
      Array.isArray(one) && typeof one[0] === 'string' ? [[one[0], String(one[1] ?? one[0])] as const] : [],
    ),
  };
}

function noClearAnswer(message: string, status: number): ConnectionError {
  return new ConnectionError({
    code: 'tryton.no-clear-answer',
    message,
    remedy: 'Koppel goes on by itself. If it lasts, check that the address in the connection is that of Tryton.',
    details: { status },
  });
}

function noCompany(host: string, name: string): ConnectionError {
  return new ConnectionError({
    code: 'tryton.company-unknown',
    message: name === '' ? `The user of this connection works in no company of ${host}.` : `${host} has no company "${name}", or the user may not see it.`,
    remedy: 'Check the name of the company, and that the user of the connection works in it, in Tryton.',
    retry: 'never',
    wasSent: false,
  });
} // prettier-ignore
