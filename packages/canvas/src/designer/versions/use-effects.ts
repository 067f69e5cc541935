import type { ErrorView, FlowDocument } from '@koppel/model';
import type { PreviewRecord } from '@koppel/protocol';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/use-api.tsx';
import { useProblemText } from '../../app/problem.tsx';
import { useReason } from '../../app/session.tsx';
import { useSentence } from '../../i18n/locale.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import type { FlowDifference } from './compare.ts';
import { mappingEffect, typeOfField, type MappingEffect } from './row-effects.ts';

const limit = 50;

/** How far it is known what a changed mapping means for samples. */
export type EffectState =
  | { readonly status: 'reading' }
  /** This person may not see records. */
  | { readonly status: 'hidden'; readonly reason: string }
  | { readonly status: 'failed'; readonly message: string; readonly remedy: string; readonly retry: () => void }
  | { readonly status: 'read'; readonly effect: MappingEffect };

/** What both versions give for the same samples, or why that is not known. */
interface Previews {
  readonly before: readonly PreviewRecord[];
  readonly after: readonly PreviewRecord[];
  readonly error: ErrorView | null;
}

/** The mappings whose rows differ. */
function changedMappings({ nodes }: FlowDifference, after: FlowDocument): { nodeId: string; rows: string[] }[] {
  return nodes.flatMap(({ nodeId, kind, settings }) => {
    if (kind !== 'changed') return [];
    const rows = settings.flatMap(({ setting, row }) => (setting === 'rows' && row !== null ? [row] : []));
    return rows.length > 0 && after.nodes[nodeId]?.type === 'map-fields' ? [{ nodeId, rows }] : [];
  });
}

/** For each changed mapping what its rows give for recent records in either version, as the server evaluates them. */
export function useEffects(
  before: FlowDocument,
  after: FlowDocument,
  found: FlowDifference,
): ReadonlyMap<string, EffectState> {
  const api = useApi();
  const inWords = useProblemText();
  const sentence = useSentence();
  const hidden = useReason('payloads.read');
  const { flowId, context } = useDesignerServices();
  const mappings = useMemo(() => changedMappings(found, after), [found, after]);
  const params = { id: flowId };
  const previews = useQueries({
    queries: mappings.map(({ nodeId }) => ({
      queryKey: ['previewFlow', 'effect', flowId, nodeId, before.nodes, before.edges, before.slots, after.nodes, after.edges, after.slots], // prettier-ignore
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Previews> => {
        const options = { nodeId, limit, withTarget: false };
        const first = await api.previewFlow({ params, body: { ...options, document: before } }, { signal });
        const keys = first.records.map(({ key }) => key);
        if (first.error || keys.length === 0) return { before: [], after: [], error: first.error };
        // The same records, whatever was changed in the source since.
        const second = await api.previewFlow({ params, body: { ...options, document: after, keys } }, { signal });
        return { before: first.records, after: second.records, error: second.error };
      },
      enabled: hidden === null,
      staleTime: 60_000,
      retry: false,
    })),
  });
  const stateOf = (at: number, rows: readonly string[]): EffectState => {
    if (hidden !== null) return { status: 'hidden', reason: hidden };
    const { data, error, refetch } = previews[at]!;
    const retry = () => void refetch();
    if (!data && error) {
      const { title, remedy } = inWords(error as ApiError);
      return { status: 'failed', message: title, remedy, retry };
    }
    if (!data) return { status: 'reading' };
    if (data.error) {
      return { status: 'failed', message: sentence(data.error.message), remedy: sentence(data.error.remedy), retry };
    }
    const effect = mappingEffect(data.before, data.after, rows, (row) => typeOfField(context, row));
    return { status: 'read', effect };
  };
  return new Map(mappings.map(({ nodeId, rows }, at) => [nodeId, stateOf(at, rows)]));
}
