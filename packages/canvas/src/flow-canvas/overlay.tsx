import type { ReactElement, ReactNode } from 'react';
import { cx } from '../kit/cx.ts';
import type { Status } from '../kit/status-pill.tsx';

const rings: Record<Status, string> = {
  ok: '',
  run: 'ring-[1.5px] ring-run',
  warn: 'ring-[1.5px] ring-warn',
  fail: 'ring-[1.5px] ring-fail',
  idle: '',
  wait: '',
};

/** For a node's overlay: the ring of its state around the card. `className` repeats the card's own corners. */
export function NodeRing({
  status,
  className,
}: {
  readonly status: Status;
  readonly className?: string;
}): ReactElement {
  return (
    <div
      aria-hidden="true"
      className={cx('pointer-events-none absolute inset-0 rounded-[inherit]', rings[status], className)}
    />
  );
}

/** For a node's overlay: a small disc at the end of the title strip, around the icon of a state. */
export function NodeMark({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className="absolute top-0.75 right-2 grid size-3.75 place-items-center rounded-round bg-surface ring-1 ring-line in-data-[detail=far]:hidden"
    >
      {children}
    </span>
  );
}

/** For a node's overlay: the bottom row of a card in the run view, a figure at each end. */
export function NodeFooter({ left, right }: { readonly left: ReactNode; readonly right?: ReactNode }): ReactElement {
  return (
    <div className="absolute inset-x-0 bottom-0 mx-px flex h-8 items-center justify-between border-t border-line px-2 text-[10.5px] whitespace-nowrap text-ink-3 tabular-nums in-data-[detail=far]:hidden">
      <b className="font-medium text-ink">{left}</b>
      <span>{right}</span>
    </div>
  );
}

/** For an edge's overlay: a counter, or a counter with the name of the branch. */
export function EdgeCount({
  isFailure = false,
  children,
}: {
  readonly isFailure?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <span
      className={cx(
        'rounded-1 px-1 py-px text-[10px] leading-[14px] font-bold shadow-1',
        isFailure ? 'bg-fail-soft text-fail-text' : 'bg-surface text-ink',
      )}
    >
      {children}
    </span>
  );
}

/** For an edge's layer: dashes that travel along it while records do. */
export function MovingWire({ path }: { readonly path: string }): ReactElement {
  return (
    <path
      d={path}
      fill="none"
      strokeLinecap="round"
      aria-hidden="true"
      className="koppel-wire-live stroke-surface [stroke-width:2]"
    />
  );
}
