import { Handle, Position } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { EntityGlyph, entityInk } from '../kit/entity.tsx';
import { useCanvas } from './canvas-context.ts';
import type { PortDrawing } from './ports.ts';

/** The class that makes `currentColor` the colour of what a port carries. */
export function portInk({ kind, entity }: Pick<PortDrawing, 'kind' | 'entity'>): string {
  return kind === 'failures' ? 'text-fail' : entityInk(kind === 'records' ? (entity ?? 'any') : 'any');
}

/** What a port carries, drawn: the glyph of its entity, a ring for a signal, a dashed ring for failed records. */
export function PortGlyph({
  kind,
  entity,
  size = 11,
}: Pick<PortDrawing, 'kind' | 'entity'> & { readonly size?: number }): ReactElement {
  if (kind !== 'failures')
    return <EntityGlyph entity={kind === 'records' ? (entity ?? 'any') : 'signal'} size={size} />;
  return (
    <svg viewBox="0 0 10 10" width={size} height={size} aria-hidden="true" className="block flex-none text-fail">
      <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="2.2 1.6" />
    </svg>
  );
}

export interface PortProps {
  readonly nodeId: string;
  readonly port: PortDrawing;
  /** The pointer is on the card, or the card alone is selected: an edge can be drawn from here. */
  readonly isActive: boolean;
  /** From afar: only the point that edges begin at, because React Flow looks for it whenever it draws the card. */
  readonly isBare: boolean;
}

/**
 * A port: its glyph on the border of the card, and around it the area that reacts. Only an active card has React Flow's own
 * handles, which listen to every change of the view; the others have elements that it takes for handles to draw to.
 */
export const Port = memo(function Port({ nodeId, port, isActive, isBare }: PortProps): ReactElement {
  const { actions, flowId } = useCanvas();
  const { id, side, y, isLesser } = port;
  const isIn = side === 'in';
  const className = cx(
    // A point on the border, with a hit area around it: edges begin at the point, whoever measures.
    'size-0 after:absolute after:-inset-x-3',
    isLesser ? 'after:-inset-y-1.75' : 'after:-inset-y-3',
    isLesser && !isActive && 'opacity-0',
    portInk(port),
  );
  const type = isIn ? 'target' : 'source';
  const place = isIn ? Position.Left : Position.Right;
  if (isBare) {
    return (
      <div
        data-nodeid={nodeId}
        data-handleid={id}
        data-handlepos={place}
        style={{ top: y }}
        className={`react-flow__handle react-flow__handle-${place} ${type} size-0`}
      />
    );
  }
  if (isActive && actions) {
    return (
      <Handle id={id} type={type} position={place} style={{ top: y }} className={className}>
        <Glyph nodeId={nodeId} port={port} />
      </Handle>
    );
  }
  return (
    <div
      data-nodeid={nodeId}
      data-handleid={id}
      data-handlepos={place}
      data-id={`${flowId}-${nodeId}-${id}-${type}`}
      style={{ top: y }}
      className={cx(
        `react-flow__handle react-flow__handle-${place} nodrag nopan`,
        type,
        actions && 'connectable connectablestart connectableend connectionindicator',
        className,
      )}
    >
      <Glyph nodeId={nodeId} port={port} />
    </div>
  );
});

/** The mark of a port. While an edge is drawn: larger where it fits, faint where it does not. */
function Glyph({ nodeId, port }: { readonly nodeId: string; readonly port: PortDrawing }): ReactElement {
  const { moment } = useCanvas();
  const { id, side, kind, entity } = port;
  const state = useStore(moment, ({ connecting }) => {
    if (!connecting) return 'idle';
    if (connecting.side !== side) return connecting.fits.has(`${nodeId}.${id}`) ? 'fits' : 'refused';
    return connecting.from === `${nodeId}.${id}` ? 'from' : 'refused';
  });
  return (
    <span
      className={cx(
        'pointer-events-none absolute grid -translate-x-1/2 -translate-y-1/2 place-items-center rounded-round transition-[width,height,opacity] duration-fast',
        state === 'fits' ? 'size-6 border-2 border-current bg-surface' : 'size-3.75 bg-canvas',
        state === 'refused' && 'opacity-38',
      )}
    >
      <PortGlyph kind={kind} entity={entity} />
    </span>
  );
}

const aboveCards = -12;
/** From one such plus to the next above it: their areas that react touch. */
const lesserStep = 18;

/** The plus behind an open output: adds a node there. Shown while the card is active. */
export function OpenOutput({
  nodeId,
  port,
  isNamed,
  below,
}: {
  readonly nodeId: string;
  readonly port: PortDrawing;
  /** Whether its name stands beside it. */
  readonly isNamed: boolean;
  /** How many of those that stand above the card come below it. */
  readonly below: number;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { actions } = useCanvas();
  const title = localized(port.title);
  return (
    <div
      className={cx(
        // Half of the port lies under it: only the button is pressed.
        'pointer-events-none absolute left-full flex h-5 -translate-y-1/2 items-center pl-2 in-data-[drawing]:hidden',
        portInk(port),
      )}
      // Those of outputs that need not lead anywhere stand above the card, whose neighbour may be close.
      style={{ top: port.isLesser ? aboveCards - below * lesserStep : port.y }}
    >
      {!port.isLesser && <span className="h-px w-2.5 bg-current" />}
      <button
        type="button"
        tabIndex={-1}
        title={text('canvas.addAfter', { port: title })}
        aria-label={text('canvas.addAfter', { port: title })}
        onClick={(event) => {
          event.stopPropagation();
          actions?.onAddAfter(nodeId, port.id);
        }}
        className={cx(
          'nodrag nopan pointer-events-auto grid flex-none place-items-center rounded-round bg-surface text-accent-text ring-[1.5px] ring-accent hover:bg-accent hover:text-on-accent',
          port.isLesser ? 'relative size-3.5 after:absolute after:-inset-0.5' : 'size-5',
        )}
      >
        <Plus size={port.isLesser ? 9 : 12} strokeWidth={2} aria-hidden="true" />
      </button>
      {isNamed && (
        <span className="ml-1.5 rounded-1 bg-surface px-1 text-[10.5px] leading-[14px] whitespace-nowrap text-ink-2 shadow-1 in-data-[detail=mid]:hidden">
          {title}
        </span>
      )}
    </div>
  );
}
