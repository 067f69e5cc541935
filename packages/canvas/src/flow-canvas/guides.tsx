import { ViewportPortal } from '@xyflow/react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { useCanvas } from './canvas-context.ts';

/** The lines that what is being dragged stands on together with others. */
export function Guides(): ReactElement | null {
  const { moment } = useCanvas();
  const guides = useStore(moment, (state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <span
          key={`${axis} ${at}`}
          aria-hidden="true"
          style={
            axis === 'x'
              ? { transform: `translate(${at}px, ${from}px)`, height: to - from }
              : { transform: `translate(${from}px, ${at}px)`, width: to - from }
          }
          className={`pointer-events-none absolute border-dashed border-accent ${axis === 'x' ? 'border-l' : 'border-t'}`}
        />
      ))}
    </ViewportPortal>
  );
}
