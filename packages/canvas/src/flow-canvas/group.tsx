import type { NodeProps } from '@xyflow/react';
import { ChevronDown, type LucideIcon } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { useCanvas, useIsWriting, type GroupPart } from './canvas-context.ts';
import { readCanvasId, type GroupNode } from './drawing.ts';
import { GroupFields } from './group-fields.tsx';

/** The frame around a group. Only its title takes the pointer: what is inside stays reachable. */
export const GroupFrame = memo(function GroupFrame({ id, data, selected }: NodeProps<GroupNode>): ReactElement {
  const { moment, actions, idPrefix } = useCanvas();
  const text = useText();
  const isWriting = useIsWriting(id);
  const onDone = useGroupWritten(id);
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
        className="group-title pointer-events-auto flex h-8.5 items-center gap-1 px-2 text-10 text-ink-2 in-data-[detail=far]:invisible"
      >
        <FoldButton id={id} icon={ChevronDown} label={text('canvas.fold')} />
        {isWriting ? (
          <GroupFields data={data} onDone={onDone} />
        ) : (
          <>
            <span className="max-w-full flex-none truncate font-bold">{data.title}</span>
            {data.description !== null && (
              <span title={data.description} className="ml-1 min-w-0 truncate text-ink-3">
                {data.description}
              </span>
            )}
          </>
        )}
      </div>
    </div>
  );
});

/** Takes over what was written about a group. */
export function useGroupWritten(id: string): (part: GroupPart | null) => void {
  const { actions, moment } = useCanvas();
  return (part) => {
    if (part) actions?.onGroup(readCanvasId(id).id, part);
    moment.setState({ writing: null });
  };
}

/** Shows a group as one card, or its nodes again. By keyboard it is Shift+G. */
export function FoldButton({
  id,
  icon,
  label,
}: {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly label: string;
}): ReactElement {
  const { onFold } = useCanvas();
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={() => onFold(readCanvasId(id).id)}
      className="nodrag nopan grid size-6 flex-none place-items-center rounded-1 hover:bg-hover"
    >
      <Icon of={icon} size="xs" />
    </button>
  );
}
