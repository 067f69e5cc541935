import type { ColumnState } from '@koppel/protocol';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef, type PointerEvent, type ReactElement, type ReactNode } from 'react';
import { sortedFurther, withWidth, type Column } from './columns.ts';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { HeadCell } from './table.tsx';

/** The widths of the columns of a table, and their heads: a press sorts, the border between two is dragged. */
export function ColumnHeads({
  shown,
  state,
  onChange,
  className,
  menu,
}: {
  readonly shown: readonly Column[];
  readonly state: ColumnState;
  readonly onChange: (state: ColumnState) => void;
  readonly className?: string;
  /** Stands at the end of the heads, in sight however far the table is scrolled. Its ground is that of `className`. */
  readonly menu: ReactNode;
}): ReactElement {
  const last = shown.length - 1;
  return (
    <>
      <colgroup>
        {shown.map(({ id, width }) => (
          <col key={id} {...(width === null ? {} : { style: { width } })} />
        ))}
        <col style={{ width: 0 }} />
      </colgroup>
      <thead className={className}>
        <tr className="h-8.5 bg-inherit">
          {shown.map((column, index) => (
            <Head key={column.id} column={column} state={state} onChange={onChange} isLast={index === last} />
          ))}
          <td className="sticky right-0 z-dock bg-inherit p-0">
            <span className="absolute inset-y-0 right-0 grid place-items-center bg-inherit px-1.5">{menu}</span>
          </td>
        </tr>
      </thead>
    </>
  );
}

function Head({
  column,
  state,
  onChange,
  isLast,
}: {
  readonly column: Column;
  readonly state: ColumnState;
  readonly onChange: (state: ColumnState) => void;
  /** The menu stands at its end. */
  readonly isLast: boolean;
}): ReactElement {
  const { id, title, isNumber = false, isSortable } = column;
  const head = useRef<HTMLTableCellElement>(null);
  const at = state.sort.findIndex((sorting) => sorting.id === id);
  const sorting = state.sort[at];
  return (
    <HeadCell
      ref={head}
      isNumber={isNumber}
      aria-sort={sorting && at === 0 ? (sorting.isDescending ? 'descending' : 'ascending') : undefined}
      className={cx('relative', isLast && 'pr-9.5')}
    >
      {isSortable ? (
        <button
          type="button"
          onClick={(event) => onChange(sortedFurther(state, column, event.shiftKey))}
          className={cx(
            '-mx-1 inline-flex min-h-6 max-w-full items-center gap-0.5 rounded-1 px-1 font-medium hover:text-ink',
            isNumber ? 'flex-row-reverse text-right' : 'text-left',
            sorting && 'text-ink',
          )}
        >
          <span className="leading-tight whitespace-normal">{title}</span>
          {sorting && <Icon of={sorting.isDescending ? ArrowDown : ArrowUp} size="xs" className="flex-none" />}
          {sorting && state.sort.length > 1 && <span className="tabular-nums">{at + 1}</span>}
        </button>
      ) : (
        <span className="block leading-tight whitespace-normal">{title}</span>
      )}
      {!isLast && (
        <Edge width={() => head.current?.offsetWidth ?? 0} onWidth={(width) => onChange(withWidth(state, id, width))} />
      )}
    </HeadCell>
  );
}

/** The border behind a column. With keys a column gets wider and narrower in the menu of columns. */
function Edge({
  width,
  onWidth,
}: {
  readonly width: () => number;
  readonly onWidth: (width: number) => void;
}): ReactElement {
  const press = (event: PointerEvent<HTMLSpanElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const edge = event.currentTarget;
    const [from, before] = [event.clientX, width()];
    edge.setPointerCapture(event.pointerId);
    const stop = new AbortController();
    const { signal } = stop;
    const move = ({ clientX }: globalThis.PointerEvent) => onWidth(before + clientX - from);
    edge.addEventListener('pointermove', move, { signal });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      edge.addEventListener(end, () => stop.abort(), { signal });
    }
  };
  return (
    <span
      aria-hidden="true"
      data-column-edge
      onPointerDown={press}
      className="group absolute inset-y-0 -right-1 z-dock w-2 cursor-col-resize touch-none"
    >
      <span className="absolute inset-y-1.5 left-0.75 w-0.5 rounded-round bg-line-strong opacity-0 group-hover:opacity-100" />
    </span>
  );
}
