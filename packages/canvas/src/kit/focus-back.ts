import { useCallback, useState } from 'react';

/**
 * For what is over the page while a dialog is open, as `onCloseAutoFocus` of its content: gives the focus back to what had it.
 * The library does so for a button that it made the trigger of the dialog; ours open by a key or by a state, and would leave
 * the focus nowhere. To be called in what is there only while the dialog is.
 */
export function useFocusBack(): (event: Event) => void {
  // Looked at before a field of the dialog takes the focus by itself.
  const [from] = useState(() => document.activeElement);
  return useCallback(
    (event) => {
      event.preventDefault();
      // What was done there may have led elsewhere by now.
      if (document.activeElement === document.body && from instanceof HTMLElement) from.focus({ preventScroll: true });
    },
    [from],
  );
}

/** Focuses the button of a menu one of whose rows is chosen, so that what opens next knows where it came from. */
export function focusMenuButton(row: EventTarget | null): void {
  const menu = row instanceof Element ? row.closest('[role="menu"]') : null;
  const button = menu && document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  button?.focus({ preventScroll: true });
}
