import type { FlowDocument } from '@koppel/model';
import type { FlowReviews, FlowSummary, Review } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useRead, useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { QueryView } from '../../app/query-view.tsx';
import { useToast } from '../../app/services.tsx';
import { useMay, useReason, useSession } from '../../app/session.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { TextArea } from '../../kit/input.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { Note, StatusPill } from '../../kit/status-pill.tsx';
import { StillCanvas } from '../canvas/still-canvas.tsx';
import { useDesignerServices, useFlow } from '../designer-context.tsx';
import { CheckList, usePublishChecks } from '../publish/check-list.tsx';
import { OverruleField, useOverrule } from '../publish/overrule.tsx';
import type { PublishCheck } from '../publish/publish-checks.ts';
import { Comparison } from '../versions/comparison.tsx';
import { isApproved, standOf, useFlowReviews } from './use-review.ts';

const stale = ['getReviews', 'listReviews', 'getFlow', 'listFlows', 'listVersions'] as const;

/** The draft as whoever approves it looks at it: what was asked, the checks, and what differs from what is published. */
export function ReviewTab({
  summary,
  onPublish,
}: {
  readonly summary: FlowSummary;
  readonly onPublish: () => void;
}): ReactElement {
  const text = useText();
  const reviews = useFlowReviews();
  return (
    <main className="flex min-h-0 flex-1 max-narrow:flex-col max-narrow:overflow-y-auto">
      <aside
        aria-label={text('review.title')}
        className="flex w-90 flex-none flex-col gap-4 overflow-y-auto border-r border-line bg-surface px-4 py-3.5 max-narrow:w-full max-narrow:border-r-0"
      >
        <QueryView query={reviews} skeleton={<SkeletonRows count={4} />}>
          {(data) => <Panel reviews={data} summary={summary} onPublish={onPublish} />}
        </QueryView>
      </aside>
      <DraftView summary={summary} />
    </main>
  );
}

function Panel({
  reviews: { current, history, approvers },
  summary,
  onPublish,
}: {
  readonly reviews: FlowReviews;
  readonly summary: FlowSummary;
  readonly onPublish: () => void;
}): ReactElement {
  const text = useText();
  const { user } = useSession();
  const mayAsk = useMay('flows.edit');
  const checks = usePublishChecks(current);
  const others = approvers.filter((name) => name !== user.name);
  return (
    <>
      {current ? (
        <Current review={current} checks={checks} onPublish={onPublish} />
      ) : (
        <section>
          <h2 className="font-bold">{text('review.none')}</h2>
          <p className="mt-1 leading-prose text-ink-2">{text('review.noneText')}</p>
          {mayAsk && summary.hasUnpublishedDraft && (
            <Button className="mt-2.5" onClick={onPublish}>
              {text('review.ask')}
            </Button>
          )}
        </section>
      )}
      <section>
        <h2 className="mb-2 font-bold">{text('publish.checks')}</h2>
        <CheckList checks={checks} />
      </section>
      {!current?.canDecide && (
        <p className="text-20 text-ink-3">
          {others.length > 0 ? text('review.approvers', { names: others.join(', ') }) : text('review.noApprovers')}
        </p>
      )}
      {history.length > 0 && <History reviews={history} />}
    </>
  );
}

