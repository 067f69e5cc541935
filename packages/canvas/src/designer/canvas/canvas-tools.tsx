import { useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, Network, Plus, StickyNote } from 'lucide-react';
import type { ReactElement } from 'react';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { glideMs } from '../../kit/motion.ts';

export interface CanvasToolsProps {
  /** Absent where the flow is only shown. */
  readonly onTidy?: () => void;
  readonly onNote?: () => void;
  readonly reason?: string | null;
}

/** Zoom, fit, tidy and notes, at the corner of the canvas. */
export function CanvasTools({ onTidy, onNote, reason }: CanvasToolsProps): ReactElement {
  const text = useText();
  const format = useFormat();
  const flow = useReactFlow();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <div
      role="toolbar"
      aria-label={text('tools.label')}
      className="absolute bottom-3.5 left-3.5 z-dock flex items-center rounded-2 bg-surface p-0.5 shadow-2"
    >
      <IconButton icon={Minus} size="s" label={text('tools.zoomOut')} onClick={() => void flow.zoomOut()} />
      <button
        type="button"
        onClick={() => void flow.zoomTo(1)}
        title={text('tools.zoomReset')}
        className="h-6.5 w-11.5 rounded-2 text-10 font-medium text-ink-2 tabular-nums hover:bg-hover"
      >
        {format.percent(zoom / 100)}
      </button>
      <IconButton icon={Plus} size="s" label={text('tools.zoomIn')} onClick={() => void flow.zoomIn()} />
      <Line />
      <IconButton
        icon={Maximize}
        size="s"
        label={text('tools.fit')}
        onClick={() => void flow.fitView({ maxZoom: 1, padding: 0.12, duration: glideMs() })}
      />
      {onTidy && <IconButton icon={Network} size="s" label={text('tools.tidy')} reason={reason} onClick={onTidy} />}
      {onNote && (
        <>
          <Line />
          <IconButton icon={StickyNote} size="s" label={text('tools.note')} reason={reason} onClick={onNote} />
        </>
      )}
    </div>
  );
}

function Line(): ReactElement {
  return <span aria-hidden="true" className="mx-0.75 h-4 w-px bg-line-strong" />;
}
