import type { FlowSummary } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useReason } from '../../app/session.tsx';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';

/** After publishing: unchanged records are not read again by themselves, so a person says whether they should be. */
export function ApplyDialog({
  summary,
  version,
  onClose,
}: {
  readonly summary: FlowSummary;
  readonly version: number;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const toast = useToast();
  const runReason = useReason('flows.run');
  const switchReason = useReason('flows.publish');
  const start = useCall('startRun', { stale: ['listRuns', 'listFlows'] });
  const change = useCall('switchFlow', { stale: ['getFlow', 'listFlows'] });
  const hasSchedule = summary.starts.length > 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('publish.done', { version: String(version) })}
      description={text('publish.applyText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button
            reason={runReason}
            isBusy={start.isPending}
            onClick={() =>
              start.mutate(
                { params: { id: summary.id }, body: { scope: { kind: 'all' } } },
                { onSuccess: (run) => void navigate({ to: '/runs/$id', params: { id: run.id } }) },
              )
            }
          >
            {text('publish.runAll')}
          </Button>
          <Button
            look="primary"
            autoFocus
            onClick={() => {
              toast({ text: text('publish.done', { version: String(version) }) });
              onClose();
            }}
          >
            {text('publish.onlyNew')}
          </Button>
        </>
      }
    >
      {hasSchedule && !summary.isOn && (
        <div className="flex items-center gap-3 rounded-2 bg-warn-soft px-3 py-2.25 text-warn-text">
          <span className="min-w-0 flex-1">{text('publish.isOff')}</span>
          <Button
            size="s"
            reason={switchReason}
            isBusy={change.isPending}
            onClick={() => change.mutate({ params: { id: summary.id }, body: { isOn: true } })}
          >
            {text('publish.switchOn')}
          </Button>
        </div>
      )}
      <ProblemNote error={start.error ?? change.error} />
    </Dialog>
  );
}
