import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';

export interface SplitterProps {
  readonly label: string;
  /** Height of the part above, as a percentage of both. */
  readonly share: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (share: number) => void;
  /** A double click or Enter goes back to this share. */
  readonly usual: number;
}

const keySteps: Readonly<Record<string, number>> = { ArrowUp: -4, ArrowDown: 4, PageUp: -15, PageDown: 15 };

/** The line between an upper and a lower part: drag it, or move it with the arrow keys. */
export function Splitter({ label, share, min, max, onChange, usual }: SplitterProps): ReactElement {
  const line = useRef<HTMLDivElement>(null);
  const change = (next: number) => onChange(Math.min(max, Math.max(min, next)));
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const parent = line.current?.parentElement;
    if (!parent || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { top, height } = parent.getBoundingClientRect();
    change(((event.clientY - top) / height) * 100);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (step !== undefined) change(share + step);
    else if (event.key === 'Home') change(min);
    else if (event.key === 'End') change(max);
    else if (event.key === 'Enter') change(usual);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={line}
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={Math.round(share)}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onKeyDown={onKey}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => change(usual)}
      className="relative z-dock h-px flex-none cursor-row-resize touch-none bg-line-strong before:absolute before:inset-x-0 before:-inset-y-1.5 hover:bg-accent focus-visible:bg-accent"
    />
  );
}
