import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import { usePreferences } from '../app/services.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Spinner } from '../kit/button.tsx';
import { useRowKeys } from '../kit/row-keys.ts';
import { rowsByDay } from '../kit/rows-by-day.ts';
import { useRowsInSight } from '../kit/rows-in-sight.ts';
import { GroupRow, HeadCell, Spacer, Table } from '../kit/table.tsx';
import { useNow } from '../kit/timing.ts';
import { NewRunsPill } from './new-runs-pill.tsx';
import { RunTableRow } from './run-row.tsx';
import { startOf } from './run-list.ts';
import { isGoing } from './run-status.ts';
import type { LiveRunList } from './use-run-list.ts';

const columns = 10;
const dayHeight = 28;
const runHeight = 40;
/** Older runs are read this many rows before the last one is drawn. */
const readAhead = 10;

/** The runs, newest first, under a head for each day. Only the rows in sight are in the page. */
export function RunTable({ list }: { readonly list: LiveRunList }): ReactElement {
  const text = useText();
  const format = useFormat();
  const [{ singleKeys }] = usePreferences();
  const scroller = useRef<HTMLDivElement>(null);
  useRowKeys(scroller, singleKeys);
  const { query } = list;
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const rows = useMemo(
    () => rowsByDay(items, { at: ({ run }) => startOf(run), key: ({ run }) => run.id, dayKey: format.dayKey }),
    [items, format],
  );
  const now = useNow(
    1_000,
    items.some(({ run }) => isGoing(run.state.status)),
  );
  const heights = useMemo(() => rows.map(({ kind }) => (kind === 'day' ? dayHeight : runHeight)), [rows]);
  const sight = useRowsInSight(scroller, heights);
  const shown = rows.slice(sight.first, sight.end);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const isNearEnd = sight.end >= rows.length - readAhead;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <div className="relative min-h-80 flex-1">
      <NewRunsPill
        count={list.newCount}
        onShow={() => {
          list.showNew();
          scroller.current?.scrollTo({ top: 0 });
        }}
      />
      <div ref={scroller} className="absolute inset-0 overflow-auto rounded-t-3 bg-surface shadow-1">
        <Table aria-label={text('runs.title')} aria-rowcount={hasNextPage ? -1 : rows.length} className="min-w-275">
          <colgroup>
            <col className="w-39" />
            <col />
            <col className="w-33" />
            <col className="w-21" />
            <col className="w-43" />
            <col className="w-17" />
            <col className="w-17" />
            <col className="w-21" />
            <col className="w-16" />
            <col className="w-38" />
          </colgroup>
          <thead className="sticky top-0 z-dock bg-surface-3">
            <tr className="h-8.5">
              <HeadCell>{text('runs.column.status')}</HeadCell>
              <HeadCell>{text('runs.column.flow')}</HeadCell>
              <HeadCell>{text('runs.column.startedBy')}</HeadCell>
              <HeadCell>{text('runs.column.start')}</HeadCell>
              <HeadCell>{text('runs.column.duration')}</HeadCell>
              <HeadCell isNumber>{text('runs.column.read')}</HeadCell>
              <HeadCell isNumber>{text('runs.column.written')}</HeadCell>
              <HeadCell isNumber>{text('runs.column.unchanged')}</HeadCell>
              <HeadCell isNumber>{text('runs.column.failed')}</HeadCell>
              <HeadCell>{text('runs.column.remark')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            <Spacer span={columns} height={sight.above} />
            {shown.map((row, index) =>
              row.kind === 'day' ? (
                <GroupRow key={row.key} span={columns} className="h-7 text-20 font-medium text-ink-2">
                  {format.dayHeading(row.at, now)}
                </GroupRow>
              ) : (
                <RunTableRow
                  key={row.key}
                  item={row.item}
                  index={sight.first + index + 1}
                  now={isGoing(row.item.run.state.status) ? now : 0}
                />
              ),
            )}
            <Spacer span={columns} height={sight.below} />
          </tbody>
        </Table>
        <p role="status" className="flex h-10 items-center justify-center gap-2 text-20 text-ink-3">
          {isFetchingNextPage && <Spinner />}
          {text(hasNextPage ? 'runs.loadingMore' : 'runs.noMore')}
        </p>
      </div>
    </div>
  );
}
