import { runCodeType, type FlowDocument, type Issue } from '@koppel/model';
import type { CodeRunner } from '@koppel/sdk';

/** Code of a flow that cannot be read: what the check of a flow cannot know, because it runs nothing. */
export async function codeIssues({ nodes }: FlowDocument, runner: CodeRunner | undefined): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const [nodeId, { type, config, isDisabled }] of Object.entries(nodes)) {
    const code = type === runCodeType ? config['code'] : undefined;
    if (!runner || isDisabled || typeof code !== 'string' || code.trim() === '') continue;
    const problem = await runner.problemIn(code);
    if (!problem) continue;
    const place = problem.line === null ? '' : ` (line ${problem.line})`;
    const what = problem.message.split('\n')[0]!;
    issues.push({
      code: 'code.cannot-be-read',
      severity: 'error',
      message: `The code cannot be run: ${what}${place}`,
      remedy: 'Correct it.',
      nodeId,
      path: ['config', 'code'],
    });
  }
  return issues;
}
