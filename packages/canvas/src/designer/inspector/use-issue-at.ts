import type { Issue } from '@koppel/model';
import { useCheck } from '../designer-context.tsx';

/** The worst issue of a node at a path or below it; undefined where there is none. Hints do not mark a field. */
export function useIssueAt(nodeId: string, path: readonly (string | number)[]): Issue | undefined {
  return useCheck(({ byNode }) =>
    byNode[nodeId]?.find(
      (issue) => issue.severity !== 'hint' && path.every((key, index) => String(issue.path[index]) === String(key)),
    ),
  );
}
