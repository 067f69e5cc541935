import type { Failure } from '@koppel/model';
import type { FailureDetail, FailureItem } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useReason } from '../app/session.tsx';
import { Rich, useSentence, useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { causeViews } from './causes.ts';
import { useFlowTitle } from './failure-detail.tsx';
import { Remedies } from './remedies.tsx';
import { TranslationRemedy } from './translation-remedy.tsx';
import type { Repair } from './use-repair.ts';

/** What happened, why, and what to do, with the remedy's control. */
export function FailureReasons({
  failure,
  item,
  sameCause,
  repair,
}: {
  readonly failure: FailureDetail;
  readonly item: FailureItem | undefined;
  readonly sameCause: readonly string[];
  readonly repair: Repair;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const flow = useFlowTitle(failure, item);
  const names = useEntityNames();
  const others = sameCause.length - 1;
  const bold = { b: <b className="font-medium" /> };
  return (
    <dl className="rounded-3 shadow-0">
      <Row title={text('failures.happened')}>
        {failure.error.field ? (
          <Rich
            id="failures.happenedField"
            values={{ flow, field: names.field(failure.error.field) }}
            components={bold}
          />
        ) : (
          <Rich
            id={failure.cause === 'unknownOutcome' ? 'failures.happenedUnknown' : 'failures.happenedRecord'}
            values={{ flow }}
            components={bold}
          />
        )}
      </Row>
      <Row title={text('failures.why')}>
        {sentence(failure.error.message)} {others > 0 && text('failures.others', { n: others })}
      </Row>
      <Row title={text('failures.whatToDo')} isRemedy>
        <p>{sentence(failure.error.remedy)}</p>
        {failure.cause === 'noTranslation' && isActive(failure) && (
          <TranslationRemedy failure={failure} sameCause={sameCause} repair={repair} />
        )}
        {isActive(failure) && <Remedies failure={failure} repair={repair} />}
        <RemedyControls failure={failure} sameCause={sameCause} repair={repair} />
      </Row>
    </dl>
  );
}

function Row({
  title,
  isRemedy = false,
  children,
}: {
  readonly title: string;
  readonly isRemedy?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div
      className={cx(
        'grid grid-cols-[104px_1fr] border-t border-line px-3.5 leading-[1.5] first:border-t-0 max-narrow:grid-cols-1',
        isRemedy ? 'rounded-b-3 bg-accent-soft py-3' : 'py-2.25',
      )}
    >
      <dt className={isRemedy ? 'font-bold text-accent-text' : 'text-ink-3'}>{title}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** Whether something can be done about it: it is neither solved nor being tried. */
function isActive({ state }: Failure): boolean {
  return state === 'open' || state === 'waiting' || state === 'dismissed';
}

function RemedyControls({
  failure,
  sameCause,
  repair,
}: {
  readonly failure: FailureDetail;
  readonly sameCause: readonly string[];
  readonly repair: Repair;
}): ReactElement | null {
  const text = useText();
  const mayNot = useReason('failures.repair');
  const { place } = causeViews[failure.cause];
  // As it is, it would only fail the same way: what is offered above comes first.
  const hasRemedy = failure.remedies.some(({ kind }) => kind !== 'node' && kind !== 'connection');
  const look = hasRemedy ? 'plain' : 'primary';
  if (!isActive(failure)) return null;
  return (
    <div className="mt-2.5 flex flex-wrap gap-2">
      {sameCause.length > 1 && (
        <Button look={look} reason={mayNot} isBusy={repair.isRetrying} onClick={() => repair.retry(sameCause)}>
          {text('failures.retryAll', { n: sameCause.length })}
        </Button>
      )}
      {sameCause.length <= 1 && (
        <Button look={look} reason={mayNot} isBusy={repair.isRetrying} onClick={() => repair.retry([failure.id])}>
          {text('failures.retry')}
        </Button>
      )}
      {place === 'node' && (
        <Link
          to="/flows/$id"
          params={{ id: failure.flowId }}
          search={{ node: failure.nodeId, ...(failure.error.field ? { field: failure.error.field } : {}) }}
          className={buttonClass()}
        >
          {text('failures.openNode')}
        </Link>
      )}
      {place === 'connection' && (
        <Link to="/connections" className={buttonClass()}>
          {text('failures.openConnections')}
        </Link>
      )}
    </div>
  );
}
