import {
  fieldValueSchema,
  type FieldValue,
  type FlowDocument,
  type FlowTest,
  type MastershipTable,
  type ValueList,
} from '@koppel/model';
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { StoreContext } from '../context.ts';
import { documentHash } from '../flows/flow-row.ts';
import { publishRow, removeFlow } from '../flows/flows.ts';
import { keepDraft } from '../flows/restore-points.ts';
import { readJson } from '../json.ts';
import { flow, flowTest } from '../schema/flows.ts';
import { failure, link, linkPair } from '../schema/records.ts';
import { run } from '../schema/runs.ts';
import { template, templateStep, templateWork } from '../schema/templates.ts';
import { document } from '../schema/workspace.ts';
import { saveMastershipRow, saveValueListRow, newestMastershipRevision } from '../workspace.ts';

const fittingSchema = z.object({
  flowIds: z.record(z.string(), z.string()),
  fields: z.record(z.string(), z.string()),
  parameters: z.record(z.string(), fieldValueSchema),
  slots: z.record(z.string(), z.string()),
});
/** How a template was fitted to the workspace: names of flows and fields, values of parameters, connections of slots. */
export type TemplateFitting = z.infer<typeof fittingSchema>;

export interface StoredTemplate {
  readonly id: string;
  readonly version: string;
  /** The text of the package it was installed from. */
  readonly content: string;
  readonly fitting: TemplateFitting;
  readonly installedAt: Date;
  readonly installedBy: string;
}

const choicesSchema = z.object({
  flowIds: z.record(z.string(), z.string()),
  slots: z.record(z.string(), z.string()),
  fields: z.record(z.string(), z.string()),
  parameters: z.record(z.string(), fieldValueSchema),
  choices: z.record(
    z.string(),
    z.object({ take: z.enum(['ours', 'theirs', 'combined']), value: z.unknown().optional() }),
  ),
});
/** What was chosen so far in an installation. */
export type TemplateChoices = z.infer<typeof choicesSchema>;

export interface TemplateWork {
  readonly id: string;
  readonly templateId: string;
  readonly version: string;
  readonly content: string;
  readonly choices: TemplateChoices;
  readonly startedAt: Date;
  readonly startedBy: string;
}

/** What an installation does: everything or nothing. */
export interface TemplateStep {
  readonly workId: string;
  readonly templateId: string;
  readonly version: string;
  readonly content: string;
  readonly fitting: TemplateFitting;
  readonly by: string;
  /** Null for the command line. */
  readonly byId: string | null;
  readonly flows: readonly {
    readonly document: FlowDocument;
    /** The revision of the draft it was made from; null: a flow that is not there yet. */
    readonly revision: number | null;
    readonly slots: Readonly<Record<string, string | null>>;
    readonly parameterValues: Readonly<Record<string, FieldValue>>;
    /** The note of the version that is published; null: it stays a draft. */
    readonly publishAs: string | null;
  }[];
  /** Null: it does not change. `revision`: the one it was made from. */
  readonly mastership: { readonly table: MastershipTable; readonly revision: number } | null;
  readonly valueLists: readonly ValueList[];
  /** Tests of those flows. One that was changed or made here stays as it is. */
  readonly tests: readonly FlowTest[];
}

/** Installed templates, and installations on their way. */
export interface TemplateRepository {
  installed(): Promise<StoredTemplate[]>;
  get(id: string): Promise<StoredTemplate | null>;
  /** Oldest first. */
  unfinished(): Promise<TemplateWork[]>;
  work(id: string): Promise<TemplateWork | null>;
  begin(work: Omit<TemplateWork, 'id' | 'startedAt'>): Promise<TemplateWork>;
  choose(id: string, choices: TemplateChoices): Promise<'saved' | 'missing'>;
  abandon(id: string): Promise<'abandoned' | 'missing'>;
  /** In one transaction, with what was there before kept. `stale`: something was saved since the result was worked out. */
  install(step: TemplateStep): Promise<'installed' | 'stale' | 'missing'>;
  /** What the workspace calls people and firms, as links and failures remember it: what must not leave with a template. */
  recordNames(): Promise<string[]>;
  /** How much there is of what never leaves with a template. */
  counts(): Promise<{ recordLinks: number; runs: number; failures: number }>;
  /** The version that a revert goes back to; null: to before the first installation; undefined: nothing to go back from. */
  revertsTo(id: string): Promise<string | null | undefined>;
  /**
   * Forgets that a template was installed, with the way back and an upgrade that was begun. Nothing else changes. Installed
   * again it is another installation, beside what this one brought.
   */
  detach(id: string): Promise<'detached' | 'missing'>;
  /**
   * Puts back what the last installation changed, exactly. `changed` names what somebody changed since: then nothing is put
   * back unless that may be lost. `running`: a flow that would be removed has a run that did not end.
   */
  revert(
    id: string,
    options: { readonly by: string; readonly discardChanges: boolean },
  ): Promise<
    | 'missing'
    | { readonly status: 'running'; readonly flows: readonly string[] }
    | { readonly status: 'changed'; readonly names: readonly string[] }
    | { readonly status: 'reverted'; readonly version: string | null; readonly flows: readonly string[] }
  >;
}

