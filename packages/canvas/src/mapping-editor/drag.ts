import type { DragEvent } from 'react';

/** The name of a dragged source field travels as this; as plain text goes how an expression writes it. */
export const fieldMime = 'application/x-koppel-source-field';

/** Makes a field draggable: onto a row, or into an expression. */
export function startFieldDrag(event: DragEvent, name: string, written: string | undefined): void {
  event.dataTransfer.setData(fieldMime, name);
  event.dataTransfer.setData('text/plain', written ?? name);
  event.dataTransfer.effectAllowed = 'copy';
}

/** Whether something dragged is a field of the source. */
export function carriesField(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(fieldMime);
}
