import { defineConnector, type System } from '@koppel/sdk';
import { authorization, createClient, tokenAddress } from './client.ts';
import { describeEntity } from './describe.ts';
import { entities } from './entities.ts';
import { lastChanges } from './last-changes.ts';
import { createLocks } from './locks.ts';
import { createLookups } from './lookups.ts';
import { createNotices, readNotice } from './notices.ts';
import { createProducts } from './products.ts';
import { recordAddress } from './record-address.ts';
import { createRecords } from './records.ts';
import { createSink } from './sink.ts';
import { createSource } from './source.ts';
import { dataverseSpec, type dataverseSettings } from './specs.ts';
import { testConnection, type OpenEntity } from './test-connection.ts';

/** Reads and writes Dataverse through its Web API v9.2. */
export const dataverse = defineConnector<typeof dataverseSettings>({
  spec: dataverseSpec,
  // Per user and web server the service takes 52 requests at once and 6,000 in any 5 minutes; a little is left for others,
  // and a few at once are the fastest: the limit on execution time comes before that on requests.
  pace: { maxConcurrent: 8, maxRequests: 5400, windowMs: 300_000 },
  origins: (settings) => [
    ...new Set(
      [settings.orgUrl, tokenAddress(settings)].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin),
    ),
  ],
  authorization,
  readNotice,
  recordAddress,
  open({ settings, bindings, http, clock, signedIn }): System {
    const client = createClient({ settings, http, clock, signedIn });
    const lookups = createLookups(client, clock);
    const products = createProducts(client, clock);
    const opened = new Map<string, OpenEntity>();
    for (const binding of bindings) {
      const definition = entities[binding.entity];
      if (definition === undefined || definition.table !== binding.systemEntity) continue;
      opened.set(binding.entity, {
        binding,
        records: createRecords({ definition, binding, client, lookups, products }),
      });
    }
    return {
      test: (signal) =>
        testConnection(
          { settings, http, client, entities: [...opened.values()], nowMs: () => clock.monotonicMs() },
          signal,
        ),
      async describe(signal) {
        const schemas = [...opened.values()].map((open) =>
          describeEntity(open.records, open.binding, { lookups, signal }),
        );
        return (await Promise.all(schemas)).filter((schema) => schema !== null);
      },
      source(entity) {
        const open = opened.get(entity);
        return open && createSource(open.records);
      },
      sink(entity) {
        const open = opened.get(entity);
        return open && createSink(open.records, open.binding);
      },
      locks(entity) {
        const open = opened.get(entity);
        return open && createLocks(open.records, open.binding);
      },
      async lastChanges(entity, keys, signal) {
        const open = opened.get(entity);
        return open === undefined ? [] : lastChanges(open.records, keys, { lookups, signal });
      },
      notices: createNotices(client),
      // Its sockets are the HTTP client's, which belongs to who opened the connection.
      async close() {},
    };
  },
});
