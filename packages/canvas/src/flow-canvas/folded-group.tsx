import type { NodeProps } from '@xyflow/react';
import { ChevronRight } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { useCanvas, useIsWriting } from './canvas-context.ts';
import { Marks } from './card.tsx';
import { foldedPortY, type GroupNode } from './drawing.ts';
import { FoldButton, useGroupWritten } from './group.tsx';
import { GroupFields } from './group-fields.tsx';

const ends = [
  { id: 'in', side: 'left', type: 'target' },
  { id: 'out', side: 'right', type: 'source' },
] as const;

/** A group as one card: its title, what it is for, how many nodes are in it, and their problems together. */
export const FoldedGroup = memo(function FoldedGroup({ id, data, selected }: NodeProps<GroupNode>): ReactElement {
  const { moment, actions, flowId, idPrefix } = useCanvas();
  const text = useText();
  const isWriting = useIsWriting(id);
  const onDone = useGroupWritten(id);
  const count = text('canvas.groupNodes', { n: data.members.length });
  return (
    <div
      id={`${idPrefix}${id}`}
      role="group"
      aria-label={text('canvas.foldedGroup', { group: data.title, nodes: count })}
      data-outline
      onDoubleClick={() => actions && moment.setState({ writing: id })}
      className={cx(
        'relative size-full rounded-3 border border-line-strong bg-surface text-ink',
        // Two more edges behind it: there is more than one node in it.
        'before:absolute before:inset-x-1.5 before:-bottom-1.25 before:h-1.25 before:rounded-b-3 before:border before:border-t-0 before:border-line-strong before:bg-surface-3',
        selected ? 'shadow-selected' : 'shadow-2',
      )}
    >
      <div className="flex h-5 items-center gap-1 rounded-t-3 bg-surface-3 pr-2 pl-0.5 text-[10.5px] font-medium whitespace-nowrap text-ink-2 in-data-[detail=far]:invisible">
        <FoldButton id={id} icon={ChevronRight} label={text('canvas.unfold')} />
        <span className="min-w-0 truncate">{count}</span>
        <Marks ids={data.members} />
      </div>
      <div className="px-2 pt-1.5 in-data-[detail=far]:invisible">
        {isWriting ? (
          <GroupFields data={data} onDone={onDone} isStacked />
        ) : (
          <>
            <p className="truncate text-[12.5px] leading-[1.25] font-bold">{data.title}</p>
            <p
              title={data.description ?? undefined}
              className="truncate text-10 leading-[1.35] text-ink-3 in-data-[detail=mid]:hidden"
            >
              {data.description ?? '\u00a0'}
            </p>
          </>
        )}
      </div>
      {ends.map(({ id: end, side, type }) => (
        // What React Flow takes for the point that edges begin at; nothing can be drawn from here.
        <div
          key={end}
          aria-hidden="true"
          data-nodeid={id}
          data-handleid={end}
          data-handlepos={side}
          data-id={`${flowId}-${id}-${end}-${type}`}
          style={{ top: foldedPortY }}
          className={cx(`react-flow__handle react-flow__handle-${side} ${type}`, 'size-0')}
        >
          <span className="absolute size-2 -translate-1/2 rounded-1 border border-line-strong bg-surface" />
        </div>
      ))}
    </div>
  );
});