/** Records whose name says who a client's customer is. */
const namedEntities = ['account', 'contact', 'lead', 'opportunity'];
const mostNames = 100_000;

type FlowRow = typeof flow.$inferSelect;
/** Rows as they were: null, there was none. */
const beforeSchema = z.object({
  template: z.record(z.string(), z.unknown()).nullable(),
  flows: z.record(z.string(), z.record(z.string(), z.unknown()).nullable()),
  mastership: z.record(z.string(), z.unknown()).nullable().optional(),
  valueLists: z.record(z.string(), z.record(z.string(), z.unknown()).nullable()),
  /** By flow and test: `accounts/new-customer`. */
  tests: z.record(z.string(), z.record(z.string(), z.unknown()).nullable()).default({}),
});
type Before = z.input<typeof beforeSchema>;
const afterSchema = z.record(z.string(), z.string());

export function createTemplates(context: StoreContext): TemplateRepository {
  const { db, writer, now, newId } = context;
  const findFlow = (id: string): FlowRow | undefined => db.select().from(flow).where(eq(flow.id, id)).get();
  const findTemplate = (id: string) => db.select().from(template).where(eq(template.id, id)).get();
  const findDocument = (kind: 'mastership' | 'value-list', id: string) =>
    db
      .select()
      .from(document)
      .where(and(eq(document.kind, kind), eq(document.id, id)))
      .get();
  const isTest = (name: string) => {
    const [flowId = '', id = ''] = name.split('/');
    return and(eq(flowTest.flowId, flowId), eq(flowTest.id, id));
  };
  const findTest = (name: string) => db.select().from(flowTest).where(isTest(name)).get();
  const findWork = (id: string) => db.select().from(templateWork).where(eq(templateWork.id, id)).get();
  const lastStep = (id: string) =>
    db.select().from(templateStep).where(eq(templateStep.templateId, id)).orderBy(desc(templateStep.id)).limit(1).get();

  /** How something is now, as one word. Whether it is on or off is no change of what was installed. */
  const stateOf = (name: string): string => {
    const [kind, id = ''] = name.split(':');
    if (kind === 'flow') {
      const row = findFlow(id);
      return row ? hashOf([row.draftHash, row.publishedVersion, row.slots, row.parameterValues]) : 'none';
    }
    const row = kind === 'test' ? findTest(id) : findDocument(kind === 'mastership' ? 'mastership' : 'value-list', id);
    return row ? hashOf(row.content) : 'none';
  };

  const putFlow = (
    { document: draft, revision, slots, parameterValues, publishAs }: TemplateStep['flows'][number],
    { by, byId }: Pick<TemplateStep, 'by' | 'byId'>,
  ) => {
    const content = {
      title: draft.title,
      draft,
      draftHash: documentHash(draft),
      savedAt: now(),
      savedBy: by,
      savedById: byId,
      slots,
      parameterValues,
    };
    if (revision === null) {
      db.insert(flow)
        .values({ id: draft.id, ...content, revision: 1, isOn: false, shippedHash: null })
        .run();
    } else {
      const present = findFlow(draft.id);
      if (present) keepDraft(context, present, { cause: 'template', note: '' });
      db.update(flow)
        .set({ ...content, revision: revision + 1 })
        .where(eq(flow.id, draft.id))
        .run();
    }
    if (publishAs !== null) publishRow(context, findFlow(draft.id)!, { note: publishAs, publishedBy: by });
  };

  /** Puts the tests that a template brings where nobody made or changed one. Gives what was there, by flow and test. */
  const putTests = (tests: readonly FlowTest[], savedBy: string): NonNullable<Before['tests']> => {
    const before: NonNullable<Before['tests']> = {};
    for (const test of tests) {
      const name = testName(test);
      const present = findTest(name) ?? null;
      if (present && present.installedHash !== hashOf(present.content)) continue;
      before[name] = present;
      const content = { content: test, installedHash: hashOf(test), lastRunAt: null, lastOutcome: null };
      const saved = { ...content, savedAt: now(), savedBy };
      db.insert(flowTest)
        .values({ flowId: test.flowId, id: test.id, ...saved })
        .onConflictDoUpdate({ target: [flowTest.flowId, flowTest.id], set: saved })
        .run();
    }
    return before;
  };

  const isStale = ({ flows, mastership }: TemplateStep): boolean =>
    (mastership !== null && newestMastershipRevision(context) !== mastership.revision) ||
    flows.some(({ document: { id }, revision }) => (findFlow(id)?.revision ?? null) !== revision);

  return {
    installed: async () => db.select().from(template).orderBy(asc(template.id)).all().map(storedTemplateOf),
    async get(id) {
      const row = findTemplate(id);
      return row ? storedTemplateOf(row) : null;
    },
    unfinished: async () => db.select().from(templateWork).orderBy(asc(templateWork.startedAt)).all().map(workOf),
    async work(id) {
      const row = findWork(id);
      return row ? workOf(row) : null;
    },
    begin: (work) =>
      writer.write(() => {
        const row = db
          .insert(templateWork)
          .values({ ...work, id: newId(), startedAt: now() })
          .returning()
          .get();
        return workOf(row);
      }),
    choose: (id, choices) =>
      writer.write(() => {
        const { changes } = db.update(templateWork).set({ choices }).where(eq(templateWork.id, id)).run();
        return changes === 1 ? 'saved' : 'missing';
      }),
    abandon: (id) =>
      writer.write(() => {
        const { changes } = db.delete(templateWork).where(eq(templateWork.id, id)).run();
        return changes === 1 ? 'abandoned' : 'missing';
      }),
    install: (step) =>
      writer.write(() => {
        if (!findWork(step.workId)) return 'missing';
        if (isStale(step)) return 'stale';
        const before: Before = {
          template: findTemplate(step.templateId) ?? null,
          flows: Object.fromEntries(step.flows.map(({ document: { id } }) => [id, findFlow(id) ?? null])),
          ...(step.mastership ? { mastership: findDocument('mastership', '') ?? null } : {}),
          valueLists: Object.fromEntries(step.valueLists.map(({ id }) => [id, findDocument('value-list', id) ?? null])),
        };
        for (const put of step.flows) putFlow(put, step);
        if (step.mastership) saveMastershipRow(context, step.mastership.table, step.by);
        for (const list of step.valueLists) saveValueListRow(context, list, step.by);
        before.tests = putTests(step.tests, step.by);
        const { templateId: id, version, content, fitting, by } = step;
        const installed = { version, content, fitting, installedAt: now(), installedBy: by };
        db.insert(template)
          .values({ id, ...installed })
          .onConflictDoUpdate({ target: template.id, set: installed })
          .run();
        const names = [
          ...step.flows.map(({ document: { id: flowId } }) => `flow:${flowId}`),
          ...(step.mastership ? ['mastership:'] : []),
          ...step.valueLists.map(({ id: listId }) => `valueList:${listId}`),
          ...Object.keys(before.tests).map((name) => `test:${name}`),
        ];
        const after = Object.fromEntries(names.map((name) => [name, stateOf(name)]));
        db.insert(templateStep).values({ templateId: id, version, before, after, at: now(), by }).run();
        db.delete(templateWork).where(eq(templateWork.id, step.workId)).run();
        return 'installed';
      }),
    async recordNames() {
      const linked = db
        .select({ a: link.nameA, b: link.nameB })
        .from(link)
        .innerJoin(linkPair, eq(link.pairId, linkPair.id))
        .where(inArray(linkPair.entity, namedEntities))
        .limit(mostNames)
        .all();
      const failed = db
        .selectDistinct({ name: failure.name })
        .from(failure)
        .where(inArray(failure.entity, namedEntities))
        .limit(mostNames)
        .all();
      const names = [...linked.flatMap(({ a, b }) => [a, b]), ...failed.map(({ name }) => name)];
      return [...new Set(names.filter((name): name is string => name !== null))];
    },
    async counts() {
      const [recordLinks, runs, failures] = await Promise.all([db.$count(link), db.$count(run), db.$count(failure)]);
      return { recordLinks, runs, failures };
    },
    async revertsTo(id) {
      const step = lastStep(id);
      if (!step) return undefined;
      const { template: earlier } = readJson(beforeSchema, step.before, `what template ${id} changed`);
      return earlier ? String(earlier['version']) : null;
    },
    detach: (id) =>
      writer.write(() => {
        const { changes } = db.delete(template).where(eq(template.id, id)).run();
        if (changes === 0) return 'missing';
        db.delete(templateStep).where(eq(templateStep.templateId, id)).run();
        db.delete(templateWork).where(eq(templateWork.templateId, id)).run();
        return 'detached';
      }),
    revert: (id, { by, discardChanges }) =>
      writer.write(() => {
        const step = lastStep(id);
        if (!step) return 'missing';
        const before = readJson(beforeSchema, step.before, `what template ${id} changed`);
        const after = readJson(afterSchema, step.after, `what template ${id} changed`);
        const names = Object.keys(after).filter((name) => stateOf(name) !== after[name]);
        if (names.length > 0 && !discardChanges) return { status: 'changed', names };
        const created = Object.keys(before.flows).filter((flowId) => before.flows[flowId] === null);
        const running = created.filter(
          (flowId) =>
            db
              .select({ id: run.id })
              .from(run)
              .where(and(eq(run.flowId, flowId), isNull(run.endedAt)))
              .limit(1)
              .get() !== undefined,
        );
        if (running.length > 0) return { status: 'running', flows: running };
        for (const [flowId, row] of Object.entries(before.flows)) {
          if (row) putBackFlow(flowId, row);
          else removeFlow(context, flowId);
        }
        for (const [name, row] of Object.entries(before.tests)) {
          db.delete(flowTest).where(isTest(name)).run();
          if (row) putBackTest(row);
        }
        if (before.mastership) putBackMastership(before.mastership, by);
        else if (before.mastership === null) db.delete(document).where(eq(document.kind, 'mastership')).run();
        for (const [listId, row] of Object.entries(before.valueLists)) {
          if (row) putBackValueList(listId, row);
          else
            db.delete(document)
              .where(and(eq(document.kind, 'value-list'), eq(document.id, listId)))
              .run();
        }
        if (before.template) {
          const { installedAt, ...earlier } = before.template as unknown as typeof template.$inferSelect;
          const values = { ...earlier, installedAt: timeOf(installedAt) };
          db.update(template).set(values).where(eq(template.id, id)).run();
        } else {
          db.delete(template).where(eq(template.id, id)).run();
        }
        db.delete(templateStep).where(eq(templateStep.id, step.id)).run();
        const version = before.template ? String(before.template['version']) : null;
        return { status: 'reverted', version, flows: Object.keys(before.flows) };
      }),
  };

  /** Everything but whether it is on, which is its operator's, and the count of revisions, which never goes back. */
  function putBackFlow(id: string, row: Record<string, unknown>): void {
    const { isOn: _isOn, id: _id, revision: _revision, savedAt, ...values } = row as unknown as FlowRow;
    const present = findFlow(id);
    const kept = { ...values, savedAt: timeOf(savedAt) };
    if (present) {
      keepDraft(context, present, { cause: 'template', note: '' });
      db.update(flow)
        .set({ ...kept, revision: present.revision + 1 })
        .where(eq(flow.id, id))
        .run();
    } else {
      const { revision } = row as unknown as FlowRow;
      db.insert(flow)
        .values({ id, ...kept, isOn: false, revision: revision + 1 })
        .run();
    }
  }

  function putBackTest(row: Record<string, unknown>): void {
    const { savedAt, lastRunAt, ...values } = row as unknown as typeof flowTest.$inferSelect;
    db.insert(flowTest)
      .values({ ...values, savedAt: timeOf(savedAt), lastRunAt: lastRunAt && timeOf(lastRunAt) })
      .run();
  }

  /** As a further revision, so that the history stays true. */
  function putBackMastership({ content }: Record<string, unknown>, by: string): void {
    saveMastershipRow(context, content as MastershipTable, by);
  }

  function putBackValueList(id: string, row: Record<string, unknown>): void {
    const { content, savedBy } = row as unknown as typeof document.$inferSelect;
    const saved = { content, savedAt: now(), savedBy };
    db.insert(document)
      .values({ kind: 'value-list', id, ...saved })
      .onConflictDoUpdate({ target: [document.kind, document.id], set: saved })
      .run();
  }
}

function testName({ flowId, id }: Pick<FlowTest, 'flowId' | 'id'>): string {
  return `${flowId}/${id}`;
}

/** A time that went through JSON. */
function timeOf(value: unknown): Date {
  return value instanceof Date ? value : new Date(String(value));
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

function storedTemplateOf({ fitting, ...row }: typeof template.$inferSelect): StoredTemplate {
  return { ...row, fitting: readJson(fittingSchema, fitting, `how template ${row.id} was fitted`) };
}

function workOf({ choices, ...row }: typeof templateWork.$inferSelect): TemplateWork {
  return { ...row, choices: readJson(choicesSchema, choices, `the installation ${row.id}`) };
}
