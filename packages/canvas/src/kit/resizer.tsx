import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { cx } from './cx.ts';

export interface ResizerProps {
  readonly label: string;
  /** `x` between left and right, `y` between above and below. */
  readonly axis: 'x' | 'y';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The panel that changes is behind it: dragging towards the start makes it larger. */
  readonly isEnd?: boolean;
  readonly onChange: (value: number) => void;
}

const keyStep = 20;

/** The border of a panel, dragged or moved with the arrow keys. */
export function Resizer({ label, axis, value, min, max, isEnd = false, onChange }: ResizerProps): ReactElement {
  const within = (size: number) => Math.round(Math.min(max, Math.max(min, size)));
  const sign = isEnd ? -1 : 1;
  const press = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const target = event.currentTarget;
    const start = axis === 'x' ? event.clientX : event.clientY;
    target.setPointerCapture(event.pointerId);
    const onMove = (moved: globalThis.PointerEvent) =>
      onChange(within(value + sign * ((axis === 'x' ? moved.clientX : moved.clientY) - start)));
    const onUp = () => {
      target.removeEventListener('pointermove', onMove);
      target.removeEventListener('pointerup', onUp);
      target.removeEventListener('pointercancel', onUp);
    };
    target.addEventListener('pointermove', onMove);
    target.addEventListener('pointerup', onUp);
    target.addEventListener('pointercancel', onUp);
  };
  const key = (event: KeyboardEvent) => {
    const [less, more] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const step = event.key === less ? -keyStep : event.key === more ? keyStep : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(within(value + sign * step));
  };
  return (
    <div
      role="separator"
      aria-label={label}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={press}
      onKeyDown={key}
      className={cx(
        'group relative z-dock flex-none touch-none',
        axis === 'x' ? '-mx-1 w-2 cursor-col-resize' : '-my-1 h-2 cursor-row-resize',
      )}
    >
      <span
        className={cx(
          'absolute rounded-round bg-line-strong opacity-0 transition-opacity duration-fast group-hover:opacity-100 group-focus-visible:opacity-100',
          axis === 'x' ? 'inset-y-0 left-0.5 w-1' : 'top-0.5 left-1/2 -ml-5.5 h-1.5 w-11 opacity-100',
        )}
      />
    </div>
  );
}
