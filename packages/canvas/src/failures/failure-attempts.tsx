import type { Failure, FailureEvent } from '@koppel/model';
import type { FailureDetail } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { FieldValueText } from '../app/field-value.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { cx } from '../kit/cx.ts';
import { causeViews } from './causes.ts';

interface Moment {
  readonly title: string;
  readonly detail: string;
  readonly look: 'failed' | 'done' | 'next';
}

const dots: Record<Moment['look'], string> = {
  failed: 'bg-fail',
  done: 'bg-ok',
  next: 'border-2 border-edge-control bg-surface',
};

/** What was tried, and what comes next. */
export function FailureAttempts({ failure }: { readonly failure: Failure }): ReactElement {
  const text = useText();
  const moments = useMoments(failure);
  return (
    <ol aria-label={text('failures.attempts')} className="flex max-narrow:flex-col max-narrow:gap-2">
      {moments.map(({ title, detail, look }) => (
        <li key={title} className="relative flex-1 pt-4.5 pr-3 text-20 leading-[1.4] text-ink-2">
          <span
            className={cx(
              'absolute inset-x-0 top-1.25 border-t-2 border-line-strong',
              look === 'next' ? 'border-dashed' : 'border-solid',
            )}
          />
          <span className={cx('absolute top-0.25 left-0 size-2.5 rounded-round ring-3 ring-surface', dots[look])} />
          <b className="block font-medium">{title}</b>
          {detail}
        </li>
      ))}
    </ol>
  );
}

const kinds = {
  failed: { title: 'failures.kind.failed', look: 'failed' },
  waited: { title: 'failures.kind.waited', look: 'next' },
  retried: { title: 'failures.kind.retried', look: 'next' },
  notReached: { title: 'failures.kind.notReached', look: 'next' },
  solved: { title: 'failures.solved', look: 'done' },
  dismissed: { title: 'failures.dismissedState', look: 'done' },
  mended: { title: 'failures.kind.mended', look: 'done' },
} as const satisfies Record<FailureEvent['kind'], { title: MessageId; look: Moment['look'] }>;

/** Everything that happened to it, newest first: by whom, in which run, and with which values. */
export function FailureHistory({ failure }: { readonly failure: FailureDetail }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const names = useEntityNames();
  if (failure.history.length === 0) return null;
  return (
    <section>
      <h2 className="mb-1 text-20 font-bold">{text('failures.history')}</h2>
      <ol className="text-20 leading-prose">
        {failure.history.toReversed().map(({ kind, at, by, runId, runNumber, text: said, edit }, index) => (
          <li key={index} className="grid grid-cols-[8.5rem_1fr] gap-x-3 border-t border-line py-1.25 first:border-t-0">
            <span className="text-ink-3 tabular-nums">{format.dateTime(at)}</span>
            <span className="min-w-0 break-words">
              <b className="font-medium">{text(kinds[kind].title)}</b>{' '}
              {runId !== null && runNumber !== null && (
                <Link to="/runs/$id" params={{ id: runId }} className="text-accent-text underline underline-offset-2">
                  {text('failures.inRun', { number: String(runNumber) })}
                </Link>
              )}{' '}
              {by !== null && <span className="text-ink-2">{text('failures.by', { name: by })}</span>}
              {said !== null && <span className="block text-ink-2">{said}</span>}
              {edit &&
                [...Object.entries(edit.input), ...Object.entries(edit.output)].map(([field, value]) => (
                  <span key={field} className="block text-ink-2">
                    {names.field(field)}: <FieldValueText name={field} value={value} />
                  </span>
                ))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function useMoments(failure: Failure): Moment[] {
  const text = useText();
  const format = useFormat();
  const { cause, state, seen, firstAt, lastAt, note } = failure;
  const moments: Moment[] = [
    {
      title: format.dateTime(firstAt),
      detail: text('failures.failedFirst', { cause: text(causeViews[cause].short) }),
      look: 'failed',
    },
  ];
  if (seen > 1) {
    moments.push({
      title: format.dateTime(lastAt),
      detail: text('failures.failedAgain', { n: seen }),
      look: 'failed',
    });
  }
  if (state === 'solved') {
    moments.push({ title: text('failures.solved'), detail: text('failures.solvedDetail'), look: 'done' });
  } else if (state === 'dismissed') {
    moments.push({ title: text('failures.dismissedState'), detail: note ?? '', look: 'done' });
  } else if (state === 'retrying') {
    moments.push({ title: text('failures.retryingState'), detail: text('failures.retryingDetail'), look: 'next' });
  } else if (state === 'waiting') {
    moments.push({ title: text('failures.waiting'), detail: text('failures.waitingDetail'), look: 'next' });
  } else {
    const { canPass } = causeViews[cause];
    moments.push(
      {
        title: text(canPass ? 'failures.wasTried' : 'failures.notTried'),
        detail: text(canPass ? 'failures.wasTriedDetail' : 'failures.notTriedDetail'),
        look: 'next',
      },
      { title: text('failures.afterFix'), detail: text('failures.afterFixDetail'), look: 'next' },
    );
  }
  return moments;
}
