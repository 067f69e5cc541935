import type { NodeDescriptor, PlannedRecord, TryResult } from '@koppel/protocol';
import { useEffect, useMemo, useRef, type ReactElement, type RefObject } from 'react';
import { usePreferences } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { useRowKeys } from '../kit/row-keys.ts';
import { useRowsInSight } from '../kit/rows-in-sight.ts';
import { Segmented } from '../kit/segmented.tsx';
import { SettledSearch } from '../kit/settled-search.tsx';
import { EmptyState } from '../kit/states.tsx';
import type { PathStep } from './path.ts';
import { PlanDetail } from './plan-detail.tsx';
import { PlanRow, planRowHeight } from './plan-row.tsx';
import { RecordPath } from './record-path.tsx';
import { countOf, planFilters, plannedId, type PlanFilter, type PlannedCounts } from './planned.ts';

/** A node that records end at: how it is called, and the system and entity it works on. */
export interface PlanNode {
  readonly id: string;
  readonly title: string;
  readonly role: string | null;
  readonly entity: string | null;
  /** A node that keeps two systems in step (`sync`) writes to either of them. */
  readonly kind?: NodeDescriptor['role'] | null;
  /** The titles of its outputs, by port. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What its system calls the values of choices, by field and value. */
  readonly choices?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a sample tells of a record besides what would change. */
export type SampleWrite = TryResult['writes'][number];

/** The part of a plan that is looked at, as far as it is here. */
export interface PlanPart {
  readonly filter: PlanFilter;
  readonly onFilter: (filter: PlanFilter) => void;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** The records that filter and search leave, from the first on. */
  readonly records: readonly PlannedRecord[];
  /** Fetches those that follow; null when these are all. */
  readonly onMore: (() => void) | null;
}

export interface PlanViewProps {
  /** What can be done with the whole plan. */
  readonly actions?: ReactElement;
  /** Exact, of the whole plan. */
  readonly counts: PlannedCounts;
  readonly part: PlanPart;
  /** The nodes that records can end at. */
  readonly nodes: readonly PlanNode[];
  /** Of the record that is shown, as `plannedId` makes it. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  /** Whether more may come: the trial is not done. */
  readonly isGoing: boolean;
  /** What can be told of a record that would fail besides its reason: shown in the place of that. */
  readonly renderFailed?: (record: PlannedRecord) => ReactElement;
  /** The way of a record through the flow, where it is known. */
  readonly pathOf?: (record: PlannedRecord) => readonly PathStep[];
  /** What stays of a record and what would be sent for it, where that was asked. */
  readonly writeOf?: (record: PlannedRecord) => SampleWrite | null;
  /** Shows a node of that way. */
  readonly onOpen?: (nodeId: string) => void;
}

/** What a trial would write: the records by what would be done, and of one of them each field before and after. */
export function PlanView({
  counts,
  part,
  nodes,
  chosen,
  onChoose,
  isGoing,
  actions,
  renderFailed,
  pathOf,
  writeOf,
  onOpen,
}: PlanViewProps): ReactElement {
  const text = useText();
  const { filter, search, records, onMore } = part;
  const all = countOf('all', counts);
  if (all === 0) {
    return <EmptyState title={text(isGoing ? 'plan.noneYet' : 'plan.nothing')}>{text('plan.promise')}</EmptyState>;
  }
  const index = Math.max(0, chosen === undefined ? 0 : records.findIndex((record) => plannedId(record) === chosen));
  const current = records[index];
  // A search may find more than is here; nobody knows how many.
  const count = search === '' ? Math.max(countOf(filter, counts), records.length) : onMore ? null : records.length;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PlanFilters counts={counts} part={part} actions={actions} />
      <div className="grid min-h-0 flex-1 grid-cols-[26.5rem_minmax(0,1fr)] max-wide:grid-cols-[20rem_minmax(0,1fr)] max-narrow:grid-cols-1 max-narrow:grid-rows-2">
        <section aria-label={text('plan.records')} className="flex min-h-0 flex-col border-r border-line">
          <PlanList part={part} current={current} count={count} onChoose={onChoose} />
        </section>
        <div tabIndex={0} className="min-h-0 overflow-y-auto px-6 py-4 -outline-offset-2">
          {current ? (
            <PlanDetail
              record={current}
              node={nodes.find(({ id }) => id === current.nodeId) ?? null}
              renderFailed={renderFailed}
              write={writeOf?.(current) ?? null}
              path={
                pathOf && onOpen ? (
                  <RecordPath path={pathOf(current)} nodes={nodes} action={current.action} onOpen={onOpen} />
                ) : null
              }
              position={{ index, loaded: records.length, count }}
              onMove={(step) => {
                const next = records[index + step];
                if (next) onChoose(plannedId(next));
                if (index + step >= records.length - 1) onMore?.();
              }}
            />
          ) : (
            <EmptyState title={text('plan.choose')}>{text('plan.chooseText')}</EmptyState>
          )}
        </div>
      </div>
    </div>
  );
}

