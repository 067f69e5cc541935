import type { ConnectionTest } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useFormat, useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { Spinner } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { StatusIcon, type Status } from '../kit/status-pill.tsx';
import { useNow } from '../kit/timing.ts';
import { testDuration } from './health.ts';

const statuses: Record<ConnectionTest['steps'][number]['outcome'], Status> = {
  ok: 'ok',
  warning: 'warn',
  failed: 'fail',
};

/** The last test, step by step: what was tried, how it went, and what to do about a step that did not. */
export function TestCard({
  test,
  isTesting,
}: {
  readonly test: ConnectionTest | null;
  readonly isTesting: boolean;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const localized = useLocalized();
  const now = useNow(60_000);
  return (
    <Card
      title={text('connections.testResult')}
      aside={
        <span role="status" className="text-20 text-ink-3">
          {isTesting ? (
            <span className="flex items-center gap-1.5">
              <Spinner size="xs" />
              {text('connections.testing')}
            </span>
          ) : (
            test && `${format.moment(test.at, now)}, ${format.duration(testDuration(test))}`
          )}
        </span>
      }
    >
      {test ? (
        <ol>
          {test.steps.map((step) => (
            <li
              key={step.id}
              className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-2 border-t border-line px-3.5 py-1.75 leading-[1.35] first:border-t-0"
            >
              <span className="pt-0.5">
                <StatusIcon status={statuses[step.outcome]} />
                <span className="sr-only">{text(`connections.step.${step.outcome}`)}</span>
              </span>
              <div className="min-w-0">
                <b className="font-medium">{localized(step.title)}</b>
                <p className="text-20 break-words text-ink-2">{sentence(step.detail)}</p>
                {step.remedy && <p className="mt-0.5 text-20 font-medium break-words">{sentence(step.remedy)}</p>}
              </div>
              <span className="text-20 text-ink-3 tabular-nums">{format.duration(step.durationMs)}</span>
            </li>
          ))}
        </ol>
      ) : (
        <p className="px-3.5 py-3 text-ink-2">{text('connections.neverTested')}</p>
      )}
    </Card>
  );
}
