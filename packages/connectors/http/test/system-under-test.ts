import type { Clock, HttpClient } from '@koppel/sdk';
import { createHttpClient } from '@koppel/sdk/http';
import type { SinkUnderTest, SourceUnderTest } from '@koppel/sdk/testing';
import { http as connector, httpSettings } from '../src/index.ts';
import { RestSystem, type RestTraits } from './rest-system.ts';

type Input = Record<string, unknown>;

/** Customers of the REST system as an analyst would describe them. `changes` replace parts of it. */
export function customers(changes: Input = {}): Input {
  const list = {
    path: '/customers',
    records: 'data.customers',
    query: ['sort=modified'],
    paging: 'offset',
    sizeParameter: 'limit',
    pageSize: 3,
    total: 'data.total',
    stampPath: 'modified',
    changedParameter: 'modified_since',
    isOrdered: true,
    newest: ['sort=-modified'],
  };
  return {
    entity: 'account',
    label: 'Customers',
    fields: [
      { field: 'name', path: 'name', isRequired: true },
      { field: 'companyNumber', path: 'company_number' },
      { field: 'phone', path: 'phone' },
      { field: 'creditLimit', path: 'credit', kind: 'money' },
      { field: 'billingAddress.city', path: 'address.city' },
    ],
    get: { path: '/customers/{key}' },
    find: [
      { field: 'name', parameter: 'name' },
      { field: 'companyNumber', parameter: 'company_number' },
    ],
    create: { path: '/customers' },
    update: { path: '/customers/{key}' },
    version: { from: 'etag', path: 'etag' },
    ...changes,
    list: { ...list, ...(changes['list'] as Input | undefined) },
  };
}

export type RestUnderTest = SourceUnderTest & SinkUnderTest & { readonly rest: RestSystem };

/** A REST system of this kind, and a connection to it. */
export async function startRest({
  clock,
  intercept = (http) => http,
  traits = {},
  resource = {},
  settings = {},
}: {
  readonly clock: Clock;
  readonly intercept?: (http: HttpClient) => HttpClient;
  readonly traits?: Partial<RestTraits>;
  readonly resource?: Input;
  readonly settings?: Input | ((rest: RestSystem) => Input);
}): Promise<RestUnderTest> {
  const rest = await RestSystem.start(traits);
  const parsed = httpSettings.parse({
    baseUrl: `${rest.origin}/api`,
    signIn: 'none',
    requestsPerMinute: 100_000,
    resources: [customers(resource)],
    ...(typeof settings === 'function' ? settings(rest) : settings),
  });
  const origins = connector.origins(parsed);
  const http = createHttpClient({ allowedOrigins: origins, loopbackOrigins: origins, pace: connector.paceOf!(parsed), clock });
  const { faults, close } = handsOf(rest, () => http.close());
  return {
    rest,
    system: connector.open({ settings: parsed, bindings: [], http: intercept(http), clock }),
    entity: 'account',
    fields: ['name', 'companyNumber', 'creditLimit', 'billingAddress.city'],
    showsDeletions: traits.marksDeleted === true,
    keys: () => Promise.resolve([...rest.customers.values()].filter((one) => !one.deleted).map(({ id }) => String(id))),
    named: (name) => Promise.resolve([...rest.customers.values()].filter((one) => one.name === name).map(({ id }) => String(id))),
    make: (names) => Promise.resolve(names.map((name) => String(rest.make({ name }).id))),
    async rename(key, name) {
      rest.change(key, { name });
    },
    async remove(key) {
      rest.remove(key);
    },
    passTime(ms) {
      rest.nowMs += ms;
    },
    record: (number) => ({
      name: `Contract ${number} BV`,
      companyNumber: `0403.${String(number).padStart(3, '0')}.261`,
      creditLimit: `${number}00.50`,
      'billingAddress.city': 'Gent',
    }),
    refused: { name: 'Too long '.repeat(20) },
    change: { field: 'phone', value: '+32 9 225 00 00' },
    withoutIds: (body) => body.replaceAll(/"id":("[^"]*"|\d+),?/g, ''),
    faults,
    close,
  };
} // prettier-ignore

function handsOf(rest: RestSystem, closeClient: () => Promise<void>): Pick<RestUnderTest, 'faults' | 'close'> {
  return {
    faults: {
      throttle: (throttle) => (rest.faults = { throttle }),
      fail: (fail) => (rest.faults = { fail }),
      loseReplies: () => (rest.faults = { loseReplies: true }),
      cutAnswers: () => (rest.faults = { cutAnswers: true }),
      failParts(failPartEvery) {
        rest.countFaultsAnew();
        rest.faults = { failPartEvery };
      },
      clear: () => (rest.faults = {}),
    },
    async close() {
      await closeClient();
      await rest.close();
    },
  };
}
