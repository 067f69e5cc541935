import { useMemo } from 'react';
import { useRead } from '../api/use-api.tsx';
import { choicesOf } from '../plan-view/choices.ts';
import type { PlanNode } from '../plan-view/plan-view.tsx';
import { useRunView } from './run-context.tsx';

/** The nodes of a trial with what their systems call the values of choices now; without, where the flow or its systems are gone. */
export function usePlanNodes(): readonly PlanNode[] {
  const { detail, document, nodes } = useRunView();
  const context = useRead('getCheckContext', { params: { id: detail.run.flowId } });
  return useMemo(() => {
    if (!context.data) return nodes;
    const { data } = context;
    return nodes.map((node) => {
      const own = document.nodes[node.id];
      return own ? { ...node, choices: choicesOf(data, own) } : node;
    });
  }, [nodes, document, context]);
}
