import { Handle, Position } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { EntityGlyph, entityInk } from '../kit/entity.tsx';
import { useCanvas } from './canvas-context.ts';
import type { PortDrawing } from './ports.ts';

/** The entity a port is drawn in. */
function inkOf({ kind, entity }: Pick<PortDrawing, 'kind' | 'entity'>): string {
  return kind === 'failures' ? 'text-fail' : entityInk(kind === 'records' ? (entity ?? 'any') : 'any');
}

export interface PortProps {
  readonly nodeId: string;
  readonly port: PortDrawing;
  readonly isSelected: boolean;
}

/** A port: its glyph on the border of the card, and around it the area that reacts. */
export const Port = memo(function Port({ nodeId, port, isSelected }: PortProps): ReactElement {
  const { mode, moment } = useCanvas();
  const { id, side, kind, entity, y, isLesser } = port;
  const isIn = side === 'in';
  const state = useStore(moment, ({ connecting }) => {
    if (!connecting) return 'idle';
    if (connecting.side !== side) return connecting.fits.has(`${nodeId}.${id}`) ? 'fits' : 'refused';
    return connecting.from === `${nodeId}.${id}` ? 'from' : 'refused';
  });
  return (
    <Handle
      id={id}
      type={isIn ? 'target' : 'source'}
      position={isIn ? Position.Left : Position.Right}
      isConnectable={mode === 'edit'}
      style={{ top: y }}
      className={cx(
        'grid w-6 place-items-center',
        isLesser ? 'h-3.75' : 'h-6',
        isLesser && !isSelected && 'opacity-0 group-hover/card:opacity-100',
        inkOf(port),
        'in-data-[detail=far]:hidden',
      )}
    >
      <span
        className={cx(
          'pointer-events-none grid place-items-center rounded-round transition-[width,height,opacity] duration-fast',
          state === 'fits' ? 'size-6 border-2 border-current bg-surface' : 'size-3.75 bg-canvas',
          state === 'refused' && 'opacity-38',
        )}
      >
        {kind === 'failures' ? (
          <svg viewBox="0 0 10 10" width={11} height={11} aria-hidden="true">
            <circle
              cx="5"
              cy="5"
              r="3.4"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.8"
              strokeDasharray="2.2 1.6"
            />
          </svg>
        ) : (
          <EntityGlyph entity={kind === 'records' ? (entity ?? 'any') : 'signal'} size={11} />
        )}
      </span>
    </Handle>
  );
});

/** The plus behind an open output: adds a node there. Shown on approach and while the node is selected. */
export function OpenOutput({ nodeId, port, isSelected }: PortProps): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { actions } = useCanvas();
  const title = localized(port.title);
  return (
    <div
      className={cx(
        'absolute left-full flex h-5 -translate-y-1/2 items-center pl-2 in-data-[detail=far]:hidden',
        inkOf(port),
        !isSelected &&
          'pointer-events-none opacity-0 group-hover/card:pointer-events-auto group-hover/card:opacity-100',
      )}
      style={{ top: port.y }}
    >
      <span
        className={cx('h-px w-2.5', port.kind === 'failures' ? 'border-t border-dashed border-current' : 'bg-current')}
      />
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
          'nodrag nopan grid flex-none place-items-center rounded-round bg-surface text-accent-text ring-[1.5px] ring-accent hover:bg-accent hover:text-on-accent',
          port.isLesser ? 'size-3.5' : 'size-5',
        )}
      >
        <Plus size={port.isLesser ? 9 : 12} strokeWidth={2} aria-hidden="true" />
      </button>
      <span className="ml-1.5 rounded-1 bg-canvas px-1 text-[10.5px] leading-[14px] whitespace-nowrap text-ink-2 in-data-[detail=mid]:hidden">
        {title}
      </span>
    </div>
  );
}
