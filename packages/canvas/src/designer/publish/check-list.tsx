import type { Issue } from '@koppel/model';
import type { PinnedResult, Review } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useApi, useCall, useRead } from '../../api/use-api.tsx';
import { useReason, useSession } from '../../app/session.tsx';
import { useFormat, useLanguage, useLocalized, useSentence, useText } from '../../i18n/locale.tsx';
import { issueToldIn } from '../../i18n/sentences/issue-told.ts';
import { Button } from '../../kit/button.tsx';
import { StatusIcon, type Status } from '../../kit/status-pill.tsx';
import { useCheck, useDesignerServices, useFlow } from '../designer-context.tsx';
import {
  publishChecks,
  type PinnedOfDraft,
  type PublishCheck,
  type TestsOfDraft,
  type UsersOfDraft,
} from './publish-checks.ts';

const outcomeStatus: Readonly<Record<PublishCheck['outcome'], Status>> = {
  ok: 'ok',
  none: 'idle',
  warning: 'warn',
  failed: 'fail',
};

/** What has to hold, or is better known, before this draft is published. */
export function usePublishChecks(review: Review | null): readonly PublishCheck[] {
  const api = useApi();
  const format = useFormat();
  const language = useLanguage();
  const sentence = useSentence();
  const { isTwoPerson } = useSession().workspace;
  const { flowId, slots, sample, tested } = useDesignerServices();
  const document = useFlow((flow) => flow);
  const localIssues = useCheck((state) => state.issues);
  const connections = useRead('listConnections', {});
  const remembered = useStore(sample, (state) => state.last);
  const [tests, setTests] = useState<TestsOfDraft>('running');
  const [pinned, setPinned] = useState<PinnedOfDraft>('running');
  const pinnedNow = useRead('listPinnedSamples', { params: { id: flowId } });
  // Tried once more when one is unpinned.
  const pins = pinnedNow.data?.map(({ key }) => key).join('\n') ?? (pinnedNow.error ? '' : null);
  const [users, setUsers] = useState<UsersOfDraft>('running');
  const localized = useLocalized();
  const [server, setServer] = useState<readonly Issue[] | null>(null);

  // The server has the last word: it checks as publishing will.
  useEffect(() => {
    const closing = new AbortController();
    api.checkFlow({ params: { id: flowId }, body: { document } }, { signal: closing.signal }).then(
      ({ issues, together }) =>
        setServer([...issues, ...together].map((issue) => issueToldIn(issue, language, sentence))),
      () => {},
    );
    return () => closing.abort();
  }, [api, flowId, document, language, sentence]);

  useEffect(() => {
    const closing = new AbortController();
    api.runFlowTests({ params: { id: flowId }, body: { document } }, { signal: closing.signal }).then(
      (results) => {
        tested.found(document, results);
        return setTests(results);
      },
      () => !closing.signal.aborted && setTests('unknown'),
    );
    return () => closing.abort();
  }, [api, flowId, document, tested]);

  useEffect(() => {
    if (pins === null) return;
    const closing = new AbortController();
    api
      .checkPinnedSamples({ params: { id: flowId }, body: { document } }, { signal: closing.signal })
      .then(setPinned, () => !closing.signal.aborted && setPinned('unknown'));
    return () => closing.abort();
  }, [api, flowId, document, pins]);

  useEffect(() => {
    if (!document.isSubFlow) return;
    const closing = new AbortController();
    api
      .checkSubFlow({ params: { id: flowId }, body: { document } }, { signal: closing.signal })
      .then(setUsers, () => !closing.signal.aborted && setUsers('unknown'));
    return () => closing.abort();
  }, [api, flowId, document]);

  return publishChecks({
    document,
    issues: server ?? localIssues,
    slots,
    connections: connections.data ?? null,
    sample: remembered,
    tests,
    pinned,
    users,
    review: isTwoPerson || review ? review : undefined,
    time: format.time,
    titleOf: ({ title }) => localized(title),
  });
}

