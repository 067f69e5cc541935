import { ChevronDown, ChevronRight, CircleDashed, GripVertical } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type LiHTMLAttributes, type ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { IconButton } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { EntityGlyph } from '../kit/entity.tsx';
import { Icon } from '../kit/icon.tsx';
import { SearchField } from '../kit/input.tsx';
import { roleLabel, SystemBadge } from '../kit/system-badge.tsx';
import { startFieldDrag } from './drag.ts';
import { NewMark } from './new-mark.tsx';
import { FieldTypeIcon } from './field-type-icon.tsx';
import type { NodeData } from './mapping-context.ts';
import { sourceLines, sourceTree, type SourceField, type SourceItem, type SourceLine } from './source-tree.ts';

export interface SourcePaneProps {
  readonly data: NodeData;
  /** Fields that what is chosen beside it reads. */
  readonly marked: ReadonlySet<string>;
  /** Asked to use a field; `element` is where it stands. */
  readonly onUse: (name: string, element: Element) => void;
}

const idOf = (line: SourceLine) => (line.kind === 'group' ? `group ${line.group.id}` : line.field.name);

/** The fields of the records that arrive: with type, sample value and whether a rule uses them. */
export function SourcePane({ data, marked, onUse }: SourcePaneProps): ReactElement {
  const text = useText();
  const { input, sources, gone, readOnlyReason } = data;
  const [search, setSearch] = useState('');
  const [onlyUnused, setOnlyUnused] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);

  const system = input ? roleLabel(input.sourceRole) : text('mapping.ofSource');
  const tree = useMemo(
    () => [
      ...gone.map((field): SourceItem => ({ kind: 'field', field })),
      ...sourceTree(sources, text('mapping.systemFields', { system })),
    ],
    [sources, gone, text, system],
  );
  const lines = sourceLines(tree, { search, onlyUnused, open });
  const current = lines.find((line) => idOf(line) === active) ?? lines[0];

  const focusLine = (line: SourceLine | undefined) => {
    if (!line) return;
    setActive(idOf(line));
    const element = list.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(idOf(line))}"]`);
    element?.focus();
    element?.scrollIntoView({ block: 'nearest' });
  };
  const turn = (id: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(id);
    else next.delete(id);
    setOpen(next);
  };
  const onKey = (event: KeyboardEvent<HTMLUListElement>) => {
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = lines.indexOf(current);
    switch (event.key) {
      case 'ArrowDown':
        focusLine(lines[at + 1]);
        break;
      case 'ArrowUp':
        focusLine(lines[at - 1]);
        break;
      case 'Home':
        focusLine(lines[0]);
        break;
      case 'End':
        focusLine(lines.at(-1));
        break;
      case 'ArrowRight':
        if (current.kind === 'group') turn(current.group.id, true);
        break;
      case 'ArrowLeft':
        if (current.kind === 'group') turn(current.group.id, false);
        else if (current.depth === 1) focusLine(lines.slice(0, at).findLast(({ kind }) => kind === 'group'));
        break;
      case 'Enter':
      case 'm':
      case 'M':
      case ' ':
        if (current.kind === 'group') turn(current.group.id, !current.isOpen);
        else if (readOnlyReason === null && !current.field.goneSince)
          onUse(current.field.name, event.target as Element);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section
      aria-label={text('mapping.source')}
      className="flex min-h-0 flex-col overflow-hidden border-r border-line bg-surface max-narrow:order-last max-narrow:border-t max-narrow:border-r-0"
    >
      <header className="flex h-9 flex-none items-center gap-1.75 px-3 font-medium whitespace-nowrap">
        {input && (
          <>
            <SystemBadge role={input.sourceRole} />
            <span className="truncate">{data.sourceEntity}</span>
            <span className="ml-auto text-20 font-regular text-ink-3">
              {text('mapping.sourceCount', { n: sources.length })}
            </span>
          </>
        )}
      </header>
      <div className="mx-2.5 mb-1.5 flex flex-none items-center gap-1">
        <SearchField
          label={text('mapping.sourceSearch')}
          clearLabel={text('action.clear')}
          value={search}
          onChange={setSearch}
          className="min-w-0 flex-1"
        />
        <IconButton
          icon={CircleDashed}
          size="s"
          label={text('mapping.onlyUnused')}
          aria-pressed={onlyUnused}
          onClick={() => setOnlyUnused(!onlyUnused)}
          className={cx(onlyUnused && 'bg-selected text-accent-text')}
        />
      </div>
      {!input ? (
        <p className="px-3 py-2 text-20 text-ink-3">{text('mapping.sourceUnknown')}</p>
      ) : lines.length === 0 ? (
        <p className="px-3 py-2 text-20 text-ink-3">{text('mapping.sourceNone')}</p>
      ) : (
        <ul
          ref={list}
          role="tree"
          aria-label={text('mapping.source')}
          onKeyDown={onKey}
          className="min-h-0 flex-1 overflow-y-auto pb-2"
        >
          {lines.map((line) => (
            <Line
              key={idOf(line)}
              line={line}
              data={data}
              isActive={line === current}
              isMarked={line.kind === 'field' ? marked.has(line.field.name) : isGroupMarked(line, marked)}
              onFocus={() => setActive(idOf(line))}
              onTurn={turn}
              onUse={onUse}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function isGroupMarked(line: Extract<SourceLine, { kind: 'group' }>, marked: ReadonlySet<string>): boolean {
  return !line.isOpen && line.group.fields.some(({ name }) => marked.has(name));
}

function Line({
  line,
  data,
  isActive,
  isMarked,
  onFocus,
  onTurn,
  onUse,
}: {
  readonly line: SourceLine;
  readonly data: NodeData;
  readonly isActive: boolean;
  readonly isMarked: boolean;
  readonly onFocus: () => void;
  readonly onTurn: (id: string, isOpen: boolean) => void;
  readonly onUse: SourcePaneProps['onUse'];
}): ReactElement {
  const { input, written, readOnlyReason } = data;
  const common = {
    role: 'treeitem',
    'data-line': idOf(line),
    tabIndex: isActive ? 0 : -1,
    onFocus,
    className: cx(
      'group flex h-6.75 items-center gap-1 pr-3 pl-1.5 focus-visible:focus-ring-inner',
      isMarked ? 'bg-selected' : 'hover:bg-hover',
      line.kind === 'field' && line.depth === 1 && 'pl-5',
    ),
  } as const;
  if (line.kind === 'group') {
    const { group, isOpen, shown } = line;
    const used = group.fields.filter(({ isUsed }) => isUsed).length;
    const values = group.fields.flatMap(({ sample }) => (sample === null ? [] : [sample]));
    return (
      <li {...common} aria-expanded={isOpen} aria-level={1} onClick={() => onTurn(group.id, !isOpen)}>
        <span className="grid w-3 flex-none place-items-center text-ink-3">
          <Icon of={isOpen ? ChevronDown : ChevronRight} size="xs" />
        </span>
        <span className="w-3.5 flex-none" />
        <span className={cx('max-w-3/4 flex-none truncate', group.isSystem && 'text-ink-2')}>{group.label}</span>
        {used > 0 && <UsedMark entity={input!.entity} />}
        <span className={sampleClass}>
          {isOpen || group.isSystem || values.length === 0 ? shown : values.slice(0, 2).join(', ')}
        </span>
      </li>
    );
  }
  const { field, label, depth } = line;
  if (field.goneSince !== undefined) return <GoneLine {...common} field={field} goneSince={field.goneSince} />;
  return (
    <li
      {...common}
      aria-level={depth + 1}
      aria-keyshortcuts="M"
      title={field.sample === null ? field.label : `${field.label}: ${field.sample}`}
      draggable={readOnlyReason === null}
      onDragStart={(event) => startFieldDrag(event, field.name, written[field.name])}
      onDoubleClick={(event) => readOnlyReason === null && onUse(field.name, event.currentTarget)}
    >
      <span
        className={cx(
          'grid w-3 flex-none place-items-center text-ink-disabled',
          readOnlyReason === null && 'cursor-grab',
        )}
      >
        {readOnlyReason === null && <Icon of={GripVertical} size="xs" />}
      </span>
      <span className="grid w-3.5 flex-none place-items-center">
        <FieldTypeIcon kind={field.type.kind} />
      </span>
      <span className="max-w-3/4 flex-none truncate">{label}</span>
      {field.newSince !== undefined && <NewMark since={field.newSince} />}
      {field.isUsed && <UsedMark entity={input!.entity} />}
      <span className={sampleClass}>{field.sample}</span>
    </li>
  );
}

/** A field that the source had once: it stays in sight for as long as a rule names it, and fills nothing. */
function GoneLine({
  field,
  goneSince,
  ...common
}: LiHTMLAttributes<HTMLLIElement> & { readonly field: SourceField; readonly goneSince: string }): ReactElement {
  const text = useText();
  const format = useFormat();
  const since = text('mapping.goneSince', { date: format.date(goneSince) });
  return (
    <li {...common} aria-level={1} title={`${field.label}: ${since}`}>
      <span className="w-3 flex-none" />
      <span className="grid w-3.5 flex-none place-items-center">
        <FieldTypeIcon kind={field.type.kind} />
      </span>
      <del className="min-w-0 flex-1 truncate text-fail-text">{field.label}</del>
      <span className="flex-none pl-1 text-[11.5px] text-fail-text">{since}</span>
    </li>
  );
}

/** The name comes first: the value takes what is left. */
const sampleClass = 'min-w-0 flex-1 truncate pl-1 text-right text-[11.5px] text-ink-3';

function UsedMark({ entity }: { readonly entity: string }): ReactElement {
  const text = useText();
  return (
    <span title={text('mapping.used')} className="ml-0.5 flex-none">
      <EntityGlyph entity={entity} size={7} />
      <span className="sr-only">, {text('mapping.used')}, </span>
    </span>
  );
}
