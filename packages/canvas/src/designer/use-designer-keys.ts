import { useEffect } from 'react';
import { isTyping } from '../kit/row-keys.ts';
import { useDesignerServices } from './designer-context.tsx';
import type { Editing } from './canvas/use-editing.ts';

const panes = ['palette', 'canvas', 'inspector', 'dock', 'problems', 'status'] as const;

/** Keys that work anywhere in the designer: undo, sample, publish, problems, panes. */
export function useDesignerKeys({
  editing,
  onSample,
  onPublish,
  onWalkProblems,
}: {
  readonly editing: Editing;
  readonly onSample: () => void;
  readonly onPublish: () => void;
  readonly onWalkProblems: (step: 1 | -1) => void;
}): void {
  const { panels } = useDesignerServices();
  useEffect(() => {
    const act = (event: KeyboardEvent): boolean => {
      const isControl = event.ctrlKey || event.metaKey;
      if (event.key === 'F8' && !isControl) {
        onWalkProblems(event.shiftKey ? -1 : 1);
        return true;
      }
      if (isControl && event.key === 'F6') {
        nextPane(event.shiftKey ? -1 : 1);
        return true;
      }
      if (!isControl || event.altKey) return false;
      if (event.key === 'Enter') {
        if (event.shiftKey) onPublish();
        else onSample();
        return true;
      }
      const key = event.key.toLowerCase();
      if (key === 'j') {
        panels.change({ isDockOpen: !panels.getState().isDockOpen });
        return true;
      }
      // Fields have an undo of their own, until they hand their value over.
      if (isTyping(event)) return false;
      if (key === 'z') {
        if (event.shiftKey) editing.redo();
        else editing.undo();
        return true;
      }
      if (key === 'y') {
        editing.redo();
        return true;
      }
      return false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && act(event)) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [editing, onSample, onPublish, onWalkProblems, panels]);
}

/** Moves the focus to the next part of the designer that is there. */
function nextPane(step: 1 | -1): void {
  const found = panes.flatMap((pane) => {
    const element = document.querySelector<HTMLElement>(pane === 'canvas' ? '[data-canvas]' : `[data-pane="${pane}"]`);
    return element ? [element] : [];
  });
  if (found.length === 0) return;
  const at = found.findIndex((element) => element.contains(document.activeElement));
  const next = found[(at + step + found.length) % found.length]!;
  focusIn(next);
}

/** Gives the focus to a part of the designer: to its first control, or to the canvas itself. */
export function focusIn(pane: HTMLElement): void {
  const target = pane.matches('[data-canvas]')
    ? pane
    : pane.querySelector<HTMLElement>('input, button, [tabindex="0"], textarea, [role="combobox"]');
  target?.focus();
}
