import type { FlowDocument } from '@koppel/model';
import { useQueries } from '@tanstack/react-query';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi, useRead } from '../api/use-api.tsx';
import { mappedFields, type WritingFlow } from './matrix.ts';

/** The published flows with the fields they fill, as far as they have been read. A version never changes. */
export function useWritingFlows(): readonly WritingFlow[] {
  const api = useApi();
  const flows = useRead('listFlows', {});
  const published = (flows.data ?? []).filter(({ publishedVersion }) => publishedVersion !== null);
  const versions = useQueries({
    queries: published.map(({ id, publishedVersion }) => {
      const input = { params: { id, version: publishedVersion ?? 1 } };
      return {
        queryKey: keyOf('getVersion', input),
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<FlowDocument> => api.getVersion(input, { signal }),
        staleTime: Infinity,
      };
    }),
  }) as readonly { readonly data: FlowDocument | undefined; readonly error: ApiError | null }[];
  return published.flatMap((summary, index) => {
    const document = versions[index]?.data;
    return document ? [{ summary, fields: mappedFields(document) }] : [];
  });
}
