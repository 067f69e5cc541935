import { Check, CircleAlert, Clock, LoaderCircle, Minus, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

/** The ways something can stand; `wait` is idle until a person acts. Each has its icon; the word says which exactly. */
export type Status = 'ok' | 'run' | 'warn' | 'fail' | 'idle' | 'wait';

const looks: Record<Status, { icon: LucideIcon; pill: string; mark: string; text: string; soft: string }> = {
  ok: { icon: Check, pill: 'bg-ok-soft text-ok-text', mark: 'text-ok', text: 'text-ok-text', soft: 'bg-ok-soft' },
  run: {
    icon: LoaderCircle,
    pill: 'bg-run-soft text-run-text',
    mark: 'text-run',
    text: 'text-run-text',
    soft: 'bg-run-soft',
  },
  warn: {
    icon: TriangleAlert,
    pill: 'bg-warn-soft text-warn-text',
    mark: 'text-warn',
    text: 'text-warn-text',
    soft: 'bg-warn-soft',
  },
  fail: {
    icon: CircleAlert,
    pill: 'bg-fail-soft text-fail-text',
    mark: 'text-fail',
    text: 'text-fail-text',
    soft: 'bg-fail-soft',
  },
  idle: {
    icon: Minus,
    pill: 'bg-idle-soft text-idle-text',
    mark: 'text-idle',
    text: 'text-idle-text',
    soft: 'bg-idle-soft',
  },
  wait: {
    icon: Clock,
    pill: 'bg-idle-soft text-idle-text',
    mark: 'text-idle',
    text: 'text-idle-text',
    soft: 'bg-idle-soft',
  },
};

/** How something stands: icon and word, never colour alone. */
export function StatusPill({
  status,
  isFolding = false,
  children,
}: {
  readonly status: Status;
  /** In a bar that has no room for every word, only its icon is seen; the word is then on hover. */
  readonly isFolding?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { icon: Drawing, pill, mark } = looks[status];
  return (
    <span
      data-outline
      title={typeof children === 'string' ? children : undefined}
      className={cx(
        'inline-flex h-5 max-w-full items-center gap-1.25 rounded-round pr-2 pl-1.5 text-20 font-medium whitespace-nowrap',
        pill,
        isFolding && 'folded-1:px-1',
      )}
    >
      <Drawing
        size={12}
        strokeWidth={3}
        aria-hidden="true"
        className={cx('flex-none', mark, status === 'run' && 'animate-turn')}
      />
      <span className={cx('truncate', isFolding && 'folded-1:sr-only')}>{children}</span>
    </span>
  );
}

/** The icon of a status alone; the word must be beside it. */
export function StatusIcon({ status, size = 14 }: { readonly status: Status; readonly size?: number }): ReactElement {
  const { icon: Drawing, mark } = looks[status];
  return (
    <Drawing size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden="true" className={cx('flex-none', mark)} />
  );
}

/** The icon of a status on its soft disc, as on the cards that ask for attention. */
export function StatusDisc({ status }: { readonly status: Status }): ReactElement {
  return (
    <span className={cx('grid size-7 flex-none place-items-center rounded-round', looks[status].soft)}>
      <StatusIcon status={status} size={16} />
    </span>
  );
}

/** A remark with the colours of a status. */
export function Note({
  status,
  children,
  action,
}: {
  readonly status: Status;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): ReactElement {
  return (
    <div
      data-outline
      className={cx('flex items-center gap-2.25 rounded-2 px-2.75 py-2.25 text-20 leading-ui', looks[status].pill)}
    >
      <span className="self-start pt-0.25">
        <StatusIcon status={status} />
      </span>
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
