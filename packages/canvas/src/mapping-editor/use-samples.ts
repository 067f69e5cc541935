import type { ErrorView } from '@koppel/model';
import type { PreviewRecord, PreviewResult } from '@koppel/protocol';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi, useCall, useRead } from '../api/use-api.tsx';
import { useReason } from '../app/session.tsx';
import { useDesignerServices, useFlow } from '../designer/designer-context.tsx';
import { useSettled } from '../kit/timing.ts';

const pauseMs = 200;
const limit = 50;
/** Pinned and picked records are asked for by key; the server takes no more. */
const mostKeys = 50;

/** Real records at a node, and the one that is looked at. */
export interface Samples {
  /** Those that come to the node, or fail on their way: pinned and picked ones first. */
  readonly records: readonly PreviewRecord[];
  readonly current: PreviewRecord | null;
  /** Its place, from 0; -1 without one. */
  readonly index: number;
  /** Why this person sees none; null where nothing stands in the way. */
  readonly hidden: string | null;
  /** Nothing was read yet. */
  readonly isReading: boolean;
  /** What is shown is being renewed. */
  readonly isRenewing: boolean;
  /** Why there are none, as the server says. */
  readonly error: ErrorView | null;
  /** The server could not be asked. */
  readonly problem: ApiError | null;
  /** Records that the flow has to keep working for: everybody sees the same ones. */
  readonly pinned: ReadonlySet<string>;
  /** Why this person may not pin; null when they may. */
  readonly pinReason: string | null;
  /** A picked key that the source does not have. */
  readonly missing: string | null;
  step(by: 1 | -1): void;
  /** Looks at the record with this key; asks for it when it is not among the samples. */
  pick(key: string): void;
  togglePin(key: string): void;
  retry(): void;
}

/** Reads samples at a node as the draft stands, on the server's evaluator, once typing pauses. */
export function useSamples(nodeId: string): Samples {
  const { flowId } = useDesignerServices();
  const { pinned, pin } = usePinned(flowId);
  const pinReason = useReason('flows.edit');
  const [picked, setPicked] = useState<string | null>(null);
  const [key, setKey] = useState<string | null>(null);
  const hidden = useReason('payloads.read');
  const recent = usePreview(nodeId, null, hidden === null);
  const known = useMemo(() => new Set(recent.data?.records.map((record) => record.key)), [recent.data]);
  const extra = [...new Set([...pinned, ...(picked === null ? [] : [picked])])].slice(0, mostKeys);
  const wanted = recent.data ? extra.filter((each) => !known.has(each)) : [];
  const byKey = usePreview(nodeId, wanted.length > 0 ? wanted : null, wanted.length > 0);

  const records = useMemo(() => {
    const found = new Map(
      [...(byKey.data?.records ?? []), ...(recent.data?.records ?? [])].map((record) => [record.key, record]),
    );
    const order = new Map(pinned.map((each, index) => [each, index - pinned.length]));
    return [...found.values()]
      .filter((record) => record.input !== null || Object.keys(record.errors).length > 0 || order.has(record.key))
      .toSorted((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0));
  }, [recent.data, byKey.data, pinned]);

  const at = records.findIndex((record) => record.key === key);
  const index = at < 0 ? (records.length > 0 ? 0 : -1) : at;
  const isMissing = picked !== null && !byKey.isFetching && !known.has(picked) && at < 0 && key === picked;

  const step = useCallback(
    (by: 1 | -1) => {
      if (records.length > 0) setKey(records[(index + by + records.length) % records.length]!.key);
    },
    [records, index],
  );
  const pick = useCallback((next: string) => {
    setPicked(next);
    setKey(next);
  }, []);
  const togglePin = useCallback(
    (each: string) => pin(pinned.includes(each) ? pinned.filter((other) => other !== each) : [...pinned, each]),
    [pinned, pin],
  );

  return {
    records,
    current: records[index] ?? null,
    index,
    hidden,
    isReading: recent.data === undefined && recent.error === null && hidden === null,
    isRenewing: recent.isFetching || byKey.isFetching,
    error: recent.data?.error ?? null,
    problem: recent.data ? null : recent.error,
    pinned: useMemo(() => new Set(pinned), [pinned]),
    pinReason,
    missing: isMissing ? picked : null,
    step,
    pick,
    togglePin,
    retry: () => void recent.refetch(),
  };
}

/** The pinned records of the flow, and the function that pins others in their place. */
function usePinned(flowId: string) {
  const read = useRead('listPinnedSamples', { params: { id: flowId } });
  const { mutate, isPending, variables } = useCall('pinSamples', { stale: ['listPinnedSamples'] });
  const asked = isPending ? variables.body.keys : null;
  const pinned = useMemo(() => asked ?? read.data?.map(({ key }) => key) ?? [], [asked, read.data]);
  const pin = useCallback((keys: string[]) => mutate({ params: { id: flowId }, body: { keys } }), [mutate, flowId]);
  return { pinned, pin };
}

function usePreview(nodeId: string, keys: readonly string[] | null, isEnabled = true) {
  const api = useApi();
  const { flowId } = useDesignerServices();
  const document = useSettled(
    useFlow((flow) => flow),
    pauseMs,
  );
  return useQuery<PreviewResult, ApiError>({
    queryKey: ['previewFlow', flowId, nodeId, keys ?? limit, document.nodes, document.edges, document.slots],
    queryFn: ({ signal }) =>
      api.previewFlow(
        { params: { id: flowId }, body: { document, nodeId, limit, ...(keys ? { keys: [...keys] } : {}) } },
        { signal },
      ),
    enabled: isEnabled,
    staleTime: 60_000,
    placeholderData: (before, query) => (query?.queryKey[2] === nodeId ? before : undefined),
    retry: false,
  });
}
