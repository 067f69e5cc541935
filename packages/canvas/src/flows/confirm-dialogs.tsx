import type { FlowSummary } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { ConfirmDialog } from '../app/confirm-dialog.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useSayWhy } from '../app/use-say-why.ts';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { roleLabel } from '../kit/system-badge.tsx';

interface ConfirmProps {
  readonly flow: FlowSummary;
  readonly onClose: () => void;
}

/** Before a flow is switched off: when it last ran and what will go stale. */
export function SwitchOffDialog({ flow, onClose }: ConfirmProps): ReactElement {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const names = useEntityNames();
  const toast = useToast();
  const sayWhy = useSayWhy();
  const change = useCall('switchFlow', { stale: ['listFlows'] });
  const title = localized(flow.title);
  const lastAt = flow.lastRuns.at(-1)?.startedAt;
  const target = flow.direction.at(-1);
  const switchTo = (isOn: boolean) => change.mutateAsync({ params: { id: flow.id }, body: { isOn } });
  const confirm = async () => {
    await switchTo(false);
    onClose();
    toast({
      text: text('flows.switchedOff', { flow: title }),
      action: { label: text('action.undo'), run: () => void switchTo(true).catch(sayWhy) },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('flows.switchOffTitle', { flow: title })}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button look="primary" isBusy={change.isPending} onClick={() => void confirm().catch(() => {})}>
            {text('flows.switchOff')}
          </Button>
        </>
      }
    >
      <div className="grid gap-2 text-40 leading-prose text-ink-2">
        <p>{lastAt ? text('flows.lastRanAt', { time: format.dateTime(lastAt) }) : text('flows.lastRanNever')}</p>
        {flow.entities.length > 0 && target && (
          <p>
            {text('flows.goesStale', {
              entities: flow.entities.map(names.plural).join(', '),
              system: roleLabel(target),
            })}
          </p>
        )}
      </div>
      <ProblemNote error={change.error} />
    </Dialog>
  );
}

/** Before a flow is deleted: what is lost and what stays. */
export function DeleteFlowDialog({ flow, onClose }: ConfirmProps): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const toast = useToast();
  const remove = useCall('deleteFlow', { stale: ['listFlows'] });
  const title = localized(flow.title);
  return (
    <ConfirmDialog
      title={text('flows.deleteTitle', { flow: title })}
      description={text('flows.deleteText')}
      act={text('flows.delete')}
      call={remove}
      onClose={onClose}
      onAct={() =>
        remove.mutate(
          { params: { id: flow.id } },
          {
            onSuccess: () => {
              onClose();
              toast({ text: text('flows.deleted', { flow: title }) });
            },
          },
        )
      }
    />
  );
}
