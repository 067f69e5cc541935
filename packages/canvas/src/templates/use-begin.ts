import { useNavigate } from '@tanstack/react-router';
import { useCall } from '../api/use-api.tsx';

/** Begins an installation, or goes on with the one that was begun, and opens its wizard. */
export function useBegin() {
  const navigate = useNavigate();
  const begin = useCall('beginInstallation', { stale: ['listTemplates'] });
  return {
    error: begin.error,
    isPending: begin.isPending,
    start: (id: string, version: string) =>
      begin.mutate(
        { body: { id, version } },
        { onSuccess: (work) => void navigate({ to: '/templates/install/$id', params: { id: work.id } }) },
      ),
  };
}
