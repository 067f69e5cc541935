import { PageHeading } from '../app/page.tsx';
import { isFinal, type Run } from '@koppel/model';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { Rich, type Text, useFormat, useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { ConnectionLink } from '../flows/hold-note.tsx';
import { Chip } from '../kit/marks.tsx';
import { Note, StatusPill } from '../kit/status-pill.tsx';
import { Tooltip } from '../kit/tooltip.tsx';
import { runStatusLooks, runStatusWords } from '../runs/run-status.ts';
import { outcomes, remainingMs, settledOf, shares, type OutcomeName } from './progress.ts';
import { timesOf, useFigures, useRunClock, useRunView, type RunFigures } from './run-context.tsx';

/** What the run is, how it stands, how far it got, and what became of its records. */
export function RunHeader(): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { detail } = useRunView();
  const { run, flowTitle } = detail;
  const figures = useFigures();
  const { status } = figures.state;
  return (
    <section className="flex-none border-b border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2.5 px-6 pt-3 pb-3.25 max-narrow:px-3">
        <div className="min-w-0 max-narrow:w-full">
          <PageHeading className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-50 font-bold">
            {localized(flowTitle)}
            <StatusPill status={runStatusLooks[status]}>{text(runStatusWords[status])}</StatusPill>
            {run.isDryRun && (
              <Tooltip text={text('runView.trialHelp')}>
                <button type="button" className="inline-flex cursor-help rounded-1">
                  <Chip>{text('runView.trial')}</Chip>
                </button>
              </Tooltip>
            )}
          </PageHeading>
          <Origin run={run} figures={figures} />
        </div>
        <ProgressBar figures={figures} usualMs={detail.usualMs} />
        <Totals figures={figures} isTrial={run.isDryRun} />
      </div>
      <Reason figures={figures} />
    </section>
  );
}

function Origin({ run, figures }: { readonly run: Run; readonly figures: RunFigures }): ReactElement {
  const text = useText();
  const format = useFormat();
  const { startMs } = timesOf(figures.state);
  const version = String(run.flowVersion);
  const at = startMs ?? Date.parse(run.createdAt);
  const parts = [
    startMs === null && !isFinal(figures.state)
      ? text('runView.queuedSince', { version, time: format.timeSeconds(at) })
      : text(originTexts[run.cause.kind], { version, name: run.cause.name, time: format.timeSeconds(at) }),
    ...scopeText(run, text),
    ...(figures.attempt > 1 ? [text('runView.attempt', { n: figures.attempt })] : []),
  ];
  return (
    <p className="mt-0.5 text-20 text-ink-2">
      <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)}>
        {parts.join(', ')}
      </time>
    </p>
  );
}

const originTexts = {
  webhook: 'runView.startedByWebhook',
  flow: 'runView.startedByFlow',
  change: 'runView.startedByChange',
  plan: 'runView.startedByPlan',
  schedule: 'runView.startedBySchedule',
  person: 'runView.startedByPerson',
  commandLine: 'runView.startedByCommandLine',
  retry: 'runView.startedByRetry',
} as const;

function scopeText({ scope }: Run, text: Text): string[] {
  if (scope.kind === 'all') return [text('runView.scopeAll')];
  if (scope.kind === 'keys') return [text('runView.scopeKeys', { n: scope.keys.length })];
  if (scope.kind === 'drift') return [text('runView.scopeDrift')];
  return [];
}

const barColours: Record<OutcomeName, string> = {
  created: 'bg-ok',
  updated: 'bg-ok',
  unchanged: 'bg-ok-faint',
  filtered: 'bg-idle-faint',
  skipped: 'bg-idle',
  waiting: 'bg-warn',
  failed: 'bg-fail',
};

