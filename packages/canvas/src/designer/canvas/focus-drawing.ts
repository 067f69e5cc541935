import { selectedNodes } from '../../flow-canvas/drawing.ts';
import type { DesignerServices } from '../designer-context.tsx';

/** Gives the focus back to where one draws, from what was open over it: the canvas, or the selected node in the outline. */
export function focusDrawing({ moment, editor }: Pick<DesignerServices, 'moment' | 'editor'>): void {
  const toCanvas = () => document.querySelector<HTMLElement>('[data-canvas]')?.focus({ preventScroll: true });
  if (moment.getState().hands === 'canvas') return toCanvas();
  // Once the list has what was just added.
  requestAnimationFrame(() => {
    const outline = document.querySelector('[data-nodes]');
    if (!outline) return toCanvas();
    const selected = selectedNodes(editor.getState().selection).at(-1);
    const row = selected && outline.querySelector<HTMLElement>(`[data-node="${CSS.escape(selected)}"]`);
    (row || outline.querySelector<HTMLElement>('button'))?.focus();
  });
}
