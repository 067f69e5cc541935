import type { NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { useCanvas } from './canvas-context.ts';
import { readCanvasId, type GroupNode } from './drawing.ts';

/** The frame around a group. Only its title takes the pointer: what is inside stays reachable. */
export const GroupFrame = memo(function GroupFrame({ id, data, selected }: NodeProps<GroupNode>): ReactElement {
  const { moment, actions, idPrefix } = useCanvas();
  const text = useText();
  const isWriting = useStore(moment, ({ writing }) => writing === id) && actions !== null;
  return (
    <div
      id={`${idPrefix}${id}`}
      role="group"
      aria-label={text('canvas.group', { group: data.title })}
      className={cx(
        'pointer-events-none size-full rounded-[10px] border bg-group-fill',
        selected ? 'border-accent' : 'border-line-strong',
      )}
    >
      <div
        onDoubleClick={() => actions && moment.setState({ writing: id })}
        className="group-title pointer-events-auto flex h-8.5 items-center px-3 text-10 font-bold text-ink-2 in-data-[detail=far]:invisible"
      >
        {isWriting ? <TitleField id={id} title={data.title} /> : <span className="truncate">{data.title}</span>}
      </div>
    </div>
  );
});

function TitleField({ id, title }: { readonly id: string; readonly title: string }): ReactElement {
  const text = useText();
  const { actions, moment } = useCanvas();
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (next: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    if (next !== null && next.trim() !== title) actions?.onGroup(readCanvasId(id).id, next);
    moment.setState({ writing: null });
  };
  return (
    <input
      ref={field}
      aria-label={text('canvas.groupTitle')}
      defaultValue={title}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(null);
      }}
      className="nodrag rounded-1 bg-surface px-1"
    />
  );
}
