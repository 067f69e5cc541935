import { check } from '@koppel/compiler';
import {
  defaultMastership,
  fieldId,
  fitTemplate,
  mergeTemplate,
  type FieldValue,
  type Issue,
  type MastershipTable,
  type MergedTemplate,
  type TemplateContents,
  type TemplatePackage,
  type TemplateParameter,
  type ValueList,
} from '@koppel/model';
import type { StoredFlow, StoredTemplate, TemplateFitting, TemplateWork } from '@koppel/store';
import type { Services } from '../handlers/services.ts';
import { freeFlowId } from '../handlers/flow-ids.ts';
import { openPackage, type OpenPackage } from './library.ts';

export type TemplateServices = Pick<
  Services,
  'about' | 'store' | 'discovery' | 'checks' | 'pool' | 'clock' | 'embed' | 'redaction' | 'versions'
>;

/** What keeps an installation from being finished, with the step of the wizard where that is mended. */
export interface Blocker {
  readonly step: 'package' | 'connections' | 'fields' | 'parameters' | 'compare' | 'review';
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** A field of the template, and what it is here. */
export interface MatchedField {
  readonly id: string;
  readonly match: string | null;
  readonly isChosen: boolean;
}

/** What an installation would do, worked out from the package, the choices and the workspace as they are now. */
export interface Evaluation {
  readonly work: TemplateWork;
  readonly open: OpenPackage;
  readonly installed: StoredTemplate | null;
  /** The package that is installed. */
  readonly former: TemplatePackage | null;
  readonly fitting: TemplateFitting;
  /** By the name they have here; only those that are there. */
  readonly present: ReadonlyMap<string, StoredFlow>;
  readonly fields: readonly MatchedField[];
  readonly parameters: ReadonlyMap<string, { readonly value: FieldValue; readonly mistake: string | null }>;
  readonly sides: Readonly<Record<'base' | 'ours' | 'theirs', TemplateContents>>;
  readonly merged: MergedTemplate;
  readonly tables: { readonly mastership: MastershipTable; readonly valueLists: readonly ValueList[] };
  /** What each flow of the result is bound to. */
  readonly bindings: ReadonlyMap<string, FlowBinding>;
  readonly checks: readonly { readonly flowId: string; readonly issues: readonly Issue[] }[];
  readonly blockers: readonly Blocker[];
}

export interface FlowBinding {
  readonly slots: Record<string, string | null>;
  readonly parameterValues: Record<string, FieldValue>;
}

const nothing: TemplateContents = { flows: {}, valueLists: {}, mastership: [] };

export async function evaluate(work: TemplateWork, services: TemplateServices): Promise<Evaluation> {
  const { store } = services;
  const open = await openPackage({ content: work.content, addedAt: work.startedAt, addedBy: work.startedBy }, store);
  const { manifest, contents } = open.template;
  const installed = await store.templates.get(work.templateId);
  const before = installed
    ? (await openPackage({ ...installed, addedAt: installed.installedAt, addedBy: '' }, store)).template
    : null;

  const flowIds = { ...work.choices.flowIds, ...installed?.fitting.flowIds };
  const present = new Map<string, StoredFlow>();
  for (const id of new Set(Object.values(flowIds))) {
    const flow = await store.flows.get(id);
    if (flow) present.set(id, flow);
  }
  const slots = { ...installed?.fitting.slots, ...work.choices.slots };
  const matches = await matchFields(
    open,
    { slots, chosen: { ...installed?.fitting.fields, ...work.choices.fields } },
    services,
  );
  const fieldNames = Object.fromEntries(
    matches.flatMap(({ id, match, isChosen }) => (match !== null && isChosen ? [[id, match] as const] : [])),
  );
  const parameters = valuesOf(manifest.parameters, { work, installed, present, flowIds });
  const fitting: TemplateFitting = {
    flowIds,
    slots,
    fields: { ...installed?.fitting.fields, ...fieldNames },
    parameters: Object.fromEntries([...parameters].map(([name, { value }]) => [name, value])),
  };

  const table = (await store.workspace.mastership()) ?? defaultMastership;
  const lists = await store.workspace.valueLists();
  const sides = {
    base: before && installed ? fitTemplate(before.contents, installed.fitting) : nothing,
    ours: oursOf([...present.values()], lists, table),
    theirs: fitTemplate(contents, fitting),
  };
  const merged = mergeTemplate(sides, work.choices.choices);
  const named = new Map(lists.map((list) => [list.id, list]));
  for (const list of Object.values(merged.valueLists)) named.set(list.id, list);
  const tables = { mastership: { ...table, rows: [...merged.mastership] }, valueLists: [...named.values()] };
  const bindings = bindingsOf(merged, { present, fitting, work, installed });
  const checks: Evaluation['checks'][number][] = [];
  for (const [flowId, document] of Object.entries(merged.flows)) {
    const { issues } = check(document, await services.checks.contextOf(document, bindings.get(flowId)!, tables));
    checks.push({ flowId, issues });
  }
  const evaluation = {
    work,
    open,
    installed,
    former: before,
    fitting,
    present,
    fields: matches,
    parameters,
    sides,
    merged,
    tables,
    bindings,
    checks,
  };
  return { ...evaluation, blockers: blockersOf(evaluation) };
}

/** What a workspace has of a template. Its table is its own: a template speaks of some of its rows. */
export function oursOf(
  flows: readonly StoredFlow[],
  lists: readonly ValueList[],
  table: MastershipTable,
): TemplateContents {
  return {
    flows: Object.fromEntries(flows.map(({ id, document }) => [id, document])),
    valueLists: Object.fromEntries(lists.map((list) => [list.id, list])),
    mastership: table.rows,
  };
}

/** The names that the flows of a package will have: their own, or a free one where another flow has that. */
export async function namesFor(
  contents: TemplateContents,
  known: Readonly<Record<string, string>>,
  { store }: Pick<Services, 'store'>,
): Promise<Record<string, string>> {
  const names: Record<string, string> = { ...known };
  for (const id of Object.keys(contents.flows)) names[id] ??= await freeFlowId(id, store.flows);
  return names;
}

async function matchFields(
  { template: { manifest } }: OpenPackage,
  {
    slots,
    chosen,
  }: { readonly slots: Readonly<Record<string, string>>; readonly chosen: Readonly<Record<string, string>> },
  { discovery }: TemplateServices,
): Promise<MatchedField[]> {
  const matches: MatchedField[] = [];
  for (const field of manifest.fields) {
    const id = fieldId(field);
    const named = Object.hasOwn(chosen, id) ? chosen[id]! : null;
    const connectionId = slots[field.slot];
    const known = connectionId ? await discovery.known(connectionId) : null;
    const schema = known?.entities.find(({ entity }) => entity === field.entity);
    const has = (name: string) => !schema || schema.fields.some((other) => other.field === name);
    if (named !== null) matches.push({ id, match: has(named) ? named : null, isChosen: true });
    else matches.push({ id, match: has(field.field) ? field.field : null, isChosen: false });
  }
  return matches;
}

interface Situation {
  readonly work: TemplateWork;
  readonly installed: StoredTemplate | null;
  readonly present: ReadonlyMap<string, StoredFlow>;
}

/** Chosen now, else as the flows have it here, else as it was given at the last installation, else the default. */
function valuesOf(
  parameters: readonly TemplateParameter[],
  { work, installed, present, flowIds }: Situation & { readonly flowIds: Readonly<Record<string, string>> },
): Evaluation['parameters'] {
  return new Map(
    parameters.map((parameter) => {
      const { name } = parameter;
      const here = parameter.uses
        .map(({ flowId }) => present.get(flowIds[flowId] ?? flowId)?.parameterValues[name])
        .find((value) => value !== undefined);
      const value = work.choices.parameters[name] ?? here ?? installed?.fitting.parameters[name] ?? parameter.default;
      return [name, { value, mistake: mistakeIn(parameter, value) }] as const;
    }),
  );
}

const forms: Readonly<Record<TemplateParameter['type'], (value: FieldValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  decimal: (value) => typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  email: (value) => typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
  url: (value) => typeof value === 'string' && URL.canParse(value),
};

function mistakeIn({ type, isRequired }: TemplateParameter, value: FieldValue): string | null {
  if (value === null || value === '') return isRequired ? 'It must be filled in.' : null;
  return forms[type](value) ? null : `"${String(value)}" is no ${type}.`;
}

function bindingsOf(
  merged: MergedTemplate,
  { present, fitting, work }: Situation & { readonly fitting: TemplateFitting },
): Map<string, FlowBinding> {
  return new Map(
    Object.entries(merged.flows).map(([id, document]) => {
      const flow = present.get(id);
      // What a flow is bound to here stays, unless another connection was chosen in this installation.
      const slots = Object.keys(document.slots).map((slot) => {
        const chosen = work.choices.slots[slot] ?? flow?.slots[slot] ?? fitting.slots[slot] ?? null;
        return [slot, chosen] as const;
      });
      const values: Record<string, FieldValue> = { ...flow?.parameterValues };
      for (const name of Object.keys(document.parameters)) {
        const value = fitting.parameters[name];
        if (value !== undefined && value !== null) values[name] = value;
      }
      return [id, { slots: Object.fromEntries(slots), parameterValues: values }];
    }),
  );
}

function blockersOf({
  open,
  installed,
  fitting,
  fields,
  parameters,
  merged,
  work,
}: Omit<Evaluation, 'blockers'>): Blocker[] {
  const blockers: Blocker[] = [];
  const { manifest } = open.template;
  if (installed && installed.version === work.version) {
    blockers.push({
      step: 'package',
      code: 'template.is-installed',
      message: `Version ${work.version} is installed.`,
      remedy: 'Choose another version.',
    });
  }
  for (const { slot } of manifest.slots) {
    if (fitting.slots[slot]) continue;
    blockers.push({
      step: 'connections',
      code: 'template.slot-not-bound',
      message: `No connection is chosen for "${slot}".`,
      remedy: 'Choose one, or make it first.',
    });
  }
  const required = new Map(manifest.fields.map((field) => [fieldId(field), field]));
  for (const { id, match } of fields) {
    const field = required.get(id)!;
    if (match !== null || !field.isRequired) continue;
    blockers.push({
      step: 'fields',
      code: 'template.field-not-matched',
      message: `The system behind "${field.slot}" has no field "${field.entity}.${field.field}"${field.label === null ? '' : ` (${field.label})`}.`,
      remedy: 'Choose which of its fields it is.',
    });
  }
  for (const [name, { mistake }] of parameters) {
    if (mistake === null) continue;
    blockers.push({
      step: 'parameters',
      code: 'template.parameter-mistake',
      message: `The parameter "${name}": ${mistake}`,
      remedy: 'Correct its value.',
    });
  }
  const left = openConflicts(merged, work.choices.choices);
  if (left.length > 0) {
    blockers.push({
      step: 'compare',
      code: 'template.open-conflicts',
      message: `${left.length} ${left.length === 1 ? 'choice is' : 'choices are'} left.`,
      remedy: 'Say of each what is to hold.',
    });
  }
  return blockers;
}

/** Ids of conflicts that nobody decided on yet, or whose combination does not fit. */
export function openConflicts(
  { conflicts, refused }: MergedTemplate,
  choices: TemplateWork['choices']['choices'],
): string[] {
  return conflicts.map(({ id }) => id).filter((id) => !Object.hasOwn(choices, id) || refused.includes(id));
}
