import { check } from '@koppel/compiler';
import {
  fieldId,
  mergeTemplate,
  type FlowDocument,
  type Issue,
  type MergeChoices,
  type MergeConflict,
  type TemplateContents,
} from '@koppel/model';
import type { MergeEffect, TemplateInstallation } from '@koppel/protocol';
import type { TemplateChoices, TemplateWork } from '@koppel/store';
import { demandCode } from '../handlers/code-guard.ts';
import { demand, personIdOf, type Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { preview } from '../workspace/preview.ts';
import { tryFlow } from '../workspace/try-flow.ts';
import { authorsOf } from './authorship.ts';
import { evaluate, namesFor, openConflicts, type Evaluation, type TemplateServices } from './evaluation.ts';
import { packageOf } from './library.ts';
import { installedTests, type SkippedTest } from './tests.ts';

const longestPreviewMs = 45_000;
const longestTryMs = 60_000;
const longestTestsMs = 120_000;

/** Begins an installation, or goes on with the one of this version. Throws 404 for a package that the library does not have. */
export async function begin(
  { id, version }: { readonly id: string; readonly version: string },
  startedBy: string,
  services: TemplateServices,
): Promise<TemplateWork> {
  const { store } = services;
  const { template } = await packageOf(id, version, store);
  const begun = (await store.templates.unfinished()).find((work) => work.templateId === id && work.version === version);
  if (begun) return begun;
  const stored = (await store.templateLibrary.get(id, version))!;
  const installed = await store.templates.get(id);
  const connections = await store.connections.list();
  const slots = template.manifest.slots.flatMap(({ slot, role }) => {
    const [only, another] = connections.filter((connection) => connection.role === role);
    const kept = installed?.fitting.slots[slot];
    return kept !== undefined || !only || another ? [] : [[slot, only.id] as const];
  });
  const choices: TemplateChoices = {
    flowIds: await namesFor(template.contents, installed?.fitting.flowIds ?? {}, { store }),
    slots: Object.fromEntries(slots),
    fields: {},
    parameters: {},
    choices: {},
  };
  const work = await store.templates.begin({ templateId: id, version, content: stored.content, choices, startedBy });
  for (const connectionId of new Set(Object.values(choices.slots))) await knowFields(connectionId, services);
  return work;
}

/** Throws 404. */
export async function workOf(id: string, { store }: TemplateServices): Promise<TemplateWork> {
  const work = await store.templates.work(id);
  if (!work) throw notFound('installation', id);
  return work;
}

/** Looks at the fields of a system that nobody looked at; where it does not answer, its fields are taken as they are named. */
async function knowFields(connectionId: string, { discovery }: TemplateServices): Promise<void> {
  if (await discovery.known(connectionId)) return;
  await discovery.look(connectionId).catch(() => null);
}

interface Change {
  readonly slots?: Readonly<Record<string, string | null>> | undefined;
  readonly fields?: Readonly<Record<string, string | null>> | undefined;
  readonly parameters?: TemplateChoices['parameters'] | undefined;
  readonly choices?: Readonly<Record<string, TemplateChoices['choices'][string] | null>> | undefined;
}

/** Keeps what was chosen. Throws 400 for what is not of this installation, and 422 for a combination that does not fit. */
export async function change(id: string, body: Change, services: TemplateServices): Promise<TemplateWork> {
  const { store } = services;
  const work = await workOf(id, services);
  const { template } = (await evaluate(work, services)).open;
  const { manifest } = template;
  const fields: Record<string, string> = {};
  for (const [slot, connectionId] of Object.entries(body.slots ?? {})) {
    if (!manifest.slots.some((known) => known.slot === slot))
      fields[`slots.${slot}`] = `The template has no slot "${slot}".`;
    else if (connectionId !== null && !(await store.connections.get(connectionId))) {
      fields[`slots.${slot}`] = `There is no connection "${connectionId}".`;
    }
  }
  const known = new Set(manifest.fields.map(fieldId));
  for (const [field, match] of Object.entries(body.fields ?? {})) {
    if (!known.has(field)) fields[`fields.${field}`] = `The template does not use "${field}".`;
    else if (match !== null && !/^~?[\w./-]{1,200}$/.test(match)) fields[`fields.${field}`] = `"${match}" is no field.`;
  }
  for (const name of Object.keys(body.parameters ?? {})) {
    if (manifest.parameters.every((parameter) => parameter.name !== name)) {
      fields[`parameters.${name}`] = `The template has no parameter "${name}".`;
    }
  }
  if (Object.keys(fields).length > 0) {
    throw new HttpProblem(400, {
      code: 'template.unknown-choice',
      message: Object.values(fields)[0]!,
      remedy: 'Correct the marked fields.',
      fields,
    });
  }
  const choices: TemplateChoices = {
    flowIds: work.choices.flowIds,
    slots: without({ ...work.choices.slots, ...body.slots }),
    fields: without({ ...work.choices.fields, ...body.fields }),
    parameters: { ...work.choices.parameters, ...body.parameters },
    choices: without({ ...work.choices.choices, ...body.choices }),
  };
  for (const connectionId of Object.values(body.slots ?? {})) {
    if (connectionId !== null) await knowFields(connectionId, services);
  }
  const next = { ...work, choices };
  const { merged } = await evaluate(next, services);
  const [refused] = merged.refused.filter((conflict) => Object.hasOwn(body.choices ?? {}, conflict));
  if (refused !== undefined) {
    throw new HttpProblem(422, {
      code: 'template.combination-does-not-fit',
      message: `What was chosen for "${refused}" is not of the form that belongs there.`,
      remedy: 'Write it in the form of the other values, or choose one of them.',
    });
  }
  await store.templates.choose(id, choices);
  return next;
}

function without<T>(record: Readonly<Record<string, T | null>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== null));
}

