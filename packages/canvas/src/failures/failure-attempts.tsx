import type { Failure } from '@koppel/model';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
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