/** Which records, each with how many there are, and a search. */
function PlanFilters({
  counts,
  part,
  actions,
}: {
  readonly counts: PlannedCounts;
  readonly part: PlanPart;
  readonly actions: ReactElement | undefined;
}): ReactElement {
  const text = useText();
  const { filter, onFilter, search, onSearch } = part;
  return (
    <div className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-3.5 py-2">
      <div tabIndex={-1} className="max-w-full overflow-x-auto">
        <Segmented<PlanFilter>
          label={text('plan.show')}
          value={filter}
          onChange={onFilter}
          options={planFilters
            .filter((value) => value === 'all' || value === filter || counts[value] > 0)
            .map((value) => ({
              value,
              label: (
                <span className="tabular-nums">{text(`plan.filter.${value}`, { n: countOf(value, counts) })}</span>
              ),
            }))}
        />
      </div>
      <SettledSearch
        label={text('plan.search')}
        clearLabel={text('action.clear')}
        value={search}
        onChange={onSearch}
        className="ml-auto w-72 max-narrow:w-full"
      />
      {actions}
    </div>
  );
}

/** The records that are here; the following ones come as the end of the list comes near. */
function PlanList({
  part: { records, onMore },
  current,
  count,
  onChoose,
}: {
  readonly part: PlanPart;
  readonly current: PlannedRecord | undefined;
  readonly count: number | null;
  readonly onChoose: (id: string) => void;
}): ReactElement {
  const text = useText();
  const [{ singleKeys }] = usePreferences();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list, singleKeys);
  const sight = usePlanRows(list, records, onMore);
  if (records.length === 0) return <p className="px-4 py-3 text-ink-3">{text('plan.none')}</p>;
  return (
    <>
      <div ref={list} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2">
        <ul>
          {sight.above > 0 && <li aria-hidden="true" style={{ height: sight.above }} />}
          {records.slice(sight.first, sight.end).map((record) => {
            const id = plannedId(record);
            return <PlanRow key={id} id={id} record={record} isChosen={record === current} onChoose={onChoose} />;
          })}
          {sight.below > 0 && <li aria-hidden="true" style={{ height: sight.below }} />}
        </ul>
      </div>
      {onMore && (
        <p className="flex flex-none items-center gap-3 border-t border-line px-4 py-1.5 text-20 text-ink-3">
          {count === null
            ? text('plan.loaded', { n: records.length })
            : text('plan.partial', { n: records.length, all: count })}
          <Button look="link" size="s" onClick={onMore}>
            {text('plan.more')}
          </Button>
        </p>
      )}
    </>
  );
}

/** The rows in sight; asks for the next ones before the last is reached. */
function usePlanRows(
  list: RefObject<HTMLDivElement | null>,
  records: readonly PlannedRecord[],
  onMore: (() => void) | null,
) {
  const heights = useMemo(() => records.map(() => planRowHeight), [records]);
  const sight = useRowsInSight(list, heights);
  const isNearEnd = sight.end > 0 && sight.end >= records.length;
  useEffect(() => {
    if (isNearEnd) onMore?.();
    // A list that grew is looked at again; another way to ask for the same is not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isNearEnd, records.length]);
  return sight;
}
