import type { Failure, RecordEdit } from '@koppel/model';
import type { FailureDetail } from '@koppel/protocol';
import type { Handlers } from '../http/handlers.ts';
import { may } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { settlementOf } from '../failures/mending.ts';
import { canMap, remediesOf, type FailureSurroundings } from '../failures/remedies.ts';
import { retry } from './retry.ts';
import type { Services } from './services.ts';

type FailureRoutes =
  | 'listFailures'
  | 'countOpenFailures'
  | 'getFailure'
  | 'retryFailures'
  | 'mendFailure'
  | 'dismissFailures';

export function failureHandlers(services: Services): Pick<Handlers, FailureRoutes> {
  const { store, versions, discovery, catalog } = services;

  const failureOf = async (id: string): Promise<Failure> => {
    const failure = await store.failures.get(id);
    if (!failure) throw notFound('failed record', id);
    return failure;
  };

  const documentOf = async ({ runId }: Failure) => {
    const ran = await store.runs.get(runId);
    return ran ? versions.asRun(ran.run.flowId, ran.run.flowVersion) : null;
  };

  /** Flows that are published and save records of an entity into a connection. */
  const bringersTo = async (connectionId: string | undefined) => {
    const flows = await store.flows.list();
    const published = await Promise.all(
      flows.map(async (flow) => ({
        flow,
        document: flow.publishedVersion === null ? null : await versions.asRun(flow.id, flow.publishedVersion),
      })),
    );
    return (entity: string) =>
      published.flatMap(({ flow, document }) => {
        const brings = Object.values(document?.nodes ?? {}).some(
          ({ type, slot, entity: saved }) =>
            saved === entity &&
            slot !== undefined &&
            flow.slots[slot] === connectionId &&
            catalog.nodes.get(type)?.role === 'sink',
        );
        return brings && document ? [{ id: flow.id, title: document.title }] : [];
      });
  };

  const linkOf = async ({ sides, key }: Failure) => {
    if (!sides) return null;
    const [claim] = await store.links.claimsOf(sides, { sourceKeys: [key], targetKeys: [] });
    return claim ?? null;
  };

  const detailOf = async (failure: Failure): Promise<FailureDetail> => {
    const { sides } = failure;
    const [document, known, link, bringers, history] = await Promise.all([
      documentOf(failure),
      sides ? discovery.known(sides.targetConnectionId) : null,
      linkOf(failure),
      bringersTo(sides?.targetConnectionId),
      store.failures.history(failure.id),
    ]);
    const around: FailureSurroundings = {
      document,
      target: known?.entities.find(({ entity }) => entity === sides?.entity) ?? null,
      isLinked: link !== null,
      bringers,
    };
    const numbers = new Map<string, number>();
    for (const { runId } of history) {
      const found = runId === null || numbers.has(runId) ? null : await store.runs.get(runId);
      if (found) numbers.set(found.run.id, found.run.number);
    }
    return {
      ...failure,
      remedies: remediesOf(failure, around),
      history: history.map((event) => ({
        ...event,
        runNumber: event.runId === null ? null : (numbers.get(event.runId) ?? null),
      })),
      targetKey: link?.targetKey ?? null,
    };
  };

  const tryAgain = async (ids: readonly string[], by: { readonly name: string; readonly edit?: RecordEdit | null }) => {
    const runs = await retry(await store.failures.retryable({ ids }), by, services);
    if (runs.length === 0) {
      throw new HttpProblem(409, {
        code: 'failures.nothing-to-retry',
        message: 'None of these records can be retried.',
        remedy: 'They were solved or dismissed since, or their flow is no longer published.',
      });
    }
    return { runs: runs.map(({ id, number, flowId }) => ({ runId: id, number, flowId })) };
  };

  /** Refuses values for fields that the records do not have: they would have no effect. */
  const checkEdit = async (ids: readonly string[], { input, output }: RecordEdit) => {
    for (const id of ids) {
      const failure = await failureOf(id);
      const document = await documentOf(failure);
      const unread = Object.keys(input).find((field) => !Object.hasOwn(failure.input, field));
      const unmade = Object.keys(output).find((field) => !canMap(document, field));
      const field = unread ?? unmade;
      if (field === undefined) continue;
      const why =
        unread === undefined ? 'The flow does not fill this field.' : 'The record was read without this field.';
      throw new HttpProblem(422, {
        code: 'failures.field-not-settable',
        message: `"${field}" of ${failure.name} cannot be set for a retry. ${why}`,
        remedy: 'Set one of the fields that the failed record shows.',
        fields: { [field]: why },
      });
    }
  };

  return {
    async listFailures({ query, principal }) {
      // Whoever may not see a name or a message may not find out either that it holds a text.
      const filter = { ...query, isInKeys: !may(principal, 'payloads.read') };
      const { before: _, limit: __, ...narrowing } = filter;
      const [{ items, hasMore }, counts, titles] = await Promise.all([
        store.failures.list(filter),
        store.failures.counts(narrowing),
        store.flows.titles(),
      ]);
      return {
        items: items.map((item) => ({ ...item, flowTitle: titles.get(item.flowId) ?? { en: item.flowId } })),
        hasMore,
        ...counts,
      };
    },

    async countOpenFailures() {
      return { open: await store.failures.openCount() };
    },

    getFailure: async ({ params: { id } }) => detailOf(await failureOf(id)),

    async retryFailures({ body: { ids, edit }, principal }) {
      const { input = {}, output = {} } = edit ?? {};
      const isEdited = Object.keys(input).length + Object.keys(output).length > 0;
      if (isEdited) await checkEdit(ids, { input, output });
      return tryAgain(ids, { name: principal.name, edit: isEdited ? { input, output } : null });
    },

    async mendFailure({ params: { id }, body, principal, audit }) {
      const failure = await failureOf(id);
      const { sides, key, name } = failure;
      audit.about({ title: name }).change(null, body);
      const link = await linkOf(failure);
      const cannot = (remedy: string) =>
        new HttpProblem(409, {
          code: 'failures.remedy-not-possible',
          message: `That cannot be done for ${name}.`,
          remedy,
        });
      if (!sides) throw cannot('Its flow writes into no other system.');
      switch (body.kind) {
        case 'link': {
          const author = { how: 'hand', by: principal.name, reason: failure.error.message };
          const wish = { sourceKey: key, targetKey: body.targetKey, sourceName: name, targetName: null };
          const [answer] = await store.links.make(sides, [wish], author, { refusal: true });
          if (answer!.kind === 'taken') {
            throw cannot('The other record is linked to another one. Look under Record links which of them is right.');
          }
          if (answer!.kind !== 'linked' && answer!.kind !== 'same') {
            throw cannot('A run is creating one of the two right now. Wait a moment, then look again.');
          }
          await store.failures.note(id, principal.name, `Linked to ${body.targetKey}`);
          break;
        }
        case 'unlink':
          if (!link) throw cannot('It is not linked. Retry it: it is matched or created anew.');
          await store.links.forget(link.id, principal.name, failure.error.message);
          await store.failures.note(id, principal.name, `Link to ${link.targetKey} removed`);
          break;
        case 'choose': {
          const settled = settlementOf(failure, body.choices);
          if (!link || Object.keys(settled).length === 0) {
            throw cannot('Retry it: it is compared anew, and says which values differ.');
          }
          await store.links.agree(link.id, settled);
          const chosen = Object.entries(body.choices).map(([field, side]) => `${field}: the ${side}'s value`);
          await store.failures.note(id, principal.name, chosen.join('; '));
          break;
        }
      }
      return tryAgain([id], { name: principal.name });
    },

    async dismissFailures({ body: { ids, reason }, principal, audit }) {
      audit.about({ id: ids.join(', ') }).because(reason);
      await store.failures.dismiss(ids, reason, principal.name);
      return null;
    },
  };
}
