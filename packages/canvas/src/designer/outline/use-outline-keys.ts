import type { KeyboardEvent } from 'react';
import { focusDrawing } from '../canvas/focus-drawing.ts';
import { useCanvasKeys } from '../canvas/use-canvas-keys.ts';
import type { Editing } from '../canvas/use-editing.ts';
import { useDesignerServices } from '../designer-context.tsx';

/**
 * The keys of the outline while a node of it has the focus: up and down go through the list, with Shift they take along what
 * they pass; all others do what they do on the canvas, to that node.
 */
export function useOutlineKeys(
  order: readonly string[],
  editing: Editing,
): (event: KeyboardEvent<HTMLElement>) => void {
  const services = useDesignerServices();
  const onCanvas = useCanvasKeys(editing);
  const { editor } = services;
  return (event) => {
    const here = (event.target as HTMLElement).dataset['node'];
    if (here === undefined) return;
    const { selection, grab } = editor.getState();
    if (!selection.includes(here)) editor.select([here]);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const isOwn = step !== 0 && grab === null && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isOwn) {
      const next = order[order.indexOf(here) + step];
      event.preventDefault();
      if (next !== undefined) editor.select(event.shiftKey ? [...without(selection, next), next] : [next]);
    } else {
      onCanvas(event);
    }
    const [before, after] = [selection.at(-1), editor.getState().selection.at(-1)];
    if (after !== before && after !== here) focusDrawing(services);
  };
}

function without(ids: readonly string[], gone: string): string[] {
  return ids.filter((id) => id !== gone);
}
