import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { useId, type ReactElement, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { focusMenuButton } from './focus-back.ts';
import { Icon } from './icon.tsx';

export interface MenuEntry {
  readonly id: string;
  readonly label: ReactNode;
  readonly icon?: LucideIcon;
  /** Keys that do the same, such as `Ctrl+D`. */
  readonly keys?: string;
  /** Why it cannot be chosen; shown below the label. */
  readonly reason?: string | null | undefined;
  readonly isDangerous?: boolean;
  /** A line above it. */
  readonly startsGroup?: boolean;
  /** What this entry and those behind it, up to the next line, have in common: shown above it. */
  readonly heading?: ReactNode;
  /** Whether it is what holds now, where one of several does. */
  readonly isChosen?: boolean;
  readonly onChoose: () => void;
}

export interface MenuProps {
  /** One button. */
  readonly trigger: ReactElement;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
}

/** A menu of actions behind a button. */
export function Menu({ trigger, label, entries, align = 'end' }: MenuProps): ReactElement {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            // What was chosen may have opened something that has the focus by now: it keeps it.
            if (document.activeElement !== document.body) event.preventDefault();
          }}
          className="z-menu max-h-(--radix-dropdown-menu-content-available-height) max-w-80 min-w-45 animate-appear overflow-y-auto rounded-3 bg-surface p-1 shadow-3"
        >
          {groupsOf(entries).map((group, place) => (
            <MenuGroup key={group[0]!.id} entries={group} isFirst={place === 0} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function groupsOf(entries: readonly MenuEntry[]): MenuEntry[][] {
  const groups: MenuEntry[][] = [];
  for (const entry of entries) {
    if (entry.startsGroup || entry.heading !== undefined || groups.length === 0) groups.push([]);
    groups.at(-1)!.push(entry);
  }
  return groups;
}

function MenuGroup({
  entries,
  isFirst,
}: {
  readonly entries: readonly MenuEntry[];
  readonly isFirst: boolean;
}): ReactElement {
  const id = useId();
  const heading = entries[0]!.heading;
  return (
    <Radix.Group aria-labelledby={heading === undefined ? undefined : id}>
      {!isFirst && <Radix.Separator className="mx-1 my-1 h-px bg-line" />}
      {heading !== undefined && (
        <Radix.Label id={id} className="px-2 pt-1 pb-0.5 text-20 text-ink-3">
          {heading}
        </Radix.Label>
      )}
      {entries.map((entry) => (
        <MenuRow key={entry.id} entry={entry} />
      ))}
    </Radix.Group>
  );
}

function MenuRow({ entry }: { readonly entry: MenuEntry }): ReactElement {
  const { label, icon, keys, reason, isDangerous, isChosen, onChoose } = entry;
  const shared = {
    'aria-disabled': reason ? (true as const) : undefined,
    onSelect: (event: Event) => {
      if (reason) {
        event.preventDefault();
        return;
      }
      focusMenuButton(event.target);
      onChoose();
    },
    className: cx(
      'flex min-h-7.5 cursor-pointer items-center gap-2.25 rounded-2 px-2 py-1 outline-none select-none data-[highlighted]:bg-selected',
      reason ? 'text-ink-3' : isDangerous ? 'text-fail-text' : 'text-ink',
    ),
  };
  const mark = isChosen ? Check : icon;
  const content = (
    <>
      <span className="grid w-4 flex-none place-items-center text-ink-3">{mark && <Icon of={mark} size="s" />}</span>
      <span className="min-w-0 flex-1 wrap-anywhere">
        {label}
        {reason && <span className="block text-20 leading-ui text-ink-3">{reason}</span>}
      </span>
      {keys && <span className="text-20 text-ink-3">{keys}</span>}
    </>
  );
  return isChosen === undefined ? (
    <Radix.Item {...shared}>{content}</Radix.Item>
  ) : (
    <Radix.CheckboxItem {...shared} checked={isChosen}>
      {content}
    </Radix.CheckboxItem>
  );
}
