import { CircleAlert, TriangleAlert, X } from 'lucide-react';
import type { DragEvent, MouseEvent, ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { useTold } from '../i18n/told.ts';
import { Button, IconButton } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { carriesField, fieldMime } from './drag.ts';
import { useMapping } from './mapping-context.ts';
import { MasterBadge } from './master-badge.tsx';
import { NewMark } from './new-mark.tsx';
import type { MappingRow } from './rows.ts';
import { chipClass, RuleChip, useRuleWords } from './rule-chip.tsx';
import { useReasonText } from './suggestion-list.tsx';
import { unlistedCodes } from './unlisted.ts';
import { useValueText } from './use-value-text.ts';

export interface TargetRowProps {
  readonly row: MappingRow;
  /** Among the rows of the table, its head being the first. */
  readonly place: number;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly isDropTarget: boolean;
  readonly onPress: (row: MappingRow, event: MouseEvent) => void;
  readonly onFocus: () => void;
  readonly onFill: (row: MappingRow, element: Element) => void;
  readonly onDragOver: (name: string | null) => void;
  readonly onDropField: (row: MappingRow, source: string) => void;
}

/** One field of the target: who is master of it, what fills it, and what would be written for the sample. */
export function TargetRow(props: TargetRowProps): ReactElement {
  const { row, isCurrent, isSelected, isTabStop, isDropTarget, onPress, onFocus, onDragOver, onDropField } = props;
  const mapping = useMapping();
  const { nodeId, rowLabel, readOnlyReason } = mapping;
  const isLocked = row.lock !== null && row.rule === null;
  const takesFields = readOnlyReason === null && row.lock === null && row.isKnown;
  const over = (event: DragEvent) => {
    if (!takesFields || !carriesField(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    onDragOver(row.name);
  };
  const drop = (event: DragEvent) => {
    const source = event.dataTransfer.getData(fieldMime);
    onDragOver(null);
    if (!takesFields || source === '') return;
    event.preventDefault();
    onDropField(row, source);
  };
  const label = rowLabel(row);
  return (
    <tr
      role="row"
      aria-rowindex={props.place}
      aria-selected={isSelected}
      aria-label={useRowName(row)}
      tabIndex={isTabStop ? 0 : -1}
      data-row-name={row.name}
      data-setting={`${nodeId} rows.${row.name}`}
      onFocus={(event) => event.target === event.currentTarget && onFocus()}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => {
        if ((event.target as HTMLElement).closest('button')) return;
        onPress(row, event);
        event.currentTarget.focus();
      }}
      onDragOver={over}
      onDragLeave={() => isDropTarget && onDragOver(null)}
      onDrop={drop}
      className={cx(
        'group h-8.25 cursor-default focus-visible:focus-ring-inner',
        isSelected ? 'bg-selected' : row.kind === 'suggestion' ? 'bg-surface-2 hover:bg-hover' : 'hover:bg-hover',
        isLocked && 'text-ink-3',
        isDropTarget && 'bg-accent-soft',
      )}
    >
      <td
        role="gridcell"
        className={cx(
          'truncate border-t border-line py-0 pr-1.5 pl-3.5',
          !isLocked && 'font-medium',
          isLocked && 'hatched',
          isCurrent && 'shadow-[inset_3px_0_0_var(--c-accent)]',
        )}
        title={`${label} (${row.name})`}
      >
        {label}
        {row.field.isRequired && <Required />}
        {row.field.newSince !== undefined && <NewMark since={row.field.newSince} />}
      </td>
      <td role="gridcell" className={cx('border-t border-line px-1.5 py-0', isLocked && 'hatched')}>
        <MasterBadge
          master={row.master}
          isSeed={row.isSeed}
          isLocked={row.lock !== null}
          isKey={row.field.field === 'number'}
        />
      </td>
      {isLocked ? (
        <td role="gridcell" colSpan={2} className="hatched truncate border-t border-line px-1.5 py-0">
          <span className="rounded-1 bg-surface px-1.5 py-0.5 text-ink-2">
            <LockText row={row} />
          </span>
        </td>
      ) : (
        <>
          <td role="gridcell" className="overflow-hidden border-t border-line px-1.5 py-0 whitespace-nowrap">
            <Filled {...props} />
          </td>
          <td role="gridcell" className="overflow-hidden border-t border-line px-1.5 py-0 whitespace-nowrap">
            <Would row={row} isTabStop={isCurrent} />
          </td>
        </>
      )}
    </tr>
  );
}

function Required(): ReactElement {
  const text = useText();
  return (
    <span title={text('mapping.required')} className="ml-0.5 text-fail-text">
      <span aria-hidden="true">*</span>
      <span className="sr-only">, {text('mapping.required')}</span>
    </span>
  );
}

/** Why the row cannot be written. */
export function LockText({ row }: { readonly row: MappingRow }): ReactElement {
  const text = useText();
  const { targetName } = useMapping();
  if (row.lock?.kind === 'master') return <>{text('mapping.lockedBy', { system: roleLabel(row.lock.master) })}</>;
  return <>{text('mapping.readOnlyField', { system: targetName })}</>;
}

function Filled({ row, onFill, isCurrent }: TargetRowProps): ReactElement {
  const text = useText();
  const mapping = useMapping();
  const reasonText = useReasonText();
  const { suggestion, rule } = row;
  if (rule) {
    return (
      <span onDoubleClick={(event) => mapping.readOnlyReason === null && onFill(row, event.currentTarget)}>
        <RuleChip rule={rule} type={row.field.type} data={mapping} isGone={row.isGone} goneSince={row.goneSince} />
      </span>
    );
  }
  if (suggestion) {
    return (
      <span className="flex min-w-0 items-center gap-1.25">
        <span className={cx(chipClass('dashed'), 'shrink-0 max-w-30')}>
          <span className="truncate">{mapping.sourceLabel(suggestion.rule.from)}</span>
        </span>
        <span className="truncate text-20 text-ink-3" title={reasonText(suggestion)}>
          {reasonText(suggestion)}
        </span>
      </span>
    );
  }
  return (
    <button
      type="button"
      tabIndex={isCurrent ? 0 : -1}
      disabled={mapping.readOnlyReason !== null}
      onClick={(event) => onFill(row, event.currentTarget)}
      className={cx(
        chipClass('dashed'),
        'text-ink-3 opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 group-focus:opacity-100 hover:text-ink',
        isCurrent && 'opacity-100',
      )}
    >
      {text('mapping.drop')}
    </button>
  );
}

function Would({ row, isTabStop }: { readonly row: MappingRow; readonly isTabStop: boolean }): ReactElement | null {
  const text = useText();
  const mapping = useMapping();
  const { suggestion, field } = row;
  const problem = useRowProblem(row);
  if (suggestion) return <SuggestionCell row={row} isTabStop={isTabStop} />;
  if (problem) {
    return (
      <span
        title={problem.full}
        className={cx(
          'flex min-w-0 items-center gap-1.5 font-medium',
          problem.severity === 'error' ? 'text-fail-text' : 'text-warn-text',
        )}
      >
        <Icon of={problem.severity === 'error' ? CircleAlert : TriangleAlert} size="s" />
        <span className="truncate">{problem.text}</span>
      </span>
    );
  }
  if (!row.rule) {
    return <span className="text-ink-3">{text('mapping.leaves', { system: mapping.targetName })}</span>;
  }
  const outcome = mapping.outcome(row);
  if (!outcome || outcome.kind === 'absent' || outcome.kind === 'failed') {
    return <span className="text-ink-3">{text('mapping.noneReach')}</span>;
  }
  if (outcome.kind === 'untouched') return <span className="text-ink-3">{text('mapping.leavesUnless')}</span>;
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      {outcome.kind === 'changed' && <Value value={outcome.present} row={{ field }} isStruck />}
      <Value value={outcome.value} row={{ field }} isStrong={outcome.kind === 'changed'} />
    </span>
  );
}

function Value({
  value,
  row,
  isStruck = false,
  isStrong = false,
}: {
  readonly value: Parameters<ReturnType<typeof useValueText>>[0];
  readonly row: Pick<MappingRow, 'field'>;
  readonly isStruck?: boolean;
  readonly isStrong?: boolean;
}): ReactElement {
  const write = useValueText();
  const written = write(value, row.field.type);
  const isEmpty = value === null || value === '';
  const look = cx('truncate', isEmpty && 'text-ink-3 italic', isStrong && 'font-bold');
  return isStruck ? (
    <del title={written} className={cx(look, 'max-w-1/2 flex-none text-ink-3')}>
      {written}
    </del>
  ) : (
    <span title={written} className={look}>
      {written}
    </span>
  );
}

function SuggestionCell({ row, isTabStop }: { readonly row: MappingRow; readonly isTabStop: boolean }): ReactElement {
  const text = useText();
  const mapping = useMapping();
  const { suggestion } = row;
  const source = suggestion && mapping.sources.find(({ name }) => name === suggestion.rule.from);
  const names = { source: mapping.sourceLabel(suggestion?.rule.from ?? ''), target: mapping.rowLabel(row) };
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="min-w-0 flex-1 truncate text-ink-2">{source?.sample}</span>
      <Button
        size="s"
        tabIndex={isTabStop ? 0 : -1}
        aria-label={text('mapping.useFor', names)}
        reason={mapping.readOnlyReason}
        onClick={() => suggestion && mapping.setRule(row, suggestion.rule)}
        className="h-5.5!"
      >
        {text('mapping.use')}
      </Button>
      <IconButton
        icon={X}
        size="s"
        tabIndex={isTabStop ? 0 : -1}
        label={text('mapping.dismiss', { target: names.target })}
        onClick={() => mapping.dismiss([row.name])}
        className="size-5.5!"
      />
    </span>
  );
}

