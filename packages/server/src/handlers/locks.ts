import { defaultMastership, masterOf, type MastershipTable } from '@koppel/model';
import type { EntityLocks } from '@koppel/protocol';
import { asFlowError, type FieldLock, type Locks } from '@koppel/sdk';
import type { StoredConnection } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { Services } from './services.ts';

/** Locks are asked of the systems each time: somebody may have changed them there. Nothing of them is kept here. */
export function lockHandlers(services: Services): Pick<Handlers, 'getLocks' | 'setLocks'> {
  const { store, pool, discovery, clock } = services;
  const table = async () => (await store.workspace.mastership()) ?? defaultMastership;

  const fieldsOf = async (connectionId: string, entity: string): Promise<string[]> => {
    const known = await discovery.known(connectionId);
    const schema = known?.entities.find((other) => other.entity === entity);
    return (schema?.fields ?? []).map(({ field }) => field).filter((field) => !field.startsWith('~'));
  };
  const locksOf = async (connectionId: string, entity: string): Promise<Locks | undefined> =>
    (await pool.system(connectionId)).locks?.(entity);

  const viewOf = (
    { id, name, role }: StoredConnection,
    entity: string,
    mastership: MastershipTable,
    found: {
      readonly canLock: boolean;
      readonly fields: readonly FieldLock[];
      readonly problem?: EntityLocks['problem'];
    },
  ): EntityLocks => ({
    connectionId: id,
    connectionName: name,
    role,
    entity,
    canLock: found.canLock,
    fields: found.fields.map(({ field, state, reason }) => ({
      field,
      state,
      reason: reason ?? null,
      ...wantedFor(mastership, { entity, field, role }),
    })),
    problem: found.problem ?? null,
    checkedAt: clock.now().toISOString(),
  });

  return {
    async getLocks({ query: { entity }, signal }) {
      const mastership = await table();
      const all: EntityLocks[] = [];
      for (const connection of await store.connections.list()) {
        const fields = await fieldsOf(connection.id, entity);
        if (fields.length === 0) continue;
        try {
          const locks = await locksOf(connection.id, entity);
          const found = locks ? await locks.read(fields, signal) : [];
          all.push(viewOf(connection, entity, mastership, { canLock: locks !== undefined, fields: found }));
        } catch (error) {
          signal.throwIfAborted();
          const { message, remedy } = asFlowError(error);
          const problem = { message, remedy };
          all.push(viewOf(connection, entity, mastership, { canLock: true, fields: [], problem }));
        }
      }
      return all;
    },

    async setLocks({ body: { connectionId, entity, fields, wanted }, signal, audit }) {
      const connection = await store.connections.get(connectionId);
      if (!connection) throw notFound('connection', connectionId);
      audit
        .about({ id: connectionId, title: connection.name })
        .change(null, Object.fromEntries(fields.map((field) => [`${entity}.${field}`, wanted])));
      const mastership = await table();
      const requests = fields.map((field) => ({
        field,
        ...wantedFor(mastership, { entity, field, role: connection.role }),
      }));
      const own = requests.find((request) => wanted === 'locked' && request.wanted === 'open');
      if (own) throw notToLock(connection, entity, own.field);
      try {
        const locks = await locksOf(connectionId, entity);
        if (!locks) throw cannotLock(connection, entity);
        await locks.set(requests, wanted, signal);
        const found = await locks.read(await fieldsOf(connectionId, entity), signal);
        return viewOf(connection, entity, mastership, { canLock: true, fields: found });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof HttpProblem) throw error;
        const { code, message, remedy } = asFlowError(error);
        throw new HttpProblem(502, { code, message, remedy });
      }
    },
  };
}

/** What the mastership table asks of a field in a system with this role. */
function wantedFor(
  table: MastershipTable,
  { entity, field, role }: { readonly entity: string; readonly field: string; readonly role: string },
): { wanted: 'open' | 'locked'; maySeed: boolean } {
  const row = masterOf(table, entity, field);
  const isItsOwn = row?.master === role || row?.handOver?.to === role || row?.shared === true;
  const isCopy = row !== undefined && row.master !== 'undecided' && !isItsOwn;
  return { wanted: isCopy ? 'locked' : 'open', maySeed: row?.maySeed.includes(role) ?? false };
}

function notToLock({ name }: StoredConnection, entity: string, field: string): HttpProblem {
  return new HttpProblem(409, {
    code: 'locks.not-a-copy',
    message: `"${entity}.${field}" is not a copy in ${name}: nobody else is its only master.`,
    remedy: 'Decide first on the mastership screen who is its master, then lock it.',
  });
}

function cannotLock({ name }: StoredConnection, entity: string): HttpProblem {
  return new HttpProblem(409, {
    code: 'locks.impossible',
    message: `${name} cannot lock fields of ${entity} records.`,
    remedy: 'Leave the fields open: the drift check finds what people change there, and puts it back.',
  });
}
