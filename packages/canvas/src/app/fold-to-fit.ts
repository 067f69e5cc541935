/** How far a bar can be folded before it takes a second line: marks to their icons, then the search field, then what is told elsewhere too. */
const folds = ['0', '1', '2', '3'];

/**
 * For the `ref` of a bar: folds it step by step until it fits on one line, and no further. `data-fold` says how far, for the
 * variants `folded-1` to `folded-3` of the style sheet; `lines` where even that is not enough. It is measured because names
 * and languages differ in length.
 */
export function foldToFit(bar: HTMLElement): () => void {
  const fold = () => {
    for (const far of folds) {
      bar.dataset['fold'] = far;
      if (bar.scrollWidth <= bar.clientWidth) return;
    }
    bar.dataset['fold'] = 'lines';
  };
  // What it ends at depends on the widths alone, so being told of its own change makes no other.
  const observer = new ResizeObserver(fold);
  for (const watched of [bar, ...bar.children]) observer.observe(watched);
  fold();
  return () => observer.disconnect();
}
