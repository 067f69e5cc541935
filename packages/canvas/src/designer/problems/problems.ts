import type { Issue, IssueSeverity } from '@koppel/model';

/** How many issues of each severity there are. */
export function countIssues(issues: readonly Issue[]): Record<IssueSeverity, number> {
  const counts = { error: 0, warning: 0, hint: 0 };
  for (const { severity } of issues) counts[severity] += 1;
  return counts;
}

/** Names an issue among others of one check. */
export function issueKey({ code, nodeId, path, message }: Issue): string {
  return JSON.stringify([code, nodeId, path, message]);
}

/** The issue before or behind another one, around the ends; the first or the last without one to start from. */
export function neighbourIssue(issues: readonly Issue[], from: string | null, step: 1 | -1): Issue | null {
  if (issues.length === 0) return null;
  const at = from === null ? -1 : issues.findIndex((issue) => issueKey(issue) === from);
  if (at < 0) return step === 1 ? issues[0]! : issues.at(-1)!;
  return issues[(at + step + issues.length) % issues.length]!;
}
