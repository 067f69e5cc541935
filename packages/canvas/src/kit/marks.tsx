import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

/** A key on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <kbd className="inline-block rounded-1 border border-b-2 border-line-strong bg-surface-2 px-1 font-sans text-[10px] leading-[15px] font-medium text-ink-3">
      {children}
    </kbd>
  );
}

/** The initials of a person. The name is beside it, or in `title`. */
export function Avatar({
  name,
  size = 'm',
  title,
}: {
  readonly name: string;
  readonly size?: 'm' | 's';
  readonly title?: string;
}): ReactElement {
  return (
    <span
      title={title}
      aria-hidden={title ? undefined : true}
      className={cx(
        'grid flex-none place-items-center rounded-round bg-avatar font-bold text-on-avatar',
        size === 's' ? 'size-5 text-[9px]' : 'size-6.5 text-10',
      )}
    >
      {initials(name)}
    </span>
  );
}

/** At most two letters: of the first and the last word. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** A small neutral label. */
export function Chip({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string;
}): ReactElement {
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-1.25 rounded-1 bg-surface-3 px-1.75 text-20 font-medium whitespace-nowrap text-ink-2',
        className,
      )}
    >
      {children}
    </span>
  );
}

const tagLooks = {
  added: 'bg-diff-add text-diff-add-ink',
  removed: 'bg-diff-del text-diff-del-ink',
  changed: 'bg-diff-mod text-diff-mod-ink',
} as const;

/** A word on what changed: added, removed or changed. */
export function Tag({
  look,
  children,
}: {
  readonly look: keyof typeof tagLooks;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <span className={cx('rounded-1 px-1.25 text-10 leading-[17px] font-medium whitespace-nowrap', tagLooks[look])}>
      {children}
    </span>
  );
}

/** Text for screen readers only. */
export function OnlyHeard({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className="sr-only">{children}</span>;
}