/** An installation as its wizard needs it. */
export async function installationView(
  evaluation: Evaluation,
  { store, discovery }: TemplateServices,
): Promise<TemplateInstallation> {
  const { work, open, installed, fitting, present, fields, parameters, merged, checks, blockers } = evaluation;
  const { manifest, documentation } = open.template;
  const connections = await store.connections.list();
  const matched = new Map(fields.map((field) => [field.id, field]));
  const left = openConflicts(merged, work.choices.choices);
  const authors = await authorsOf(evaluation, store);
  return {
    id: work.id,
    template: open.view,
    manifest,
    documentation,
    upgrades: installed?.version ?? null,
    upgradesSince: installed?.installedAt.toISOString() ?? null,
    startedAt: work.startedAt.toISOString(),
    startedBy: work.startedBy,
    flows: manifest.flows.map(({ id, title }) => {
      const flowId = fitting.flowIds[id] ?? id;
      const result = Object.hasOwn(merged.flows, flowId) ? merged.flows[flowId]! : null;
      return { templateFlow: id, flowId, title, isNew: !present.has(flowId), result };
    }),
    slots: manifest.slots.map(({ slot, role, title, connectors }) => ({
      slot,
      role,
      title,
      connectors,
      connectionId: fitting.slots[slot] ?? null,
      options: connections
        .filter((connection) => connection.role === role)
        .map(({ id, name, connectorId }) => ({ id, name, connectorId })),
    })),
    fields: manifest.fields.map((field) => {
      const { id, match, isChosen } = matched.get(fieldId(field))!;
      return { ...field, id, match, isChosen };
    }),
    parameters: manifest.parameters.map((parameter) => ({ ...parameter, ...parameters.get(parameter.name)! })),
    compare: {
      automatic: [...merged.automatic],
      // At the first installation everything that the workspace has is its own.
      kept: installed ? [...merged.kept] : [],
      conflicts: merged.conflicts.map((conflict) => ({
        ...conflict,
        choice: choiceOf(work, conflict.id),
        changedHere: authors.get(conflict.id) ?? null,
      })),
      open: left.length,
    },
    fieldLabels: await fieldLabels(Object.values(fitting.slots), discovery),
    checks: checks.map(({ flowId, issues }) => ({ flowId, issues: [...issues] })),
    blockers: [...blockers],
  };
}

/** What systems call their own fields. Where two have one of the same name, the first counts. */
async function fieldLabels(
  connections: readonly string[],
  discovery: TemplateServices['discovery'],
): Promise<Record<string, string>> {
  const labels = new Map<string, string>();
  for (const connectionId of new Set(connections)) {
    const known = await discovery.known(connectionId);
    for (const { entity, fields } of known?.entities ?? []) {
      for (const { field, label } of fields) {
        const name = `${entity}.${field}`;
        if (field.startsWith('~') && label && !labels.has(name)) labels.set(name, label);
      }
    }
  }
  return Object.fromEntries(labels);
}

type Conflict = TemplateInstallation['compare']['conflicts'][number];

function choiceOf({ choices }: TemplateWork, id: string): Conflict['choice'] {
  const choice = Object.hasOwn(choices.choices, id) ? choices.choices[id]! : null;
  if (!choice) return null;
  return choice.take === 'combined' ? { take: 'combined', value: choice.value } : { take: choice.take };
}

