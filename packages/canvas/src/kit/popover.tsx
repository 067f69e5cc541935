import { Popover as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

export interface PopoverProps {
  /** One button: pressing it opens and closes. */
  readonly trigger: ReactElement;
  readonly label: string;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'bottom' | 'left';
  /** Stays open while one works elsewhere; its button and Escape inside it close it. */
  readonly isLasting?: boolean;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A small panel beside the button that opened it. Escape closes it; focus goes back to the button. */
export function Popover({
  trigger,
  label,
  align = 'start',
  side = 'bottom',
  isLasting = false,
  isOpen,
  onOpenChange,
  children,
}: PopoverProps): ReactElement {
  return (
    <Radix.Root
      {...(isOpen === undefined ? {} : { open: isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          data-lasting={isLasting || undefined}
          align={align}
          side={side}
          {...(isLasting ? { onInteractOutside: prevent, onEscapeKeyDown: preventOutside } : {})}
          sideOffset={5}
          collisionPadding={8}
          className="z-menu max-h-(--radix-popover-content-available-height) animate-appear overflow-y-auto rounded-3 bg-surface p-3 shadow-3"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const prevent = (event: Event) => event.preventDefault();

/** Escape elsewhere belongs to what one is working in. */
const preventOutside = (event: Event) => {
  if (!(event.target as HTMLElement).closest('[data-lasting]')) event.preventDefault();
};
