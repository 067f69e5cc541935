import { useStore, type ReactFlowState } from '@xyflow/react';
import type { ReactElement } from 'react';
import { gridStep } from './geometry.ts';

/** So small the sheet gets before only every second dot is left on it. */
const smallest = 0.6;

const transformOf = ({ transform }: ReactFlowState) => transform;

/**
 * The grid, as dots. A sheet that is painted once, and only shifted and scaled while the view moves: painting it anew for each
 * frame would cost more than all the cards.
 */
export function Dots(): ReactElement {
  const [x, y, zoom] = useStore(transformOf);
  let scale = zoom;
  while (scale < smallest) scale *= 2;
  const step = gridStep * scale;
  // A dot stands in the middle of its square.
  const shift = (by: number) => (((by % step) + step) % step) - step * 1.5;
  const size = `calc(${100 / smallest}% + ${3 * gridStep}px)`;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-0 left-0 origin-top-left bg-canvas will-change-transform"
      style={{
        width: size,
        height: size,
        backgroundImage: 'radial-gradient(circle, var(--c-canvas-dot) 0.8px, transparent 1.3px)',
        backgroundSize: `${gridStep}px ${gridStep}px`,
        transform: `translate(${shift(x)}px, ${shift(y)}px) scale(${scale})`,
      }}
    />
  );
}
