import { useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => Math.min(count - 1, at + 1),
  ArrowDown: (at, count) => Math.min(count - 1, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/**
 * A chart that can be read without seeing it: its name is a sentence that sums it up, and the arrow keys go through its
 * values, each said and shown below the chart.
 */
export function ReadableChart({
  summary,
  values,
  children,
}: {
  readonly summary: string;
  /** What is said of each value, in the order of the arrows. */
  readonly values: readonly string[];
  readonly children: (current: number | null) => ReactNode;
}): ReactElement {
  const [at, setAt] = useState<number | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step || values.length === 0) return;
    event.preventDefault();
    setAt(at === null ? (event.key === 'End' ? values.length - 1 : 0) : step(at, values.length));
  };
  return (
    // The values of a drawing have no elements of their own to go to: the drawing as a whole takes the keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="group"
      aria-label={summary}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setAt(null)}
      className="rounded-2"
    >
      {children(at)}
      <p aria-live="polite" className="min-h-5 text-20 text-ink-2 tabular-nums">
        {at === null ? '' : values[at]}
      </p>
    </div>
  );
}