function ProgressBar({
  figures,
  usualMs,
}: {
  readonly figures: RunFigures;
  readonly usualMs: number | null;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const { live } = useRunView();
  const pace = useStore(live, ({ pace }) => pace);
  const { state, counters, expected } = figures;
  const { nowMs, startMs, endMs } = useRunClock(state, 1_000);
  const isOver = isFinal(state);
  const total = isOver ? counters.read : Math.max(expected ?? 0, counters.read);
  const share = expected === null && !isOver ? null : total === 0 ? 1 : settledOf(counters) / total;
  const left = state.status === 'running' ? remainingMs(pace, expected) : null;
  const took = startMs === null ? null : (endMs ?? nowMs) - startMs;
  return (
    <div className="min-w-40 flex-1 basis-60">
      <div className="mb-1.5 flex flex-wrap justify-between gap-x-3 text-20 text-ink-2 tabular-nums">
        <span>
          {expected !== null && !isOver ? (
            <Rich
              id="runView.ofExpected"
              values={{ n: counters.read, expected }}
              components={{ b: <b className="font-bold text-ink" /> }}
            />
          ) : (
            <Rich
              id="runView.readSoFar"
              values={{ n: counters.read }}
              components={{ b: <b className="font-bold text-ink" /> }}
            />
          )}
          {took !== null && `, ${isOver ? format.duration(took) : format.wholeDuration(took)}`}
        </span>
        <span>
          {left !== null
            ? text('runView.left', { time: format.wholeDuration(left) })
            : usualMs !== null && text('runView.usually', { time: format.wholeDuration(usualMs) })}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={text('runView.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null
          ? {}
          : {
              'aria-valuenow': Math.round(share * 100),
              'aria-valuetext': text('runView.progressShare', { percent: format.percent(share) }),
            })}
        className="flex h-2 gap-px overflow-hidden rounded-round bg-surface-3"
      >
        {share === null && state.status === 'running' ? (
          <i className="w-full striped-run" />
        ) : (
          shares(counters, total).map(({ name, share: width }) => (
            <i key={name} className={cx('min-w-px', barColours[name])} style={{ width: `${width * 100}%` }} />
          ))
        )}
      </div>
    </div>
  );
}

/** Every outcome, also those that no record had: the reader sees that the sum is the number read. */
function Totals({ figures, isTrial }: { readonly figures: RunFigures; readonly isTrial: boolean }): ReactElement {
  const text = useText();
  const format = useFormat();
  const { counters } = figures;
  const word = (name: OutcomeName) =>
    isTrial && (name === 'created' || name === 'updated' || name === 'failed')
      ? text(`runView.would.${name}`)
      : text(`runView.outcome.${name}`);
  const sum = text('runView.sum', {
    read: counters.read,
    parts: outcomes.map((name) => `${format.number(counters[name])} ${word(name)}`).join(', '),
  });
  return (
    <dl title={sum} className="flex flex-wrap gap-x-4.5 gap-y-1 max-narrow:w-full">
      {outcomes.map((name) => {
        const value = counters[name];
        const tone =
          value === 0
            ? 'text-ink-3'
            : name === 'failed'
              ? 'text-fail-text'
              : name === 'waiting'
                ? 'text-warn-text'
                : 'text-ink';
        return (
          <div key={name} className="flex flex-col-reverse text-right whitespace-nowrap">
            <dt className="text-20 text-ink-3">{word(name)}</dt>
            <dd className={cx('text-60 leading-tight font-bold tabular-nums', tone)}>{format.number(value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Why the run stands as it does, where that is not plain. */
function Reason({ figures }: { readonly figures: RunFigures }): ReactElement | null {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const { state } = figures;
  const inFrame = (children: ReactElement) => <div className="px-6 pb-3 max-narrow:px-3">{children}</div>;
  switch (state.status) {
    case 'failed':
      return inFrame(
        <div role="alert">
          <Note status="fail" action={state.error.signInOf && <ConnectionLink id={state.error.signInOf} />}>
            <p className="font-bold">{text('runView.reason.failed', { reason: sentence(state.error.message) })}</p>
            <p>{sentence(state.error.remedy)}</p>
            {state.error.answer && <p>{text('runView.answer', { answer: state.error.answer })}</p>}
          </Note>
        </div>,
      );
    case 'waiting':
      return inFrame(
        <Note status="warn">
          <p className="font-bold">
            {text('runView.reason.waiting', { time: format.time(state.until), reason: sentence(state.reason.message) })}
          </p>
          <p>{sentence(state.reason.remedy)}</p>
        </Note>,
      );
    case 'stopping':
      return inFrame(<Note status="run">{text('runView.reason.stopping')}</Note>);
    case 'stopped':
      return inFrame(<Note status="idle">{text('runView.reason.stopped', { by: state.by })}</Note>);
    case 'queued':
      return inFrame(<Note status="idle">{text('runView.reason.queued')}</Note>);
    default:
      return null;
  }
}
