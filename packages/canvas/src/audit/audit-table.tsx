import type { AuditEvent } from '@koppel/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { Fragment, useMemo, useRef, type ReactElement } from 'react';
import { TableHeads } from '../app/column-menu.tsx';
import { usePreferences } from '../app/services.tsx';
import { useColumns } from '../app/use-columns.ts';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { widthNeeded } from '../kit/columns.ts';
import { cx } from '../kit/cx.ts';
import { useRowKeys } from '../kit/row-keys.ts';
import { rowsByDay } from '../kit/rows-by-day.ts';
import { useRowsInSight } from '../kit/rows-in-sight.ts';
import { StatusPill } from '../kit/status-pill.tsx';
import { Cell, GroupRow, Spacer, Table } from '../kit/table.tsx';
import { useNow } from '../kit/timing.ts';
import { useAuditColumns, type AuditColumn } from './audit-columns.ts';
import { actInWords, actorInWords, objectInWords, outcomeLooks } from './event-words.ts';
import type { AuditSearch } from './search.ts';
import type { AuditLogList } from './use-audit-log.ts';

const dayHeight = 28;
const eventHeight = 48;

/** The events, newest first, under a head for each day. Only the rows in sight are in the page. */
export function AuditTable({
  list,
  search,
}: {
  readonly list: AuditLogList;
  readonly search: AuditSearch;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const [{ singleKeys }] = usePreferences();
  const scroller = useRef<HTMLDivElement>(null);
  useRowKeys(scroller, singleKeys);
  const now = useNow(60_000);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list.query;
  const rows = useMemo(
    () => rowsByDay(list.events, { at: ({ at }) => at, key: ({ seq }) => String(seq), dayKey: format.dayKey }),
    [list.events, format],
  );
  const heights = useMemo(() => rows.map(({ kind }) => (kind === 'day' ? dayHeight : eventHeight)), [rows]);
  const sight = useRowsInSight(scroller, heights);
  const columns = useAuditColumns(search);
  const table = useColumns('audit', columns);
  const { shown } = table;
  const ids = useMemo(() => shown.map(({ id }) => id), [shown]);
  return (
    <div ref={scroller} className="absolute inset-0 overflow-auto bg-surface">
      <Table
        aria-label={text('audit.list')}
        aria-rowcount={hasNextPage ? -1 : rows.length}
        style={{ minWidth: widthNeeded(shown) }}
      >
        <TableHeads columns={columns} {...table} className="sticky top-0 z-dock bg-surface-3" />
        <tbody>
          <Spacer span={shown.length} height={sight.above} />
          {rows.slice(sight.first, sight.end).map((row, index) =>
            row.kind === 'day' ? (
              <GroupRow key={row.key} span={shown.length} className="h-7 text-20 font-medium text-ink-2">
                {format.dayHeading(row.at, now)}
              </GroupRow>
            ) : (
              <EventRow
                key={row.key}
                columns={ids}
                event={row.item}
                index={sight.first + index + 1}
                search={search}
                isCurrent={row.item.seq === search.event}
              />
            ),
          )}
          <Spacer span={shown.length} height={sight.below} />
        </tbody>
      </Table>
      <div className="flex h-12 items-center justify-center text-20 text-ink-3">
        {hasNextPage ? (
          <Button size="s" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {text('audit.older')}
          </Button>
        ) : (
          text('audit.noOlder')
        )}
      </div>
    </div>
  );
}

function EventRow({
  columns,
  event,
  index,
  search,
  isCurrent,
}: {
  readonly columns: readonly AuditColumn[];
  readonly event: AuditEvent;
  readonly index: number;
  readonly search: AuditSearch;
  readonly isCurrent: boolean;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const { seq, at, actor, address, outcome, workspace } = event;
  const there = {
    to: '/settings/$part',
    params: { part: 'audit' },
    search: { ...search, event: seq },
  } as const;
  const cells: Record<AuditColumn, ReactElement> = {
    when: (
      <Cell className="text-ink-2 tabular-nums">
        <time dateTime={at} title={format.dateTime(at)}>
          {format.timeSeconds(at)}
        </time>
      </Cell>
    ),
    workspace: <Cell className="text-ink-2">{workspace ?? ''}</Cell>,
    who: (
      <Cell>
        <span className="block truncate">{actorInWords(actor, text)}</span>
        <span className="block truncate text-20 text-ink-3">{text(`audit.kind.${actor.kind}`)}</span>
      </Cell>
    ),
    what: (
      <Cell>
        <Link
          {...there}
          data-row
          title={actInWords(event, text)}
          className="block truncate font-medium hover:underline"
        >
          {actInWords(event, text)}
        </Link>
        <span className="block truncate text-20 text-ink-3">{objectInWords(event)}</span>
      </Cell>
    ),
    from: (
      <Cell className="text-ink-2">
        <span title={address ?? undefined}>{address}</span>
      </Cell>
    ),
    outcome: (
      <Cell>
        <StatusPill status={outcomeLooks[outcome]}>{text(`audit.outcome.${outcome}`)}</StatusPill>
      </Cell>
    ),
  };
  return (
    <tr
      aria-rowindex={index}
      aria-current={isCurrent || undefined}
      onClick={(press) => {
        if (!(press.target as HTMLElement).closest('a')) void navigate(there);
      }}
      className={cx('h-12 cursor-pointer', isCurrent ? 'bg-selected' : 'hover:bg-hover')}
    >
      {columns.map((column) => (
        <Fragment key={column}>{cells[column]}</Fragment>
      ))}
    </tr>
  );
}
