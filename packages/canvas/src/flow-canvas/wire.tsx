import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo, useState, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { useCanvas, useDetail, type EdgeView } from './canvas-context.ts';
import { gapDashes } from './crossings.ts';
import type { WireEdge } from './drawing.ts';
import { edgeLength, edgePath, pointOnEdge, type Spot } from './geometry.ts';
import { wireDashes, wireInk } from './wire-ink.ts';

/** An edge. From afar all of them are drawn together: see `FarWires`. */
export const Wire = memo(function Wire({
  id,
  data,
  selected,
  sourceX,
  sourceY,
  targetX,
  targetY,
}: EdgeProps<WireEdge>): ReactElement {
  const { mode, moment, actions, edgeOverlay, edgeLayer } = useCanvas();
  const detail = useDetail();
  const [isNear, setIsNear] = useState(false);
  const isDropTarget = useStore(moment, ({ dropEdge }) => dropEdge === id);
  const jumps = useStore(moment, (state) => (detail === 'near' ? state.jumps.get(id) : undefined));
  const from: Spot = { x: sourceX, y: sourceY };
  const to: Spot = { x: targetX, y: targetY };
  const path = edgePath(from, to);
  const kind = data?.kind ?? 'records';
  const view: EdgeView = { id, kind, label: data?.label ?? null, path };
  const overlay = detail === 'near' ? edgeOverlay?.(view) : null;
  const isMarked = selected || isDropTarget;
  return (
    <g onPointerEnter={() => setIsNear(true)} onPointerLeave={() => setIsNear(false)}>
      <path d={path} fill="none" stroke="transparent" strokeWidth={20} className="react-flow__edge-interaction" />
      {jumps && (
        <path
          d={path}
          fill="none"
          pathLength={1}
          strokeWidth={8}
          strokeDasharray={gapDashes(jumps, edgeLength(from, to))}
          className="stroke-canvas"
        />
      )}
      {isMarked && <path d={path} fill="none" strokeWidth={7} className="stroke-accent-line" strokeLinecap="round" />}
      <path
        d={path}
        fill="none"
        strokeLinecap="round"
        className={cx('react-flow__edge-path', wireInk(data), wireDashes(data))}
      />
      {edgeLayer?.(view)}
      {detail === 'near' && (data?.label || overlay || (actions && (isNear || selected))) && (
        <EdgeLabelRenderer>
          {overlay ? (
            <EdgeNote at={mode === 'view' ? aboveShort(from, to) : labelSpot(from, to)} isBare>
              {overlay}
            </EdgeNote>
          ) : (
            data?.label && <Label at={labelSpot(from, to)} label={data.label} />
          )}
          {actions && (isNear || selected) && (
            <Splice id={id} at={pointOnEdge(from, to, 0.5)} onNear={setIsNear} isAside={Boolean(data?.label)} />
          )}
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

/** Where the label of an edge stands: near the middle, and on the straight part of a long one. */
function labelSpot(from: Spot, to: Spot): Spot {
  return pointOnEdge(from, to, to.x - from.x > 240 && Math.abs(to.y - from.y) > 24 ? 0.38 : 0.5);
}

/** Where a count stands: above an edge that is shorter than it, which it would cover with both ports. */
function aboveShort(from: Spot, to: Spot): Spot {
  const { x, y } = labelSpot(from, to);
  const isShort = to.x - from.x < 80 && Math.abs(to.y - from.y) < 40;
  return { x, y: isShort ? y - 16 : y };
}

function Label({
  at,
  label,
}: {
  readonly at: Spot;
  readonly label: NonNullable<NonNullable<WireEdge['data']>['label']>;
}) {
  const localized = useLocalized();
  return <EdgeNote at={at}>{localized(label)}</EdgeNote>;
}

const noteLook = 'rounded-1 bg-surface px-1.5 py-px text-[10.5px] leading-[14px] font-medium text-ink-2 shadow-1';

function EdgeNote({
  at,
  isBare = false,
  children,
}: {
  readonly at: Spot;
  /** What is in it brings its own look. */
  readonly isBare?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <span
      style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
      className={cx('pointer-events-none absolute whitespace-nowrap tabular-nums', !isBare && noteLook)}
    >
      {children}
    </span>
  );
}

function Splice({
  id,
  at,
  isAside,
  onNear,
}: {
  readonly id: string;
  readonly at: Spot;
  /** Beside the label that stands in the middle. */
  readonly isAside: boolean;
  readonly onNear: (isNear: boolean) => void;
}): ReactElement {
  const text = useText();
  const { actions } = useCanvas();
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={text('canvas.splice')}
      title={text('canvas.splice')}
      onPointerEnter={() => onNear(true)}
      onPointerLeave={() => onNear(false)}
      onClick={() => actions?.onSplice(id)}
      style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y + (isAside ? 20 : 0)}px)` }}
      className="nodrag nopan pointer-events-auto absolute grid size-5 place-items-center rounded-round bg-surface text-accent-text ring-[1.5px] ring-accent hover:bg-accent hover:text-on-accent"
    >
      <Plus size={12} strokeWidth={2} aria-hidden="true" />
    </button>
  );
}
