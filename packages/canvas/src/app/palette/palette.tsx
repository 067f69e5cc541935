import { ChevronRight, FileSearch, Plug, SquareFunction, Tag, Workflow, Zap, type LucideIcon } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { cx } from '../../kit/cx.ts';
import { useFocusBack } from '../../kit/focus-back.ts';
import { Icon } from '../../kit/icon.tsx';
import { Kbd } from '../../kit/marks.tsx';
import { usePalette } from './palette-context.tsx';
import { findItems, type PaletteItem } from './search.ts';
import { useGlobalItems } from './use-items.ts';

const icons: Record<PaletteItem['kind'], LucideIcon> = {
  screen: ChevronRight,
  flow: Workflow,
  connection: Plug,
  record: FileSearch,
  action: Zap,
  node: SquareFunction,
  field: Tag,
};

/** Ctrl+K from anywhere: finds flows, screens, connections and records, and does things, by typing. */
export function Palette(): ReactElement {
  const { isOpen, open, close } = usePalette();
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'k')
        return;
      event.preventDefault();
      open();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-dialog bg-scrim" />
        <PaletteBox />
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBox(): ReactElement {
  const text = useText();
  const id = useId();
  const { added, recent, used, close } = usePalette();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const focusBack = useFocusBack();
  const global = useGlobalItems(typed, true);
  const found = findItems([...Object.values(added).flat(), ...global], typed, recent);
  const active = found[Math.min(chosen, found.length - 1)];

  const choose = (item: PaletteItem) => {
    close();
    used(item.id);
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen((current) => (current + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter' && active) {
      event.preventDefault();
      choose(active);
    }
  };

  return (
    <Dialog.Content
      aria-describedby={undefined}
      onCloseAutoFocus={focusBack}
      onKeyDown={onKeyDown}
      className="fixed top-[12vh] left-1/2 z-dialog flex max-h-[70vh] w-[calc(100vw-2rem)] max-w-140 -translate-x-1/2 flex-col overflow-hidden rounded-4 bg-surface shadow-3"
    >
      <Dialog.Title className="sr-only">{text('palette.open')}</Dialog.Title>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={active && `${id}-${active.id}`}
        aria-label={text('palette.open')}
        placeholder={text('palette.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        className="h-12 flex-none border-b border-line bg-transparent px-4 text-40 outline-none"
      />
      <ul id={`${id}-list`} role="listbox" aria-label={text('palette.found')} className="overflow-y-auto p-1.5">
        {found.map((item) => (
          <li
            key={item.id}
            id={`${id}-${item.id}`}
            role="option"
            aria-selected={item === active}
            ref={item === active ? showRow : undefined}
            onPointerMove={() => setChosen(found.indexOf(item))}
            onClick={() => choose(item)}
            className={cx(
              'flex h-8.5 cursor-pointer items-center gap-2.5 rounded-2 px-2.5',
              item === active && 'bg-selected',
            )}
          >
            <Icon of={icons[item.kind]} size="s" className="text-ink-3" />
            <span className="truncate">{item.title}</span>
            {item.hint && <span className="ml-auto text-20 whitespace-nowrap text-ink-3">{item.hint}</span>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="px-4 pb-4 text-ink-2">{text('palette.nothing')}</p>}
      <p className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-surface-2 px-4 py-2 text-20 text-ink-3">
        <span>
          <Kbd>&gt;</Kbd> {text('palette.actions')}
        </span>
        <span>
          <Kbd>#</Kbd> {text('palette.record')}
        </span>
        <span role="status" className="ml-auto">
          {text('palette.count', { n: found.length })}
        </span>
      </p>
    </Dialog.Content>
  );
}

/** Keeps the chosen row in sight. */
function showRow(row: HTMLLIElement | null): void {
  row?.scrollIntoView({ block: 'nearest' });
}