interface RowProblem {
  readonly severity: 'error' | 'warning';
  readonly text: string;
  readonly full: string;
}

/** What is wrong with a row, most serious first: the check, then samples that fail, then warnings. */
export function useRowProblem(row: MappingRow): RowProblem | null {
  const text = useText();
  const told = useTold();
  const format = useFormat();
  const { stats, targetName, valueLists, samples } = useMapping();
  const codesMissing = ({ rule }: MappingRow) => {
    const list = rule && 'from' in rule ? valueLists.find(({ id }) => id === rule.list) : undefined;
    return list && rule && 'from' in rule ? unlistedCodes(samples.records, rule.from, list) : [];
  };
  const error = row.issues.find(({ severity }) => severity === 'error');
  if (row.goneSince !== null) {
    const since = text('mapping.goneSince', { date: format.date(row.goneSince) });
    return { severity: 'error', text: text('mapping.goneBlocks'), full: `${since}. ${text('mapping.goneBlocks')}.` };
  }
  if (row.rule && row.lock) {
    const system = row.lock.kind === 'master' ? roleLabel(row.lock.master) : targetName;
    const words = text(row.lock.kind === 'master' ? 'mapping.lockedRule' : 'mapping.readOnlyField', { system });
    return {
      severity: error ? 'error' : 'warning',
      text: words,
      full: error ? `${error.message} ${error.remedy}` : words,
    };
  }
  if (!row.isKnown && !error) {
    return { severity: 'error', text: text('mapping.unknownField'), full: text('mapping.unknownField') };
  }
  if (error) return { severity: 'error', text: error.message, full: `${error.message} ${error.remedy}` };
  const { counts, total, telling } = stats(row);
  const [first] = telling;
  if (row.rule && counts.failed > 0 && first?.outcome.kind === 'failed') {
    const { code, message, remedy } = told(first.outcome.error);
    const [unlisted] = code === 'mapping.no-translation' ? codesMissing(row) : [];
    return {
      severity: 'error',
      text: unlisted
        ? text('mapping.failsUnlisted', { n: counts.failed, total, code: unlisted.code })
        : text('mapping.fails', { n: counts.failed, total, message }),
      full: `${message} ${remedy}`,
    };
  }
  return null;
}

