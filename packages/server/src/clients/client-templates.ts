import {
  compareVersions,
  defaultMastership,
  fitTemplate,
  mergeTemplate,
  readPackage,
  type MergeConflict,
  type TemplatePackage,
} from '@koppel/model';
import type { ClientTemplate } from '@koppel/protocol';
import type { Store, StoredTemplate } from '@koppel/store';
import { oursOf } from '../templates/evaluation.ts';
import { changesHere, installedView } from '../templates/installed.ts';

const mostChanges = 12;

type MergePart = Pick<MergeConflict, 'id' | 'kind' | 'flowId' | 'nodeId' | 'nodeTitle' | 'name'>;

/** A workspace whose library somebody may take packages from. */
export interface Shelf {
  readonly slug: string;
  readonly store: Store;
}

/** The templates of a workspace, each with the newest version that can be brought there from these libraries. */
export async function templatesOf(own: Shelf, shelves: readonly Shelf[]): Promise<ClientTemplate[]> {
  const installed = await own.store.templates.installed();
  return Promise.all(installed.map((one) => templateOf(one, own, shelves)));
}

async function templateOf(installed: StoredTemplate, own: Shelf, shelves: readonly Shelf[]): Promise<ClientTemplate> {
  const { store } = own;
  const { id, version, title, localChanges, problem, unfinished } = await installedView(installed, { store });
  const newest = await newestOf(installed, own, shelves);
  const questions = newest && !problem ? await questionsOf(installed, newest.template, store) : [];
  const asked = new Set(questions.map((question) => question.id));
  const changes = problem ? [] : (await changesHere(installed, { store })).filter((change) => !asked.has(change.id));
  return {
    id,
    version,
    title,
    upgrade: newest && { version: newest.template.manifest.version, from: newest.from },
    localChanges,
    questions: problem ? null : questions.length,
    changes: [
      ...questions.map((part) => ({ ...partOf(part), isQuestion: true })),
      ...changes.map((part) => ({ ...partOf(part), isQuestion: false })),
    ].slice(0, mostChanges),
    problem,
    unfinished,
  };
}

/**
 * The newest version beyond the installed one. From another workspace's library only by the same publisher: a template of
 * somebody else may have the same name.
 */
async function newestOf(
  { id, version, content }: StoredTemplate,
  own: Shelf,
  shelves: readonly Shelf[],
): Promise<{ readonly template: TemplatePackage; readonly from: string } | null> {
  const read = readPackage(content);
  const publisher = read.ok ? read.package.signature?.publicKey : undefined;
  let newest: { readonly template: TemplatePackage; readonly from: string } | null = null;
  // The own library first: of equal versions the one that is there already.
  for (const shelf of [own, ...shelves.filter(({ slug }) => slug !== own.slug)]) {
    for (const stored of await shelf.store.templateLibrary.list()) {
      const least: string = newest?.template.manifest.version ?? version;
      if (stored.id !== id || compareVersions(stored.version, least) <= 0) continue;
      const candidate = readPackage(stored.content);
      if (!candidate.ok) continue;
      const isSame = publisher !== undefined && candidate.package.signature?.publicKey === publisher;
      if (shelf === own || isSame) newest = { template: candidate.package, from: shelf.slug };
    }
  }
  return newest;
}

/** What both the client and the new version changed: as an upgrade would ask it. */
async function questionsOf(
  { content, fitting }: StoredTemplate,
  { contents }: TemplatePackage,
  store: Store,
): Promise<readonly MergePart[]> {
  const before = readPackage(content);
  if (!before.ok) return [];
  const flows = await Promise.all(Object.values(fitting.flowIds).map((flowId) => store.flows.get(flowId)));
  const { conflicts } = mergeTemplate({
    base: fitTemplate(before.package.contents, fitting),
    ours: oursOf(
      flows.filter((flow) => flow !== null),
      await store.workspace.valueLists(),
      (await store.workspace.mastership()) ?? defaultMastership,
    ),
    theirs: fitTemplate(contents, fitting),
  });
  return conflicts;
}

function partOf({ id, kind, flowId, nodeId, nodeTitle, name }: MergePart): MergePart {
  return { id, kind, flowId, nodeId, nodeTitle, name };
}
