import type { LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
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
          className="z-menu max-w-80 min-w-45 animate-appear rounded-3 bg-surface p-1 shadow-3"
        >
          {entries.map((entry) => (
            <MenuRow key={entry.id} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function MenuRow({ entry }: { readonly entry: MenuEntry }): ReactElement {
  const { label, icon, keys, reason, isDangerous, startsGroup, onChoose } = entry;
  return (
    <>
      {startsGroup && <Radix.Separator className="mx-1 my-1 h-px bg-line" />}
      <Radix.Item
        aria-disabled={reason ? true : undefined}
        onSelect={(event) => {
          if (reason) {
            event.preventDefault();
            return;
          }
          focusMenuButton(event.target);
          onChoose();
        }}
        className={cx(
          'flex min-h-7.5 cursor-pointer items-center gap-2.25 rounded-2 px-2 py-1 outline-none select-none data-[highlighted]:bg-selected',
          reason ? 'text-ink-3' : isDangerous ? 'text-fail-text' : 'text-ink',
        )}
      >
        <span className="grid w-4 flex-none place-items-center text-ink-3">{icon && <Icon of={icon} size="s" />}</span>
        <span className="min-w-0 flex-1">
          {label}
          {reason && <span className="block text-20 leading-ui text-ink-3">{reason}</span>}
        </span>
        {keys && <span className="text-20 text-ink-3">{keys}</span>}
      </Radix.Item>
    </>
  );
}
