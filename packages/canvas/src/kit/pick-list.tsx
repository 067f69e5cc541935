import { Search } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';

/** Something that can be picked. */
export interface PickItem {
  readonly id: string;
  /** In front of the title. */
  readonly mark?: ReactNode;
  readonly title: ReactNode;
  /** Behind the title. */
  readonly aside?: ReactNode;
  /** Below the title: what it is, or why it cannot be picked. */
  readonly detail?: ReactNode;
  readonly isRefused?: boolean;
}

export interface PickListProps<Item extends PickItem> {
  readonly label: string;
  readonly placeholder: string;
  /** What fits the typed text, best first. */
  readonly find: (typed: string) => readonly Item[];
  /** `isOpening`: with Shift, to open what was picked. */
  readonly onPick: (item: Item, isOpening: boolean) => void;
  readonly onClose: () => void;
  /** On the screen: where the list opens. */
  readonly at: { readonly x: number; readonly y: number };
  /** At the end of the search line. */
  readonly chip?: ReactNode;
  readonly foot?: ReactNode;
  readonly emptyText: string;
}

const width = 330;
const margin = 12;

/** A list at a spot of the screen, searched by typing. Arrows move, Enter picks, Escape and a press elsewhere close. */
export function PickList<Item extends PickItem>({
  label,
  placeholder,
  find,
  onPick,
  onClose,
  at,
  chip,
  foot,
  emptyText,
}: PickListProps<Item>): ReactElement {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const items = find(typed);
  const chosen = items[Math.min(active, items.length - 1)];
  const optionId = (index: number) => `${id}-${index}`;

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onClose();
    };
    addEventListener('pointerdown', onPress, true);
    return () => removeEventListener('pointerdown', onPress, true);
  }, [onClose]);
  // Kept inside the window, whatever its height has become.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { innerWidth, innerHeight } = globalThis;
    element.style.left = `${Math.max(margin, Math.min(at.x, innerWidth - width - margin))}px`;
    element.style.top = `${Math.max(margin, Math.min(at.y, innerHeight - element.offsetHeight - margin))}px`;
  });

  const move = (step: number) => {
    if (items.length === 0) return;
    const next = (Math.min(active, items.length - 1) + step + items.length) % items.length;
    setActive(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <div
      ref={box}
      role="dialog"
      aria-label={label}
      style={{ width }}
      onKeyDown={(event) => {
        // From what stands below the list.
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
      className="fixed z-menu animate-appear overflow-hidden rounded-3 bg-surface shadow-3"
    >
      <div className="flex h-10 items-center gap-2 border-b border-line px-3">
        <Icon of={Search} size="s" className="text-ink-3" />
        <input
          ref={input}
          role="combobox"
          aria-label={placeholder}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? optionId(items.indexOf(chosen)) : undefined}
          placeholder={placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'ArrowDown') move(1);
            else if (event.key === 'ArrowUp') move(-1);
            else if (event.key === 'Escape') onClose();
            else if (event.key === 'Enter' && chosen && !chosen.isRefused) onPick(chosen, event.shiftKey);
            else return;
            event.preventDefault();
          }}
          className="min-w-0 flex-1 bg-transparent outline-none"
        />
        {chip}
      </div>
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label} className="max-h-76 overflow-y-auto">
        {items.map((item, index) => (
          <li
            key={item.id}
            id={optionId(index)}
            role="option"
            aria-selected={item === chosen}
            aria-disabled={item.isRefused || undefined}
            onPointerMove={() => setActive(index)}
            onClick={(event) => !item.isRefused && onPick(item, event.shiftKey)}
            className={cx(
              'flex min-h-9.5 cursor-pointer items-center gap-2.5 px-3 py-1.5',
              item === chosen && 'bg-selected',
              item.isRefused && 'cursor-not-allowed text-ink-3',
            )}
          >
            {item.mark}
            <span className="min-w-0 flex-1">
              <span className="block truncate">{item.title}</span>
              {item.detail && <span className="block text-20 leading-ui text-ink-3">{item.detail}</span>}
            </span>
            {item.aside && <span className="flex flex-none items-center gap-1.5 text-20 text-ink-3">{item.aside}</span>}
          </li>
        ))}
        {items.length === 0 && <li className="px-3 py-3 text-ink-3">{emptyText}</li>}
      </ul>
      {foot && (
        <div
          // A press on what stands here leaves the focus in the field, and whoever is here by keyboard goes on with the list.
          onMouseDown={(event) => event.preventDefault()}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey;
            if (step === undefined && !isLetter) return;
            input.current?.focus();
            if (step === undefined) return;
            move(step);
            event.preventDefault();
          }}
          className="flex items-center gap-3 border-t border-line bg-surface-2 px-3 py-1.75 text-[11.5px] text-ink-3"
        >
          {foot}
        </div>
      )}
    </div>
  );
}
