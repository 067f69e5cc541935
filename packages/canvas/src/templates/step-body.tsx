import type { ReactElement, ReactNode } from 'react';

/** What one step of a wizard asks, below a sentence on why. */
export function StepBody({
  title,
  help,
  children,
}: {
  readonly title: string;
  readonly help: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="grid max-w-280 gap-4 px-6 py-5 max-narrow:px-3">
      <div>
        <h2 className="text-50 font-bold">{title}</h2>
        <p className="max-w-[78ch] text-ink-2">{help}</p>
      </div>
      {children}
    </div>
  );
}
