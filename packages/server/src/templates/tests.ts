import {
  type createDetector,
  fitTest,
  templateTestOf,
  withExampleNames,
  type FlowTest,
  type TemplateTest,
} from '@koppel/model';
import { FlowError } from '@koppel/sdk';
import { freeId } from '../handlers/flow-ids.ts';
import type { StoredFlow } from '@koppel/store';
import type { Services } from '../handlers/services.ts';
import { demandKeepable, runFlowTest } from '../workspace/flow-tests.ts';
import type { Evaluation } from './evaluation.ts';

/** A test of a flow that is exported, as it goes along; or why it stays behind. */
export interface PackagedTest {
  readonly flowId: string;
  readonly id: string;
  readonly title: string;
  readonly problem: string | null;
  /** By the name of its flow in the package. Null: it stays behind. */
  readonly test: TemplateTest | null;
  readonly records: number;
}

const nothingExpected: FlowTest['expected'] = { records: [], nodes: {}, writes: [] };

/** The tests of a flow without what says whose records they were made of. Each was tried: the flow runs over what goes along. */
export async function packagedTests(
  { flow, packagedAs }: { readonly flow: StoredFlow; readonly packagedAs: string },
  detect: ReturnType<typeof createDetector>,
  { store, checks, signal }: Pick<Services, 'store' | 'checks'> & { readonly signal: AbortSignal },
): Promise<PackagedTest[]> {
  const packaged: PackagedTest[] = [];
  for (const { test } of await store.flowTests.ofFlow(flow.id)) {
    const common = { flowId: flow.id, id: test.id, title: test.title, records: test.expected.records.length };
    const behind = (problem: string): PackagedTest => ({ ...common, problem, test: null });
    // The check knows names and numbers, not where somebody lives.
    if (!test.isMadeUp) {
      packaged.push(behind('It holds real values of people: record it again with made-up values.'));
      continue;
    }
    const named = withExampleNames(templateTestOf(test), detect);
    if (!named) {
      packaged.push(behind('It says whose records it was made of.'));
      continue;
    }
    const { recording } = test;
    const tried: FlowTest = { ...test, recording: { ...recording, ...named.recording }, expected: nothingExpected };
    const { result } = await runFlowTest(tried, { document: flow.document, bindings: flow, checks, signal });
    if (result.error) {
      packaged.push(behind(result.error.message));
      continue;
    }
    // Not as it is called here: the id still says what a test was called before it was renamed.
    const id = await freeId(named.title, (free) => packaged.some((one) => one.test?.id === free));
    packaged.push({ ...common, problem: null, test: { ...named, flowId: packagedAs, id } });
  }
  return packaged;
}

/** A test of a template that the flow here cannot be tested with. */
export interface SkippedTest {
  readonly flowId: string;
  readonly title: string;
  readonly reason: string;
}

/**
 * The tests that an installation brings, with what the flows of its result make of them as what is expected. One that was
 * deleted here since it was installed does not come back.
 */
export async function installedTests(
  { open, fitting, merged, tables, bindings, former }: Evaluation,
  {
    store,
    checks,
    redaction,
    signal,
  }: Pick<Services, 'store' | 'checks' | 'redaction'> & { readonly signal: AbortSignal },
): Promise<{ readonly tests: readonly FlowTest[]; readonly skipped: readonly SkippedTest[] }> {
  const tests: FlowTest[] = [];
  const skipped: SkippedTest[] = [];
  for (const packaged of open.template.tests ?? []) {
    const { id, flowId, title, recording } = fitTest(packaged, fitting);
    const document = Object.hasOwn(merged.flows, flowId) ? merged.flows[flowId]! : null;
    const wasHere = former?.tests?.some((one) => one.id === id && one.flowId === packaged.flowId) ?? false;
    if (!document || (wasHere && !(await store.flowTests.get(flowId, id)))) continue;
    const binding = bindings.get(flowId)!;
    const entities = new Set(
      Object.values(recording.schemas).flatMap((schemas) => schemas.map(({ entity }) => entity)),
    );
    const used = JSON.stringify(document.nodes);
    const test: FlowTest = {
      koppel: 'flow-test',
      version: 1,
      id,
      flowId,
      title,
      isMadeUp: true,
      recording: {
        ...recording,
        mastership: {
          ...tables.mastership,
          rows: tables.mastership.rows.filter(({ entity }) => entities.has(entity)),
        },
        valueLists: tables.valueLists.filter((list) => used.includes(JSON.stringify(list.id))),
        parameterValues: binding.parameterValues,
      },
      expected: nothingExpected,
    };
    const { result, tested } = await runFlowTest(test, {
      document,
      bindings: binding,
      checks: { contextOf: (flow, bound) => checks.contextOf(flow, bound, tables) },
      signal,
    });
    const kept = tested && !result.error ? { ...test, expected: tested.did } : null;
    const reason = result.error?.message ?? (kept ? refusalOf(kept, redaction) : null);
    if (kept && reason === null) tests.push(kept);
    else skipped.push({ flowId, title, reason: reason ?? 'The flow does nothing with its records.' });
  }
  return { tests, skipped };
}

function refusalOf(test: FlowTest, redaction: Services['redaction']): string | null {
  try {
    demandKeepable(test, redaction);
    return null;
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return error.message;
  }
}
