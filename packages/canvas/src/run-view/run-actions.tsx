import { isFinal, type Run } from '@koppel/model';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleCheck, RotateCw, Play, Square, Workflow } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useReason } from '../app/session.tsx';
import { useToast } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import type { ApiError } from '../api/api-error.ts';
import { Dialog } from '../kit/dialog.tsx';
import { isStoppable, useFigures, useRunView } from './run-context.tsx';
import { StopDialog } from './stop-dialog.tsx';

/** What can be done with this run. */
export function RunActions(): ReactElement {
  const text = useText();
  const toast = useToast();
  const navigate = useNavigate();
  const { detail, search } = useRunView();
  const { run, openFailures } = detail;
  const { state, counters } = useFigures();
  const runReason = useReason('flows.run');
  const repairReason = useReason('failures.repair');
  const [isStopping, setIsStopping] = useState(false);
  const again = useCall('startRun', { stale: ['listRuns', 'listFlows'] });
  const retry = useCall('retryRun', { stale: ['listRuns', 'listFailures', 'countOpenFailures', 'getRun'] });
  const isOver = isFinal(state);
  const failed = isOver ? openFailures : counters.failed;

  const open = (begun: Run, words: string) => {
    toast({ text: words });
    void navigate({ to: '/runs/$id', params: { id: begun.id } });
  };
  const startAgain = () =>
    again.mutate(
      { params: { id: run.flowId }, body: { scope: run.scope, isDryRun: run.isDryRun } },
      { onSuccess: (begun) => open(begun, text('runView.again', { number: String(begun.number) })) },
    );
  const retryFailed = () =>
    retry.mutate(
      { params: { id: run.id } },
      { onSuccess: (begun) => open(begun, text('runView.retrying', { number: String(begun.number) })) },
    );

  return (
    <>
      <Link
        to="/flows/$id"
        params={{ id: run.flowId }}
        search={search.node ? { node: search.node } : {}}
        className={buttonClass()}
      >
        <Icon of={Workflow} />
        {text('runView.openInDesigner')}
      </Link>
      {isOver ? (
        <>
          {run.isDryRun && state.status === 'done' && (
            <ApplyPlan
              runId={run.id}
              writes={counters.created + counters.updated}
              onApplied={(begun) => open(begun, text('runView.applying', { number: String(begun.number) }))}
            />
          )}
          {!run.isDryRun && failed > 0 && (
            <Button icon={RotateCw} reason={repairReason} isBusy={retry.isPending} onClick={retryFailed}>
              {text('runView.retry', { n: failed })}
            </Button>
          )}
          <Button icon={Play} reason={runReason} isBusy={again.isPending} onClick={startAgain}>
            {text('runView.runAgain')}
          </Button>
        </>
      ) : (
        <Button
          look="danger"
          icon={Square}
          reason={runReason ?? (isStoppable({ state }) ? null : text('runView.alreadyStopping'))}
          onClick={() => setIsStopping(true)}
        >
          {text('runView.stop')}
        </Button>
      )}
      {isStopping && <StopDialog onClose={() => setIsStopping(false)} />}
      <Refused error={again.error} onClose={() => again.reset()} />
      <Refused error={retry.error} onClose={() => retry.reset()} />
    </>
  );
}

/** Approves what this trial would write, after saying what that means. */
function ApplyPlan({
  runId,
  writes,
  onApplied,
}: {
  readonly runId: string;
  readonly writes: number;
  readonly onApplied: (begun: Run) => void;
}): ReactElement {
  const text = useText();
  const reason = useReason('flows.publish');
  const [isAsking, setIsAsking] = useState(false);
  const apply = useCall('applyPlan', { stale: ['listRuns', 'listFlows'] });
  return (
    <>
      <Button
        look="primary"
        icon={CircleCheck}
        reason={reason ?? (writes === 0 ? text('runView.applyNothing') : null)}
        onClick={() => setIsAsking(true)}
      >
        {text('runView.apply')}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={text('runView.applyTitle')}
        description={text('runView.applyText', { n: writes })}
        closeLabel={text('action.close')}
        actions={
          <>
            <Button onClick={() => setIsAsking(false)}>{text('action.cancel')}</Button>
            <Button
              look="primary"
              isBusy={apply.isPending}
              onClick={() =>
                apply.mutate({ params: { id: runId } }, { onSuccess: ({ runs }) => runs[0] && onApplied(runs[0]) })
              }
            >
              {text('runView.apply')}
            </Button>
          </>
        }
      >
        <ProblemNote error={apply.error} />
      </Dialog>
    </>
  );
}

/** What was asked for could not be begun: over the page, because the button that asked has no room for a reason. */
function Refused({
  error,
  onClose,
}: {
  readonly error: ApiError | null;
  readonly onClose: () => void;
}): ReactElement | null {
  const text = useText();
  if (!error) return null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('runView.refused')}
      closeLabel={text('action.close')}
      actions={<Button onClick={onClose}>{text('action.close')}</Button>}
    >
      <ProblemNote error={error} />
    </Dialog>
  );
}
