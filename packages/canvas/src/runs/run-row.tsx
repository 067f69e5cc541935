import type { Run } from '@koppel/model';
import type { RunListItem } from '@koppel/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { Fragment, memo, type MouseEvent, type ReactElement } from 'react';
import { useFormat, useLocalized, useSentence, useText, type Text } from '../i18n/locale.tsx';
import type { Sentence } from '../i18n/sentences/sentence-in.ts';
import { cx } from '../kit/cx.ts';
import { StatusPill } from '../kit/status-pill.tsx';
import { Cell } from '../kit/table.tsx';
import { DurationBar, type DurationLook } from './duration-bar.tsx';
import type { RunColumn } from './run-columns.ts';
import { durationOf, startOf, writtenOf } from './run-list.ts';
import { isGoing, runStatusLooks, runStatusWords } from './run-status.ts';

const causeWords = {
  schedule: 'runs.bySchedule',
  commandLine: 'runs.byCommandLine',
  retry: 'runs.byRetry',
  webhook: 'runs.byWebhook',
  flow: 'runs.byFlow',
  change: 'runs.byChange',
  plan: 'runs.byPlan',
} as const;

/** What started a run, and which records it covers where that is not simply what changed. */
export function startedBy({ cause, scope }: Run, text: Text): string {
  const by = cause.kind === 'person' ? cause.name : text(causeWords[cause.kind]);
  if (scope.kind === 'all') return text('runs.scopeAll', { by });
  if (scope.kind === 'keys') return text('runs.scopeKeys', { by, n: scope.keys.length });
  if (scope.kind === 'drift') return text('runs.scopeDrift', { by });
  return by;
}

/** The one thing worth saying about a run besides its figures; empty for most. */
export function remarkOn({ run, isUnusuallyQuiet, drift }: RunListItem, text: Text, sentence: Sentence): string {
  const { state, counters } = run;
  if (state.status === 'failed') return sentence(state.error.message);
  if (state.status === 'waiting') return sentence(state.reason.message);
  if (state.status === 'stopped') return text('runs.remarkStopped', { by: state.by });
  if (run.isDryRun) return text('runs.remarkDry');
  if (drift && drift.putBack + drift.held + drift.left > 0) return text('runs.remarkDrift', drift);
  if (isUnusuallyQuiet) return text('runs.remarkQuiet');
  if (counters.waiting > 0) return text('runs.remarkWaiting', { n: counters.waiting });
  return run.attempt > 1 ? text('runs.remarkAttempt', { n: run.attempt }) : '';
}

function lookOf({ run, isUnusuallyQuiet }: RunListItem): DurationLook {
  if (isGoing(run.state.status)) return 'going';
  if (run.state.status === 'failed') return 'failed';
  return isUnusuallyQuiet ? 'quiet' : 'done';
}

/** One run on the list. `now` only changes for runs that are going, so that the others are not drawn again. */
export const RunTableRow = memo(function RunTableRow({
  columns,
  item,
  now,
  index,
}: {
  readonly columns: readonly RunColumn[];
  readonly item: RunListItem;
  readonly now: number;
  readonly index: number;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const navigate = useNavigate();
  const localized = useLocalized();
  const { run, flowTitle, usualMs, isUnusuallyQuiet } = item;
  const { status } = run.state;
  const remark = remarkOn(item, text, sentence);
  const openOnClick = (event: MouseEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).closest('a, button')) return;
    void navigate({ to: '/runs/$id', params: { id: run.id } });
  };
  const cells: Record<RunColumn, ReactElement> = {
    status: (
      <Cell>
        {isUnusuallyQuiet && status === 'done' ? (
          <StatusPill status="warn">{text('run.quiet')}</StatusPill>
        ) : (
          <StatusPill status={runStatusLooks[status]}>{text(runStatusWords[status])}</StatusPill>
        )}
      </Cell>
    ),
    flow: (
      <Cell>
        <Link to="/runs/$id" params={{ id: run.id }} data-row className="font-medium hover:underline">
          {localized(flowTitle)}
        </Link>{' '}
        <span className="text-20 text-ink-3">{text('runs.version', { version: String(run.flowVersion) })}</span>
      </Cell>
    ),
    startedBy: (
      <Cell title={startedBy(run, text)} className="text-ink-2">
        {startedBy(run, text)}
      </Cell>
    ),
    start: (
      <Cell className="text-ink-2 tabular-nums">
        <time dateTime={startOf(run)} title={format.dateTime(startOf(run))}>
          {format.timeSeconds(startOf(run))}
        </time>
      </Cell>
    ),
    duration: (
      <Cell className="overflow-visible tabular-nums">
        <DurationBar ms={durationOf(run, now)} usualMs={usualMs} look={lookOf(item)} />
      </Cell>
    ),
    read: <Count value={run.counters.read} />,
    written: <Count value={writtenOf(run)} />,
    unchanged: <Count value={run.counters.unchanged} />,
    failed: (
      <Cell isNumber>
        {run.counters.failed > 0 ? (
          <Link
            to="/failures"
            search={{ run: run.id }}
            aria-label={text('runs.seeFailures', { n: run.counters.failed, number: String(run.number) })}
            className="inline-flex h-5.5 items-center rounded-1 bg-fail-soft px-1.75 font-medium text-fail-text underline underline-offset-2"
          >
            {format.number(run.counters.failed)}
          </Link>
        ) : (
          <span className="text-ink-3">0</span>
        )}
      </Cell>
    ),
    remark: (
      <Cell className="whitespace-normal text-ink-2">
        <span title={remark} className="line-clamp-2 text-20 leading-tight">
          {remark}
        </span>
      </Cell>
    ),
  };
  return (
    <tr
      aria-rowindex={index}
      onClick={openOnClick}
      className={cx('h-10 cursor-pointer', isUnusuallyQuiet ? 'bg-warn-faint hover:bg-warn-soft' : 'hover:bg-hover')}
    >
      {columns.map((column) => (
        <Fragment key={column}>{cells[column]}</Fragment>
      ))}
    </tr>
  );
});

function Count({ value }: { readonly value: number }): ReactElement {
  const format = useFormat();
  return (
    <Cell isNumber className={value === 0 ? 'text-ink-3' : ''}>
      {format.number(value)}
    </Cell>
  );
}
