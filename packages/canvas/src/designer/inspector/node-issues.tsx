import type { ReactElement } from 'react';
import { MatrixRowLink } from '../../mastership/matrix-row-link.tsx';
import { Note, type Status } from '../../kit/status-pill.tsx';
import { useCheck } from '../designer-context.tsx';
import { isAt } from './use-problem-at.ts';
import type { IssueSeverity } from '@koppel/model';

/** How a severity is drawn. */
export const severityStatus: Readonly<Record<IssueSeverity, Status>> = { error: 'fail', warning: 'warn', hint: 'idle' };

/** What the check says of a node, with what to do. */
export function NodeIssues({
  nodeId,
  besides,
}: {
  readonly nodeId: string;
  /** Paths of the settings that are shown. */
  readonly besides: readonly (readonly string[])[];
}): ReactElement | null {
  const all = useCheck(({ byNode }) => byNode[nodeId]);
  // What belongs to a setting stands beside it.
  const issues = all?.filter((issue) => !besides.some((path) => isAt(issue, path)));
  if (!issues || issues.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5">
      {issues.map((issue) => (
        <li key={`${issue.code} ${issue.path.join('.')} ${issue.message}`}>
          <Note status={severityStatus[issue.severity]}>
            {issue.message} {issue.remedy} <MatrixRowLink issue={issue} />
          </Note>
        </li>
      ))}
    </ul>
  );
}
