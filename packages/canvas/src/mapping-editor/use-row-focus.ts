import { useCallback, useEffect, useMemo, useRef, type RefObject } from 'react';
import { useRowsInSight, type RowsInSight } from '../kit/rows-in-sight.ts';
import type { MappingRow } from './rows.ts';

/** Of every row, in pixels. */
const rowHeight = 33;
/** The head stays on top of the rows. */
const headHeight = 36;
/** Below this all rows are in the page: most targets are no longer than that. */
const mostDrawn = 100;

/** Asks for a row to be brought into sight; another object each time. */
export interface RowCall {
  readonly name: string;
  readonly hasFocus: boolean;
}

/**
 * The rows to draw, and a function that brings one into sight, with the focus if wanted: also one that is far off and not in
 * the page yet.
 */
export function useRowFocus(
  scroller: RefObject<HTMLElement | null>,
  listed: readonly MappingRow[],
): { readonly sight: RowsInSight; readonly call: (call: RowCall) => void } {
  const heights = useMemo(() => listed.map(() => rowHeight), [listed]);
  const inSight = useRowsInSight(scroller, heights);
  const sight = listed.length > mostDrawn ? inSight : { first: 0, end: listed.length, above: 0, below: 0 };
  const wanted = useRef<string | null>(null);
  const focus = useCallback(() => {
    const name = wanted.current;
    if (name === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row-name="${CSS.escape(name)}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  }, [scroller]);
  // Once the row is drawn.
  useEffect(focus);
  const call = useCallback(
    ({ name, hasFocus }: RowCall) => {
      const index = listed.findIndex((row) => row.name === name);
      const element = scroller.current;
      if (index < 0 || !element) return;
      const row = element.querySelector(`[data-row-name="${CSS.escape(name)}"]`);
      const { scrollTop, clientHeight } = element;
      // A row that is drawn says itself where it is: not every row is as high as most are.
      const at = row?.getBoundingClientRect();
      const top = at ? at.top - element.getBoundingClientRect().top - headHeight + scrollTop : index * rowHeight;
      const bottom = top + (at?.height ?? rowHeight);
      if (top < scrollTop) element.scrollTo({ top });
      else if (bottom > scrollTop + clientHeight - headHeight) {
        element.scrollTo({ top: bottom - clientHeight + headHeight });
      }
      if (!hasFocus) return;
      wanted.current = name;
      focus();
    },
    [listed, scroller, focus],
  );
  return { sight, call };
}
