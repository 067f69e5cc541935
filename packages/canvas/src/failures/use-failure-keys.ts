import { useEffect, useRef } from 'react';
import { isTyping } from '../kit/row-keys.ts';

export interface FailureKeys {
  /** 1 is the next failure, -1 the one before. */
  onMove(step: 1 | -1): void;
  onRetry(): void;
  onDismiss(): void;
  /** Goes to where the value of the failed field is set. */
  onEdit(): void;
  /** `extends_`: all between the one that was checked before and this one, too. */
  onToggle(extends_: boolean): void;
}

/** J and K move, E edits, R retries, X dismisses, Space checks, with Shift all from the one before: while single keys are on and nobody is typing. */
export function useFailureKeys(keys: FailureKeys, isOn: boolean): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      // Space presses the focused button or box; everywhere else it checks the chosen failure.
      const onControl = (event.target as HTMLElement).closest('button, a, [role="checkbox"]') !== null;
      if (event.key === 'j') latest.current.onMove(1);
      else if (event.key === 'k') latest.current.onMove(-1);
      else if (event.key === 'r') latest.current.onRetry();
      else if (event.key === 'e') latest.current.onEdit();
      else if (event.key === 'x') latest.current.onDismiss();
      else if (event.key === ' ' && !onControl) latest.current.onToggle(event.shiftKey);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOn]);
}
