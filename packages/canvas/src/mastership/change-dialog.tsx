import type { MastershipRow } from '@koppel/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { withRow, type MatrixRow, type WritingFlow } from './matrix.ts';
import { useRowTitle } from './row-title.ts';

/** Says what another master means before it is saved. */
export function ChangeDialog({
  before,
  after,
  flows,
  onClose,
}: {
  readonly before: MatrixRow;
  readonly after: MastershipRow;
  readonly flows: readonly WritingFlow[];
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const title = useRowTitle();
  const toast = useToast();
  const api = useApi();
  const client = useQueryClient();
  const isNewMaster = before.row.master !== after.master;
  // A flow that comes from the other side would write what its target is now master of.
  const refused = isNewMaster
    ? flows.filter(({ summary: { direction } }) => direction.includes(after.master) && direction[0] !== after.master)
    : [];
  const save = useMutation<unknown, ApiError>({
    // Only this row changes: what others changed meanwhile in other rows stays.
    mutationFn: async () => api.saveMastership({ body: withRow(await api.getMastership(), after) }),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keyOf('getMastership') }),
        client.invalidateQueries({ queryKey: keyOf('getCheckContext') }),
      ]);
      toast({ text: text('mastership.saved', { group: title(before) }) });
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={
        isNewMaster
          ? text('mastership.changeTitle', { group: title(before), system: roleLabel(after.master) })
          : text('mastership.changeRules', { group: title(before) })
      }
      description={text(isNewMaster ? 'mastership.changeText' : 'mastership.changeRulesText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button look="primary" isBusy={save.isPending} onClick={() => save.mutate()}>
            {text('mastership.confirm')}
          </Button>
        </>
      }
    >
      <ProblemNote error={save.error} />
      {refused.length > 0 && (
        <div>
          <p className="font-medium">{text('mastership.mayBeRefused', { n: refused.length })}</p>
          <ul className="mt-1 list-disc pl-5 text-ink-2">
            {refused.map(({ summary: flow }) => (
              <li key={flow.id}>{localized(flow.title)}</li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  );
}
