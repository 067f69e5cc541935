import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

/** A surface with an optional head. */
export function Card({
  title,
  aside,
  children,
  className,
}: {
  readonly title?: ReactNode;
  /** At the right end of the head. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactElement {
  return (
    <section className={cx('min-w-0 rounded-3 bg-surface shadow-1', className)}>
      {title && (
        <header className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-3.5 py-1">
          <h2 className="text-40 font-bold whitespace-nowrap">{title}</h2>
          {aside && <div className="ml-auto flex items-center gap-2">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
