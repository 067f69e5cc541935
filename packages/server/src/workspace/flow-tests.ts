import { compile, type CompileContext, type Plan } from '@koppel/compiler';
import {
  canonicalJson,
  maxFlowTestBytes,
  stringifyFlowTest,
  withoutHistory,
  type EntitySchema,
  type FieldClassChanges,
  type FlowDocument,
  type FlowTest,
  type Issue,
} from '@koppel/model';
import type { FlowTestResult } from '@koppel/protocol';
import { notRecordedCode, recordFlow, testFlow, type RunJournal, type TestedFlow } from '@koppel/runtime';
import { RunError, type Clock, type FlowError, type Redaction } from '@koppel/sdk';
import { withClosedEgress } from '@koppel/sdk/http';
import { createHash } from 'node:crypto';
import type { FlowBindings } from './check-context.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { Discovery } from './discovery.ts';
import type { FlowChecks } from './flow-checks.ts';
import { notBound, unboundSlots } from './run-preparation.ts';

type Checks = Pick<FlowChecks, 'contextOf'>;

export interface KeepOptions {
  readonly document: FlowDocument;
  readonly bindings: FlowBindings;
  readonly keys: readonly string[];
  readonly id: string;
  readonly title: string;
  /** Which fields are personal, where made-up values take the place of theirs; null: all stay as they are. */
  readonly madeUp: FieldClassChanges | null;
  readonly journal: Pick<RunJournal, 'findLinks' | 'basesOf' | 'findClaims' | 'findRefused'>;
  readonly pool: ConnectionPool;
  readonly discovery: Discovery;
  readonly checks: Checks;
  readonly redaction: Redaction;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Records a test of a flow from real records. Writes to no system. Throws the FlowError that it failed with. */
export async function keepFlowTest(options: KeepOptions): Promise<FlowTest> {
  const { document, bindings, id, title, madeUp, redaction } = options;
  const [unbound] = unboundSlots(document, bindings);
  if (unbound !== undefined) throw notBound(unbound);
  const slots = await openSlots(options);
  const context = await options.checks.contextOf(document, bindings);
  const plan = planOf(document, context);
  if (!plan.ok) throw hasErrors(plan.issue);
  const entities = entitiesOf(document, plan.plan);
  const recorded = await recordFlow({
    ...options,
    plan: plan.plan,
    slots,
    setting: {
      mastership: {
        ...context.mastership,
        rows: context.mastership.rows.filter(({ entity }) => entities.has(entity)),
      },
      valueLists: [...context.valueLists.values()].filter((list) => usesText(document, list.id)),
      parameterValues: Object.fromEntries(
        Object.keys(document.parameters).flatMap((name) => {
          const value = bindings.parameterValues[name];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
      schemas: schemasOf(context, entities),
    },
    madeUp,
  });
  if (!recorded.ok) throw recorded.error;
  const { recording, expected } = recorded;
  const test: FlowTest = {
    koppel: 'flow-test',
    version: 1,
    id,
    flowId: document.id,
    title,
    isMadeUp: madeUp !== null,
    recording,
    expected,
  };
  demandKeepable(test, redaction);
  return test;
}

/** Throws a RunError for a test that may not be kept: too large, or with a secret that is in use. */
export function demandKeepable(test: FlowTest, redaction: Redaction): void {
  const text = stringifyFlowTest(test);
  if (text.length > maxFlowTestBytes) {
    throw new RunError({
      code: 'flow-test.too-large',
      message: `The test was not kept: it would take ${Math.round(text.length / 1000)} kB, and at most ${maxFlowTestBytes / 1000} kB travel well.`,
      remedy: 'Choose fewer records.',
    });
  }
  if (redaction.text(text) !== text) {
    throw new RunError({
      code: 'flow-test.secret',
      message: 'The test was not kept: a secret of a connection stands in a record or a setting of the flow.',
      remedy: 'Take the secret out of there and replace it in the connection, or choose other records.',
    });
  }
}

/** Runs a test over a document with the compiler and the runtime of every run. No request can leave. */
export async function runFlowTest(
  test: FlowTest,
  options: {
    readonly document: FlowDocument;
    readonly bindings: FlowBindings;
    readonly checks: Checks;
    readonly signal: AbortSignal;
  },
): Promise<{ readonly result: FlowTestResult; readonly tested: TestedFlow | null }> {
  const { id, title, expected } = test;
  const common = { id, title, records: expected.records.length };
  const stopped = (outcome: FlowTestResult['outcome'], error: FlowError) => ({
    result: { ...common, outcome, error: error.view(), differences: [], seen: null },
    tested: null,
  });
  const { document, signal } = options;
  const slot = slotsUsed(document).find((name) => !Object.hasOwn(test.recording.slots, name));
  if (slot !== undefined) return stopped('notRecorded', withoutSlot(slot));
  const context = await contextIn(test, options);
  const plan = planOf(document, context);
  if (!plan.ok) return stopped('broken', hasErrors(plan.issue));
  const tested = await withClosedEgress(() => testFlow(plan.plan, test, signal));
  const { error, differences, did } = tested;
  if (error) {
    const outcome = error.code === notRecordedCode ? 'notRecorded' : 'failed';
    return { result: { ...common, outcome, error: error.view(), differences: [...differences], seen: null }, tested };
  }
  const outcome = differences.length > 0 ? 'failed' : 'passed';
  return { result: { ...common, outcome, error: null, differences: [...differences], seen: nameOf(did) }, tested };
}

/** Names what a flow did. */
function nameOf(did: FlowTest['expected']): string {
  return createHash('sha256').update(canonicalJson(did)).digest('base64url');
}

/** The keys of the records that a test was made of. */
export function keysOf({ recording }: FlowTest): string[] {
  return [...new Set(recording.sources.flatMap(({ records }) => records.map(({ key }) => key)))];
}

type Compiled = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly issue: Issue };

function planOf(document: FlowDocument, context: CompileContext): Compiled {
  const compiled = compile(document, context);
  if (compiled.ok) return compiled;
  return { ok: false, issue: compiled.issues.find(({ severity }) => severity === 'error')! };
}

function hasErrors({ message, remedy }: Issue): RunError {
  return new RunError({ code: 'flow-test.flow-has-errors', message, remedy });
}

function withoutSlot(slot: string): RunError {
  return new RunError({
    code: notRecordedCode,
    message: `The flow now works with "${slot}", which the recording does not have.`,
    remedy: 'If the change is meant, record the test again.',
  });
}

/** What the flow was compiled with when it was recorded; what it did not use then is as it is now. */
async function contextIn(
  { recording }: FlowTest,
  { document, bindings, checks }: { document: FlowDocument; bindings: FlowBindings; checks: Checks },
): Promise<CompileContext> {
  const now = await checks.contextOf(document, bindings);
  const entities = new Set(recording.mastership.rows.map(({ entity }) => entity));
  return {
    ...now,
    mastership: {
      ...now.mastership,
      rows: [...recording.mastership.rows, ...now.mastership.rows.filter(({ entity }) => !entities.has(entity))],
    },
    valueLists: new Map([...now.valueLists, ...recording.valueLists.map((list) => [list.id, list] as const)]),
    parameterValues: { ...bindings.parameterValues, ...recording.parameterValues },
    slots: new Map(
      Object.entries(recording.slots).map(([slot, { system, connectorId }]) => [
        slot,
        { connectorId, schemas: byEntity(recording.schemas[system] ?? []) },
      ]),
    ),
  };
}

const byEntity = (schemas: readonly EntitySchema[]) => new Map(schemas.map((schema) => [schema.entity, schema]));

function slotsUsed({ nodes, slots }: FlowDocument): string[] {
  const used = new Set(Object.values(nodes).flatMap(({ slot }) => slot ?? []));
  return Object.keys(slots).filter((slot) => used.has(slot));
}

/** The entities that a flow reads, finds or writes. */
function entitiesOf({ nodes }: FlowDocument, { sources, steps }: Plan): ReadonlySet<string> {
  return new Set([
    ...Object.values(nodes).flatMap(({ entity }) => entity ?? []),
    ...sources.flatMap(({ entity, per }) => (per ? [entity, per.entity] : [entity])),
    ...steps.flatMap((step) => ('entity' in step ? [step.entity] : [])),
  ]);
}

function schemasOf(
  { slots }: CompileContext,
  entities: ReadonlySet<string>,
): ReadonlyMap<string, readonly EntitySchema[]> {
  return new Map(
    [...slots].map(([slot, { schemas }]) => [
      slot,
      [...schemas.values()]
        .filter(({ entity }) => entities.has(entity))
        .map(withoutHistory)
        .toSorted((a, b) => (a.entity < b.entity ? -1 : 1)),
    ]),
  );
}

/** Whether a text stands somewhere in the settings of a flow's nodes. */
function usesText({ nodes }: FlowDocument, text: string): boolean {
  return JSON.stringify(nodes).includes(JSON.stringify(text));
}

async function openSlots({ document, bindings, pool, discovery, checks, signal }: KeepOptions) {
  const slots = new Map<
    string,
    Parameters<typeof recordFlow>[0]['slots'] extends ReadonlyMap<string, infer S> ? S : never
  >();
  for (const slot of slotsUsed(document)) {
    const connectionId = bindings.slots[slot]!;
    signal.throwIfAborted();
    await discovery.fresh(connectionId);
    const { slots: bound } = await checks.contextOf(document, bindings);
    slots.set(slot, {
      connectionId,
      connectorId: bound.get(slot)?.connectorId ?? '',
      system: await pool.system(connectionId),
    });
  }
  return slots;
}
