import { useEffect, useRef, type RefObject } from 'react';

export interface RowClipboard {
  /** The text of the chosen rules; null where there are none. */
  readonly onCopy: () => string | null;
  readonly onPaste: (text: string) => void;
}

/**
 * Copy and paste while a row inside `container` has the focus. Browsers send these events to where the text selection is, not
 * to what has the focus, so they are listened to on the page.
 */
export function useRowClipboard(container: RefObject<HTMLElement | null>, clipboard: RowClipboard): void {
  const latest = useRef(clipboard);
  useEffect(() => {
    latest.current = clipboard;
  });
  useEffect(() => {
    const isHere = () => {
      const focused = document.activeElement as HTMLElement | null;
      return focused?.dataset['rowName'] !== undefined && container.current?.contains(focused) === true;
    };
    const copy = (event: ClipboardEvent) => {
      // Words that were selected to be copied come first.
      if (!isHere() || getSelection()?.isCollapsed === false) return;
      const copied = latest.current.onCopy();
      if (copied === null) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', copied);
    };
    const paste = (event: ClipboardEvent) => {
      if (!isHere()) return;
      event.preventDefault();
      latest.current.onPaste(event.clipboardData?.getData('text/plain') ?? '');
    };
    document.addEventListener('copy', copy);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('paste', paste);
    };
  }, [container]);
}