/** The row in one sentence, for screen readers. */
function useRowName(row: MappingRow): string {
  const text = useText();
  const mapping = useMapping();
  const words = useRuleWords();
  const reasonText = useReasonText();
  const write = useValueText();
  const problem = useRowProblem(row);
  const { field, rule, suggestion, lock, master } = row;
  const parts = [mapping.rowLabel(row)];
  if (field.isRequired) parts.push(text('mapping.required'));
  if (lock && !rule) {
    parts.push(
      lock.kind === 'master'
        ? text('mapping.lockedBy', { system: roleLabel(lock.master) })
        : text('mapping.readOnlyField', { system: mapping.targetName }),
    );
    return parts.join(', ');
  }
  parts.push(master === null ? text('mapping.undecided') : text('mapping.isMaster', { system: roleLabel(master) }));
  if (rule) parts.push(`${text('mapping.head.filled')} ${words(rule, field.type, mapping)}`);
  else if (suggestion) parts.push(`${mapping.sourceLabel(suggestion.rule.from)}, ${reasonText(suggestion)}`);
  else parts.push(text('mapping.leaves', { system: mapping.targetName }));
  if (problem) parts.push(problem.text);
  else {
    const outcome = mapping.outcome(row);
    if (outcome?.kind === 'changed') {
      parts.push(write(outcome.value, field.type), text('mapping.now', { value: write(outcome.present, field.type) }));
    } else if (outcome?.kind === 'equal' || outcome?.kind === 'new') parts.push(write(outcome.value, field.type));
  }
  return parts.join(', ');
}
