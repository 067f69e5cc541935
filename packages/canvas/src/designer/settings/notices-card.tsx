import type { FlowNotices, FlowSummary } from '@koppel/protocol';
import { RotateCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCall, useRead } from '../../api/use-api.tsx';
import { useEntityNames } from '../../app/entities.ts';
import { ProblemNote } from '../../app/problem.tsx';
import { useReason } from '../../app/session.tsx';
import { useFormat, useLocalized, useSentence, useText } from '../../i18n/locale.tsx';
import type { MessageId } from '../../i18n/texts.ts';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { StatusIcon, type Status } from '../../kit/status-pill.tsx';
import { SystemBadge } from '../../kit/system-badge.tsx';

const looks: Readonly<Record<FlowNotices['state'], { readonly status: Status; readonly words: MessageId }>> = {
  standing: { status: 'ok', words: 'notices.standing' },
  making: { status: 'run', words: 'notices.making' },
  failed: { status: 'warn', words: 'notices.failed' },
  notAsked: { status: 'idle', words: 'notices.notAsked' },
  off: { status: 'idle', words: 'notices.off' },
  notOffered: { status: 'idle', words: 'notices.notOffered' },
  noAddress: { status: 'warn', words: 'notices.noAddress' },
};

/** How the flow learns of changes in what it reads: told by the system, or by asking. Absent for a flow that never asks. */
export function NoticesCard({ flow }: { readonly flow: FlowSummary }): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  const reason = useReason('flows.publish');
  const notices = useRead('listNotices', { params: { id: flow.id } }, { everyMs: 5_000 });
  const retry = useCall('retryNotices', { stale: ['listNotices'] });
  if (!notices.data || notices.data.length === 0) return null;
  const hasFailed = notices.data.some(({ state }) => state === 'failed');
  return (
    <Card title={text('notices.title')}>
      <div className="flex flex-col gap-3 p-3.5">
        <ul className="flex flex-col gap-3">
          {notices.data.map((place) => (
            <Place key={`${place.connectionId} ${place.entity}`} place={place} />
          ))}
        </ul>
        <p className="text-20 text-ink-3">
          {text('notices.polling', { times: flow.starts.map((words) => localized(words)).join(' · ') })}
        </p>
        {hasFailed && (
          <div>
            <Button
              icon={RotateCw}
              isBusy={retry.isPending}
              reason={reason}
              onClick={() => retry.mutate({ params: { id: flow.id } })}
            >
              {text('notices.retry')}
            </Button>
          </div>
        )}
        <ProblemNote error={retry.error} />
      </div>
    </Card>
  );
}

function Place({ place }: { readonly place: FlowNotices }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const names = useEntityNames();
  const { status, words } = looks[place.state];
  const details = [
    place.lastNoticeAt === null ? null : text('notices.last', { time: format.dateTime(place.lastNoticeAt) }),
    place.expiresAt === null ? null : text('notices.renewed', { time: format.dateTime(place.expiresAt) }),
    place.nextTryAt === null ? null : text('notices.nextTry', { time: format.dateTime(place.nextTryAt) }),
  ].filter((line) => line !== null);
  return (
    <li className="flex items-start gap-2">
      <span className="pt-0.5">
        <StatusIcon status={status} />
      </span>
      <div className="flex min-w-0 flex-col gap-1">
        <span className="flex items-center gap-2">
          <SystemBadge role={place.role} isSoft />
          <span className="font-medium">{names.plural(place.entity)}</span>
        </span>
        <span className="text-ink-2">{text(words, { name: place.connectionName })}</span>
        {place.error && (
          <span className="text-20 text-warn-text">
            {sentence(place.error.message)} {sentence(place.error.remedy)}
          </span>
        )}
        {details.length > 0 && <span className="text-20 text-ink-3">{details.join(' · ')}</span>}
      </div>
    </li>
  );
}
