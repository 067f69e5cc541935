import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import { TableHeads } from '../app/column-menu.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { usePreferences } from '../app/services.tsx';
import { useColumns } from '../app/use-columns.ts';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button, Spinner } from '../kit/button.tsx';
import { widthNeeded } from '../kit/columns.ts';
import { useRowKeys } from '../kit/row-keys.ts';
import { rowsByDay } from '../kit/rows-by-day.ts';
import { useRowsInSight } from '../kit/rows-in-sight.ts';
import { GroupRow, Spacer, Table } from '../kit/table.tsx';
import { useNow } from '../kit/timing.ts';
import { NewRunsPill } from './new-runs-pill.tsx';
import { useRunColumns } from './run-columns.ts';
import { RunTableRow } from './run-row.tsx';
import { startOf } from './run-list.ts';
import { isGoing } from './run-status.ts';
import type { LiveRunList } from './use-run-list.ts';

const dayHeight = 28;
const runHeight = 40;
/** Older runs are read this many rows before the last one is drawn. */
const readAhead = 10;

/** The runs, newest first, under a head for each day. Only the rows in sight are in the page. */
export function RunTable({ list }: { readonly list: LiveRunList }): ReactElement {
  const text = useText();
  const format = useFormat();
  const [{ singleKeys }] = usePreferences();
  const columns = useRunColumns();
  const table = useColumns('runs', columns);
  const { shown } = table;
  const ids = useMemo(() => shown.map(({ id }) => id), [shown]);
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
  const inSight = rows.slice(sight.first, sight.end);

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const isNearEnd = sight.end >= rows.length - readAhead;
  useEffect(() => {
    // What could not be read is not asked for over and over.
    if (isNearEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

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
        <Table
          aria-label={text('runs.title')}
          aria-rowcount={hasNextPage ? -1 : rows.length}
          style={{ minWidth: widthNeeded(shown) }}
        >
          <TableHeads columns={columns} {...table} className="sticky top-0 z-dock bg-surface-3" />
          <tbody>
            <Spacer span={shown.length} height={sight.above} />
            {inSight.map((row, index) =>
              row.kind === 'day' ? (
                <GroupRow key={row.key} span={shown.length} className="h-7 text-20 font-medium text-ink-2">
                  {format.dayHeading(row.at, now)}
                </GroupRow>
              ) : (
                <RunTableRow
                  key={row.key}
                  columns={ids}
                  item={row.item}
                  index={sight.first + index + 1}
                  now={isGoing(row.item.run.state.status) ? now : 0}
                />
              ),
            )}
            <Spacer span={shown.length} height={sight.below} />
          </tbody>
        </Table>
        {isFetchNextPageError ? (
          <div className="flex flex-col items-start gap-2 px-4 py-3">
            <ProblemNote error={query.error} />
            <Button size="s" onClick={() => void fetchNextPage()}>
              {text('action.tryAgain')}
            </Button>
          </div>
        ) : (
          <p role="status" className="flex h-10 items-center justify-center gap-2 text-20 text-ink-3">
            {isFetchingNextPage && <Spinner />}
            {text(hasNextPage ? 'runs.loadingMore' : 'runs.noMore')}
          </p>
        )}
      </div>
    </div>
  );
}
