import type { FlowDocument } from '@koppel/model';
import type { TryResult } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/use-api.tsx';

const sampleCount = 50;

/** The sample run of a draft. Wherever it is asked for, there is one. */
export const sampleKey = (flowId: string, { nodes, edges }: FlowDocument) => ['tryFlow', flowId, nodes, edges];

/** Tries a draft on recent records, once. */
export function useSample(flowId: string, document: FlowDocument, isEnabled: boolean) {
  const api = useApi();
  return useQuery<TryResult, ApiError>({
    queryKey: sampleKey(flowId, document),
    queryFn: ({ signal }) =>
      api.tryFlow({ params: { id: flowId }, body: { document, limit: sampleCount } }, { signal }),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    enabled: isEnabled,
  });
}
