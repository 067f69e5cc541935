import { useStore, type ReactFlowState } from '@xyflow/react';
import type { ReactElement } from 'react';
import { gridStep } from './geometry.ts';

/** Dots stand no nearer to each other than this, in pixels of the screen: from afar every second one is left out, and so on. */
const nearest = 12;

const transformOf = ({ transform }: ReactFlowState) => transform;

/**
 * The grid, as dots. A sheet of its own that is only shifted while the view moves: painting it anew for each frame would cost
 * more than all the cards.
 */
export function Dots(): ReactElement {
  const [x, y, zoom] = useStore(transformOf);
  let step = gridStep * zoom;
  while (step < nearest) step *= 2;
  const radius = Math.max(0.8 * zoom, 0.6);
  const shift = (by: number) => (((by % step) + step) % step) - step / 2;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute bg-canvas will-change-transform"
      style={{
        inset: -step,
        backgroundImage: `radial-gradient(circle, var(--c-canvas-dot) ${radius}px, transparent ${radius + 0.5}px)`,
        backgroundSize: `${step}px ${step}px`,
        transform: `translate(${shift(x)}px, ${shift(y)}px)`,
      }}
    />
  );
}
