import type { RecordEdit } from '@koppel/model';
import { useNavigate } from '@tanstack/react-router';
import type { ApiError } from '../api/api-error.ts';
import type { ApiInput } from '../api/api.ts';
import { useCall } from '../api/use-api.tsx';
import { useToast } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';

/** A remedy that is more than a value: see the route. */
export type Mending = ApiInput<'mendFailure'>['body'];

export interface Repair {
  readonly isRetrying: boolean;
  readonly error: ApiError | null;
  /** `edit`: values for this try alone. */
  retry(ids: readonly string[], onDone?: () => void, edit?: Partial<RecordEdit>): void;
  /** Carries out a remedy; the record is then tried again. */
  mend(id: string, mending: Mending): void;
}

const stale = ['listFailures', 'getFailure', 'countOpenFailures'] as const;

/** Tries failed records again; says in which run. */
export function useRepair(): Repair {
  const text = useText();
  const toast = useToast();
  const navigate = useNavigate();
  const retry = useCall('retryFailures', { stale });
  const mend = useCall('mendFailure', { stale });
  const tell = (n: number, runs: readonly { readonly runId: string; readonly number: number }[]) => {
    const [run] = runs;
    if (!run) return;
    toast({
      text: text('failures.retrying', { n, runs: runs.length, number: String(run.number) }),
      action: {
        label: text('failures.seeRun'),
        run: () => void navigate({ to: '/runs/$id', params: { id: run.runId } }),
      },
    });
  };
  const isRetrying = retry.isPending || mend.isPending;
  return {
    isRetrying,
    error: retry.error ?? mend.error,
    retry(ids, onDone, edit) {
      if (ids.length === 0 || isRetrying) return;
      mend.reset();
      retry.mutate(
        { body: { ids: [...ids], ...(edit ? { edit } : {}) } },
        {
          onSuccess: ({ runs }) => {
            onDone?.();
            tell(ids.length, runs);
          },
        },
      );
    },
    mend(id, mending) {
      if (isRetrying) return;
      retry.reset();
      mend.mutate({ params: { id }, body: mending }, { onSuccess: ({ runs }) => tell(1, runs) });
    },
  };
}
