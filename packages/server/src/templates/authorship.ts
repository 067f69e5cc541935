import { isSame, mastershipRowId, templateChanges, type MergeConflict } from '@koppel/model';
import type { FlowDocument, MastershipTable, TemplateContents } from '@koppel/model';
import type { Store } from '@koppel/store';
import type { Evaluation } from './evaluation.ts';

/** Who made a part of a template what it is in this workspace, and when. */
export interface Authorship {
  readonly by: string;
  readonly at: string;
}

/** A moment of a flow or the mastership table: what it said, and who saved it. */
interface State {
  readonly contents: TemplateContents;
  readonly by: string;
  readonly at: Date;
}

/** Further back nobody is named: every version is read and compared. */
const mostVersions = 30;
const nothing: TemplateContents = { flows: {}, valueLists: {}, mastership: [] };

/**
 * Who changed our side of each conflict since the template was installed, by the id of the conflict. Of a first installation,
 * and of what was not changed here, nobody. A change that no saved state shows by itself, such as the edges of a circle, has
 * nobody either.
 */
export async function authorsOf(evaluation: Evaluation, store: Store): Promise<ReadonlyMap<string, Authorship>> {
  const { installed, merged, sides } = evaluation;
  const authors = new Map<string, Authorship>();
  if (!installed) return authors;
  const since = installed.installedAt;
  const byFlow = new Map<string, readonly State[]>();
  let table: readonly State[] | null = null;
  for (const conflict of merged.conflicts) {
    const { id, flowId, kind } = conflict;
    let states: readonly State[] = [];
    if (flowId !== null) {
      states = byFlow.get(flowId) ?? (await statesOfFlow(flowId, since, { evaluation, store }));
      byFlow.set(flowId, states);
    } else if (kind === 'mastershipCell') {
      table ??= await statesOfTable(since, store);
      states = table;
    } else {
      const saved = await store.workspace.valueListSaved(id.split('/')[1]!);
      if (saved && saved.at > since)
        states = [{ ...saved, contents: { ...nothing, valueLists: sides.ours.valueLists } }];
    }
    const author = firstToSay(conflict, states, sides.base);
    if (author) authors.set(id, { by: author.by, at: author.at.toISOString() });
  }
  return authors;
}

/** The state from which on a part was as it is now; `states` the newest first. */
function firstToSay(conflict: MergeConflict, states: readonly State[], base: TemplateContents): State | null {
  let first: State | null = null;
  for (const state of states) {
    const change = templateChanges(only(base, state.contents), state.contents).find(({ id }) => id === conflict.id);
    if (!change || !isSame(change.after ?? null, conflict.ours ?? null)) break;
    first = state;
  }
  return first;
}

/** Of what was installed, what a state speaks of. */
function only(base: TemplateContents, { flows, valueLists, mastership }: TemplateContents): TemplateContents {
  const of = <T>(all: Readonly<Record<string, T>>, some: object) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => Object.hasOwn(some, id)));
  const rows = new Set(mastership.map(mastershipRowId));
  return {
    flows: of(base.flows, flows),
    valueLists: of(base.valueLists, valueLists),
    mastership: base.mastership.filter((row) => rows.has(mastershipRowId(row))),
  };
}

async function statesOfFlow(
  flowId: string,
  since: Date,
  { evaluation, store }: { readonly evaluation: Evaluation; readonly store: Store },
): Promise<State[]> {
  const flow = evaluation.present.get(flowId);
  if (!flow) return [];
  const of = (document: FlowDocument): TemplateContents => ({ ...nothing, flows: { [flowId]: document } });
  const draft: State = { contents: of(flow.document), by: flow.savedBy, at: flow.savedAt };
  const states: State[] = [draft];
  const versions = (await store.flows.versions(flowId)).filter(({ publishedAt }) => publishedAt > since);
  for (const { version, publishedAt, publishedBy, askedBy } of versions.slice(0, mostVersions)) {
    // A version that is the draft is of who drew it, not of who published it.
    if (version === flow.publishedVersion && !flow.isDraftDifferent) continue;
    const document = await store.flows.version(flowId, version);
    if (document) states.push({ contents: of(document), by: askedBy ?? publishedBy, at: publishedAt });
  }
  return states;
}

async function statesOfTable(since: Date, { workspace }: Store): Promise<State[]> {
  const of = ({ rows }: MastershipTable): TemplateContents => ({ ...nothing, mastership: rows });
  return (await workspace.mastershipHistory())
    .filter(({ savedAt }) => savedAt > since)
    .map(({ table, savedBy, savedAt }) => ({ contents: of(table), by: savedBy, at: savedAt }));
}
