import type { Issue } from '@koppel/model';
import { useMemo } from 'react';
import { useCheck } from '../designer-context.tsx';

const none: readonly Issue[] = [];

/** Whether an issue is of the setting at a path, or of a part of it. Hints do not mark a setting. */
export function isAt(issue: Issue, path: readonly (string | number)[]): boolean {
  return issue.severity !== 'hint' && path.every((key, index) => String(issue.path[index]) === String(key));
}

/** What is wrong with a setting of a node, in one text; undefined where nothing is. */
export function useProblemAt(nodeId: string, path: readonly (string | number)[]): string | undefined {
  const issues = useCheck(({ byNode }) => byNode[nodeId] ?? none);
  const key = path.join('.');
  return useMemo(() => {
    const found = issues.filter((issue) => isAt(issue, key.split('.')));
    if (found.length === 0) return undefined;
    return found.map(({ message, remedy }) => `${message} ${remedy}`).join(' ');
  }, [issues, key]);
}
