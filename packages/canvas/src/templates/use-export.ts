import { templateIdPattern } from '@koppel/model';
import type { ExportProposal, ExportRequest } from '@koppel/protocol';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi } from '../api/use-api.tsx';
import { useSession } from '../app/session.tsx';
import { useSettled } from '../kit/timing.ts';

const pauseMs = 250;
const nothingYet: ExportRequest = { id: '', title: { en: '' }, flows: [] };

/** What was chosen in the export wizard, kept in this tab until the package is made, and what the server says comes of it. */
export function useExport() {
  const api = useApi();
  const key = `koppel.export.${useSession().workspace.id}`;
  const [request, setRequest] = useState<ExportRequest>(() => {
    try {
      return { ...nothingYet, ...(JSON.parse(sessionStorage.getItem(key) ?? '{}') as object) };
    } catch {
      return nothingYet;
    }
  });
  const change = (part: Partial<ExportRequest>) => {
    const next = { ...request, ...part };
    setRequest(next);
    sessionStorage.setItem(key, JSON.stringify(next));
  };
  const isReady = isEnough(request);
  const settled = useSettled(request, pauseMs);
  const proposal = useQuery<ExportProposal, ApiError>({
    queryKey: ['proposeExport', settled],
    queryFn: ({ signal }) => api.proposeExport({ body: settled }, { signal }),
    enabled: isEnough(settled),
    placeholderData: keepPreviousData,
  });
  /** What is shown is of what was chosen before. */
  const isBehind = settled !== request || proposal.isPlaceholderData;
  return { request, change, isReady, isBehind, proposal, forget: () => sessionStorage.removeItem(key) };
}

function isEnough({ title, id, flows }: ExportRequest): boolean {
  return title.en.trim() !== '' && templateIdPattern.test(id) && flows.length > 0;
}

export type ChangeExport = (part: Partial<ExportRequest>) => void;
