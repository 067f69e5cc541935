import type { Connection } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { StatusPill } from '../kit/status-pill.tsx';
import { bankOf, SystemBadge } from '../kit/system-badge.tsx';
import { healthOf, hostOf, testDuration } from './health.ts';

/** The corners repeat the shape of the bank: square, round, or neither. */
const corners = { erp: 'rounded-1', crm: 'rounded-[14px]', other: 'rounded-3' } as const;

/** A connection on the list: which system, how it stands, who uses it. */
export function ConnectionCard({
  connection,
  isCurrent,
  now,
}: {
  readonly connection: Connection;
  readonly isCurrent: boolean;
  readonly now: number;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const { lastTest, usedBy, settings } = connection;
  const health = healthOf(connection);
  const host = hostOf(settings);
  const passed = lastTest?.steps.filter(({ outcome }) => outcome !== 'failed').length ?? 0;
  return (
    <article
      className={cx(
        'relative flex-none bg-surface',
        corners[bankOf(connection.role)],
        isCurrent ? 'shadow-[0_0_0_2px_var(--c-accent)]' : 'shadow-1',
      )}
    >
      <div className="flex items-center gap-2 px-3.5 pt-2.5">
        <SystemBadge role={connection.role} />
        <Link
          to="/connections/$id"
          params={{ id: connection.id }}
          data-row
          aria-current={isCurrent ? 'true' : undefined}
          className="truncate text-40 font-bold after:absolute after:inset-0"
        >
          {connection.name}
        </Link>
        <span className="ml-auto flex-none">
          <StatusPill status={health.status}>{text(health.word)}</StatusPill>
        </span>
      </div>
      <p className="px-3.5 pt-px pb-2.25 text-20 text-ink-2">
        {connection.connectorTitle}
        {connection.isDemo && `, ${text('connections.demo')}`}
        <br />
        <span className="block truncate">{host ?? text('connections.noAddress')}</span>
      </p>
      <dl className="grid grid-cols-3 border-t border-line">
        <Figure title={text('connections.lastTest')}>{lastTest ? format.duration(testDuration(lastTest)) : '–'}</Figure>
        <Figure title={text('connections.stepsPassed')}>
          {lastTest ? text('connections.ofSteps', { n: passed, all: lastTest.steps.length }) : '–'}
        </Figure>
        <Figure title={text('connections.flows')}>{format.number(usedBy.length)}</Figure>
      </dl>
      <p className="border-t border-line px-3.5 pt-1.5 pb-2 text-20 text-ink-2">
        {text('connections.usedBy', { n: usedBy.length })}
        {lastTest && ` ${text('connections.checkedAt', { time: format.moment(lastTest.at, now) })}`}
      </p>
    </article>
  );
}

function Figure({ title, children }: { readonly title: string; readonly children: string }): ReactElement {
  return (
    <div className="pt-1.5 pb-1.75 pl-3.5">
      <dt className="text-10 text-ink-3">{title}</dt>
      <dd className="font-medium whitespace-nowrap tabular-nums">{children}</dd>
    </div>
  );
}
