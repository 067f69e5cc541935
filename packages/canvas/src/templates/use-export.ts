import { templateIdPattern } from '@koppel/model';
import type { ExportProposal, ExportRequest } from '@koppel/protocol';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi } from '../api/use-api.tsx';
import { useSession } from '../app/session.tsx';

const nothingYet: ExportRequest = { id: '', title: { en: '' }, flows: [] };

/** What was chosen in the export wizard, kept in this tab until the package is made, and what the server says comes of it. */
export function useExport() {
  const api = useApi();
  const key = `koppel.export.${useSession().workspace.name}`;
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
  const isReady = request.title.en.trim() !== '' && templateIdPattern.test(request.id) && request.flows.length > 0;
  const proposal = useQuery<ExportProposal, ApiError>({
    queryKey: ['proposeExport', request],
    queryFn: ({ signal }) => api.proposeExport({ body: request }, { signal }),
    enabled: isReady,
    placeholderData: keepPreviousData,
  });
  return { request, change, isReady, proposal, forget: () => sessionStorage.removeItem(key) };
}
export type ChangeExport = (part: Partial<ExportRequest>) => void;
