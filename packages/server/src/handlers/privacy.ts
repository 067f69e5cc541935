import type { Retention } from '@koppel/protocol';
import type { RecordKey, StoragePart } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { notFound } from '../http/problems.ts';
import { limitsOf } from '../privacy/privacy.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

type PrivacyRoutes = 'getPrivacy' | 'savePrivacy' | 'getStorage' | 'findPerson' | 'exportPerson' | 'erasePerson';

const mostRecords = 100;

export function privacyHandlers(
  { privacy, store, clock, about, sockets }: Services,
  { instance }: InstanceServices,
): Pick<Handlers, PrivacyRoutes> {
  /** Data of a connection outlives it: what is kept can be handed over and erased even then. */
  const checkConnections = async (records: readonly RecordKey[]) => {
    for (const id of new Set(records.map(({ connectionId }) => connectionId))) {
      if (!(await store.connections.get(id)) && !(await store.personalData.hasLinksOf(id))) {
        throw notFound('connection', id);
      }
    }
  };

  return {
    getPrivacy: () => privacy.settings(),

    async savePrivacy({ body, audit }) {
      audit.change(await privacy.settings(), body);
      await privacy.save(body);
      // Whoever listens begins anew, by the classes as they are now.
      sockets.reconnect();
      return privacy.settings();
    },

    async getStorage({ query }) {
      const decided = await privacy.retention();
      const wanted: Retention = {
        runsDays: query.runsDays ?? decided.runsDays,
        logsDays: query.logsDays ?? decided.logsDays,
        payloadsDays: query.payloadsDays ?? decided.payloadsDays,
      };
      const { runs, logs, payloads, databaseBytes } = await store.retention.storage(limitsOf(wanted, clock.now()));
      return { runs: partOf(runs), logs: partOf(logs), payloads: partOf(payloads), databaseBytes };
    },

    async findPerson({ body: { text } }) {
      const { records, places } = await store.personalData.find(text, mostRecords);
      const names = new Map((await store.connections.list()).map(({ id, name }) => [id, name]));
      return {
        records: records.map((record) => ({
          ...record,
          connectionName: names.get(record.connectionId) ?? record.connectionId,
        })),
        places,
      };
    },

    async exportPerson({ body, audit }) {
      audit.about({ title: titleOf(body.records) });
      await checkConnections(body.records);
      const items = await store.personalData.collect(body);
      return {
        madeAt: clock.now().toISOString(),
        workspace: about().name,
        items: items.map(({ place, row }) => ({ place, row: { ...row } })),
      };
    },

    async erasePerson({ body, audit, principal, address }) {
      audit.about({ title: titleOf(body.records) });
      await checkConnections(body.records);
      // What people did with this person's records is told by the names that those had.
      const texts = [...body.texts, ...(await store.personalData.namesOf(body.records))];
      const places = await store.personalData.erase(body);
      const workspaceId = about().id;
      const mentions = await instance.audit.mentioning(workspaceId, texts);
      await instance.audit.erase(mentions, {
        workspaceId,
        actorKind: principal.kind,
        actorId: principal.userId,
        actorName: principal.name,
        address,
      });
      return { places };
    },
  };
}

/** By their keys: a name has no place in a log that is never changed. */
function titleOf(records: readonly RecordKey[]): string {
  return records.map(({ entity, key }) => `${entity} ${key}`).join(', ');
}

function partOf({ oldestAt, ...part }: StoragePart) {
  return { ...part, oldestAt: oldestAt?.toISOString() ?? null };
}
