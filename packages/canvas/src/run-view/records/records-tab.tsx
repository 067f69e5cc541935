import { isWithin } from '@koppel/model';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { cx } from '../../kit/cx.ts';
import { Select } from '../../kit/select.tsx';
import { StatusIcon, type Status } from '../../kit/status-pill.tsx';
import { useRowsInSight } from '../../kit/rows-in-sight.ts';
import { useRunView } from '../run-context.tsx';
import { recordOutcomes, recordsOf, type RecordOutcome } from './run-records.ts';

const looks: Record<RecordOutcome, Status> = {
  failed: 'fail',
  skipped: 'warn',
  created: 'ok',
  updated: 'ok',
  linked: 'ok',
  unchanged: 'idle',
};
const rowHeight = 38;

/** The records of the run: failed ones first, then the slowest. Choosing one shows only its lines in the log. */
export function RecordsTab(): ReactElement {
  const text = useText();
  const format = useFormat();
  const { live, nodes, search, change } = useRunView();
  const { log, forgotten, budgetSpentAfter } = useStore(live);
  const [outcome, setOutcome] = useState<RecordOutcome | 'any'>('any');
  const records = useMemo(() => recordsOf(log), [log]);
  const shown = useMemo(
    () =>
      records.filter(
        (record) =>
          (outcome === 'any' || record.outcome === outcome) &&
          (!search.node || record.nodeIds.some((id) => isWithin(id, search.node!))),
      ),
    [records, outcome, search.node],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useMemo(() => shown.map(() => rowHeight), [shown]);
  const sight = useRowsInSight(scroller, heights);
  const isPartial = forgotten > 0 || budgetSpentAfter !== null;
  return (
    <>
      <div className="flex h-10 flex-none items-center gap-2 border-b border-line px-4">
        <Select<RecordOutcome | 'any'>
          size="s"
          label={text('records.outcome')}
          className="w-36"
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'any', label: text('records.any') },
            ...recordOutcomes.map((value) => ({ value, label: text(`records.${value}`) })),
          ]}
        />
        <span className="ml-auto text-20 text-ink-3 tabular-nums">{format.number(shown.length)}</span>
      </div>
      <div ref={scroller} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2">
        {shown.length === 0 ? (
          <p className="px-4 py-3 text-ink-3">{text(records.length === 0 ? 'records.noneYet' : 'records.none')}</p>
        ) : (
          <ul aria-label={text('records.title')}>
            {sight.above > 0 && <li aria-hidden="true" style={{ height: sight.above }} />}
            {shown.slice(sight.first, sight.end).map((record) => {
              const isChosen = search.key === record.key;
              return (
                <li key={record.key} className="border-b border-line">
                  <button
                    type="button"
                    data-row
                    aria-pressed={isChosen}
                    title={text('records.showLines', { name: record.name })}
                    onClick={() => change({ key: isChosen ? undefined : record.key })}
                    className={cx(
                      'flex w-full items-center gap-2.5 px-4 text-left -outline-offset-2',
                      isChosen ? 'bg-selected' : 'hover:bg-hover',
                    )}
                    style={{ height: rowHeight - 1 }}
                  >
                    <StatusIcon status={looks[record.outcome]} />
                    <span className="min-w-0 flex-1 truncate font-medium">{record.name}</span>
                    <span className="text-20 text-ink-2">{text(`records.${record.outcome}`)}</span>
                    <span
                      className="w-12 text-right text-20 text-ink-3 tabular-nums"
                      title={nodes
                        .filter(({ id }) => record.nodeIds.includes(id))
                        .map(({ title }) => title)
                        .join(', ')}
                    >
                      {record.tookMs > 0 ? format.duration(record.tookMs) : ''}
                    </span>
                  </button>
                </li>
              );
            })}
            {sight.below > 0 && <li aria-hidden="true" style={{ height: sight.below }} />}
          </ul>
        )}
      </div>
      {isPartial && <p className="border-t border-line px-4 py-1.5 text-20 text-ink-3">{text('records.partly')}</p>}
    </>
  );
}