/** The checks before publishing, each with where to mend it. */
export function CheckList({
  checks,
  onLeave,
}: {
  readonly checks: readonly PublishCheck[];
  /** Somebody goes to mend something. */
  readonly onLeave?: () => void;
}): ReactElement {
  const text = useText();
  return (
    <ul aria-label={text('publish.checks')} className="flex flex-col gap-2">
      {checks.map((check) => (
        <CheckLine key={check.id} check={check} {...(onLeave && { onLeave })} />
      ))}
    </ul>
  );
}

function CheckLine({ check, onLeave }: { readonly check: PublishCheck; readonly onLeave?: () => void }): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const { flowId, panels } = useDesignerServices();
  const fix = () => {
    onLeave?.();
    const params = { id: flowId };
    if (check.id === 'sample') void navigate({ to: '/flows/$id', params, search: { tab: 'sample' } });
    else if (check.id === 'tests') void navigate({ to: '/flows/$id', params, search: { tab: 'tests' } });
    else if (check.id === 'connections' || check.id === 'users')
      void navigate({ to: '/flows/$id', params, search: { tab: 'settings' } });
    else if (check.id === 'approval') void navigate({ to: '/flows/$id', params, search: { tab: 'review' } });
    else {
      void navigate({ to: '/flows/$id', params, search: {} });
      panels.change({ isProblemsOpen: true });
    }
  };
  const hasFix =
    (check.outcome === 'warning' || check.outcome === 'failed') &&
    check.id !== 'pinned' &&
    (check.id !== 'approval' || onLeave !== undefined);
  return (
    <li className="flex flex-wrap items-center gap-2.25">
      <StatusIcon status={outcomeStatus[check.outcome]} />
      <span className="min-w-0 flex-1">{text(check.text, check.values)}</span>
      {hasFix && (
        <Button look="link" size="s" onClick={fix}>
          {text(check.id === 'approval' ? 'review.check.fix' : `publish.fix.${check.id}`, { n: 0, ...check.values })}
        </Button>
      )}
      {check.pinned && <FailingPins pinned={check.pinned} {...(onLeave && { onLeave })} />}
    </li>
  );
}

/** The pinned samples that do not pass: why each, and where to mend it. What no system has any more can only be unpinned. */
function FailingPins({
  pinned,
  onLeave,
}: {
  readonly pinned: readonly PinnedResult[];
  readonly onLeave?: () => void;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const navigate = useNavigate();
  const reason = useReason('flows.edit');
  const { flowId, panels, editor } = useDesignerServices();
  const nodes = useFlow((flow) => flow.nodes);
  const params = { id: flowId };
  const all = useRead('listPinnedSamples', { params }).data ?? [];
  const unpin = useCall('pinSamples', { stale: ['listPinnedSamples'] });
  const see = (node: string) => {
    onLeave?.();
    editor.select([node]);
    panels.change({ isInspectorOpen: true, isDockOpen: true });
    void navigate({ to: '/flows/$id', params, search: { node } });
  };
  return (
    <ul className="flex basis-full flex-col gap-1.5 pl-6.5">
      {pinned.map(({ key, name, outcome, reason: why, nodeId }) => (
        <li key={key} className="flex items-start gap-2.25">
          <span className="min-w-0 flex-1 wrap-anywhere">
            <b className="font-medium">{name}</b>
            <span className="block text-20 text-ink-2">{sentence(why)}</span>
          </span>
          {nodeId !== null && nodes[nodeId] && (
            <Button look="link" size="s" onClick={() => see(nodeId)}>
              {text('publish.fix.pinned')}
            </Button>
          )}
          {outcome === 'missing' && (
            <Button
              look="link"
              size="s"
              reason={reason}
              isBusy={unpin.isPending}
              onClick={() =>
                unpin.mutate({ params, body: { keys: all.map((pin) => pin.key).filter((other) => other !== key) } })
              }
            >
              {text('pinned.unpin')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
