import { useEffect } from 'react';
import { useRead } from '../../api/use-api.tsx';
import { useSettled } from '../../kit/timing.ts';
import { useDesignerServices, useFlow } from '../designer-context.tsx';
import { compareFlows } from './compare.ts';

const pauseMs = 200;

/** Marks the nodes of the draft that are new, or say something else, since the version that is live. */
export function useDiffering(live: number | null): void {
  const { flowId, moment } = useDesignerServices();
  const document = useSettled(
    useFlow((flow) => flow),
    pauseMs,
  );
  const { data } = useRead('getVersion', { params: { id: flowId, version: live ?? 0 } }, { isEnabled: live !== null });
  useEffect(() => {
    const nodes = data ? compareFlows(data, document).nodes : [];
    const differing = nodes.filter(({ kind }) => kind !== 'removed').map(({ nodeId }) => nodeId);
    moment.setState(({ differing: before }) => {
      const isSame = before.size === differing.length && differing.every((id) => before.has(id));
      return isSame ? {} : { differing: new Set(differing) };
    });
  }, [data, document, moment]);
}
