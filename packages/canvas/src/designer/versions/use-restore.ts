import type { FlowDocument } from '@koppel/model';
import { useState } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useCall } from '../../api/use-api.tsx';
import { useActions, useDesignerServices } from '../designer-context.tsx';
import { replaceDocument } from '../document/flow-commands.ts';
import { sendAll } from '../saving/autosave.ts';

/** Makes a document the draft. The present draft is kept as a restore point first, so that nothing is lost. */
export function useRestore() {
  const { flowId, autosave } = useDesignerServices();
  const { execute } = useActions();
  const keep = useCall('keepRestorePoint', { stale: ['listRestorePoints'] });
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  /** Resolves to whether it is the draft now. */
  const restore = async (document: FlowDocument, name: string): Promise<boolean> => {
    if (isBusy) return false;
    setIsBusy(true);
    setError(null);
    try {
      if (!(await sendAll(autosave))) return false;
      await keep.mutateAsync({ params: { id: flowId }, body: { cause: 'restore' } });
      execute(replaceDocument(document, { id: 'designer.intent.restore', values: { name } }));
      return true;
    } catch (problem) {
      setError(problem as ApiError);
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { restore, isBusy, error };
}
