import type { FlowTest } from '@koppel/model';
import type { FlowTestResult, FlowTestSummary } from '@koppel/protocol';
import { FlowError } from '@koppel/sdk';
import type { StoredFlow, StoredFlowTest } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { demandKeepable, keepFlowTest, keysOf, runFlowTest } from '../workspace/flow-tests.ts';
import { freeId } from './flow-ids.ts';
import { flowOf } from './flows.ts';
import type { Services } from './services.ts';

const longestRecordingMs = 60_000;
const longestTestsMs = 120_000;
/** More than these nobody looks at, and publishing would wait for them. */
const mostTests = 100;

type FlowTestRoutes =
  | 'listFlowTests'
  | 'getFlowTest'
  | 'keepFlowTest'
  | 'saveFlowTest'
  | 'renameFlowTest'
  | 'recordFlowTest'
  | 'runFlowTests'
  | 'acceptFlowTest'
  | 'deleteFlowTest';

/** Tests of flows: recordings of real records with what is expected of them. */
export function flowTestHandlers(services: Services): Pick<Handlers, FlowTestRoutes> {
  const { store, checks } = services;
  const { flowTests } = store;

  const testOf = async (flowId: string, id: string): Promise<StoredFlowTest> => {
    await flowOf(flowId, services);
    const test = await flowTests.get(flowId, id);
    if (!test) throw notFound('flow test', id);
    return test;
  };

  const record = (
    { slots, parameterValues }: StoredFlow,
    asked: Pick<Parameters<typeof keepFlowTest>[0], 'document' | 'keys' | 'id' | 'title'> & { isMadeUp: boolean },
    signal: AbortSignal,
  ) =>
    refusing(async () =>
      keepFlowTest({
        ...services,
        ...asked,
        bindings: { slots, parameterValues },
        madeUp: asked.isMadeUp ? (await services.privacy.settings()).fieldClasses : null,
        journal: store.journal,
        signal: AbortSignal.any([signal, AbortSignal.timeout(longestRecordingMs)]),
      }),
    );

  return {
    async listFlowTests({ params: { id } }) {
      await flowOf(id, services);
      return (await flowTests.ofFlow(id)).map(summaryOf);
    },

    async getFlowTest({ params: { id, test } }) {
      return (await testOf(id, test)).test;
    },

    async keepFlowTest({ params: { id }, body: { title, document, keys, madeUp }, principal, signal, audit }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en }).change(null, { test: title });
      const known = await flowTests.ofFlow(id);
      demandRoom(known.length);
      const test = await record(
        flow,
        {
          document: { ...document, id },
          keys,
          id: await freeId(title, (free) => known.some((one) => one.test.id === free)),
          title,
          isMadeUp: madeUp,
        },
        signal,
      );
      return summaryOf(await flowTests.save(test, principal.name));
    },

    async saveFlowTest({ params: { id, test: testId }, body: { test }, principal, audit }) {
      const flow = await flowOf(id, services);
      audit.about({ title: flow.document.title.en }).change(null, { test: test.title });
      const known = await flowTests.ofFlow(id);
      if (!known.some((one) => one.test.id === testId)) demandRoom(known.length);
      const saved: FlowTest = { ...test, id: testId, flowId: id };
      await refusing(() => Promise.resolve(demandKeepable(saved, services.redaction)));
      return summaryOf(await flowTests.save(saved, principal.name));
    },

    async renameFlowTest({ params: { id, test: testId }, body: { title }, principal, audit }) {
      const { test } = await testOf(id, testId);
      audit.change({ test: test.title }, { test: title });
      return summaryOf(await flowTests.save({ ...test, title }, principal.name));
    },

    async recordFlowTest({ params: { id, test: testId }, body: { document }, principal, signal, audit }) {
      const flow = await flowOf(id, services);
      const { test } = await testOf(id, testId);
      audit.about({ title: flow.document.title.en }).change(null, { test: test.title });
      const { title, isMadeUp } = test;
      const again = await record(
        flow,
        { document: { ...document, id }, keys: keysOf(test), id: testId, title, isMadeUp },
        signal,
      );
      return summaryOf(await flowTests.save(again, principal.name));
    },

    async runFlowTests({ params: { id }, body: { document, version, tests }, signal }) {
      const flow = await flowOf(id, services);
      const published = version === undefined ? null : await services.versions.get(id, version);
      if (version !== undefined && !published) throw notFound('version', `${id} ${version}`);
      const wanted = (await flowTests.ofFlow(id)).filter(({ test }) => !tests || tests.includes(test.id));
      const missing = tests?.find((one) => !wanted.some(({ test }) => test.id === one));
      if (missing !== undefined) throw notFound('flow test', missing);
      return runTests(flow, wanted, published ?? document ?? flow.document, services, signal);
    },

    async acceptFlowTest({ params: { id, test: testId }, body: { document, seen }, principal, signal, audit }) {
      const flow = await flowOf(id, services);
      const { test } = await testOf(id, testId);
      audit.about({ title: flow.document.title.en }).change(null, { test: test.title });
      const { result, tested } = await runFlowTest(test, {
        document: { ...document, id },
        bindings: flow,
        checks,
        signal,
      });
      if (!tested || result.seen !== seen) {
        throw new HttpProblem(409, {
          code: 'flow-test.seen-otherwise',
          message: 'The flow does something else by now than what was looked at.',
          remedy: 'Run the test again, and look at what it says.',
        });
      }
      return summaryOf(await flowTests.save({ ...test, expected: tested.did }, principal.name));
    },

    async deleteFlowTest({ params: { id, test: testId }, audit }) {
      const { test } = await testOf(id, testId);
      audit.change({ test: test.title }, null);
      await flowTests.delete(id, testId);
      return null;
    },
  };
}

/** Runs tests one after another, and notes how each went. */
export async function runTests(
  { id, slots, parameterValues }: StoredFlow,
  tests: readonly StoredFlowTest[],
  document: StoredFlow['document'],
  { store, checks }: Pick<Services, 'store' | 'checks'>,
  signal: AbortSignal,
): Promise<FlowTestResult[]> {
  const results: FlowTestResult[] = [];
  const until = AbortSignal.any([signal, AbortSignal.timeout(longestTestsMs)]);
  for (const { test } of tests) {
    const { result } = await runFlowTest(test, {
      document: { ...document, id },
      bindings: { slots, parameterValues },
      checks,
      signal: until,
    });
    await store.flowTests.noteRun(id, test.id, result.outcome);
    results.push(result);
  }
  return results;
}

function summaryOf({ test, savedAt, savedBy, lastRun }: StoredFlowTest): FlowTestSummary {
  return {
    id: test.id,
    title: test.title,
    records: test.expected.records.length,
    isMadeUp: test.isMadeUp,
    recordedAt: test.recording.at,
    savedAt: savedAt.toISOString(),
    savedBy,
    lastRun: lastRun && { at: lastRun.at.toISOString(), outcome: lastRun.outcome },
  };
}

function demandRoom(count: number): void {
  if (count < mostTests) return;
  throw new HttpProblem(409, {
    code: 'flow-test.too-many',
    message: `The flow has ${count} tests already.`,
    remedy: 'Delete one that says no more than another.',
  });
}

/** An error of the flow or of a system is the answer to who asked. */
async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    const { code, message, remedy } = error.view();
    throw new HttpProblem(422, { code, message, remedy });
  }
}
