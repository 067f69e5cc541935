import { useMemo, useSyncExternalStore, type RefObject } from 'react';

/** Which rows are to be in the page, and the heights of those before and after them. */
export interface RowsInSight {
  readonly first: number;
  /** The one behind the last row. */
  readonly end: number;
  readonly above: number;
  readonly below: number;
}

/** Rows drawn beyond either edge, so that a quick scroll does not show a gap. */
const overscan = 12;

/** Where each row begins; one more than rows, the last is the height of all. */
export function rowOffsets(heights: readonly number[]): number[] {
  const offsets = [0];
  for (const height of heights) offsets.push(offsets.at(-1)! + height);
  return offsets;
}

/** The rows between `top` and `top + height` of a list with these offsets, with some beyond either edge. */
export function rowsBetween(offsets: readonly number[], top: number, height: number): RowsInSight {
  const count = offsets.length - 1;
  const first = Math.max(0, rowAt(offsets, top) - overscan);
  const end = Math.min(count, rowAt(offsets, top + height) + 1 + overscan);
  return { first, end, above: offsets[first]!, below: offsets[count]! - offsets[end]! };
}

/** The row at a height: the last one that begins at or above it. */
function rowAt(offsets: readonly number[], at: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (offsets[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The rows of a long list that are in sight of its scroller. Heights are given, not measured, so that any row can be
 * jumped to and nothing shifts. Renders again only when the first or last row changes.
 */
export function useRowsInSight(scroller: RefObject<HTMLElement | null>, heights: readonly number[]): RowsInSight {
  const offsets = useMemo(() => rowOffsets(heights), [heights]);
  const subscribe = useMemo(
    () => (onChange: () => void) => {
      const element = scroller.current;
      if (!element) return () => {};
      element.addEventListener('scroll', onChange, { passive: true });
      const resize = new ResizeObserver(onChange);
      resize.observe(element);
      return () => {
        element.removeEventListener('scroll', onChange);
        resize.disconnect();
      };
    },
    [scroller],
  );
  // A text compares by value: scrolling inside the same rows renders nothing.
  const range = useSyncExternalStore(subscribe, () => {
    const element = scroller.current;
    const { first, end } = rowsBetween(offsets, element?.scrollTop ?? 0, element?.clientHeight ?? 900);
    return `${first} ${end}`;
  });
  const [first = 0, end = 0] = range.split(' ').map(Number);
  return { first, end, above: offsets[first]!, below: offsets.at(-1)! - offsets[end]! };
}
