import type { FlowSummary } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useMay } from '../app/session.tsx';
import { useReviews } from '../app/use-reviews.ts';
import { useFormat, useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { StatusDisc } from '../kit/status-pill.tsx';
import { useExpiryText } from '../connections/expiry.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { findAttention, type Attention } from './attention.ts';

const goClass = 'ml-auto text-20 font-medium whitespace-nowrap text-accent-text hover:underline';

/** What needs attention now: at most three cards, each with one action. */
export function AttentionCards({ flows }: { readonly flows: readonly FlowSummary[] }): ReactElement | null {
  const text = useText();
  const connections = useRead('listConnections', {}, { isEnabled: useMay('connections.read'), everyMs: 60_000 });
  const runs = useRead(
    'listRuns',
    { query: { status: 'attention', limit: 20, from: startOfYesterday() } },
    { isEnabled: useMay('runs.read'), everyMs: 60_000 },
  );
  const reviews = useReviews();
  const found = findAttention({ flows, connections: connections.data ?? [], quiet: runs.data?.items ?? [], reviews });
  if (found.length === 0) return null;
  return (
    <ul aria-label={text('flows.attention')} className="flex flex-wrap gap-2.5">
      {found.map((attention) => (
        <li
          key={keyOfCard(attention)}
          className="flex min-w-70 flex-1 items-center gap-2.75 rounded-3 bg-surface px-3.5 py-2.5 leading-[1.35] shadow-1"
        >
          <StatusDisc status={attention.status} />
          <AttentionText attention={attention} />
        </li>
      ))}
    </ul>
  );
}

/** The start of yesterday by the reader's clock: the same all day, so that the answer can be cached. */
function startOfYesterday(): string {
  const day = new Date();
  day.setHours(-24, 0, 0, 0);
  return day.toISOString();
}

function keyOfCard(attention: Attention): string {
  if (attention.kind === 'expiring') return `expiring ${attention.connection.id}`;
  if (attention.kind === 'connection') return `connection ${attention.connection.id}`;
  if (attention.kind === 'quiet') return `quiet ${attention.item.run.id}`;
  if (attention.kind === 'allWell') return 'allWell';
  if ('review' in attention) return `review ${attention.review.id}`;
  return `${attention.kind} ${attention.flow.id}`;
}

function AttentionText({ attention }: { readonly attention: Attention }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const localized = useLocalized();
  const expiryText = useExpiryText();
  switch (attention.kind) {
    case 'connection': {
      const { connection } = attention;
      const step = connection.lastTest?.steps.find(({ outcome }) => outcome === 'failed');
      return (
        <Sentence
          title={text('attention.connection', { name: connection.name })}
          detail={step && `${localized(step.title)}: ${sentence(step.detail)}`}
          go={
            <Link to="/connections/$id" params={{ id: connection.id }} className={goClass}>
              {text('attention.seeTest')}
            </Link>
          }
        />
      );
    }
    case 'held':
      return (
        <Sentence
          title={text('hold.flow', { flow: localized(attention.flow.title) })}
          detail={text('hold.why', { connection: attention.hold.connectionName })}
          go={
            <Link to="/connections/$id" params={{ id: attention.hold.connectionId }} className={goClass}>
              {text('hold.fix')}
            </Link>
          }
        />
      );
    case 'runFailed':
      return (
        <Sentence
          title={text('attention.runFailed', { flow: localized(attention.flow.title) })}
          detail={text('attention.runFailedDetail')}
          go={
            <Link to="/runs/$id" params={{ id: attention.runId }} className={goClass}>
              {text('attention.seeRun')}
            </Link>
          }
        />
      );
    case 'failures':
      return (
        <Sentence
          title={text('attention.failures', { n: attention.open, flow: localized(attention.flow.title) })}
          detail={text(attention.status === 'fail' ? 'attention.failuresAll' : 'attention.failuresSome')}
          go={
            <Link to="/failures" search={{ flow: attention.flow.id }} className={goClass}>
              {text('attention.fix')}
            </Link>
          }
        />
      );
    case 'review':
    case 'returned':
    case 'approved': {
      const { flowId, flowTitle, askedBy, message, decision } = attention.review;
      const who = attention.kind === 'review' ? askedBy : (decision?.by ?? '');
      return (
        <Sentence
          title={text(`attention.${attention.kind}`, { who, flow: localized(flowTitle) })}
          detail={decision?.comment ?? message}
          go={
            <Link to="/flows/$id" params={{ id: flowId }} search={{ tab: 'review' }} className={goClass}>
              {text('attention.seeReview')}
            </Link>
          }
        />
      );
    }
    case 'late':
      return (
        <Sentence
          title={text('attention.late', { flow: localized(attention.flow.title) })}
          detail={text('attention.lateDetail', { n: attention.flow.freshness?.promisedMinutes ?? 0 })}
          go={
            <Link to="/flows/$id" params={{ id: attention.flow.id }} search={{ tab: 'runs' }} className={goClass}>
              {text('attention.seeRuns')}
            </Link>
          }
        />
      );
    case 'expiring': {
      const { connection } = attention;
      return (
        <Sentence
          title={connection.name}
          detail={connection.expiring.map(expiryText).join(' ')}
          go={
            <Link to="/connections/$id" params={{ id: connection.id }} search={{ tab: 'settings' }} className={goClass}>
              {text('expiry.renew')}
            </Link>
          }
        />
      );
    }
    case 'quiet': {
      const { run, flowTitle } = attention.item;
      return (
        <Sentence
          title={text('attention.quiet', { flow: localized(flowTitle) })}
          detail={text('attention.quietDetail', { n: run.counters.read })}
          go={
            <Link to="/runs/$id" params={{ id: run.id }} className={goClass}>
              {text('attention.seeRun')}
            </Link>
          }
        />
      );
    }
    case 'allWell':
      return (
        <Sentence
          title={text('attention.allWell', { n: attention.connections.length })}
          detail={attention.connections
            .map(({ role, lastTest }) =>
              text('attention.answered', {
                system: roleLabel(role),
                time: format.duration(lastTest?.steps.reduce((sum, step) => sum + step.durationMs, 0) ?? 0),
              }),
            )
            .join(', ')}
          go={
            <Link to="/connections" className={goClass}>
              {text('connections.title')}
            </Link>
          }
        />
      );
  }
}

function Sentence({
  title,
  detail,
  go,
}: {
  readonly title: string;
  readonly detail: string | undefined;
  readonly go: ReactNode;
}): ReactElement {
  return (
    <>
      <div className="min-w-0">
        <b className="block font-bold">{title}</b>
        {detail && (
          <span title={detail} className="block truncate text-20 text-ink-2">
            {detail}
          </span>
        )}
      </div>
      {go}
    </>
  );
}
