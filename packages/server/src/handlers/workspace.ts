import { defaultMastership } from '@koppel/model';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem } from '../http/problems.ts';
import { applyQuoteChoice, changesBetween, findingsOf } from '../workspace/mastership-changes.ts';
import type { Services } from './services.ts';

type WorkspaceRoutes =
  | 'getMastership'
  | 'saveMastership'
  | 'getMastershipHistory'
  | 'getMastershipFindings'
  | 'tryMastership'
  | 'listValueLists'
  | 'saveValueList';

export function workspaceHandlers(services: Services): Pick<Handlers, WorkspaceRoutes> {
  const { workspace } = services.store;
  const current = async () => (await workspace.mastership()) ?? defaultMastership;
  return {
    async getMastership() {
      return { table: await current(), revision: await workspace.mastershipRevision() };
    },

    async saveMastership({ body: { table, revision }, principal }) {
      const before = await current();
      const saved = await workspace.saveMastership(table, principal.name, revision);
      if (saved === 'stale') {
        throw new HttpProblem(409, {
          code: 'mastership.saved-meanwhile',
          message: 'Somebody else changed the mastership table meanwhile.',
          remedy: 'Look at what changed, then make your change again.',
        });
      }
      const switched = await applyQuoteChoice(before, table, principal.name, services);
      return { table, revision: saved, switched };
    },

    async getMastershipHistory() {
      const revisions = await workspace.mastershipHistory();
      return revisions.map(({ revision, table, savedAt, savedBy }, index) => ({
        revision,
        table,
        savedAt: savedAt.toISOString(),
        savedBy,
        changes: changesBetween(revisions[index + 1]?.table ?? null, table),
      }));
    },

    getMastershipFindings: () => findingsOf(null, services),
    tryMastership: ({ body }) => findingsOf(body, services),

    listValueLists: () => workspace.valueLists(),

    async saveValueList({ params: { id }, body, principal }) {
      if (body.id !== id) {
        throw new HttpProblem(400, {
          code: 'value-list.other-id',
          message: `The list is "${body.id}", not "${id}".`,
          remedy: 'Save it under its own id.',
        });
      }
      await workspace.saveValueList(body, principal.name);
      return body;
    },
  };
}
