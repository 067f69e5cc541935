import { defineConnector, type System } from '@koppel/sdk';
import { createClient } from './client.ts';
import { describeRecords } from './describe.ts';
import { createRecords } from './records.ts';
import { createSink } from './sink.ts';
import { createSource } from './source.ts';
import { httpSpec, type httpSettings } from './specs.ts';
import { testConnection } from './test-connection.ts';
import { tryOut } from './try-out.ts';

const pace = { maxConcurrent: 4, maxRequests: 600, windowMs: 60_000 };

/** Reads and writes any system with a REST API that speaks JSON, as its settings describe it. */
export const http = defineConnector<typeof httpSettings>({
  spec: httpSpec,
  pace,
  paceOf: ({ requestsPerMinute }) => ({ ...pace, maxRequests: requestsPerMinute }),
  authorization({ signIn, authorizationUrl, tokenUrl, clientId, clientSecret, scope }) {
    return signIn === 'person' ? { authorizationUrl, tokenUrl, clientId, clientSecret, scope } : null;
  },
  origins: ({ baseUrl, signIn, tokenUrl }) => [
    ...new Set(
      [baseUrl, ...((signIn === 'oauth2' || signIn === 'person') && tokenUrl !== '' ? [tokenUrl] : [])].map(
        (url) => new URL(url).origin,
      ),
    ),
  ],
  open({ settings, http: out, clock, signedIn }): System {
    const client = createClient({ settings, http: out, clock, signedIn });
    const all = new Map(settings.resources.map((resource) => [resource.entity, createRecords(resource, client)]));
    const bounds = {
      executionMs: settings.executionSeconds * 1000,
      visibilityMs: settings.visibilitySeconds * 1000,
      pauseMs: settings.pauseSeconds * 1000,
    };
    return {
      test: (signal) =>
        testConnection(
          { settings, http: out, client, all: [...all.values()], nowMs: () => clock.monotonicMs() },
          signal,
        ),
      describe: () => Promise.resolve([...all.values()].map(describeRecords)),
      source(entity) {
        const records = all.get(entity);
        return records === undefined || records.resource.list.path === '' ? undefined : createSource(records);
      },
      sink(entity) {
        const records = all.get(entity);
        if (records === undefined) return undefined;
        const { create, update } = records.resource;
        return create.path === '' && update.path === '' ? undefined : createSink(records, bounds);
      },
      tryRead: (draft, options) => tryOut(client, draft, options),
      // Its sockets are the HTTP client's, which belongs to who opened the connection.
      async close() {},
    };
  },
});
