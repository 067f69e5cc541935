import { useNavigate } from '@tanstack/react-router';
import type { ApiError } from '../api/api-error.ts';
import { useCall } from '../api/use-api.tsx';
import { useToast } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';

export interface Repair {
  readonly isRetrying: boolean;
  readonly error: ApiError | null;
  retry(ids: readonly string[], onDone?: () => void): void;
}

/** Tries failed records again; says in which run. */
export function useRepair(): Repair {
  const text = useText();
  const toast = useToast();
  const navigate = useNavigate();
  const retry = useCall('retryFailures', { stale: ['listFailures', 'getFailure', 'countOpenFailures'] });
  return {
    isRetrying: retry.isPending,
    error: retry.error,
    retry(ids, onDone) {
      if (ids.length === 0 || retry.isPending) return;
      retry.mutate(
        { body: { ids: [...ids] } },
        {
          onSuccess: ({ runs }) => {
            onDone?.();
            const [run] = runs;
            if (!run) return;
            toast({
              text: text('failures.retrying', { n: ids.length, runs: runs.length, number: String(run.number) }),
              action: {
                label: text('failures.seeRun'),
                run: () => void navigate({ to: '/runs/$id', params: { id: run.runId } }),
              },
            });
          },
        },
      );
    },
  };
}
