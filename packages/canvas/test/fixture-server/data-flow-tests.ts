import type { FlowTestResult, FlowTestSummary } from '@koppel/protocol';

const recordedAt = '2026-11-20T14:06:00.000Z';
const made = (id: string, title: string, records: number): FlowTestSummary => ({
  id,
  title,
  records,
  isMadeUp: true,
  recordedAt,
  savedAt: recordedAt,
  savedBy: 'Lotte Verhaegen',
  lastRun: null,
});

/** The tests of each flow. */
const tests = new Map<string, FlowTestSummary[]>();
const accepted = new Set<FlowTestSummary>();

export function flowTestsOf(flowId: string): FlowTestSummary[] {
  const known = tests.get(flowId) ?? [];
  tests.set(flowId, known);
  return known;
}

export function keepTest(
  flowId: string,
  { title, keys, madeUp }: { readonly title: string; readonly keys: readonly string[]; readonly madeUp: boolean },
  now: number,
): FlowTestSummary {
  const id = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const test = { ...made(id, title, keys.length), isMadeUp: madeUp, savedAt: new Date(now).toISOString() };
  flowTestsOf(flowId).push(test);
  return test;
}

export function removeTest(flowId: string, test: FlowTestSummary): void {
  tests.set(
    flowId,
    flowTestsOf(flowId).filter((one) => one !== test),
  );
}

export function acceptTest(_flowId: string, test: FlowTestSummary): FlowTestSummary {
  accepted.add(test);
  return Object.assign(test, { lastRun: null });
}

/** A test of the credit limit finds another one, until that is accepted. */
export function runTests(flowId: string, wanted: readonly string[] | undefined, now: number): FlowTestResult[] {
  return flowTestsOf(flowId)
    .filter(({ id }) => !wanted || wanted.includes(id))
    .map((test) => {
      const isPassed = !test.id.includes('credit-limit') || accepted.has(test);
      const outcome = isPassed ? 'passed' : 'failed';
      test.lastRun = { at: new Date(now).toISOString(), outcome };
      const { id, title, records } = test;
      const record = {
        key: '10482',
        name: '10482 Bouwpunt Peeters NV',
        expected: 'records',
        now: 'records',
        message: null,
        fields: [{ field: 'account.creditLimit', expected: '40000.00', now: '45000.00' }],
      };
      return {
        id,
        title,
        records,
        outcome,
        error: null,
        differences: isPassed
          ? []
          : [
              { nodeId: 'map', records: [record] },
              {
                nodeId: 'save',
                records: [
                  {
                    ...record,
                    expected: 'unchanged',
                    now: 'update',
                    fields: [{ field: 'creditLimit', now: '45000.00' }],
                  },
                ],
              },
            ],
        seen: 'seen',
      };
    });
}
