import { defineConnector, type System } from '@koppel/sdk';
import { createClient, endpoint } from './client.ts';
import { describeEntity } from './describe.ts';
import { entities } from './entities.ts';
import { createLookups } from './lookups.ts';
import { createRecords, type EntityRecords } from './records.ts';
import { createSink } from './sink.ts';
import { createSource } from './source.ts';
import { trytonSpec, type trytonSettings } from './specs.ts';
import { testConnection } from './test-connection.ts';

/** Reads and writes Tryton through its JSON-RPC. */
export const tryton = defineConnector<typeof trytonSettings>({
  spec: trytonSpec,
  // Tryton publishes no limits. A worker or two are left for the people who use it.
  pace: { maxConcurrent: 3, maxRequests: 6000, windowMs: 60_000 },
  origins: (settings) => [new URL(endpoint(settings)).origin],
  open({ settings, bindings, http, clock }): System {
    const client = createClient({ settings, http, clock });
    const lookups = createLookups(client, clock);
    const opened = new Map<string, EntityRecords>();
    for (const binding of bindings) {
      const definition = entities[binding.entity];
      if (definition === undefined || definition.model !== binding.systemEntity) continue;
      opened.set(binding.entity, createRecords({ definition, binding, client, lookups, settings }));
    }
    const bounds = {
      executionMs: settings.executionSeconds * 1000,
      visibilityMs: settings.visibilitySeconds * 1000,
      pauseMs: settings.pauseSeconds * 1000,
    };
    return {
      test: (signal) =>
        testConnection(
          { settings, http, client, entities: [...opened.values()], nowMs: () => clock.monotonicMs() },
          signal,
        ),
      async describe(signal) {
        client.forget();
        const schemas = [];
        for (const records of opened.values()) schemas.push(await describeEntity(records, signal));
        return schemas.filter((schema) => schema !== null);
      },
      source(entity) {
        const records = opened.get(entity);
        return records && createSource(records);
      },
      sink(entity) {
        const records = opened.get(entity);
        return records && createSink(records, bounds);
      },
      // Its sockets are the HTTP client's, which belongs to who opened the connection.
      async close() {},
    };
  },
});
