import { defaultMastership } from '@koppel/model';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem } from '../http/problems.ts';
import type { Services } from './services.ts';

type WorkspaceRoutes = 'getMastership' | 'saveMastership' | 'listValueLists' | 'saveValueList';

export function workspaceHandlers({ store }: Services): Pick<Handlers, WorkspaceRoutes> {
  const { workspace } = store;
  return {
    async getMastership() {
      return (await workspace.mastership()) ?? defaultMastership;
    },

    async saveMastership({ body, principal }) {
      await workspace.saveMastership(body, principal.name);
      return body;
    },

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
