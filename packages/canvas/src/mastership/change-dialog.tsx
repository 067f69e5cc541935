import type { MastershipRow } from '@koppel/model';
import type { Mastership } from '@koppel/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import type { ApiReply } from '../api/api.ts';
import { keyOf, useApi, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useSentence, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { withRow, type MatrixRow } from './matrix.ts';
import { useRowTitle } from './row-title.ts';

/** Says what another master means before it is saved. */
export function ChangeDialog({
  before,
  after,
  mastership,
  onClose,
}: {
  readonly before: MatrixRow;
  readonly after: MastershipRow;
  readonly mastership: Mastership;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const title = useRowTitle();
  const toast = useToast();
  const api = useApi();
  const client = useQueryClient();
  const isNewMaster = before.row.master !== after.master;
  const table = withRow(mastership.table, after);
  const tried = useRead('tryMastership', { body: table });
  const save = useMutation<ApiReply<'saveMastership'>, ApiError>({
    // A table that somebody saved meanwhile is refused, so that nobody's change is lost.
    mutationFn: () => api.saveMastership({ body: { table, revision: mastership.revision } }),
    onSuccess: async ({ switched }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keyOf('getMastership') }),
        client.invalidateQueries({ queryKey: keyOf('getMastershipFindings') }),
        client.invalidateQueries({ queryKey: keyOf('getMastershipHistory') }),
        client.invalidateQueries({ queryKey: keyOf('getCheckContext') }),
        client.invalidateQueries({ queryKey: keyOf('getLocks') }),
        client.invalidateQueries({ queryKey: keyOf('listFlows') }),
      ]);
      const words = switched.map(({ title: flow, isOn, problem }) =>
        problem === null
          ? text(isOn ? 'mastership.switchedOn' : 'mastership.switchedOffNow', { flow })
          : `${flow}: ${problem}`,
      );
      toast({ text: [text('mastership.saved', { group: title(before) }), ...words].join(' ') });
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
      {before.entity === 'quote' && isNewMaster && (
        <p>{text(after.master === 'erp' ? 'mastership.quotesErp' : 'mastership.quotesCrm')}</p>
      )}
      {(tried.data?.refused.length ?? 0) > 0 && (
        <div>
          <p className="font-medium">{text('mastership.mayBeRefused', { n: tried.data!.refused.length })}</p>
          <ul className="mt-1 list-disc pl-5 text-ink-2">
            {tried.data!.refused.map(({ flowId, title: flow, message }) => (
              <li key={flowId}>
                {flow}: {sentence(message)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  );
}
