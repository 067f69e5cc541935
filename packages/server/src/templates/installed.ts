import {
  compareVersions,
  fitTemplate,
  mastershipRowId,
  templateChanges,
  type MergeChange,
  type TemplateContents,
} from '@koppel/model';
import type { InstalledTemplate, TemplateDiff, TemplateDocumentation } from '@koppel/protocol';
import type { StoredTemplate } from '@koppel/store';
import { defaultMastership } from '@koppel/model';
import { HttpProblem, notFound } from '../http/problems.ts';
import { oursOf, type TemplateServices } from './evaluation.ts';
import { openPackage, packageOf, versionsOf } from './library.ts';

type Ports = Pick<TemplateServices, 'store'>;

/** Throws 404. */
async function installedOf(id: string, { store }: Ports): Promise<StoredTemplate> {
  const installed = await store.templates.get(id);
  if (!installed) throw notFound('installed template', id);
  return installed;
}

/** The template as it was installed, in the words of the workspace, and what the workspace has of it now. */
async function statesOf(
  installed: StoredTemplate,
  { store }: Ports,
): Promise<{ readonly base: TemplateContents; readonly now: TemplateContents }> {
  const { template } = await openPackage(
    { ...installed, addedAt: installed.installedAt, addedBy: installed.installedBy },
    store,
  );
  const base = fitTemplate(template.contents, installed.fitting);
  const flows = await Promise.all(Object.keys(base.flows).map((id) => store.flows.get(id)));
  const whole = oursOf(
    flows.filter((flow) => flow !== null),
    await store.workspace.valueLists(),
    (await store.workspace.mastership()) ?? defaultMastership,
  );
  // Rows and lists that the template does not speak of are the workspace's own.
  const rows = new Set(base.mastership.map(mastershipRowId));
  const lists = Object.entries(whole.valueLists).filter(([id]) => Object.hasOwn(base.valueLists, id));
  const mastership = whole.mastership.filter((row) => rows.has(mastershipRowId(row)));
  return { base, now: { flows: whole.flows, valueLists: Object.fromEntries(lists), mastership } };
}

/** What was changed here since a template was installed, without what is only drawn elsewhere. */
export async function changesHere(installed: StoredTemplate, ports: Ports): Promise<readonly MergeChange[]> {
  return (await localChanges(installed, ports)).filter(({ isLayoutOnly }) => !isLayoutOnly);
}

async function localChanges(installed: StoredTemplate, ports: Ports): Promise<readonly MergeChange[]> {
  const { base, now } = await statesOf(installed, ports);
  return templateChanges(base, now);
}

/** How an installed template stands. */
export async function installedView(installed: StoredTemplate, ports: Ports): Promise<InstalledTemplate> {
  const { store } = ports;
  const { id, version } = installed;
  const [newest] = await versionsOf(id, store);
  const available = newest !== undefined && compareVersions(newest, version) > 0 ? newest : null;
  const work = (await store.templates.unfinished()).find(({ templateId }) => templateId === id);
  const common = {
    id,
    version,
    installedAt: installed.installedAt.toISOString(),
    installedBy: installed.installedBy,
    available,
    revertsTo: await store.templates.revertsTo(id),
    unfinished: work?.id ?? null,
  };
  try {
    const { template } = await openPackage({ ...installed, addedAt: installed.installedAt, addedBy: '' }, store);
    const changes = await changesHere(installed, ports);
    const isChanged = changes.length > 0;
    const { flowIds } = installed.fitting;
    return {
      ...common,
      title: template.manifest.title,
      flows: template.manifest.flows.map((flow) => {
        const flowId = flowIds[flow.id] ?? flow.id;
        return { id: flowId, title: flow.title, localChanges: changes.filter((one) => one.flowId === flowId).length };
      }),
      state: isChanged ? (available ? 'locallyChangedAndStale' : 'locallyChanged') : available ? 'stale' : 'upToDate',
      problem: null,
      localChanges: changes.length,
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      ...common,
      title: { en: id },
      flows: Object.values(installed.fitting.flowIds).map((flowId) => ({
        id: flowId,
        title: { en: flowId },
        localChanges: 0,
      })),
      state: 'cannotCheck',
      problem: error.message,
      localChanges: 0,
    };
  }
}

/** What was changed here since it was installed, or what another version of the library changes. */
export async function diffOf(id: string, to: string | undefined, ports: Ports): Promise<TemplateDiff> {
  const installed = await installedOf(id, ports);
  if (to === undefined)
    return { from: installed.version, to: null, changes: [...(await localChanges(installed, ports))] };
  const { base } = await statesOf(installed, ports);
  const { template } = await packageOf(id, to, ports.store);
  const changes = templateChanges(base, fitTemplate(template.contents, installed.fitting));
  return { from: installed.version, to, changes: [...changes] };
}

/** Goes back to before the last installation of a template. Throws 404, and 409 where something would be lost. */
export async function revert(
  id: string,
  options: { readonly by: string; readonly discardChanges: boolean },
  { store }: Ports,
): Promise<{ version: string | null; flows: string[] }> {
  const result = await store.templates.revert(id, options);
  if (result === 'missing') throw notFound('installed template', id);
  if (result.status === 'running') {
    throw new HttpProblem(409, {
      code: 'template.flow-is-running',
      message: `Nothing was taken back: ${result.flows.join(', ')} came with the template and has a run that has not ended.`,
      remedy: 'Stop the run, or wait for its end, then go back.',
    });
  }
  if (result.status === 'changed') {
    throw new HttpProblem(409, {
      code: 'template.changed-since',
      message: `Nothing was taken back: since the installation these were changed: ${result.names.map(nameOf).join(', ')}.`,
      remedy: 'Go back all the same if those changes may be lost.',
    });
  }
  return { version: result.version, flows: [...result.flows] };
}

/** The page of a version of the library; without one of what is installed, else of the newest. Throws 404. */
export async function documentationOf(
  id: string,
  version: string | undefined,
  { store }: Ports,
): Promise<TemplateDocumentation> {
  const installed = version === undefined ? await store.templates.get(id) : null;
  const open = installed
    ? await openPackage({ ...installed, addedAt: installed.installedAt, addedBy: installed.installedBy }, store)
    : await packageOf(id, version ?? (await versionsOf(id, store))[0] ?? '', store);
  const { manifest, documentation } = open.template;
  return { id, version: manifest.version, title: manifest.title, documentation };
}

/** Lets a template go: what it brought stays, and is the workspace's own. Throws 404. */
export async function detach(id: string, ports: Ports): Promise<{ flows: string[] }> {
  const { flows } = await installedView(await installedOf(id, ports), ports);
  if ((await ports.store.templates.detach(id)) === 'missing') throw notFound('installed template', id);
  return { flows: flows.map((flow) => flow.id) };
}

/** `flow:accounts` as people say it. */
function nameOf(stored: string): string {
  const [kind, id = ''] = stored.split(':');
  if (kind === 'mastership') return 'the mastership table';
  if (kind === 'test') return `the flow test "${id}"`;
  return kind === 'valueList' ? `the value list "${id}"` : `the flow "${id}"`;
}
