import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

/** Once around the page: tooltips share their delay. */
export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

export interface TooltipProps {
  /** Without a text there is no tooltip, only the child. */
  readonly text: ReactNode;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One focusable element. */
  readonly children: ReactElement;
}

/** A short text on hover and on keyboard focus; screen readers hear it as the description. */
export function Tooltip({ text, side = 'top', children }: TooltipProps): ReactElement {
  if (!text) return children;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        {/* Gone at once: while one that was passed waited for its entrance to end, it took the next Escape. */}
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-toast max-w-80 animate-appear data-[state=closed]:animate-none rounded-2 bg-float px-2.5 py-1.5 text-20 leading-ui text-on-float shadow-2"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
