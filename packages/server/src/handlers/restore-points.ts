import type { FlowDocument } from '@koppel/model';
import type { RestoreSource } from '@koppel/protocol';
import type { LastGood, RestorePoint, StoredFlow } from '@koppel/store';
import { StoreError } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { personIdOf } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { demandCode } from './code-guard.ts';
import { editedElsewhere, savedMeanwhile } from './flows.ts';
import type { Services } from './services.ts';

type RestoreRoutes = 'listRestorePoints' | 'getRestorePoint' | 'keepRestorePoint' | 'restoreDraft';

/** A flow as it is opened, and where that comes from where its own draft cannot be read. */
export interface OpenedFlow {
  readonly flow: StoredFlow;
  readonly from: LastGood['from'] | null;
  readonly damage: StoreError | null;
}

/** The flow of a route's id; where its draft cannot be read, with its newest state that can. Throws 404. */
export async function openedFlowOf(id: string, { store }: Pick<Services, 'store'>): Promise<OpenedFlow> {
  try {
    const flow = await store.flows.get(id);
    if (!flow) throw notFound('flow', id);
    return { flow, from: null, damage: null };
  } catch (damage) {
    if (!(damage instanceof StoreError)) throw damage;
    const good = await store.restorePoints.lastGood(id);
    if (!good) throw damage;
    return { flow: good.flow, from: good.from, damage };
  }
}

export function restorePointHandlers(services: Services): Pick<Handlers, RestoreRoutes> {
  const { store, drafts, flowsChanged } = services;
  return {
    async listRestorePoints({ params: { id } }) {
      await openedFlowOf(id, services);
      return (await store.restorePoints.ofFlow(id)).map(viewOf);
    },

    async getRestorePoint({ params: { id, point } }) {
      return documentOf(id, { point }, services);
    },

    async keepRestorePoint({ params: { id }, body: { note, cause }, audit }) {
      const { flow } = await openedFlowOf(id, services);
      audit.about({ title: flow.document.title.en }).because(note);
      const kept = await store.restorePoints.keep(id, { cause, note });
      if (kept === 'missing') throw notFound('flow', id);
      audit.change(null, { revision: flow.revision });
      return viewOf(kept);
    },

    async restoreDraft({ params: { id }, body: { from, revision, tab }, principal, audit }) {
      const document = await documentOf(id, from, services);
      const { damage } = await openedFlowOf(id, services);
      // What code a draft that cannot be read holds, nobody knows; any other one gets no code that its flow never ran.
      if (!damage) await demandCode(principal, [{ ...document, id }], services);
      audit.about({ title: document.title.en });
      const editor = drafts.editorBesides(id, { personId: personIdOf(principal), tab });
      if (editor) throw editedElsewhere(editor);
      const saved = await store.restorePoints.restore(id, {
        document,
        revision,
        savedBy: principal.name,
        savedById: personIdOf(principal),
      });
      if (saved === 'missing') throw notFound('flow', id);
      if (saved === 'stale') throw await savedMeanwhile(id, services);
      drafts.saved(id, saved.revision);
      audit.change({ revision }, { revision: saved.revision, from: 'version' in from ? from.version : from.point });
      flowsChanged();
      return { revision: saved.revision, savedAt: saved.savedAt.toISOString() };
    },
  };
}

async function documentOf(id: string, from: RestoreSource, { store, versions }: Services): Promise<FlowDocument> {
  if ('version' in from) {
    const document = await versions.get(id, from.version);
    if (!document) throw notFound('version', `${id} ${from.version}`);
    return document;
  }
  try {
    const document = await store.restorePoints.document(id, from.point);
    if (!document) throw notFound('restore point', from.point);
    return document;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new HttpProblem(409, {
      code: 'flow.restore-point-damaged',
      message: `This restore point cannot be opened: ${error.message}`,
      remedy: 'Choose another one, or a published version.',
    });
  }
}

function viewOf({ keptAt, savedAt, ...point }: RestorePoint) {
  return { ...point, keptAt: keptAt.toISOString(), savedAt: savedAt.toISOString() };
}
