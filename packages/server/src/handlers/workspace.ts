import { defaultMastership, type MastershipTable, type ValueList } from '@koppel/model';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { mastershipCsv, mastershipHtml } from '../workspace/mastership-document.ts';
import { applyQuoteChoice, changesBetween, findingsOf } from '../workspace/mastership-changes.ts';
import type { Services } from './services.ts';

type WorkspaceRoutes =
  | 'getMastership'
  | 'saveMastership'
  | 'exportMastership'
  | 'getMastershipHistory'
  | 'getMastershipFindings'
  | 'tryMastership'
  | 'listValueLists'
  | 'createValueList'
  | 'changeValueList'
  | 'saveValueList';

export function workspaceHandlers(services: Services): Pick<Handlers, WorkspaceRoutes> {
  const { workspace } = services.store;
  const current = async () => (await workspace.mastership()) ?? defaultMastership;
  return {
    async getMastership() {
      return { table: await current(), revision: await workspace.mastershipRevision() };
    },

    async saveMastership({ body: { table, revision }, principal, audit }) {
      const before = await current();
      const saved = await workspace.saveMastership(table, principal.name, revision);
      if (saved === 'stale') {
        throw new HttpProblem(409, {
          code: 'mastership.saved-meanwhile',
          message: 'Somebody else changed the mastership table meanwhile.',
          remedy: 'Look at what changed, then make your change again.',
        });
      }
      audit.change({ revision, rows: byRow(before) }, { revision: saved, rows: byRow(table) });
      const switched = await applyQuoteChoice(before, table, principal.name, services);
      return { table, revision: saved, switched };
    },

    async exportMastership({ query: { format, language } }) {
      const [table, revision, [newest]] = await Promise.all([
        current(),
        workspace.mastershipRevision(),
        workspace.mastershipHistory(1),
      ]);
      const fileName = `mastership-${revision}.${format}`;
      if (format === 'json') {
        return { fileName, mediaType: 'application/json', content: `${JSON.stringify(table, null, 2)}\n` };
      }
      const paper = {
        table,
        revision,
        saved: newest ? { by: newest.savedBy, at: newest.savedAt } : null,
        workspace: services.about().name,
        at: services.clock.now(),
        timeZone: services.about().timeZone,
        language,
      };
      return format === 'csv'
        ? { fileName, mediaType: 'text/csv', content: mastershipCsv(paper) }
        : { fileName, mediaType: 'text/html', content: mastershipHtml(paper) };
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

    async createValueList({ body, principal, audit }) {
      audit.about({ id: body.id, title: body.title.en });
      if ((await workspace.createValueList(body, principal.name)) === 'exists') {
        throw new HttpProblem(409, {
          code: 'value-list.exists',
          message: `There is already a value list "${body.id}".`,
          remedy: 'Use it, or give yours another name.',
        });
      }
      audit.change(null, toldOf(body));
      return body;
    },

    async changeValueList({ params: { id }, body: { changes }, principal, audit }) {
      const changed = await workspace.changeValueList(id, changes, principal.name);
      if (changed === 'missing') throw notFound('value list', id);
      if (!changed.isChanged) {
        const { code, now } = changed;
        throw new HttpProblem(409, {
          code: 'value-list.changed-meanwhile',
          message:
            now === null
              ? `Somebody else took "${code}" out of the list meanwhile.`
              : `Somebody else set "${code}" to "${now}" meanwhile.`,
          remedy: 'Look at what changed, then make your change again.',
        });
      }
      const { before, after } = changed;
      audit.about({ title: after.title.en }).change(toldOf(before), toldOf(after));
      return after;
    },

    async saveValueList({ params: { id }, body, principal, audit }) {
      if (body.id !== id) {
        throw new HttpProblem(400, {
          code: 'value-list.other-id',
          message: `The list is "${body.id}", not "${id}".`,
          remedy: 'Save it under its own id.',
        });
      }
      const before = (await workspace.valueLists()).find((list) => list.id === id);
      await workspace.saveValueList(body, principal.name);
      audit.about({ title: body.title.en }).change(before && toldOf(before), toldOf(body));
      return body;
    },
  };
}

/** By what each row is about, so that one that moved is not told as changed. */
function byRow({ rows }: MastershipTable) {
  return Object.fromEntries(rows.map((row) => [`${row.entity}.${'field' in row ? row.field : row.group}`, row]));
}

function toldOf({ title, entries }: ValueList) {
  return { title, entries };
}
