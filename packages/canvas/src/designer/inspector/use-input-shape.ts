import type { RecordShape } from '../../check-worker/messages.ts';
import { useCheck } from '../designer-context.tsx';

/** The records that arrive at a node: their entity and fields; null while nobody can tell. */
export function useInputShape(nodeId: string): RecordShape | null {
  return useCheck(({ nodes }) => {
    for (const type of Object.values(nodes[nodeId]?.inputs ?? {})) if (type.kind === 'records') return type.shape;
    return null;
  });
}
