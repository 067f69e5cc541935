import { ListFilter } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useActions } from '../designer/designer-context.tsx';
import { matches } from '../format/fold.ts';
import { useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { cx } from '../kit/cx.ts';
import { SearchField } from '../kit/input.tsx';
import { Popover } from '../kit/popover.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { SystemBadge } from '../kit/system-badge.tsx';
import { useMapping } from './mapping-context.ts';
import { isListed, type MappingRow, type RowFilter } from './rows.ts';
import { onlyRow, type RowChoice } from './row-choice.ts';
import { TargetRow } from './target-row.tsx';
import { useRowFocus, type RowCall } from './use-row-focus.ts';

export interface TargetTableProps {
  readonly choice: RowChoice;
  readonly onChoose: (choice: RowChoice) => void;
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
  readonly listed: readonly MappingRow[];
  /** Asks how a row is to be filled; `element` is where the list opens. */
  readonly onFill: (row: MappingRow, element: Element) => void;
  readonly onDropField: (row: MappingRow, source: string) => void;
  /** Goes to the rule of the row. */
  readonly onEnterRule: () => void;
  /** The row to bring into sight. */
  readonly rowCall: RowCall | null;
  readonly onClear: (rows: readonly MappingRow[]) => void;
}

const headClass = 'px-1.5 text-left text-10 font-medium whitespace-nowrap text-ink-3';

/** The rows that the filter lists. */
export function useListedRows(filter: RowFilter): readonly MappingRow[] {
  const { rows, rowLabel, stats } = useMapping();
  return useMemo(
    () =>
      rows.filter((row) =>
        isListed(
          row,
          filter,
          filter.search === '' || matches(`${rowLabel(row)} ${row.name}`, filter.search),
          stats(row).counts.failed > 0,
        ),
      ),
    [rows, rowLabel, stats, filter],
  );
}

/** The fields of the target and how each is filled, in the order of the target. */
export function TargetTable(props: TargetTableProps): ReactElement {
  const { choice, onChoose, filter, onFilter, listed, onFill, onEnterRule, onClear } = props;
  const text = useText();
  const names = useEntityNames();
  const mapping = useMapping();
  const { say } = useActions();
  const { rows, target, readOnlyReason } = mapping;
  const scroller = useRef<HTMLDivElement>(null);
  const { sight, call } = useRowFocus(scroller, listed);
  const { rowCall } = props;
  const answered = useRef<{ readonly to: RowCall; readonly at: number } | null>(null);
  const calledAt = rowCall ? listed.findIndex(({ name }) => name === rowCall.name) : -1;
  const isLeft = filter.search !== '' || choice.current !== rowCall?.name;
  useEffect(() => {
    if (!rowCall || calledAt < 0) return;
    const isAgain = answered.current?.to === rowCall;
    // It stays in sight where rows come in above it, until somebody goes to another one or searches.
    if (isAgain && (isLeft || answered.current?.at === calledAt)) return;
    answered.current = { to: rowCall, at: calledAt };
    call(isAgain ? { ...rowCall, hasFocus: false } : rowCall);
  }, [rowCall, calledAt, isLeft, call]);
  const [dropOn, setDropOn] = useState<string | null>(null);

  const at = listed.findIndex(({ name }) => name === choice.current);
  const chosen = listed.filter(({ name }) => choice.selected.includes(name));

  const go = (index: number, extends_: boolean) => {
    const row = listed[Math.max(0, Math.min(listed.length - 1, index))];
    if (!row) return;
    const anchor = extends_ ? choice.anchor : row.name;
    onChoose({ current: row.name, anchor, selected: rangeOf(listed, anchor, row.name) });
    call({ name: row.name, hasFocus: true });
  };

  const press = (row: MappingRow, event: MouseEvent) => {
    if (event.shiftKey) {
      event.preventDefault();
      onChoose({ ...choice, current: row.name, selected: rangeOf(listed, choice.anchor, row.name) });
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      const selected = choice.selected.includes(row.name)
        ? choice.selected.filter((name) => name !== row.name)
        : [...choice.selected, row.name];
      onChoose({ current: row.name, anchor: row.name, selected });
      return;
    }
    onChoose(onlyRow(row.name));
  };

  const onKey = (event: KeyboardEvent<HTMLTableElement>) => {
    // Buttons inside a row have keys of their own.
    if ((event.target as HTMLElement).dataset['rowName'] === undefined || event.altKey) return;
    const isControl = event.ctrlKey || event.metaKey;
    const row = listed[at];
    if (isControl && event.key.toLowerCase() === 'a') {
      onChoose({ ...choice, selected: listed.map(({ name }) => name) });
      say(text('mapping.many', { n: listed.length }));
    } else if (isControl) {
      return;
    } else if (event.key === 'ArrowDown') go(at + 1, event.shiftKey);
    else if (event.key === 'ArrowUp') go(at - 1, event.shiftKey);
    else if (event.key === 'PageDown') go(at + 10, event.shiftKey);
    else if (event.key === 'PageUp') go(at - 10, event.shiftKey);
    else if (event.key === 'Home') go(0, event.shiftKey);
    else if (event.key === 'End') go(listed.length - 1, event.shiftKey);
    else if (event.key === 'ArrowRight' || event.key === 'F2') onEnterRule();
    else if (event.key === ' ' && row) {
      const selected = choice.selected.includes(row.name)
        ? choice.selected.filter((name) => name !== row.name)
        : [...choice.selected, row.name];
      onChoose({ ...choice, selected });
    } else if (event.key === 'Escape' && choice.selected.length > 1) {
      onChoose({ ...choice, selected: choice.current === null ? [] : [choice.current] });
    } else if (event.key === 'Delete' || event.key === 'Backspace') onClear(chosen);
    else if (event.key === 'Enter' && row) {
      if (row.lock && !row.rule) onEnterRule();
      else onFill(row, event.target as Element);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (!target) {
    return (
      <div className="flex min-w-0 flex-col justify-center gap-1.5 bg-surface px-8">
        <h3 className="text-40 font-bold">{text('mapping.noTarget')}</h3>
        <p className="max-w-[52ch] text-ink-2">{text('mapping.noTargetText')}</p>
      </div>
    );
  }
  const systemFields = rows.filter(
    ({ field, kind }) => field.field.startsWith('~') && !field.isRequired && (kind === 'empty' || kind === 'locked'),
  ).length;
  const entity = target.label ?? names.entity(target.entity);
  return (
    <div ref={scroller} className="min-h-0 min-w-0 overflow-auto bg-surface">
      {!target.isDiscovered && (
        <p className="border-b border-line bg-warn-faint px-3.5 py-1.5 text-20 text-warn-text">
          {text('mapping.modelFields')}
        </p>
      )}
      <table
        role="grid"
        aria-label={text('mapping.table', { entity })}
        aria-multiselectable="true"
        aria-readonly={readOnlyReason !== null || undefined}
        aria-rowcount={listed.length + 1}
        onKeyDown={onKey}
        className="w-full min-w-120 table-fixed border-collapse"
      >
        <colgroup>
          <col className="w-1/4" />
          <col className="w-18" />
          <col className="w-[31%]" />
          <col />
        </colgroup>
        <thead className="sticky top-0 z-dock bg-surface">
          <tr className="h-9">
            <th scope="col" className="pr-1.5 pl-3.5 text-left font-medium">
              <span className="flex items-center gap-1.75">
                {target.role && <SystemBadge role={target.role} />}
                <span className="truncate">{entity}</span>
              </span>
            </th>
            <th scope="col" className={headClass}>
              {text('mapping.head.master')}
            </th>
            <th scope="col" className={headClass}>
              {text('mapping.head.filled')}
            </th>
            <th scope="col" className={headClass}>
              <span className="flex items-center gap-2">
                <span className="flex-1 truncate">{text('mapping.head.would')}</span>
                {(filter.search !== '' || filter.only !== 'all') && (
                  <span className="font-regular">
                    {text('mapping.rowsListed', { n: listed.length, total: rows.length })}
                  </span>
                )}
                <Filters filter={filter} onFilter={onFilter} systemFields={systemFields} />
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sight.above > 0 && <tr aria-hidden="true" style={{ height: sight.above }} />}
          {listed.slice(sight.first, sight.end).map((row, index) => (
            <TargetRow
              key={row.name}
              row={row}
              place={sight.first + index + 2}
              isCurrent={row.name === choice.current}
              isSelected={choice.selected.includes(row.name)}
              isTabStop={row.name === choice.current || (at < 0 && row === listed[0])}
              isDropTarget={dropOn === row.name}
              onPress={press}
              onFocus={() => choice.current === null && onChoose(onlyRow(row.name))}
              onFill={onFill}
              onDragOver={setDropOn}
              onDropField={props.onDropField}
            />
          ))}
          {sight.below > 0 && <tr aria-hidden="true" style={{ height: sight.below }} />}
        </tbody>
      </table>
      {listed.length === 0 && (
        <div className="flex items-center gap-3 px-3.5 py-4 text-ink-3">
          {text('mapping.filteredEmpty')}
          <Button size="s" onClick={() => onFilter({ search: '', only: 'all', withSystemFields: true })}>
            {text('action.clearFilters')}
          </Button>
        </div>
      )}
    </div>
  );
}

function rangeOf(rows: readonly MappingRow[], from: string | null, to: string): string[] {
  const a = rows.findIndex(({ name }) => name === from);
  const b = rows.findIndex(({ name }) => name === to);
  if (a < 0) return [to];
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ name }) => name);
}