/** What each answer to a conflict makes of real records. Reads live, writes nothing. */
export async function effectOf(
  work: TemplateWork,
  { conflict: id, combined, limit }: { readonly conflict: string; readonly combined?: unknown; readonly limit: number },
  { services, signal }: { readonly services: TemplateServices; readonly signal: AbortSignal },
): Promise<MergeEffect> {
  const evaluation = await evaluate(work, services);
  const conflict = evaluation.merged.conflicts.find((one) => one.id === id);
  if (!conflict) throw notFound('conflict', id);
  const { flowId, nodeId, kind, name } = conflict;
  const issues: MergeEffect['issues'] = { ours: [], theirs: [], combined: [] };
  const nothing = (problem: string): MergeEffect => ({ field: null, records: [], issues, problem });
  if (flowId === null) return nothing('Records do not show this difference.');
  const isShown = nodeId !== null && kind === 'mappingRow';
  const { base } = conflict;
  const variants = {
    base: base === undefined || !isShown ? null : { take: 'combined' as const, value: base },
    ours: { take: 'ours' as const },
    theirs: { take: 'theirs' as const },
    combined: combined === undefined ? null : { take: 'combined' as const, value: combined },
  };
  const looks: Record<keyof typeof variants, ReadonlyMap<string, { name: string; value: Cell }> | null> = {
    base: null,
    ours: null,
    theirs: null,
    combined: null,
  };
  let problem: string | null = null;
  const combinedSignal = AbortSignal.any([signal, AbortSignal.timeout(longestPreviewMs)]);
  let keys: readonly string[] | null = null;
  for (const variant of ['ours', 'base', 'theirs', 'combined'] as const) {
    const choice = variants[variant];
    if (!choice) continue;
    const { document, refused } = documentWith(evaluation, flowId, { ...work.choices.choices, [id]: choice });
    if (refused.includes(id)) return nothing('What was written is not of the form that belongs there.');
    // A flow that the workspace removed, and that this answer leaves so.
    if (!document) continue;
    const binding = evaluation.bindings.get(flowId) ?? { slots: {}, parameterValues: {} };
    const context = await services.checks.contextOf(document, binding, evaluation.tables);
    if (variant !== 'base') {
      issues[variant] = check(document, context).issues.filter((issue) => isAbout(conflict, issue));
    }
    if (!isShown) continue;
    const shown = await preview({
      document,
      context,
      nodeId,
      keys,
      limit,
      withTarget: false,
      system: async (slot) => {
        const connectionId = binding.slots[slot] ?? null;
        return connectionId === null ? null : services.pool.system(connectionId);
      },
      linksOf: async () => new Map(),
      clock: services.clock,
      signal: combinedSignal,
    });
    if (shown.error) problem ??= shown.error.message;
    keys ??= shown.records.map(({ key }) => key);
    looks[variant] = new Map(
      shown.records.map((record) => [record.key, { name: record.name, value: record.output?.[name] ?? null }]),
    );
  }
  if (!isShown) return nothing('Records do not show this difference.');
  const value = (variant: keyof typeof looks, key: string) => looks[variant]?.get(key)?.value ?? null;
  return {
    field: name,
    records: [...(looks.ours ?? [])].map(([key, { name: called }]) => ({
      key,
      name: called,
      base: value('base', key),
      ours: value('ours', key),
      theirs: value('theirs', key),
      combined: value('combined', key),
    })),
    issues,
    problem,
  };
}

/** Whether the check speaks of what a conflict is about: its row, its node, or the flow as a whole. */
function isAbout({ kind, nodeId, name }: MergeConflict, issue: Issue): boolean {
  if (nodeId === null) return true;
  return issue.nodeId === nodeId && (kind !== 'mappingRow' || issue.path.includes(name));
}

type Cell = MergeEffect['records'][number]['base'];

function documentWith(
  { sides }: Evaluation,
  flowId: string,
  choices: MergeChoices,
): { readonly document: FlowDocument | null; readonly refused: readonly string[] } {
  const only = (contents: TemplateContents): TemplateContents => {
    const flow = Object.hasOwn(contents.flows, flowId) ? contents.flows[flowId] : undefined;
    return { flows: flow ? { [flowId]: flow } : {}, valueLists: {}, mastership: [] };
  };
  const { base, ours, theirs } = sides;
  const merged = mergeTemplate({ base: only(base), ours: only(ours), theirs: only(theirs) }, choices);
  return { document: Object.hasOwn(merged.flows, flowId) ? merged.flows[flowId]! : null, refused: merged.refused };
}

