import type { LinkPairView, RecordComparison } from '@koppel/protocol';
import { normalise } from '@koppel/mapping';
import type { FieldValue } from '@koppel/model';
import { asFlowError, type FindQuery } from '@koppel/sdk';
import type { LinkAnswer, StoredConnection } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { may, type Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { EntityReader, type SeenRecord } from '../links/link-systems.ts';
import {
  demandConnections,
  inReach,
  linkView,
  runView,
  sidesOf,
  suggestionView,
  type RunNumbers,
} from './link-views.ts';
import type { Services } from './services.ts';

type LinkRoutes =
  | 'listLinkPairs'
  | 'listLinks'
  | 'getLink'
  | 'makeLink'
  | 'unlink'
  | 'compareRecords'
  | 'searchRecords'
  | 'listLinkSuggestions'
  | 'acceptLinkSuggestions'
  | 'dismissLinkSuggestions';

const mostFound = 20;
/** By what a record can be looked for, beside its key: the values must be equal. */
const searchedFields = ['number', 'companyNumber', 'vatNumber', 'email', 'name', 'lastName'];

/** Links of one act whose keys the audit log is told. */
const mostTold = 25;

export function linkHandlers(services: Services): Pick<Handlers, LinkRoutes> {
  const { store, discovery, privacy, goOn } = services;
  const { links } = store;

  const numbersOf = async (ids: readonly (string | null)[]): Promise<RunNumbers> => {
    const numbers = new Map<string, number>();
    for (const id of new Set(ids)) {
      const found = id === null ? null : await store.runs.get(id);
      if (found) numbers.set(found.run.id, found.run.number);
    }
    return numbers;
  };
  const erps = async (): Promise<ReadonlySet<string>> => {
    const all = await store.connections.list();
    return new Set(all.flatMap(({ id, role }) => (role === 'erp' ? [id] : [])));
  };
  /** Whoever may not see a name may not find out either that it holds a text. */
  const mayFindNames = async (principal: Principal, entity: string) =>
    may(principal, 'payloads.read') || (await privacy.mask()).showsNamesOf(entity);
  const linkOf = async (id: number) => {
    const isErp = await erps();
    const link = await links.get(id, (connectionId) => isErp.has(connectionId));
    if (!link) throw notFound('record link', String(id));
    return link;
  };

  return {
    async listLinkPairs() {
      const connections = await store.connections.list();
      const byId = new Map(connections.map((connection) => [connection.id, connection]));
      const counted = await links.pairs();
      const countOf = (entity: string, one: string, other: string) =>
        counted.find(
          ({ entity: of, connectionIds: [a, b] }) => of === entity && [a, b].includes(one) && [a, b].includes(other),
        )?.links ?? 0;
      const pairs = new Map<string, LinkPairView>();
      const add = (entity: string, one: StoredConnection, other: StoredConnection) => {
        const [left, right] = inOrder(one, other);
        const pair = { entity, left: systemOf(left), right: systemOf(right), links: countOf(entity, one.id, other.id) };
        pairs.set(`${entity} ${left.id} ${right.id}`, pair);
      };
      for (const { entity, connectionIds } of counted) {
        const [one, other] = connectionIds.map((id) => byId.get(id));
        if (one && other) add(entity, one, other);
      }
      // What could be linked: entities that two systems of different roles both have.
      const entities = new Map<string, ReadonlySet<string>>();
      for (const { id } of connections) {
        const known = await discovery.known(id);
        entities.set(id, new Set(known?.entities.map(({ entity }) => entity) ?? []));
      }
      for (const [index, one] of connections.entries()) {
        for (const other of connections.slice(index + 1)) {
          if (one.role === other.role) continue;
          for (const entity of entities.get(one.id)!)
            if (!entity.startsWith('~') && entities.get(other.id)!.has(entity)) add(entity, one, other);
        }
      }
      return [...pairs.values()].toSorted((one, other) => other.links - one.links);
    },

    async listLinks({ query, principal }) {
      const { before, limit, text, origin, view } = query;
      const sides = sidesOf(query);
      const isInKeys = !(await mayFindNames(principal, query.entity));
      const filter = { text, isInKeys, origin, isSuspicious: view === 'suspicious' };
      const [{ items, hasMore }, total, counts] = await Promise.all([
        links.list(sides, { ...filter, before, limit }),
        links.count(sides, filter),
        links.counts(sides),
      ]);
      const numbers = await numbersOf(items.map(({ madeInRun }) => madeInRun));
      return { items: items.map((item) => linkView(item, numbers)), hasMore, total, counts };
    },

    async getLink({ params: { id } }) {
      const link = await linkOf(id);
      const [base, history, suggestions] = await Promise.all([
        links.baseOf(id),
        links.history(link, link),
        links.suggestionsFor(link, link),
      ]);
      const numbers = await numbersOf([link.madeInRun, ...history.map(({ runId }) => runId)]);
      const pair = { entity: link.entity, left: link.sourceConnectionId, right: link.targetConnectionId };
      return {
        link: linkView(link, numbers),
        base: Object.fromEntries(
          Object.entries(base).map(([field, value]) => [field, isFormPair(value) ? [value[0], value[1]] : value]),
        ),
        history: history.map(({ at, kind, sourceKey, targetKey, how, by, runId, reason }) => ({
          at: at.toISOString(),
          kind,
          leftKey: sourceKey,
          rightKey: targetKey,
          how,
          by,
          run: runView(runId, numbers),
          reason,
        })),
        suggestions: suggestions.map((suggestion) => suggestionView(pair, suggestion)),
      };
    },

    async makeLink({ body, principal, audit, signal }) {
      audit.because(body.reason).change(null, { leftKey: body.leftKey, rightKey: body.rightKey });
      const sides = sidesOf(body);
      await demandConnections([body.left, body.right], store);
      const [left, right] = await inReach(() =>
        Promise.all([
          readOne(body.left, body.entity, body.leftKey, signal),
          readOne(body.right, body.entity, body.rightKey, signal),
        ]),
      );
      if (!left || !right) {
        const [side, key] = left ? ['rightKey', body.rightKey] : ['leftKey', body.leftKey];
        throw new HttpProblem(404, {
          code: 'links.no-such-record',
          message: `There is no record "${key}" in its system.`,
          remedy: 'Look the record up again: it may have been deleted.',
          fields: { [side]: 'This record is not there.' },
        });
      }
      const [answer] = await links.make(
        sides,
        [{ sourceKey: left.key, targetKey: right.key, sourceName: left.name, targetName: right.name }],
        { how: 'hand', by: principal.name, reason: body.reason },
        // Whoever links by hand means it, whatever was said before.
        { refusal: true, claims: body.isInstead },
      );
      const id = linkedOrThrow(answer!);
      await goOn();
      return linkView(await linkOf(id), new Map());
    },

    async unlink({ body: { ids, reason }, principal, audit }) {
      audit.about({ id: ids.join(', ') }).because(reason);
      audit.change(await pairsOf(ids), null);
      return { unlinked: await links.unlink(ids, principal.name, reason) };
    },

    async compareRecords({ query, signal }) {
      await demandConnections([query.left, query.right], store);
      const [left, right] = await Promise.all([
        look(query.left, query.entity, query.leftKey, signal),
        look(query.right, query.entity, query.rightKey, signal),
      ]);
      return { left: left.view, right: right.view, fields: compared(left, right) };
    },

    async searchRecords({ query: { entity, connection, text }, signal }) {
      await demandConnections([connection], store);
      const found = await inReach(async () => {
        const reader = await EntityReader.open(connection, entity, services);
        const fields = searchedFields.filter((field) => reader.has(field));
        const queries: FindQuery[] = [
          { by: 'key', key: text },
          ...fields.map((field): FindQuery => ({ by: 'fields', values: { [field]: text } })),
        ];
        return (await reader.find(queries, fields, signal)).flat();
      });
      const unique = new Map(found.map((record) => [record.key, record]));
      return [...unique.values()]
        .slice(0, mostFound)
        .map(({ key, name, values }) => ({ key, name, values: { ...values } }));
    },

    async listLinkSuggestions({ query, principal }) {
      const isInKeys = !(await mayFindNames(principal, query.entity));
      const { items, hasMore } = await links.suggestions(sidesOf(query), { ...query, isInKeys });
      return { items: items.map((suggestion) => suggestionView(query, suggestion)), hasMore };
    },

    async acceptLinkSuggestions({ body: { ids, reason, isInstead }, principal, audit }) {
      audit.about({ id: ids.join(', ') }).because(reason);
      let linked = 0;
      let taken = 0;
      for (const id of ids) {
        const suggestion = await links.suggestion(id);
        if (!suggestion) continue;
        const author = { how: 'hand', by: principal.name, reason };
        const overrides = { refusal: true, claims: isInstead };
        const [answer] = await links.make(suggestion.sides, [suggestion], author, overrides);
        if (answer!.kind === 'linked') linked += 1;
        else if (answer!.kind !== 'same') taken += 1;
      }
      audit.change(null, { linked, taken });
      await goOn();
      return { linked, taken };
    },

    async dismissLinkSuggestions({ body: { ids, reason }, principal, audit }) {
      audit.about({ id: ids.join(', ') }).because(reason);
      await links.dismiss(ids, principal.name, reason);
      return null;
    },
  };

  /** The keys of links, by their ids: what was linked cannot be looked up any more once it is not. */
  async function pairsOf(ids: readonly number[]) {
    const isErp = await erps();
    const found = await Promise.all(
      ids.slice(0, mostTold).map((id) => links.get(id, (connectionId) => isErp.has(connectionId))),
    );
    return Object.fromEntries(
      found.flatMap((link) => (link ? [[link.id, { leftKey: link.sourceKey, rightKey: link.targetKey }]] : [])),
    );
  }

  async function readOne(
    connectionId: string,
    entity: string,
    key: string,
    signal: AbortSignal,
  ): Promise<SeenRecord | undefined> {
    const reader = await EntityReader.open(connectionId, entity, services);
    const [found] = await reader.find([{ by: 'key', key }], [], signal);
    return found![0];
  }

  /** A record as it is now. One system out of reach leaves the other readable. */
  async function look(
    connectionId: string,
    entity: string,
    key: string | undefined,
    signal: AbortSignal,
  ): Promise<Looked> {
    const view: RecordComparison['left'] = {
      state: 'notAsked',
      name: null,
      values: {},
      mergedInto: null,
      address: null,
      error: null,
    };
    if (key === undefined) return { view, schema: null };
    try {
      const reader = await EntityReader.open(connectionId, entity, services);
      const fields = reader.schema.fields.map(({ field }) => field).filter((field) => !field.startsWith('~'));
      const [found] = await reader.find([{ by: 'key', key }], fields, signal);
      const record = found![0];
      if (!record) return { view: { ...view, state: 'gone' }, schema: reader.schema };
      const { name, values, mergedInto } = record;
      return { view: { ...view, state: 'found', name, values: { ...values }, mergedInto }, schema: reader.schema };
    } catch (error) {
      if (signal.aborted) throw error;
      return { view: { ...view, state: 'unreachable', error: asFlowError(error).view() }, schema: null };
    }
  }
}

interface Looked {
  readonly view: RecordComparison['left'];
  readonly schema: EntityReader['schema'] | null;
}

/** The fields that both systems have, and whether they hold the same. */
function compared(left: Looked, right: Looked): RecordComparison['fields'] {
  const fields = [left, right].flatMap(({ view }) => Object.keys(view.values));
  const bothHave = (field: string) =>
    [left, right].every(({ schema }) => schema === null || schema.fields.some((one) => one.field === field));
  return [...new Set(fields)].filter(bothHave).map((field) => {
    const plain = ({ view, schema }: Looked): FieldValue => {
      const type = schema?.fields.find((one) => one.field === field)?.type ?? ({ kind: 'text' } as const);
      return normalise(view.values[field] ?? null, type);
    };
    return { field, isEqual: String(plain(left) ?? '') === String(plain(right) ?? '') };
  });
}

function isFormPair(value: unknown): value is readonly [FieldValue, FieldValue] {
  return Array.isArray(value);
}

function systemOf({ id, name, role }: StoredConnection) {
  return { connectionId: id, name, role };
}

/** The ERP is left, whatever the direction. */
function inOrder(one: StoredConnection, other: StoredConnection): [StoredConnection, StoredConnection] {
  return other.role === 'erp' && one.role !== 'erp' ? [other, one] : [one, other];
}

function linkedOrThrow(answer: LinkAnswer): number {
  switch (answer.kind) {
    case 'linked':
    case 'same':
      return answer.id;
    case 'taken': {
      const [claim] = answer.claims;
      const [left, right] = [claim!.sourceName ?? claim!.sourceKey, claim!.targetName ?? claim!.targetKey];
      throw new HttpProblem(409, {
        code: 'links.taken',
        message: `"${left}" is linked to "${right}". A record has one counterpart at most.`,
        remedy: 'Keep the present link, or link these instead: then the present link is removed.',
      });
    }
    case 'refused':
    case 'underWay':
      throw new HttpProblem(409, {
        code: 'links.under-way',
        message: 'A run is creating one of these records right now.',
        remedy: 'Wait a moment, then look again.',
      });
  }
}