function Filters({
  filter,
  onFilter,
  systemFields,
}: {
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
  readonly systemFields: number;
}): ReactElement {
  const text = useText();
  const { targetName } = useMapping();
  const isOn = filter.search !== '' || filter.only !== 'all' || filter.withSystemFields;
  return (
    <Popover
      label={text('mapping.filter')}
      align="end"
      trigger={
        <IconButton
          icon={ListFilter}
          size="s"
          label={text('mapping.filter')}
          className={cx(isOn && 'bg-selected text-accent-text')}
        />
      }
    >
      <div className="flex w-72 flex-col gap-2.5">
        <SearchField
          label={text('mapping.filterSearch')}
          clearLabel={text('action.clear')}
          value={filter.search}
          onChange={(search) => onFilter({ ...filter, search })}
        />
        <Segmented
          label={text('mapping.filter')}
          value={filter.only}
          onChange={(only) => onFilter({ ...filter, only })}
          options={(['all', 'filled', 'open', 'problems'] as const).map((only) => ({
            value: only,
            label: text(`mapping.filter.${only}`),
          }))}
        />
        {(systemFields > 0 || filter.withSystemFields) && (
          <label className="flex items-center gap-2">
            <Checkbox
              value={filter.withSystemFields}
              onChange={(withSystemFields) => onFilter({ ...filter, withSystemFields })}
            />
            {text('mapping.filterSystem', { system: targetName, n: systemFields })}
          </label>
        )}
      </div>
    </Popover>
  );
}
