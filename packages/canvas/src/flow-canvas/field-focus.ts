/** What stands on the canvas is drawn within a few frames; a field that is not is never shown. */
const mostFrames = 30;

/**
 * Gives the focus to a field on the canvas: a new note or group is hidden until its size is known, and what is hidden takes no
 * focus. Returns what stops the waiting.
 */
export function focusOnceShown(field: HTMLElement, onFocused: () => void): () => void {
  let frame = 0;
  let tries = 0;
  const take = () => {
    field.focus();
    tries += 1;
    if (document.activeElement === field) onFocused();
    else if (tries < mostFrames) frame = requestAnimationFrame(take);
  };
  take();
  return () => cancelAnimationFrame(frame);
}

/** Gives the focus back to the canvas that a field stands on, when the field goes away under the keyboard; nothing elsewhere. */
export function backToCanvas(field: Element): void {
  field.closest<HTMLElement>('[data-canvas]')?.focus({ preventScroll: true });
}