/** A sample run of the result of one flow. Writes nothing. */
export async function tryResult(
  work: TemplateWork,
  { flowId, limit }: { readonly flowId: string; readonly limit: number },
  { services, signal }: { readonly services: TemplateServices; readonly signal: AbortSignal },
) {
  const { merged, bindings, tables } = await evaluate(work, services);
  const document = Object.hasOwn(merged.flows, flowId) ? merged.flows[flowId]! : null;
  if (!document) throw notFound('flow', flowId);
  const { store, pool, discovery, checks, clock, embed } = services;
  return tryFlow({
    document,
    bindings: bindings.get(flowId)!,
    keys: null,
    limit,
    journal: store.journal,
    pool,
    discovery,
    checks: { contextOf: (tried, bound) => checks.contextOf(tried, bound, tables) },
    clock,
    viewLink: (account) => embed.linkOf(account),
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestTryMs)]),
  });
}

/** Carries an installation out, all or nothing, but for tests that its flows cannot be tested with. Publishing and changing the mastership table need their own rights. */
export async function finish(
  work: TemplateWork,
  as: 'drafts' | 'published',
  {
    principal,
    services,
    signal,
  }: { readonly principal: Principal; readonly services: TemplateServices; readonly signal: AbortSignal },
): Promise<{ readonly skippedTests: readonly SkippedTest[] }> {
  if (as === 'published') {
    demand(principal, 'flows.publish');
    if (services.about().isTwoPerson) throw installAsDrafts();
  }
  const { store } = services;
  const evaluation = await evaluate(work, services);
  const { blockers, merged, checks, present, bindings, fitting, open, tables } = evaluation;
  const [blocker] = blockers;
  if (blocker) {
    throw new HttpProblem(422, {
      ...blocker,
      code: 'template.not-ready',
      message: `Nothing was installed: ${blocker.message}`,
    });
  }
  const broken = checks.flatMap(({ flowId, issues }) =>
    issues.filter(({ severity }) => severity === 'error').map((issue) => ({ flowId, issue })),
  );
  if (as === 'published' && broken.length > 0) {
    const [{ flowId, issue }] = broken as [(typeof broken)[number]];
    throw new HttpProblem(422, {
      code: 'template.has-errors',
      message: `Nothing was installed: the flow "${flowId}" could not be published: ${issue.message}`,
      remedy: `${issue.remedy} Or install it as drafts.`,
      issues: broken.map((one) => one.issue),
    });
  }
  await demandCode(principal, Object.values(merged.flows), services);
  const { title, version } = open.template.manifest;
  const publishAs = as === 'published' ? `${title.en} ${version}` : null;
  const isTableChanged = JSON.stringify(tables.mastership.rows) !== JSON.stringify(evaluation.sides.ours.mastership);
  if (isTableChanged) demand(principal, 'mastership.edit');
  const { tests, skipped } = await installedTests(evaluation, {
    ...services,
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestTestsMs)]),
  });
  const done = await store.templates.install({
    workId: work.id,
    templateId: work.templateId,
    version,
    content: work.content,
    fitting,
    by: principal.name,
    byId: personIdOf(principal),
    flows: Object.entries(merged.flows).map(([id, document]) => ({
      document,
      revision: present.get(id)?.revision ?? null,
      ...bindings.get(id)!,
      publishAs,
    })),
    mastership: isTableChanged
      ? { table: tables.mastership, revision: await store.workspace.mastershipRevision() }
      : null,
    valueLists: Object.values(merged.valueLists).filter(
      (list) => JSON.stringify(list) !== JSON.stringify(evaluation.sides.ours.valueLists[list.id]),
    ),
    tests,
  });
  if (done === 'missing') throw notFound('installation', work.id);
  if (done === 'stale') {
    throw new HttpProblem(409, {
      code: 'template.changed-meanwhile',
      message: 'Nothing was installed: somebody saved a flow or the mastership table meanwhile.',
      remedy: 'Look at the comparison again, then install.',
    });
  }
  return { skippedTests: skipped };
}

/** 409 in a workspace where nothing is published that nobody else approved. */
function installAsDrafts(): HttpProblem {
  return new HttpProblem(409, {
    code: 'template.needs-approval',
    message: 'Nothing was installed: in this workspace somebody else has to approve a draft before it is published.',
    remedy: 'Install it as drafts, and ask for a review of each flow.',
  });
}
