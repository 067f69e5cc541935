import { defineConnector, type EntityBinding, type System } from '@koppel/sdk';
import { authorization, createClient, environmentRoot, tokenAddress } from './client.ts';
import { describeEntity } from './describe.ts';
import { entities, type Shelf } from './entities.ts';
import { createLookups } from './lookups.ts';
import { createNotices, readNotice } from './notices.ts';
import { createItems } from './order-lines.ts';
import { createRecords, type EntityRecords } from './records.ts';
import { createSink } from './sink.ts';
import { createSource } from './source.ts';
import { businessCentralSpec, type businessCentralSettings } from './specs.ts';
import { withTouched, type Touched } from './touched.ts';
import { recordAddress } from './record-address.ts';
import { testConnection } from './test-connection.ts';

/** Reads and writes Business Central through its API v2.0. */
export const businessCentral = defineConnector<typeof businessCentralSettings>({
  spec: businessCentralSpec,
  // Per user the service takes 5 requests at once and 6,000 in any 5 minutes; a little is left for others.
  pace: { maxConcurrent: 4, maxRequests: 5400, windowMs: 300_000 },
  origins: (settings) => [
    ...new Set([environmentRoot(settings), tokenAddress(settings)].map((url) => new URL(url).origin)),
  ],
  authorization,
  readNotice,
  recordAddress,
  open({ settings, bindings, http, clock, signedIn }): System {
    const client = createClient({ settings, http, clock, signedIn });
    const lookups = createLookups(client, clock);
    const items = createItems(client, clock);
    const opened = new Map<
      string,
      { readonly shelves: readonly EntityRecords[]; readonly touched: Touched | null; readonly binding: EntityBinding }
    >();
    for (const binding of bindings) {
      const definition = entities[binding.entity];
      if (definition === undefined || definition.set !== binding.systemEntity) continue;
      const usesSalesApi = settings.salesApi === 'auto';
      const recordsOn = (shelf: Shelf) =>
        createRecords({ definition, shelf, binding, client, lookups, items, usesSalesApi });
      const { touchedBy } = definition;
      opened.set(binding.entity, {
        binding,
        shelves: definition.shelves.map(recordsOn),
        touched: touchedBy && { rows: recordsOn(touchedBy.shelf), column: touchedBy.column },
      });
    }
    const bounds = {
      executionMs: settings.executionSeconds * 1000,
      visibilityMs: settings.visibilitySeconds * 1000,
      pauseMs: settings.pauseSeconds * 1000,
    };
    return {
      test: (signal) =>
        testConnection(
          {
            settings,
            http,
            client,
            entities: [...opened.values()].flatMap(({ shelves }) => shelves.slice(0, 1)),
            nowMs: () => clock.monotonicMs(),
          },
          signal,
        ),
      async describe(signal) {
        for (const { shelves, touched } of opened.values()) for (const records of touched ? [...shelves, touched.rows] : shelves) records.forget(); // prettier-ignore
        const all = [...opened.values()].map(({ shelves: [records], binding }) => describeEntity(records!, binding, signal)); // prettier-ignore
        return (await Promise.all(all)).filter((schema) => schema !== null);
      },
      source(entity) {
        const open = opened.get(entity);
        if (open === undefined) return undefined;
        const source = createSource(open.shelves);
        return open.touched === null ? source : withTouched(source, open.shelves[0]!, open.touched, clock);
      },
      sink(entity) {
        const open = opened.get(entity);
        return open && createSink(open.shelves, open.binding, bounds);
      },
      notices: createNotices(client, { clock, usesSalesApi: settings.salesApi === 'auto' }),
      // Its sockets are the HTTP client's, which belongs to who opened the connection.
      async close() {},
    };
  },
});
