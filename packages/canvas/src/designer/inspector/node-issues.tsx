import type { ReactElement } from 'react';
import { Note, type Status } from '../../kit/status-pill.tsx';
import { useCheck } from '../designer-context.tsx';
import type { IssueSeverity } from '@koppel/model';

/** How a severity is drawn. */
export const severityStatus: Readonly<Record<IssueSeverity, Status>> = { error: 'fail', warning: 'warn', hint: 'idle' };

/** What the check says of a node, with what to do. */
export function NodeIssues({ nodeId }: { readonly nodeId: string }): ReactElement | null {
  const issues = useCheck(({ byNode }) => byNode[nodeId]);
  if (!issues) return null;
  return (
    <ul className="flex flex-col gap-1.5">
      {issues.map((issue) => (
        <li key={`${issue.code} ${issue.path.join('.')} ${issue.message}`}>
          <Note status={severityStatus[issue.severity]}>
            {issue.message} {issue.remedy}
          </Note>
        </li>
      ))}
    </ul>
  );
}
