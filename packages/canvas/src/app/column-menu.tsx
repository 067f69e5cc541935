import type { ColumnState } from '@koppel/protocol';
import { Columns3, Minus, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { ColumnHeads } from '../kit/column-heads.tsx';
import { leastWidth, mostWidth, withShown, withWidth, type Column } from '../kit/columns.ts';
import { Popover } from '../kit/popover.tsx';
import type { useColumns } from './use-columns.ts';

const step = 20;
/** What a column without a width of its own starts from. */
const usualWidth = 200;

/** The heads of a table, with the menu of its columns at their end. */
export function TableHeads({
  columns,
  shown,
  state,
  set,
  className,
}: ReturnType<typeof useColumns> & { readonly columns: readonly Column[]; readonly className?: string }): ReactElement {
  return (
    <ColumnHeads
      shown={shown}
      state={state}
      onChange={set}
      menu={<ColumnMenu columns={columns} state={state} onChange={set} />}
      {...(className === undefined ? {} : { className })}
    />
  );
}

/** Which columns a table shows and how wide they are: what is done with the pointer at their heads, and more, with keys. */
function ColumnMenu({
  columns,
  state,
  onChange,
}: {
  readonly columns: readonly Column[];
  readonly state: ColumnState;
  readonly onChange: (state: ColumnState | null) => void;
}): ReactElement {
  const text = useText();
  return (
    <Popover
      label={text('columns.title')}
      align="end"
      trigger={<IconButton icon={Columns3} size="s" label={text('columns.title')} />}
    >
      <ul className="flex w-66 flex-col">
        {columns.map((column) => (
          <ColumnLine key={column.id} column={column} state={state} onChange={onChange} />
        ))}
      </ul>
      {columns.some(({ isSortable }) => isSortable) && (
        <p className="mt-2 max-w-66 text-20 text-ink-3">{text('columns.sortHint')}</p>
      )}
      <Button size="s" className="mt-2" onClick={() => onChange(null)}>
        {text('columns.reset')}
      </Button>
    </Popover>
  );
}

function ColumnLine({
  column: { id, title, width: given, isKept },
  state,
  onChange,
}: {
  readonly column: Column;
  readonly state: ColumnState;
  readonly onChange: (state: ColumnState) => void;
}): ReactElement {
  const text = useText();
  const width = state.widths[id] ?? given ?? usualWidth;
  const isShown = isKept || !state.hidden.includes(id);
  return (
    <li className="flex min-h-7 items-center gap-2">
      <label className="flex min-w-0 flex-1 items-center gap-2">
        <Checkbox
          value={isShown}
          isDisabled={isKept === true}
          onChange={(shows) => onChange(withShown(state, id, shows))}
        />
        <span className="truncate">{title}</span>
      </label>
      <IconButton
        icon={Minus}
        size="s"
        label={text('columns.narrower', { column: title })}
        reason={!isShown ? text('columns.hidden') : width <= leastWidth ? text('columns.narrowest') : null}
        onClick={() => onChange(withWidth(state, id, width - step))}
      />
      <IconButton
        icon={Plus}
        size="s"
        label={text('columns.wider', { column: title })}
        reason={!isShown ? text('columns.hidden') : width >= mostWidth ? text('columns.widest') : null}
        onClick={() => onChange(withWidth(state, id, width + step))}
      />
    </li>
  );
}
