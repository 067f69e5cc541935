import type { PlannedRecord } from '@koppel/protocol';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { usePreferences } from '../app/services.tsx';
import { matches } from '../format/fold.ts';
import { useText } from '../i18n/locale.tsx';
import { SearchField } from '../kit/input.tsx';
import { useRowKeys } from '../kit/row-keys.ts';
import { useRowsInSight } from '../kit/rows-in-sight.ts';
import { Segmented } from '../kit/segmented.tsx';
import { EmptyState } from '../kit/states.tsx';
import { PlanDetail } from './plan-detail.tsx';
import { PlanRow, planRowHeight } from './plan-row.tsx';
import { byInterest, countPlanned, filterOf, planFilters, plannedId, type PlanFilter } from './planned.ts';

/** A node that records end at: how it is called, and the system and entity it works on. */
export interface PlanNode {
  readonly id: string;
  readonly title: string;
  readonly role: string | null;
  readonly entity: string | null;
}

export interface PlanViewProps {
  readonly records: readonly PlannedRecord[];
  /** All records of the trial; more than `records` when only the first are listed. */
  readonly total: number;
  /** The nodes that records can end at. */
  readonly nodes: readonly PlanNode[];
  /** Of the record that is shown, as `plannedId` makes it. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  /** Whether more may come: the trial is not done. */
  readonly isGoing: boolean;
}

/** What a trial would write: the records, and of one of them each field before and after. */
export function PlanView({ records, total, nodes, chosen, onChoose, isGoing }: PlanViewProps): ReactElement {
  const text = useText();
  const [{ singleKeys }] = usePreferences();
  const [filter, setFilter] = useState<PlanFilter>('all');
  const [search, setSearch] = useState('');
  const counts = useMemo(() => countPlanned(records), [records]);
  const sorted = useMemo(() => byInterest(records), [records]);
  const shown = useMemo(
    () =>
      sorted.filter(
        (record) =>
          (filter === 'all' || filterOf(record.action) === filter) &&
          (search === '' || matches(`${record.key} ${record.name}`, search)),
      ),
    [sorted, filter, search],
  );
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list, singleKeys);
  const heights = useMemo(() => shown.map(() => planRowHeight), [shown]);
  const sight = useRowsInSight(list, heights);
  const index = Math.max(0, chosen === undefined ? 0 : shown.findIndex((record) => plannedId(record) === chosen));
  const current = shown[index];
  if (records.length === 0) {
    return <EmptyState title={text(isGoing ? 'plan.noneYet' : 'plan.nothing')}>{text('plan.promise')}</EmptyState>;
  }
  const other = records.length - counts.create - counts.update - counts.failed;
  const words = {
    all: text('plan.all', { n: records.length }),
    create: text('plan.filter.create', { n: counts.create }),
    update: text('plan.filter.update', { n: counts.update }),
    failed: text('plan.filter.failed', { n: counts.failed }),
    other: text('plan.filter.other', { n: other }),
  };
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[26.5rem_minmax(0,1fr)] max-wide:grid-cols-[20rem_minmax(0,1fr)] max-narrow:grid-cols-1 max-narrow:grid-rows-2">
      <section aria-label={text('plan.records')} className="flex min-h-0 flex-col border-r border-line">
        <div className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-3.5 py-2">
          <Segmented<PlanFilter>
            label={text('plan.show')}
            value={filter}
            onChange={setFilter}
            options={planFilters
              .filter((value) => value === 'all' || value === filter || count(value, counts, other) > 0)
              .map((value) => ({ value, label: <span className="tabular-nums">{words[value]}</span> }))}
          />
          <SearchField
            label={text('plan.search')}
            clearLabel={text('action.clear')}
            value={search}
            onChange={setSearch}
            className="min-w-28 flex-1"
          />
        </div>
        <div ref={list} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2">
          {shown.length === 0 ? (
            <p className="px-4 py-3 text-ink-3">{text('plan.none')}</p>
          ) : (
            <ul>
              {sight.above > 0 && <li aria-hidden="true" style={{ height: sight.above }} />}
              {shown.slice(sight.first, sight.end).map((record) => {
                const id = plannedId(record);
                return <PlanRow key={id} id={id} record={record} isChosen={record === current} onChoose={onChoose} />;
              })}
              {sight.below > 0 && <li aria-hidden="true" style={{ height: sight.below }} />}
            </ul>
          )}
        </div>
        {total > records.length && (
          <p className="border-t border-line px-4 py-1.5 text-20 text-ink-3">
            {text('plan.partial', { n: records.length, all: total })}
          </p>
        )}
      </section>
      <div tabIndex={0} className="min-h-0 overflow-y-auto px-6 py-4 -outline-offset-2">
        {current ? (
          <PlanDetail
            record={current}
            node={nodes.find(({ id }) => id === current.nodeId) ?? null}
            position={{ index, count: shown.length }}
            onMove={(step) => {
              const next = shown[index + step];
              if (next) onChoose(plannedId(next));
            }}
          />
        ) : (
          <EmptyState title={text('plan.choose')}>{text('plan.chooseText')}</EmptyState>
        )}
      </div>
    </div>
  );
}

function count(filter: PlanFilter, counts: ReturnType<typeof countPlanned>, other: number): number {
  return filter === 'all' ? 1 : filter === 'other' ? other : counts[filter];
}
