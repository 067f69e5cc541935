import { useId, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { useNow } from '../kit/timing.ts';
import { DriftItem } from './drift-item.tsx';
import { flowsOf, type MatrixRow, type WritingFlow } from './matrix.ts';

const shown = 5;

/** What the drift checks found of a row's fields in the last month, and a check of them now. */
export function DriftPanel({
  chosen,
  flows,
}: {
  readonly chosen: MatrixRow;
  readonly flows: readonly WritingFlow[];
}): ReactElement | null {
  const { entity, row, fields } = chosen;
  const text = useText();
  const format = useFormat();
  const toast = useToast();
  const now = useNow(60_000);
  const id = useId();
  const reason = useReason('flows.run');
  const isCopied = row.master !== 'undecided' && row.shared !== true;
  const found = useRead(
    'listDrift',
    { query: { entity, fields: fields.join(','), days: 30, limit: shown } },
    { isEnabled: isCopied },
  );
  const overview = useRead('getDrift', {}, { isEnabled: isCopied });
  const start = useCall('startDrift', { stale: ['getDrift', 'listDrift', 'listRuns'] });
  if (!isCopied || !overview.data) return null;
  const touching = new Set(flowsOf(flows, chosen).map(({ summary }) => summary.id));
  const checked = overview.data.flows.filter(({ flowId }) => touching.has(flowId));
  const { nextAt } = overview.data;
  const nightly = checked.some(({ isOn }) => isOn) && nextAt !== null;
  const ends = checked.flatMap(({ last }) => (last && 'endedAt' in last.state ? [last.state.endedAt] : []));
  const last = ends.toSorted().at(-1);
  const items = found.data?.items ?? [];
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-1 text-20 font-bold">
        {text('drift.inDays')}
      </h3>
      {items.length > 0 && (
        <ul>
          {items.map((item) => (
            <DriftItem key={item.id} item={item} now={now} />
          ))}
        </ul>
      )}
      {found.data?.hasMore && <p className="text-20 text-ink-2">{text('drift.more')}</p>}
      <p className="text-20 leading-ui text-ink-2">
        {items.length === 0 && checked.length > 0 && (
          <>{last === undefined ? text('drift.never') : text('drift.nothing', { moment: format.moment(last, now) })} </>
        )}
        {checked.length === 0
          ? text('drift.noFlow')
          : nightly
            ? text('drift.next', { time: format.dateTime(nextAt) })
            : text('drift.notByItself')}
      </p>
      <ProblemNote error={start.error ?? found.error} />
      {checked.length > 0 && (
        <Button
          size="s"
          className="mt-2"
          reason={reason}
          isBusy={start.isPending}
          onClick={() =>
            start.mutate(
              { body: { flows: checked.map(({ flowId }) => flowId) } },
              { onSuccess: ({ runs }) => toast({ text: text('drift.started', { n: runs.length }) }) },
            )
          }
        >
          {text('drift.now')}
        </Button>
      )}
    </section>
  );
}
