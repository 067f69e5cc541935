import { useCallback, useSyncExternalStore, type RefObject } from 'react';

/** The width of an element in whole pixels, following its size; 0 until it is in the page. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const subscribe = useCallback(
    (onChange: () => void) => {
      if (!element.current) return () => {};
      const observer = new ResizeObserver(onChange);
      observer.observe(element.current);
      return () => observer.disconnect();
    },
    [element],
  );
  return useSyncExternalStore(subscribe, () => Math.round(element.current?.clientWidth ?? 0));
}
