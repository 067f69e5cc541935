import type { FlowDocument } from '@koppel/model';
import type { ReactElement } from 'react';
import { useRead } from '../../api/use-api.tsx';
import { QueryView } from '../../app/query-view.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { useDesignerServices, useFlow } from '../designer-context.tsx';

/** The document of a version by its number, of a restore point by its id, or the draft. */
export function VersionDocument({
  which,
  children,
}: {
  readonly which: string;
  readonly children: (document: FlowDocument) => ReactElement;
}): ReactElement {
  const { flowId } = useDesignerServices();
  const draft = useFlow((flow) => flow);
  const isVersion = /^\d+$/.test(which);
  const isDraft = which === 'draft';
  const version = useRead('getVersion', { params: { id: flowId, version: Number(which) } }, { isEnabled: isVersion });
  const point = useRead(
    'getRestorePoint',
    { params: { id: flowId, point: which } },
    { isEnabled: !isVersion && !isDraft },
  );
  if (isDraft) return children(draft);
  return (
    <QueryView query={isVersion ? version : point} skeleton={<SkeletonRows count={4} />}>
      {children}
    </QueryView>
  );
}