function Current({
  review,
  checks,
  onPublish,
}: {
  readonly review: Review;
  readonly checks: readonly PublishCheck[];
  readonly onPublish: () => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const { decision, isOutdated, sample, status } = review;
  const stand = standOf(review);
  const mayPublish = useMay('flows.publish');
  // Here, because what was approved and then not published is decided, and no longer has the buttons to decide.
  const publish = useCall('publishFlow', { stale });
  return (
    <section className="flex flex-col gap-3">
      <div>
        <StatusPill status={stand.status}>{text(stand.text)}</StatusPill>
        <p className="mt-2.5 leading-prose whitespace-pre-line">{review.message}</p>
        <p className="mt-1 text-20 text-ink-3">
          {text('review.askedBy', { who: review.askedBy, time: format.dateTime(review.askedAt) })}
        </p>
        <p className="mt-1 text-20 text-ink-2">
          {sample
            ? text('review.sample', { n: sample.records, failed: sample.failed, time: format.dateTime(sample.at) })
            : text('review.noSample')}
        </p>
      </div>
      {isOutdated && status !== 'returned' && (
        <Note status="warn">{text(status === 'approved' ? 'review.void' : 'review.outdated')}</Note>
      )}
      {decision && (
        <div>
          {decision.comment && <p className="leading-prose whitespace-pre-line">{decision.comment}</p>}
          <p className="text-20 text-ink-3">
            {text(status === 'returned' ? 'review.returnedBy' : 'review.approvedBy', {
              who: decision.by,
              time: format.dateTime(decision.at),
            })}
          </p>
        </div>
      )}
      {status === 'open' && <Decide review={review} checks={checks} publish={publish} />}
      <ProblemNote error={publish.error} />
      {mayPublish && isApproved(review) && (
        <div>
          <Button look="primary" onClick={onPublish}>
            {text('review.publish')}
          </Button>
        </div>
      )}
      <Withdraw review={review} />
    </section>
  );
}

/** Approve, approve and publish, or send back: shown to all who see the draft, and disabled with the reason. */
function Decide({
  review,
  checks,
  publish,
}: {
  readonly review: Review;
  readonly checks: readonly PublishCheck[];
  readonly publish: ReturnType<typeof useCall<'publishFlow'>>;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const { flowId, autosave } = useDesignerServices();
  const approveReason = useReason('publishing.approve');
  const mayPublish = useMay('flows.publish');
  const [comment, setComment] = useState('');
  const decide = useCall('decideReview', { stale });
  const overrule = useOverrule(checks);
  const isBusy = decide.isPending || publish.isPending;
  const noDecision = approveReason ?? (review.canDecide ? null : text('review.ownDraft'));
  const noApproval = noDecision ?? (review.isOutdated ? text('review.outdated') : null);
  const send = async (verdict: 'approved' | 'returned') => {
    const revision = autosave.revision();
    await decide.mutateAsync({
      params: { id: flowId, review: review.id },
      body: { verdict, revision, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) },
    });
    toast({ text: text(`review.${verdict}`) });
    return revision;
  };
  const act = (work: () => Promise<unknown>) => () => {
    if (!isBusy) void work().catch(() => {});
  };
  return (
    <div className="flex flex-col gap-2.5">
      {!noDecision && (
        <Field label={text('review.comment')} help={text('review.commentHelp')}>
          {(ids) => (
            <TextArea
              {...ids}
              rows={3}
              maxLength={1000}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
          )}
        </Field>
      )}
      {mayPublish && !noApproval && <OverruleField overrule={overrule} />}
      <div className="flex flex-wrap gap-2">
        {mayPublish && (
          <Button
            look="primary"
            reason={noApproval ?? overrule.blocked ?? overrule.pending ?? overrule.missing}
            isBusy={isBusy}
            onClick={act(async () => {
              const revision = await send('approved');
              await publish.mutateAsync({
                params: { id: flowId },
                body: { revision, note: review.message.slice(0, 500), ...overrule.body },
              });
            })}
          >
            {text('review.approvePublish')}
          </Button>
        )}
        <Button reason={noApproval} isBusy={isBusy} onClick={act(() => send('approved'))}>
          {text('review.approve')}
        </Button>
        <Button
          reason={noDecision ?? (comment.trim() === '' ? text('review.sayWhat') : null)}
          isBusy={isBusy}
          onClick={act(() => send('returned'))}
        >
          {text('review.return')}
        </Button>
      </div>
      <ProblemNote error={decide.error} />
    </div>
  );
}

function Withdraw({ review }: { readonly review: Review }): ReactElement | null {
  const text = useText();
  const toast = useToast();
  const withdraw = useCall('withdrawReview', { stale });
  const isApprover = useMay('publishing.approve');
  if (!review.isOwn && !isApprover) return null;
  return (
    <div>
      <Button
        look="link"
        size="s"
        isBusy={withdraw.isPending}
        onClick={() =>
          withdraw.mutate(
            { params: { id: review.flowId, review: review.id } },
            { onSuccess: () => toast({ text: text('review.withdrawn') }) },
          )
        }
      >
        {text('review.withdraw')}
      </Button>
      <ProblemNote error={withdraw.error} />
    </div>
  );
}

function History({ reviews }: { readonly reviews: readonly Review[] }): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <section>
      <h2 className="font-bold">{text('review.history')}</h2>
      <ol>
        {reviews.map((review) => (
          <li key={review.id} className="border-b border-line py-2 last:border-b-0">
            <span className="flex items-center gap-2">
              <StatusPill status={standOf({ ...review, isOutdated: false }).status}>
                {text(`review.state.${review.status}`)}
              </StatusPill>
              {review.version !== null && text('versions.version', { version: String(review.version) })}
            </span>
            <span className="mt-1 block">{review.message}</span>
            {review.decision?.comment && <span className="block text-ink-2">{review.decision.comment}</span>}
            <span className="block text-20 text-ink-3">
              {text('review.askedBy', { who: review.askedBy, time: format.dateTime(review.askedAt) })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The draft, not to be changed here: on top of the published version, with what differs from it. */
function DraftView({ summary }: { readonly summary: FlowSummary }): ReactElement {
  const text = useText();
  const draft = useFlow((flow) => flow);
  const version = summary.publishedVersion;
  const names = [text('review.against', { version: String(version ?? 0) }), text('review.draft')] as const;
  const published = useRead(
    'getVersion',
    { params: { id: summary.id, version: version ?? 0 } },
    { isEnabled: version !== null },
  );
  return (
    <section aria-label={text('review.changes')} className="flex min-h-0 min-w-0 flex-1 flex-col max-narrow:flex-none">
      {version === null ? (
        <FirstDraft draft={draft} />
      ) : (
        <QueryView query={published} skeleton={<SkeletonRows count={4} />}>
          {(before) => (
            <Comparison
              before={before}
              after={draft}
              names={names}
              head={<span className="font-medium">{names.join(' → ')}</span>}
            />
          )}
        </QueryView>
      )}
    </section>
  );
}

/** There is nothing to hold it against. */
function FirstDraft({ draft }: { readonly draft: FlowDocument }): ReactElement {
  const text = useText();
  const { checker } = useDesignerServices();
  return (
    <>
      <p className="border-b border-line bg-surface px-4 py-3 text-ink-2">{text('review.first')}</p>
      <div className="flex min-h-0 flex-1 max-narrow:hidden">
        <StillCanvas document={draft} checker={checker} />
      </div>
    </>
  );
}
