import type { PreviewResult } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi } from '../api/use-api.tsx';
import { useMay } from '../app/session.tsx';
import type { RecordShape } from '../check-worker/messages.ts';
import { useDesignerServices } from '../designer/designer-context.tsx';
import { alikeValues, type AlikeValues } from './alike-values.ts';
import type { TargetSide } from './target-side.ts';

const limit = 50;
const none: readonly AlikeValues[] = [];

/**
 * Which fields of both systems hold the same, over the samples that are in both. Read once for a node, not with each change of
 * its rules: a change does not make the systems hold something else.
 */
export function useAlikeValues(
  nodeId: string,
  { input, target, isWanted }: { input: RecordShape | null; target: TargetSide | null; isWanted: boolean },
): readonly AlikeValues[] {
  const api = useApi();
  const { flowId, document, slots } = useDesignerServices();
  const maySee = useMay('payloads.read');
  const { data } = useQuery<PreviewResult, ApiError>({
    queryKey: ['previewFlow', flowId, nodeId, 'whole target', slots, input?.entity, target?.entity],
    queryFn: ({ signal }) =>
      api.previewFlow(
        {
          params: { id: flowId },
          body: { document: document.getState().document, nodeId, limit, withWholeTarget: true },
        },
        { signal },
      ),
    enabled: isWanted && maySee,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return useMemo(
    () => (data && input && target ? alikeValues(data.records, input, target) : none),
    [data, input, target],
  );
}
