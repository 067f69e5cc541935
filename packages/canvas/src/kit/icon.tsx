import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';

const pixels = { m: 16, s: 14, xs: 12 } as const;

/** A line icon, drawn beside words and never instead of them: hidden from screen readers. */
export function Icon({
  of: Drawing,
  size = 'm',
  className,
}: {
  readonly of: LucideIcon;
  readonly size?: keyof typeof pixels;
  readonly className?: string;
}): ReactElement {
  return (
    <Drawing
      size={pixels[size]}
      strokeWidth={1.5}
      absoluteStrokeWidth
      aria-hidden="true"
      className={className ? `flex-none ${className}` : 'flex-none'}
    />
  );
}
