import type { FlowSummary } from '@koppel/protocol';
import { useId, useState, type ReactElement } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useReason, useSession } from '../../app/session.tsx';
import { useSayWhy } from '../../app/use-say-why.ts';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { Input } from '../../kit/input.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { useDesignerServices, useEditor, useFlow } from '../designer-context.tsx';
import { isApproved, useFlowReviews } from '../review/use-review.ts';
import { sendAll } from '../saving/autosave.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { CheckList, usePublishChecks } from './check-list.tsx';
import { OverruleField, useOverrule } from './overrule.tsx';
import { PublishedChanges } from './published-changes.tsx';

/** Publishes the draft, or asks that somebody approves it: what changed in a note, a check list, and then which records it applies to. */
export function PublishDialog({
  summary,
  onClose,
}: {
  readonly summary: FlowSummary;
  readonly onClose: () => void;
}): ReactElement {
  const [version, setVersion] = useState<number | null>(null);
  // A sub-flow has no records of its own to apply it to.
  const published = summary.isSubFlow ? onClose : setVersion;
  return version === null ? (
    <Ask summary={summary} onClose={onClose} onPublished={published} />
  ) : (
    <ApplyDialog summary={summary} version={version} onClose={onClose} />
  );
}

function Ask({
  summary,
  onClose,
  onPublished,
}: {
  readonly summary: FlowSummary;
  readonly onClose: () => void;
  readonly onPublished: (version: number) => void;
}): ReactElement {
  const text = useText();
  const sayWhy = useSayWhy();
  const toast = useToast();
  const formId = useId();
  const { flowId, autosave, sample } = useDesignerServices();
  const document = useFlow((flow) => flow);
  const { isTwoPerson } = useSession().workspace;
  const askReason = useReason('flows.edit');
  const publishReason = useReason('flows.publish');
  const proposed = useEditor(({ overlay }) => (overlay?.kind === 'publish' ? (overlay.note ?? '') : ''));
  const [note, setNote] = useState(proposed);
  const [start, setStart] = useState<'schedule' | 'now'>('schedule');
  const [breaksBecause, setBreaksBecause] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const publish = useCall('publishFlow', {
    stale: ['getFlow', 'listFlows', 'listVersions', 'getReviews', 'listReviews'],
  });
  const begin = useCall('startRun', { stale: ['listRuns', 'listFlows'] });
  const runReason = useReason('flows.run');
  const ask = useCall('askReview', { stale: ['getReviews', 'listReviews'] });

  const review = useFlowReviews().data?.current ?? null;
  const checks = usePublishChecks(review);
  const overrule = useOverrule(checks);
  const breaksUsers = checks.some((check) => check.text === 'subFlow.check.breaks');
  const notReady = overrule.blocked ?? (note.trim() === '' ? text('publish.sayWhat') : null);
  const reason = publishReason ?? notReady ?? overrule.missing;
  // Whoever needs somebody else's approval asks first; all others publish.
  const isAskFirst = !isApproved(review) && (publishReason !== null || isTwoPerson);
  const cannotAsk = askReason ?? notReady;

  const act = async (work: (revision: number) => Promise<unknown>) => {
    if (isBusy) return;
    setIsBusy(true);
    setError(null);
    try {
      if (!(await sendAll(autosave))) return;
      await work(autosave.revision());
    } catch (problem) {
      setError(problem as ApiError);
    } finally {
      setIsBusy(false);
    }
  };

  const publishNow = () =>
    act(async (revision) => {
      const body = {
        revision,
        note: note.trim(),
        ...overrule.body,
        ...(breaksBecause.trim() === '' ? {} : { breaksBecause: breaksBecause.trim() }),
      };
      const { version } = await publish.mutateAsync({ params: { id: flowId }, body });
      // It is published: a run that cannot start says so itself, and keeps nobody here.
      if (start === 'now') {
        await begin
          .mutateAsync({ params: { id: flowId }, body: { scope: { kind: 'changes' } } })
          .then((run) => toast({ text: text('publish.started', { number: String(run.number) }) }), sayWhy);
      }
      onPublished(version);
    });
  /** A sample run of another draft says nothing about this one. */
  const sampleReport = () => {
    const last = sample.getState().last;
    if (!last || last.document !== document) return {};
    const { at, records, failed } = last;
    return { sample: { at: new Date(at).toISOString(), records, failed } };
  };
  const askNow = () =>
    act(async (revision) => {
      await ask.mutateAsync({ params: { id: flowId }, body: { revision, message: note.trim(), ...sampleReport() } });
      toast({ text: text('review.asked') });
      onClose();
    });
  const [submit, submitReason] = isAskFirst ? ([askNow, cannotAsk] as const) : ([publishNow, reason] as const);

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('publish.title', { version: String((summary.publishedVersion ?? 0) + 1) })}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          {isAskFirst ? (
            <>
              <Button reason={reason} isBusy={isBusy} onClick={() => void publishNow()}>
                {text('publish.publish')}
              </Button>
              <Button look="primary" form={formId} type="submit" reason={cannotAsk} isBusy={isBusy}>
                {text('review.askNow')}
              </Button>
            </>
          ) : (
            <Button look="primary" form={formId} type="submit" reason={reason} isBusy={isBusy}>
              {text('publish.publish')}
            </Button>
          )}
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (submitReason === null) void submit();
        }}
      >
        <Field label={text('publish.note')}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={500}
              value={note}
              placeholder={text('publish.notePlaceholder')}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {(breaksUsers || error?.problem?.code === 'sub-flow.breaks-users') && (
          <Field label={text('subFlow.breaks')} help={text('subFlow.breaksHelp')}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={500}
                value={breaksBecause}
                onChange={(event) => setBreaksBecause(event.target.value)}
              />
            )}
          </Field>
        )}
      </form>
      {summary.publishedVersion !== null && (
        <PublishedChanges summary={summary} document={document} onLeave={onClose} />
      )}
      <CheckList checks={checks} onLeave={onClose} />
      {!isAskFirst && <OverruleField overrule={overrule} />}
      {!isAskFirst && !summary.isSubFlow && runReason === null && (
        <div className="flex flex-wrap items-center gap-3">
          <span className="font-medium">{text('publish.start')}</span>
          <Segmented
            label={text('publish.start')}
            value={start}
            onChange={setStart}
            options={[
              {
                value: 'schedule',
                label: text(summary.starts.length > 0 ? 'publish.atSchedule' : 'publish.byHand'),
              },
              { value: 'now', label: text('publish.now') },
            ]}
          />
        </div>
      )}
      <ProblemNote error={error} />
    </Dialog>
  );
}
