import type { Issue } from '@koppel/model';
import type { FlowSummary } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ApiError } from '../../api/api-error.ts';
import { useApi, useCall, useRead } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useReason } from '../../app/session.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { Input } from '../../kit/input.tsx';
import { StatusIcon, type Status } from '../../kit/status-pill.tsx';
import { useCheck, useDesignerServices, useFlow } from '../designer-context.tsx';
import { publishChecks, type PublishCheck } from './publish-checks.ts';

const outcomeStatus: Readonly<Record<PublishCheck['outcome'], Status>> = { ok: 'ok', warning: 'warn', failed: 'fail' };

/** Publishes the draft: what changed in a note, a check list, and then which records it applies to. */
export function PublishDialog({
  summary,
  onClose,
}: {
  readonly summary: FlowSummary;
  readonly onClose: () => void;
}): ReactElement {
  const [version, setVersion] = useState<number | null>(null);
  return version === null ? (
    <Ask summary={summary} onClose={onClose} onPublished={setVersion} />
  ) : (
    <Apply summary={summary} version={version} onClose={onClose} />
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
  const api = useApi();
  const format = useFormat();
  const formId = useId();
  const { flowId, autosave, slots, sample } = useDesignerServices();
  const document = useFlow((flow) => flow);
  const localIssues = useCheck((state) => state.issues);
  const publishReason = useReason('flows.publish');
  const connections = useRead('listConnections', {});
  const remembered = useStore(sample, (state) => state.last);
  const [server, setServer] = useState<readonly Issue[] | null>(null);
  const [note, setNote] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const publish = useCall('publishFlow', { stale: ['getFlow', 'listFlows', 'listVersions'] });

  // The server has the last word: it checks as publishing will.
  useEffect(() => {
    const closing = new AbortController();
    api.checkFlow({ params: { id: flowId }, body: { document } }, { signal: closing.signal }).then(
      ({ issues, together }) => setServer([...issues, ...together]),
      () => {},
    );
    return () => closing.abort();
  }, [api, flowId, document]);

  const issues = server ?? localIssues;
  const checks = publishChecks({
    document,
    issues,
    slots,
    connections: connections.data ?? null,
    sample: remembered,
    time: format.time,
  });
  const isBlocked = checks.some(({ outcome }) => outcome === 'failed');
  const reason =
    publishReason ?? (isBlocked ? text('publish.solveFirst') : note.trim() === '' ? text('publish.sayWhat') : null);

  const submit = async () => {
    if (reason !== null || isBusy) return;
    setIsBusy(true);
    setError(null);
    try {
      await autosave.flush();
      if (autosave.getState().status !== 'saved') return;
      const { version } = await publish.mutateAsync({
        params: { id: flowId },
        body: { revision: autosave.revision(), note: note.trim() },
      });
      onPublished(version);
    } catch (problem) {
      setError(problem as ApiError);
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('publish.title', { version: String((summary.publishedVersion ?? 0) + 1) })}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button look="primary" form={formId} type="submit" reason={reason} isBusy={isBusy}>
            {text('publish.publish')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
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
      </form>
      <ul aria-label={text('publish.checks')} className="flex flex-col gap-2">
        {checks.map((check) => (
          <CheckLine key={check.id} check={check} onClose={onClose} />
        ))}
      </ul>
      <ProblemNote error={error} />
    </Dialog>
  );
}

function CheckLine({ check, onClose }: { readonly check: PublishCheck; readonly onClose: () => void }): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const { flowId, panels } = useDesignerServices();
  const fix = () => {
    onClose();
    const params = { id: flowId };
    if (check.id === 'sample') void navigate({ to: '/flows/$id', params, search: { tab: 'sample' } });
    else if (check.id === 'connections') void navigate({ to: '/flows/$id', params, search: { tab: 'settings' } });
    else {
      void navigate({ to: '/flows/$id', params, search: {} });
      panels.change({ isProblemsOpen: true });
    }
  };
  return (
    <li className="flex items-center gap-2.25">
      <StatusIcon status={outcomeStatus[check.outcome]} />
      <span className="min-w-0 flex-1">{text(check.text, check.values)}</span>
      {check.outcome !== 'ok' && (
        <Button look="link" size="s" onClick={fix}>
          {text(`publish.fix.${check.id}`)}
        </Button>
      )}
    </li>
  );
}

/** After publishing: unchanged records are not read again by themselves, so a person says whether they should be. */
function Apply({
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
