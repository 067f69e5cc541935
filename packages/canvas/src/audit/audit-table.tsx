import type { AuditEvent } from '@koppel/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, type ReactElement } from 'react';
import { usePreferences } from '../app/services.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { useRowKeys } from '../kit/row-keys.ts';
import { rowsByDay } from '../kit/rows-by-day.ts';
import { useRowsInSight } from '../kit/rows-in-sight.ts';
import { StatusPill } from '../kit/status-pill.tsx';
import { Cell, GroupRow, HeadCell, Spacer, Table } from '../kit/table.tsx';
import { useNow } from '../kit/timing.ts';
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
  // What the open event tells itself gives its place to it.
  const isNarrow = search.event !== undefined;
  const isAll = search.scope === 'all' && !isNarrow;
  const columns = 4 + Number(isAll) + Number(!isNarrow);
  return (
    <div ref={scroller} className="absolute inset-0 overflow-auto bg-surface">
      <Table
        aria-label={text('audit.list')}
        aria-rowcount={hasNextPage ? -1 : rows.length}
        className={isNarrow ? 'min-w-130' : 'min-w-175'}
      >
        <colgroup>
          <col className="w-21" />
          {isAll && <col className="w-27" />}
          <col className={isNarrow ? 'w-34' : 'w-40'} />
          <col />
          {!isNarrow && <col className="w-40" />}
          <col className="w-36" />
        </colgroup>
        <thead className="sticky top-0 z-dock bg-surface-3">
          <tr className="h-8.5">
            <HeadCell>{text('audit.column.when')}</HeadCell>
            {isAll && <HeadCell>{text('audit.workspace')}</HeadCell>}
            <HeadCell>{text('audit.column.who')}</HeadCell>
            <HeadCell>{text('audit.column.what')}</HeadCell>
            {!isNarrow && <HeadCell>{text('audit.column.from')}</HeadCell>}
            <HeadCell>{text('audit.column.outcome')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          <Spacer span={columns} height={sight.above} />
          {rows.slice(sight.first, sight.end).map((row, index) =>
            row.kind === 'day' ? (
              <GroupRow key={row.key} span={columns} className="h-7 text-20 font-medium text-ink-2">
                {format.dayHeading(row.at, now)}
              </GroupRow>
            ) : (
              <EventRow
                key={row.key}
                event={row.item}
                index={sight.first + index + 1}
                search={search}
                isCurrent={row.item.seq === search.event}
              />
            ),
          )}
          <Spacer span={columns} height={sight.below} />
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
  event,
  index,
  search,
  isCurrent,
}: {
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
  return (
    <tr
      aria-rowindex={index}
      aria-current={isCurrent || undefined}
      onClick={(press) => {
        if (!(press.target as HTMLElement).closest('a')) void navigate(there);
      }}
      className={cx('h-12 cursor-pointer', isCurrent ? 'bg-selected' : 'hover:bg-hover')}
    >
      <Cell className="text-ink-2 tabular-nums">
        <time dateTime={at} title={format.dateTime(at)}>
          {format.timeSeconds(at)}
        </time>
      </Cell>
      {search.scope === 'all' && search.event === undefined && <Cell className="text-ink-2">{workspace ?? ''}</Cell>}
      <Cell>
        <span className="block truncate">{actorInWords(actor, text)}</span>
        <span className="block truncate text-20 text-ink-3">{text(`audit.kind.${actor.kind}`)}</span>
      </Cell>
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
      {search.event === undefined && (
        <Cell className="text-ink-2">
          <span title={address ?? undefined}>{address}</span>
        </Cell>
      )}
      <Cell>
        <StatusPill status={outcomeLooks[outcome]}>{text(`audit.outcome.${outcome}`)}</StatusPill>
      </Cell>
    </tr>
  );
}
