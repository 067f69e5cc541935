import type { ConnectionLineComponentProps } from '@xyflow/react';
import type { ReactElement } from 'react';
import { cx } from '../kit/cx.ts';
import type { CanvasNode, CardData } from './drawing.ts';
import { curve } from './geometry.ts';
import { portInk } from './port.tsx';

/** The edge that is being drawn: dashed, in the colour of what it would carry; a red ring over a port that refuses it. */
export function ConnectLine({
  fromX,
  fromY,
  toX,
  toY,
  fromNode,
  fromHandle,
  toHandle,
  connectionStatus,
}: ConnectionLineComponentProps<CanvasNode>): ReactElement {
  const port = (fromNode.data as Partial<CardData>).ports?.find(
    ({ id, side }) => id === fromHandle.id && (side === 'out') === (fromHandle.type === 'source'),
  );
  const start = { x: fromX, y: fromY };
  const end = { x: toX, y: toY };
  const isRefused = connectionStatus === 'invalid' && toHandle !== null;
  return (
    <g className={cx('pointer-events-none', port ? portInk(port) : 'text-accent')}>
      <path
        d={fromHandle.type === 'source' ? curve(start, end) : curve(end, start)}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeDasharray="6 5"
        strokeLinecap="round"
      />
      {isRefused && (
        <circle cx={toX} cy={toY} r={14} strokeWidth={2} className="fill-fail-soft stroke-fail" fillOpacity={0.6} />
      )}
    </g>
  );
}
