import { useLayoutEffect, type RefObject } from 'react';

/** How far a bar can be folded before it takes a second line: marks to their icons, then the search field, then what is told elsewhere too. */
const folds = ['0', '1', '2', '3'];

/**
 * Folds a bar step by step until it fits on one line, and no further: `data-fold` says how far, for the variants `folded-1` to
 * `folded-3` of the style sheet. `lines` where even that is not enough. It is measured because names and languages differ in length.
 */
export function useFolding(bar: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = bar.current!;
    const fold = () => {
      for (const far of folds) {
        element.dataset['fold'] = far;
        if (element.scrollWidth <= element.clientWidth) return;
      }
      element.dataset['fold'] = 'lines';
    };
    // What it ends at depends on the widths alone, so being told of its own change makes no other.
    const observer = new ResizeObserver(fold);
    for (const watched of [element, ...element.children]) observer.observe(watched);
    fold();
    return () => observer.disconnect();
  }, [bar]);
}
