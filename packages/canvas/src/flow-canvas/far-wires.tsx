import { EdgeLabelRenderer } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { cx } from '../kit/cx.ts';
import { useCanvas } from './canvas-context.ts';
import type { Course } from './crossings.ts';
import type { WireEdge } from './drawing.ts';
import type { Spot } from './geometry.ts';
import { wireInk } from './wire-ink.ts';

/**
 * All edges as they look from afar: straight lines, those of one look drawn as one. Hundreds of elements that React Flow asks
 * for their place whenever the view moves become a few.
 */
export const FarWires = memo(function FarWires({
  wires,
  courses,
}: {
  readonly wires: readonly WireEdge[];
  readonly courses: readonly Course[];
}): ReactElement {
  const { moment, edgeLayer } = useCanvas();
  const dropEdge = useStore(moment, (state) => state.dropEdge);
  const lines = new Map(courses.map(({ id, from, to }) => [id, lineOf(from, to)]));
  const looks = Map.groupBy(wires, ({ data }) => wireInk(data));
  const marked = wires.filter(({ id, selected }) => selected || id === dropEdge);
  const pathOf = (some: readonly WireEdge[]) => some.map(({ id }) => lines.get(id) ?? '').join('');
  return (
    <EdgeLabelRenderer>
      <svg aria-hidden="true" className="pointer-events-none absolute size-px overflow-visible" fill="none">
        {marked.length > 0 && (
          <path d={pathOf(marked)} strokeWidth={7} strokeLinecap="round" className="stroke-accent-line" />
        )}
        {[...looks].map(([ink, alike]) => (
          <path key={ink} d={pathOf(alike)} className={cx('react-flow__edge-path', ink)} />
        ))}
        {edgeLayer &&
          wires.map(({ id, data }) => {
            const path = lines.get(id);
            if (path === undefined) return null;
            return <g key={id}>{edgeLayer({ id, kind: data?.kind ?? 'records', label: data?.label ?? null, path })}</g>;
          })}
      </svg>
    </EdgeLabelRenderer>
  );
});

const lineOf = (from: Spot, to: Spot) => `M${from.x} ${from.y}L${to.x} ${to.y}`;

/** The edge that runs by a spot, seen from afar; `reach` in pixels of the canvas. */
export function farWireAt(spot: Spot, courses: readonly Course[], reach: number): string | null {
  let [found, least]: [string | null, number] = [null, reach];
  for (const { id, from, to } of courses) {
    const away = distanceToLine(spot, from, to);
    if (away <= least) [found, least] = [id, away];
  }
  return found;
}

function distanceToLine(spot: Spot, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((spot.x - from.x) * dx + (spot.y - from.y) * dy) / length;
  const at = Math.min(Math.max(share, 0), 1);
  return Math.hypot(from.x + dx * at - spot.x, from.y + dy * at - spot.y);
}
