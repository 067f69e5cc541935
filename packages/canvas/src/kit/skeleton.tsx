import type { ReactElement } from 'react';

/** A grey bar where text will be. `width` in CSS units. */
export function Bone({ width }: { readonly width: string }): ReactElement {
  return <span className="block h-2.75 rounded-1 bg-surface-3" style={{ width }} />;
}

/** Rows of a list that is being loaded; widths vary so that it looks like text. */
export function SkeletonRows({
  count,
  height = 46,
}: {
  readonly count: number;
  readonly height?: number;
}): ReactElement {
  return (
    <ul aria-hidden="true">
      {Array.from({ length: count }, (_, row) => (
        <li
          key={row}
          className="flex items-center gap-3.5 border-t border-line px-4 first:border-t-0"
          style={{ height }}
        >
          <Bone width={`${36 + ((row * 23) % 30)}%`} />
          <span className="flex-1" />
          <Bone width={`${40 + ((row * 13) % 12)}px`} />
        </li>
      ))}
    </ul>
  );
}
