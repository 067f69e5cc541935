import { GripVertical } from 'lucide-react';
import { useMemo, useRef, useState, type DragEvent, type KeyboardEvent, type ReactElement } from 'react';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import type { MessageId } from '../../i18n/texts.ts';
import { Icon } from '../../kit/icon.tsx';
import { SearchField } from '../../kit/input.tsx';
import { SystemBadge } from '../../kit/system-badge.tsx';
import { useDesignerServices, useFlow } from '../designer-context.tsx';
import { findEntries, paletteSections, type PaletteEntry } from './entries.ts';
import { EntryMark } from './entry-mark.tsx';
import { recentEntries } from './recents.ts';

/** What a palette entry travels as while it is dragged. */
export const paletteDrag = 'application/x-koppel-node';

const sectionTitles: Readonly<Record<string, MessageId>> = {
  shape: 'nodePalette.section.shape',
  links: 'nodePalette.section.links',
  ends: 'nodePalette.section.ends',
  presets: 'nodePalette.section.presets',
  boundary: 'nodePalette.section.boundary',
  subFlows: 'nodePalette.section.subFlows',
};

/** All that can be put on the canvas: dragged, or added by a click or Enter. */
export function Palette({ onAdd }: { readonly onAdd: (entry: PaletteEntry) => void }): ReactElement {
  const text = useText();
  const { flowId, catalog, context, readOnlyReason } = useDesignerServices();
  const slots = useFlow((flow) => flow.slots);
  const isSubFlow = useFlow((flow) => flow.isSubFlow);
  const [typed, setTyped] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const sections = useMemo(
    () => paletteSections(catalog, { id: flowId, slots, isSubFlow }, context.subFlows),
    [catalog, flowId, slots, isSubFlow, context.subFlows],
  );
  const found = useMemo(
    () =>
      typed.trim() === ''
        ? null
        : findEntries(
            sections.flatMap(({ entries }) => entries),
            typed,
            recentEntries(localStorage),
          ),
    [sections, typed],
  );

  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    if (at < 0 || rows[at + step]) rows[at < 0 ? 0 : at + step]?.focus();
    else if (step < 0) event.currentTarget.querySelector('input')?.focus();
  };

  return (
    <aside
      aria-label={text('nodePalette.label')}
      data-pane="palette"
      onKeyDown={onKey}
      className="flex min-h-0 w-full flex-col bg-surface"
    >
      <div className="px-2.5 pt-2.5 pb-1.5">
        <SearchField
          label={text('nodePalette.search')}
          value={typed}
          onChange={setTyped}
          clearLabel={text('action.clear')}
          size="m"
        />
      </div>
      <div ref={list} className="min-h-0 flex-1 overflow-y-auto pb-3">
        {found ? (
          <ul>
            {found.map((entry) => (
              <EntryRow key={entry.id} entry={entry} onAdd={onAdd} reason={readOnlyReason} showsRole />
            ))}
            {found.length === 0 && <li className="px-3 py-2 text-ink-3">{text('nodePalette.nothing')}</li>}
          </ul>
        ) : (
          sections.map((section) => (
            <section key={section.id}>
              <h2 className="flex items-center gap-1.5 px-3 pt-2.5 pb-0.75 text-10 font-medium text-ink-3">
                {section.role ? (
                  <>
                    <SystemBadge role={section.role} />
                    {text('nodePalette.section.system')}
                  </>
                ) : (
                  text(sectionTitles[section.id] ?? 'nodePalette.section.shape')
                )}
              </h2>
              <ul>
                {section.entries.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} onAdd={onAdd} reason={readOnlyReason} />
                ))}
              </ul>
            </section>
          ))
        )}
      </div>
    </aside>
  );
}

function EntryRow({
  entry,
  onAdd,
  reason,
  showsRole = false,
}: {
  readonly entry: PaletteEntry;
  readonly onAdd: (entry: PaletteEntry) => void;
  readonly reason: string | null;
  readonly showsRole?: boolean;
}): ReactElement {
  const localized = useLocalized();
  const drag = (event: DragEvent<HTMLElement>) => {
    event.dataTransfer.setData(paletteDrag, entry.id);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <li>
      <button
        type="button"
        data-entry
        draggable={reason === null}
        aria-disabled={reason !== null || undefined}
        title={reason ?? localized(entry.summary)}
        onDragStart={drag}
        onClick={() => reason === null && onAdd(entry)}
        className="group relative flex min-h-7.5 w-full items-center gap-2.25 py-0.75 pr-4.5 pl-3 text-left hover:bg-hover focus-visible:bg-hover aria-disabled:text-ink-3"
      >
        <EntryMark entry={entry} />
        <span className="line-clamp-2 min-w-0 flex-1 leading-tight">{localized(entry.title)}</span>
        {showsRole && entry.role && <SystemBadge role={entry.role} isSoft />}
        <Icon
          of={GripVertical}
          size="s"
          className="absolute right-0.5 text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      </button>
    </li>
  );
}
