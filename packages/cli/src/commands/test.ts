import type { FlowTestResult } from '@koppel/protocol';
import { writeFile } from 'node:fs/promises';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';

export interface TestOptions {
  readonly json: boolean;
  readonly junit?: string;
  /** A published version instead of the draft. */
  readonly published: boolean;
}

interface TestedFlow {
  readonly flowId: string;
  readonly results: readonly FlowTestResult[];
}

const words: Readonly<Record<FlowTestResult['outcome'], string>> = {
  passed: 'passed',
  failed: 'failed',
  notRecorded: 'asks what was not recorded',
  broken: 'cannot run',
};

/** `koppel test`: runs the tests of flows over their recordings. Something is wrong where one does not pass. */
export async function testFlows(
  api: ApiClient,
  flows: readonly string[],
  { json, junit, published }: TestOptions,
  output: Output,
): Promise<number> {
  const known = await api.call('listFlows');
  const missing = flows.find((id) => !known.some((flow) => flow.id === id));
  if (missing !== undefined) {
    output.err(complaint(`There is no flow "${missing}".`, 'See `koppel flows` for their ids.'));
    return exitCodes.problems;
  }
  const tested: TestedFlow[] = [];
  for (const { id: flowId, publishedVersion, damage } of known) {
    if (flows.length > 0 ? !flows.includes(flowId) : damage !== null) continue;
    const version = published ? publishedVersion : null;
    if (published && version === null) continue;
    const params = { id: flowId };
    if ((await api.call('listFlowTests', { params })).length === 0) continue;
    const body = version === null ? {} : { version };
    tested.push({ flowId, results: await api.call('runFlowTests', { params, body }) });
  }
  if (junit !== undefined) await writeFile(junit, junitText(tested));
  if (json) output.out(JSON.stringify({ flows: tested }, null, 2));
  else tell(tested, output);
  const results = tested.flatMap((flow) => flow.results);
  return results.every(({ outcome }) => outcome === 'passed') ? exitCodes.ok : exitCodes.problems;
}

function tell(tested: readonly TestedFlow[], output: Output): void {
  if (tested.length === 0) {
    output.out('There are no tests. Keep one from a sample: "Keep as test" on the screen of the flow.');
    return;
  }
  const rows = tested.flatMap(({ flowId, results }) =>
    results.map(({ title, records, outcome }) => [flowId, title, String(records), words[outcome]]),
  );
  output.out(table(['Flow', 'Test', 'Records', 'Result'], rows));
  for (const { flowId, results } of tested) {
    for (const result of results) {
      const lines = linesOf(result);
      if (lines.length > 0) output.out([`\n${flowId}, "${result.title}":`, ...lines].join('\n'));
    }
  }
}

/** What does not hold, beginning at the first node that does otherwise. */
function linesOf({ error, differences }: FlowTestResult): string[] {
  const [first] = differences;
  return [
    ...(error ? [`  ${error.message} ${error.remedy}`] : []),
    ...(first?.records ?? []).flatMap(({ name, expected, now, message, fields }) => [
      `  ${first!.nodeId ?? 'What would be sent'}, ${name}: ${expected === now ? (now ?? '') : `${expected ?? 'nothing'} is now ${now ?? 'nothing'}`}`,
      ...(message === null ? [] : [`    ${message}`]),
      ...fields.map((field) => `    ${field.field}: ${quoted(field.expected)} is now ${quoted(field.now)}`),
    ]),
  ];
}

const quoted = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

/** Control characters have no form in XML at all. */
const isText = (sign: string) => sign >= ' ' || '\t\n\r'.includes(sign);

const escaped = (text: string) =>
  [...text]
    .filter(isText)
    .join('')
    .replaceAll(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The form that build servers read. */
function junitText(tested: readonly TestedFlow[]): string {
  const suites = tested.map(({ flowId, results }) => {
    const failures = results.filter(({ outcome }) => outcome !== 'passed');
    const cases = results.map((result) => {
      const head = `    <testcase classname="${escaped(flowId)}" name="${escaped(result.title)}"`;
      if (result.outcome === 'passed') return `${head}/>`;
      const said = linesOf(result).join('\n');
      return `${head}>\n      <failure message="${escaped(words[result.outcome])}">${escaped(said)}</failure>\n    </testcase>`;
    });
    const counts = `tests="${results.length}" failures="${failures.length}"`;
    return `  <testsuite name="${escaped(flowId)}" ${counts}>\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}
